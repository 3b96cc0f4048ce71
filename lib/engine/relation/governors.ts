import type { Peer, Policy, PortMatch } from '../../model/rule'
import { compareTurns } from '../sides'
import type { World } from '../world'
import type { Lens } from './lens'
import type { Match } from './selection'
import { isCofinite, type SetId, type SetStore } from './sets'

/** A compiled policy at its place in the evaluation, with what its rows hang on. */
export interface Governor {
  readonly id: number
  readonly policy: Policy
  subject: Match
  /** Counts how often its rules came to mean others, so that rows made before are not taken for new ones. */
  version: number
  /** Some rule names a port by its name. */
  readonly namesPorts: boolean
  /** Some rule makes a demand on its own side. */
  readonly demandsSelf: boolean
  /** Some of those demands are on its addresses. */
  readonly placesSelf: boolean
  /** Families of the address blocks that its rules name on either side, as bits: 1 for IPv4, 2 for IPv6. */
  readonly families: number
  /** Some of those blocks are compared by a proxy, for which pods have addresses under every engine. */
  readonly byProxy: boolean
  /** Its rules are not to be taken as they are. */
  readonly lens?: Lens
}

/** Whether a policy decides anything at all in this world. */
export const isEnforced = (world: World, { enforcement, tier }: Policy): boolean =>
  enforcement === 'enforced' && (tier.plane !== 'network' || world.enforced)

export function governorOf(id: number, policy: Policy, subject: Match): Governor {
  let namesPorts = false
  let demandsSelf = false
  let placesSelf = false
  let families = 0
  for (const { ports, peers, self } of policy.rules) {
    for (const port of ports) namesPorts ||= isNamed(port)
    for (const peer of peers) families |= familiesOf(peer)
    if (!self) continue
    demandsSelf = true
    const own = familiesOf(self)
    placesSelf ||= own > 0
    families |= own
  }
  const byProxy = policy.rules.some(({ peers, self }) => [...peers, ...(self ? [self] : [])].some(isByProxy))
  return { id, policy, subject, version: 0, namesPorts, demandsSelf, placesSelf, families, byProxy }
}

export const isNamed = (match: PortMatch): boolean =>
  match.kind === 'named' || (match.kind === 'except' && match.ports.some(isNamed))

function isByProxy(peer: Peer): boolean {
  if (peer.kind === 'addresses') return peer.byProxy === true
  if (peer.kind === 'all-of') return peer.peers.some(isByProxy)
  return peer.kind === 'not' && isByProxy(peer.peer)
}

function familiesOf(peer: Peer): number {
  switch (peer.kind) {
    case 'addresses':
      return peer.block.family === 4 ? 1 : 2
    case 'all-of':
      return peer.peers.reduce((families, part) => families | familiesOf(part), 0)
    case 'not':
      return familiesOf(peer.peer)
    default:
      return 0
  }
}

/** In the order of evaluation (`compareTurns` of ../evaluate.ts); parts of one object stand as they came. */
export const inOrder = (a: Governor, b: Governor): number => compareTurns(a.policy, b.policy) || a.id - b.id

/** Who governs each slot in one lane: numbers of governors in order of evaluation, twice the number plus one where in doubt. */
export class Governed {
  private readonly bySlot: (number[] | undefined)[] = []

  constructor(
    private readonly sets: SetStore,
    private readonly governors: readonly (Governor | undefined)[],
    /** Whether policies can govern a slot at all. */
    private readonly isGovernable: (slot: number) => boolean,
    private readonly size: () => number,
  ) {}

  of(slot: number): readonly number[] {
    return this.bySlot[slot] ?? none
  }

  /** A governor that comes after all that were attached before. */
  append({ id, subject: { yes, maybe } }: Governor): void {
    this.forEach(yes, slot => this.list(slot).push(2 * id))
    this.forEach(maybe, slot => this.list(slot).push(2 * id + 1))
  }

  /** The governable slots of a set, which may hold free slots and (being infinite) any others. */
  forEach(set: SetId, visit: (slot: number) => void): void {
    if (!isCofinite(set)) {
      this.sets.forEach(set, slot => {
        if (this.isGovernable(slot)) visit(slot)
      })
      return
    }
    for (let slot = 0; slot < this.size(); slot++)
      if (this.isGovernable(slot) && this.sets.has(set, slot)) visit(slot)
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
