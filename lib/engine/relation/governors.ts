import type { Family } from '../../model/address'
import type { Direction, Peer, Plane, Policy, PortMatch } from '../../model/rule'
import type { World } from '../world'
import type { Match } from './selection'
import type { SetStore } from './sets'

/** One plane judged in one direction. */
export interface Lane {
  readonly plane: Plane
  readonly direction: Direction
}

/** A compiled policy at its place in the evaluation, with what its rows hang on. */
export interface Governor {
  readonly id: number
  readonly policy: Policy
  readonly subject: Match
  /** Some rule names a port by its name. */
  readonly namesPorts: boolean
  /** Some rule makes a demand on its own side. */
  readonly demandsSelf: boolean
  /** Families of the address blocks that its rules name. */
  readonly families: ReadonlySet<Family>
}

/** Whether a policy decides anything at all in this world. */
export const isEnforced = (world: World, { enforcement, tier }: Policy): boolean =>
  enforcement === 'enforced' && (tier.plane !== 'network' || world.enforced)

export const governorOf = (id: number, policy: Policy, subject: Match): Governor => ({
  id,
  policy,
  subject,
  namesPorts: policy.rules.some(({ ports }) => ports.some(isNamed)),
  demandsSelf: policy.rules.some(({ self }) => self !== undefined),
  families: new Set(policy.rules.flatMap(({ peers }) => peers.flatMap(familiesOf))),
})

export const isNamed = (match: PortMatch): boolean =>
  match.kind === 'named' || (match.kind === 'except' && match.ports.some(isNamed))

function familiesOf(peer: Peer): Family[] {
  switch (peer.kind) {
    case 'addresses':
      return [peer.block.family]
    case 'all-of':
      return peer.peers.flatMap(familiesOf)
    case 'not':
      return familiesOf(peer.peer)
    default:
      return []
  }
}

/** In the order of evaluation: by tier, then by precedence; policies that tie stand as they came. */
export const inOrder = (a: Governor, b: Governor): number =>
  a.policy.tier.order - b.policy.tier.order || a.policy.precedence - b.policy.precedence || a.id - b.id

/** Who governs each slot in one lane: numbers of governors in order of evaluation, twice the number plus one where in doubt. */
export class Governed {
  private readonly bySlot: (number[] | undefined)[] = []

  constructor(
    private readonly sets: SetStore,
    private readonly governors: readonly (Governor | undefined)[],
  ) {}

  of(slot: number): readonly number[] {
    return this.bySlot[slot] ?? none
  }

  /** A governor that comes after all that were attached before. */
  append({ id, subject }: Governor): void {
    this.sets.forEach(subject.yes, slot => this.list(slot).push(2 * id))
    this.sets.forEach(subject.maybe, slot => this.list(slot).push(2 * id + 1))
  }

  insert(slot: number, governor: Governor, certain: boolean): void {
    const list = this.list(slot)
    const at = list.findIndex(code => {
      const other = this.governors[code >> 1]
      return other !== undefined && inOrder(governor, other) < 0
    })
    list.splice(at < 0 ? list.length : at, 0, 2 * governor.id + (certain ? 0 : 1))
  }

  withdraw(slot: number, id: number): void {
    const list = this.bySlot[slot]
    const at = list?.findIndex(code => code >> 1 === id) ?? -1
    if (at >= 0) list?.splice(at, 1)
  }

  private list(slot: number): number[] {
    const known = this.bySlot[slot]
    if (known) return known
    const made: number[] = []
    this.bySlot[slot] = made
    return made
  }
}

const none: readonly number[] = []
