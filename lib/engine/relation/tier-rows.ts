import type { Pod } from '../../model/inventory'
import { protocols } from '../../model/port'
import type { Direction, Peer } from '../../model/rule'
import type { Tri } from '../../model/tri'
import { matchesPeer } from '../matching'
import type { Way, World } from '../world'
import type { Effects } from './effects'
import type { Governor } from './governors'
import type { Peers } from './peers'
import { mapOperation, type MapOperation, type PortMaps } from './port-maps'
import type { RuleEntries } from './rule-entries'
import type { Entry, RowId, Rows } from './rows'
import type { Slots } from './slots'
import type { Values } from './values'

/** A governor that governs, or may govern, the slot in question. */
export interface Holding {
  readonly governor: Governor
  readonly certain: boolean
}

/** A world, and what its peer entries mean; apart, because another engine may read addresses otherwise. */
export interface Reading {
  /** As it is now: edits put another in its place. */
  readonly world: () => World
  readonly peers: Peers
}

/** The policies of one plane that are asked at one end, and how. */
export interface Asked {
  readonly direction: Direction
  readonly slot: number
  readonly holdings: readonly Holding[]
  readonly reading: Reading
  readonly way: Way
}

/** What the tiers of one plane answer to all peers and ports at once, and the entries of rules that they are folded from. */
export class TierRows {
  /** What ends say of the network, and outcomes as they are. */
  readonly networkEnds: Ends
  readonly outcomeEnds: Ends
  private readonly stateEnds: Ends
  private readonly entries = new Map<number, Map<string, readonly Entry[]>>()
  /** The entries of policies that hang on nothing but themselves, by governor. */
  private readonly usual: (readonly Entry[] | undefined)[] = []

  constructor(
    private readonly ports: PortMaps,
    private readonly rows: Rows,
    private readonly slots: Slots,
    private readonly effects: Effects,
    values: Values,
    private readonly ruleEntries: RuleEntries,
    private readonly reading: Reading,
    /** The engine that was not assumed. */
    private readonly other: Reading | undefined,
  ) {
    this.outcomeEnds = endsOf(
      effects,
      mapOperation(outcomes => outcomes),
    )
    this.networkEnds = endsOf(effects, values.fromNetwork)
    this.stateEnds = {
      ofUnions: effects.settled,
      ofOrdered: effects.left,
      ofStates: mapOperation(states => states),
    }
  }

  /** Classes of pods came or changed. */
  forgetPods(): void {
    this.ruleEntries.forgetPods()
  }

  /** A policy is gone, or its rules mean others than before; rows that it made are never asked for again. */
  forgetPolicy({ id }: Governor): void {
    this.usual[id] = undefined
    this.entries.delete(id)
  }

  /** Runs the tiers of one plane in order (networkpolicy.md 3.2) for all peers and ports at once. */
  judged(asked: Asked, ends: Ends): RowId {
    const { rows, effects } = this
    if (asked.way.sees !== 'unknown') return this.judgedIn(asked, ends)
    const [requests, bytes] = (['requests', 'bytes'] as const).map(sees =>
      this.judgedIn({ ...asked, way: { ...asked.way, sees } }, this.stateEnds),
    ) as [RowId, RowId]
    return rows.map(rows.combine(requests, bytes, effects.either), ends.ofStates)
  }

  /** The same in one reading of what the proxy sees. */
  private judgedIn(asked: Asked, ends: Ends): RowId {
    const { rows, effects } = this
    const tiers = byTier(asked.holdings)
    const [first, ...later] = tiers
    if (!first) return rows.map(rows.constant(this.ports.all(effects.untouched)), ends.ofStates)
    const run = (members: readonly Holding[]): RowId =>
      isOrdered(members) ? this.firstMatch(members, asked) : this.denyOverrides(members, asked)
    // One step where there is one tier: every step would leave a row behind.
    if (later.length === 0) return rows.map(run(first), isOrdered(first) ? ends.ofOrdered : ends.ofUnions)
    const states = tiers
      .map(members => rows.map(run(members), isOrdered(members) ? effects.left : effects.settled))
      .reduce((a, b) => rows.combine(a, b, effects.then))
    return rows.map(states, ends.ofStates)
  }

  private denyOverrides(members: readonly Holding[], asked: Asked): RowId {
    const { rows, ports, effects } = this
    const sure = members.filter(isSure)
    const start = sure
      .map(({ governor }) => ports.all(effects.isolation(governor.policy.isolates)))
      .reduce((a, b) => ports.combine(a, b, effects.add), ports.all(effects.noUnion))
    const entries = sure.flatMap(({ governor }) => this.entriesOf(governor, asked))
    const row = rows.overlay(start, entries, effects.add)
    return members
      .filter(member => !isSure(member))
      .map(({ governor }) => {
        const isolation = ports.all(effects.isolation(governor.policy.isolates))
        const own = rows.overlay(isolation, this.entriesOf(governor, asked), effects.add)
        return rows.map(own, effects.perhapsNoUnion)
      })
      .reduce((a, b) => rows.combine(a, b, effects.add), row)
  }

  /** Between series there is no order, so that every order is a reading. */
  private firstMatch(members: readonly Holding[], asked: Asked): RowId {
    const names = new Set(members.map(({ governor }) => governor.policy.series))
    return [...names]
      .map(name =>
        this.inSeries(
          members.filter(({ governor }) => governor.policy.series === name),
          asked,
        ),
      )
      .reduce((a, b) => this.rows.combine(a, b, this.effects.tie))
  }

  private inSeries(members: readonly Holding[], asked: Asked): RowId {
    const { rows, ports, effects } = this
    const untouched = ports.all(effects.untouched)
    const own = (list: readonly Holding[]): RowId =>
      rows.overlay(
        untouched,
        list.flatMap(({ governor }) => this.entriesOf(governor, asked)),
        effects.then,
      )
    let row = rows.constant(untouched)
    let queue: Holding[] = []
    const flush = (): void => {
      if (queue.length > 0) row = rows.combine(row, own(queue), effects.then)
      queue = []
    }
    for (const tied of byPrecedence(members)) {
      const [single] = tied
      if (tied.length === 1 && single && isSure(single)) {
        queue.push(single)
        continue
      }
      flush()
      const each = tied.map(member =>
        isSure(member) ? own([member]) : rows.map(own([member]), effects.perhapsUntouched),
      )
      row = rows.combine(
        row,
        each.reduce((a, b) => rows.combine(a, b, effects.tie)),
        effects.then,
      )
    }
    flush()
    return row
  }

  private entriesOf(governor: Governor, asked: Asked): readonly Entry[] {
    const { direction, slot, reading, way } = asked
    const own = this.ownPart(governor, direction, slot)
    if (own === '' && way === anyWay && reading === this.reading) {
      const known = this.usual[governor.id]
      if (known) return known
      const made = this.makeEntries(governor, asked)
      this.usual[governor.id] = made
      return made
    }
    const { family = '', identified, sees = '' } = way
    const key = `${family}${identified ?? ''}${sees}${reading === this.reading ? '' : 'o'}${own}`
    let known = this.entries.get(governor.id)
    if (!known) this.entries.set(governor.id, (known = new Map<string, readonly Entry[]>()))
    let found = known.get(key)
    if (!found) {
      found = this.makeEntries(governor, asked)
      known.set(key, found)
    }
    return found
  }

  private makeEntries(
    { policy, namesPorts, lens }: Governor,
    { direction, slot, reading: { world, peers }, way }: Asked,
  ): Entry[] {
    const pod = this.slots.pods[slot]
    const { resolution } = policy.tier
    const found: Entry[] = []
    const party = pod && ({ kind: 'pod', pod } as const)
    const self = namesPorts && direction === 'ingress' ? party : undefined
    for (const rule of policy.rules)
      this.ruleEntries.entries(
        rule,
        resolution,
        peers,
        {
          way,
          selfMatch: rule.self && party ? matchesPeer(world(), rule.self, party, way) : 'yes',
          ...(self && { self }),
        },
        found,
        lens,
      )
    return found
  }

  /** Equal where a policy answers the same for two classes that it governs alike. */
  ownPart({ policy, namesPorts, demandsSelf }: Governor, direction: Direction, slot: number): string {
    const pod = this.slots.pods[slot]
    if (!pod) return ''
    const ports = namesPorts && direction === 'ingress' ? portsKey(pod, this.slots.relevance.portNames) : ''
    const demands = demandsSelf
      ? policy.rules.map(({ self }) => (self ? this.demand(self, pod) : '')).join()
      : ''
    return ports || demands ? `(${ports};${demands})` : ''
  }

  /** Whether the pod meets a demand on its own side, in every reading and over every way. */
  private demand(self: Peer, pod: Pod): string {
    return [this.reading, ...(this.other ? [this.other] : [])]
      .flatMap(({ world }) =>
        [anyWay, { family: 4 as const }, { family: 6 as const }].map((way): Tri =>
          matchesPeer(world(), self, { kind: 'pod', pod }, way),
        ),
      )
      .join('')
  }
}

/** What remains to be done once the last tier is behind, by the kind of numbers that it leaves. */
export interface Ends {
  readonly ofUnions: MapOperation
  readonly ofOrdered: MapOperation
  readonly ofStates: MapOperation
}

function endsOf({ settled, left, outcomes }: Effects, last: MapOperation): Ends {
  const ofStates = mapOperation(value => last.apply(outcomes.apply(value)))
  return {
    ofUnions: mapOperation(value => ofStates.apply(settled.apply(value))),
    ofOrdered: mapOperation(value => ofStates.apply(left.apply(value))),
    ofStates,
  }
}

/** Whichever way the two ends talk. */
export const anyWay: Way = {}

/** A policy that surely governs, and surely exists. */
const isSure = ({ governor, certain }: Holding): boolean => certain && !governor.policy.refused

const isOrdered = ([first]: readonly Holding[]): boolean =>
  first?.governor.policy.tier.resolution === 'first-match'

function byTier(holdings: readonly Holding[]): Holding[][] {
  const tiers: Holding[][] = []
  for (const holding of holdings) {
    const tier = tiers.at(-1)
    if (tier?.[0]?.governor.policy.tier.name === holding.governor.policy.tier.name) tier.push(holding)
    else tiers.push([holding])
  }
  return tiers
}

function byPrecedence(members: readonly Holding[]): Holding[][] {
  const groups: Holding[][] = []
  for (const member of members) {
    const group = groups.at(-1)
    if (group?.[0]?.governor.policy.precedence === member.governor.policy.precedence) group.push(member)
    else groups.push([member])
  }
  return groups
}

const portsKey = ({ ports }: Pod, names: ReadonlySet<string>): string =>
  ports
    .filter(({ name }) => name !== undefined && names.has(name))
    .map(({ name = '', protocol, port }) => `${name}/${protocols.indexOf(protocol)}/${port}`)
    .sort()
    .join()
