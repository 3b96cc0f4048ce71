import type { Family } from '../../model/address'
import type { Pod } from '../../model/inventory'
import { tunnelPort } from '../../model/mesh'
import { firstPort, lastPort, protocols } from '../../model/port'
import type { Direction, Peer, Policy } from '../../model/rule'
import type { Tri } from '../../model/tri'
import { matchesPeer } from '../matching'
import { allowedByDefault, eitherOf } from '../readings'
import { isMet, wayOn } from '../sides'
import type { Way, World } from '../world'
import { anonymousKey, authorizationKey, readKey, type AuthorizationKey } from './dials'
import type { Effects } from './effects'
import type { Governor } from './governors'
import type { Peers } from './peers'
import {
  combineOperation,
  mapOperation,
  type CombineOperation,
  type MapOperation,
  type PortMapId,
  type PortMaps,
} from './port-maps'
import type { RuleEntries } from './rule-entries'
import type { Entry, RowId, Rows } from './rows'
import type { SetId } from './sets'
import type { Slots } from './slots'
import type { Values } from './values'
import type { Behind, Passage, ServerWire } from './wire-tables'

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

/** Which families the pods of the cluster have addresses of, by slot, as sets. */
export interface FamilySets {
  /** By the bits of `Slots.families`, 1 for IPv4 and 2 for IPv6: no address, one, the other, both. */
  readonly of: readonly SetId[]
  /** The slots outside, by their family. */
  readonly outside: Readonly<Record<Family, SetId>>
  readonly present: number
  /** Every pair of pods talks over one way, or over ways that no block tells apart. */
  readonly plain: boolean
}

/**
 * The rows of single ends: what a class of pods answers to every slot, from the policies that govern it. Classes with the
 * same policies share a row.
 */
export class SideRows {
  private readonly known = new Map<string, RowId>()
  private readonly entries = new Map<number, Map<string, readonly Entry[]>>()
  /** The entries of policies that hang on nothing but themselves, by governor. */
  private readonly usual: (readonly Entry[] | undefined)[] = []
  private readonly tcp: PortMapId
  private readonly networkEnds: Ends
  private readonly outcomeEnds: Ends
  private readonly stateEnds: Ends

  constructor(
    private readonly ports: PortMaps,
    private readonly rows: Rows,
    private readonly slots: Slots,
    private readonly effects: Effects,
    private readonly values: Values,
    private readonly ruleEntries: RuleEntries,
    private readonly reading: Reading,
    /** The engine that was not assumed. */
    private readonly other: Reading | undefined,
    /** What a mesh makes of the wire, and who governs the proxies on the way. */
    private readonly mesh?: MeshOfRows,
  ) {
    this.tcp = ports.within([{ protocol: 'TCP', first: firstPort, last: lastPort }], 1, 0)
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

  /** What a class answers in one direction, on the network and (where `mesh` holds) to authorization. */
  row(
    direction: Direction,
    slot: number,
    network: readonly Holding[],
    authorization: readonly Holding[],
    families: FamilySets,
  ): RowId {
    const wire = this.mesh?.wireAt(direction, slot)
    if (network.length === 0 && authorization.length === 0 && !wire) return this.open()
    const key = `${wire?.key ?? ''}${direction[0]}${this.keyOf(direction, slot, network, families)}|${this.keyOf(direction, slot, authorization, families)}|${this.keyOf(direction, slot, wire?.holdings ?? [], families)}`
    const known = this.known.get(key)
    if (known !== undefined) return known
    const made = this.makeRow({ direction, slot, network, authorization }, families, wire)
    this.known.set(key, made)
    return made
  }

  /** No policy has a say. */
  open(): RowId {
    return this.rows.map(this.rows.constant(this.ports.all(allowedByDefault)), this.values.fromNetwork)
  }

  /** Marks that the transport of this end could not be read; meshes carry TCP only. */
  transportUnread(row: RowId): RowId {
    return this.onTcp(row, this.rows.map(row, this.values.withTransportUnread))
  }

  private makeRow(end: End, families: FamilySets, wire: WireAt | undefined): RowId {
    const { rows, values } = this
    const { direction, slot, network, authorization } = end
    const at = (reading: Reading, way: Way): RowId => {
      const row = this.judged(direction, slot, network, reading, way, this.networkEnds)
      const told = authorization.length === 0 ? row : this.authorized(end, row, reading, way)
      if (!wire) return told
      return wire.server
        ? this.dialled(end, told, wire.server, reading, way)
        : this.tunnelled(end, told, wire.behind, reading)
    }
    const holdings = [...network, ...authorization, ...(wire?.holdings ?? [])]
    let row = at(this.reading, anyWay)
    if (this.tellsFamiliesApart(holdings, families))
      row = this.overFamilies(row, slot, families, holdings, way => at(this.reading, way), values.withWay)
    if (this.other && holdings.some(({ governor }) => governor.families > 0))
      row = rows.combine(row, at(this.other, anyWay), values.withOther)
    return row
  }

  /** With the authorization plane, as it is looked at apart from any way to dial (`wayOn` of ../evaluate.ts). */
  private authorized({ direction, slot, authorization }: End, row: RowId, reading: Reading, way: Way): RowId {
    const met = wayOn(reading.world(), 'authorization', way)
    const heard = authorization.filter(({ governor }) => isMet(governor.policy, {}))
    const judged = this.judged(direction, slot, heard, reading, met, this.outcomeEnds)
    return this.onTcp(row, this.rows.combine(row, judged, this.values.withAuthorization))
  }

  /** What a source answers on the port of a tunnel, to the destination and to the proxies before it. */
  private tunnelled(end: End, row: RowId, behind: readonly Behind[], reading: Reading): RowId {
    const { rows, ports, values } = this
    const tunnel = rows.rewrite(row, map => ports.spread(map, tunnelPort))
    const own = rows.combine(row, tunnel, values.withTunnel)
    if (behind.length === 0) return own
    const { direction, slot, network } = end
    const toAnybody = this.judged(direction, slot, network, reading, anyWay, this.networkEnds)
    return behind.reduce((told, { place, slot: proxy, destinations }) => {
      const toProxy = rows.constant(ports.spread(rows.at(toAnybody, proxy), tunnelPort))
      return rows.patch(told, destinations, rows.combine(told, toProxy, values.withProxyAt(place)))
    }, own)
  }

  /** What a destination answers in each of the ways in which it can be dialled. */
  private dialled(end: End, row: RowId, server: ServerWire, reading: Reading, way: Way): RowId {
    const { rows, ports, values } = this
    let told = rows.combine(row, server.lists, values.withDials)
    if (server.tunnelled)
      told = rows.combine(
        told,
        rows.rewrite(row, map => ports.spread(map, tunnelPort)),
        values.withOwnTunnel,
      )
    for (const key of end.authorization.length > 0 ? server.asked : [])
      told = rows.combine(told, this.askedAs(key, end, reading, way), values.withAsked(key))
    for (const [at, passage] of server.passages.entries())
      told = rows.combine(told, this.passage(end, passage, reading), values.withPassage(at))
    return told
  }

  /** What authorization answers, asked in one manner: by whom it is enforced, and whether the identity is proven. */
  private askedAs(
    key: AuthorizationKey,
    { direction, slot, authorization }: End,
    reading: Reading,
    way: Way,
    service?: Policy['service'],
  ): RowId {
    const { enforcer, identified } = readKey(key)
    const met = authorization.filter(({ governor: { policy } }) =>
      isMet(policy, { proxied: enforcer !== 'none', ...(service && { service }) }),
    )
    const sees = enforcer === 'none' ? undefined : enforcer
    const asked: Way = {
      ...way,
      ...(identified !== undefined && { identified }),
      ...(sees && { sees }),
    }
    return this.judged(direction, slot, met, reading, asked, this.outcomeEnds)
  }

  /**
   * What is answered on a way through a proxy: there to each source, and behind it to the proxy. A proxy is dialled over a
   * family of its own choice.
   */
  private passage(end: End, passage: Passage, reading: Reading): RowId {
    const { rows, ports, values, mesh } = this
    // INVARIANT: only a mesh leads through proxies.
    if (!mesh) throw new Error('a way through a proxy without a mesh')
    const { slot, port, service, first, second } = passage
    const { pair } = values.pairs
    const proxy = mesh.end('ingress', slot)
    const onPort = (row: RowId, on: number): RowId =>
      rows.rewrite(row, map => ports.all(ports.at(map, 'TCP', on)))
    const asked = (key: AuthorizationKey): RowId => {
      const row = this.askedAs(key, proxy, reading, anyWay, service)
      return port === undefined ? row : onPort(row, port)
    }
    const there = rows.combine(
      onPort(this.networkOutcomes(proxy, reading, anyWay), tunnelPort),
      rows.combine(
        asked(authorizationKey(first, false)),
        rows.combine(asked(authorizationKey(first, mesh.unread)), asked(anonymousKey(first)), pair),
        pair,
      ),
      pair,
    )
    const own = (key: AuthorizationKey): PortMapId => rows.at(this.askedAs(key, end, reading, anyWay), slot)
    const onWire = (map: PortMapId, tunnelled: Tri): PortMapId => {
      const tunnel = tunnelled === 'no' ? map : ports.spread(map, tunnelPort)
      return tunnelled === 'maybe' ? ports.combine(map, tunnel, this.either) : tunnel
    }
    const egress = rows.at(this.networkOutcomes(mesh.end('egress', slot), reading, anyWay), end.slot)
    const ingress = rows.at(this.networkOutcomes(end, reading, anyWay), slot)
    const network = (tunnelled: Tri): PortMapId =>
      ports.combine(onWire(egress, tunnelled), onWire(ingress, tunnelled), pair)
    const behind = ports.combine(
      ports.combine(network(second.tunnelled), network(second.tunnelledIfUnread), pair),
      ports.combine(
        own(authorizationKey(second, false)),
        ports.combine(own(authorizationKey(second, mesh.unread)), own(anonymousKey(second)), pair),
        pair,
      ),
      pair,
    )
    const passed = values.passed(mesh.isUnread('ingress', slot))(mesh.isUnread('egress', slot))
    return rows.combine(there, rows.constant(behind), passed)
  }

  private networkOutcomes({ direction, slot, network }: End, reading: Reading, way: Way): RowId {
    return this.judged(direction, slot, network, reading, way, this.outcomeEnds)
  }

  /** What the policies of one plane answer, as outcomes. */
  outcomes(direction: Direction, slot: number, holdings: readonly Holding[], way: Way): RowId {
    return this.judged(direction, slot, holdings, this.reading, way, this.outcomeEnds)
  }

  /** The same for each way of talking, put together by `withWay` where there are two. */
  overWays(
    slot: number,
    network: readonly Holding[],
    families: FamilySets,
    over: (way: Way) => RowId,
    withWay: CombineOperation,
  ): RowId {
    const row = over(anyWay)
    return this.tellsFamiliesApart(network, families)
      ? this.overFamilies(row, slot, families, network, over, withWay)
      : row
  }

  /**
   * Where ends share several families, policies are judged for each (networkpolicy.md 4, rule 33). What lies outside has one,
   * over which only demands on the own side's addresses can come to another answer.
   */
  private overFamilies(
    row: RowId,
    slot: number,
    families: FamilySets,
    holdings: readonly Holding[],
    over: (way: Way) => RowId,
    withWay: CombineOperation,
  ): RowId {
    const own = this.slots.families[slot] ?? 0
    const withPods = families.of.reduce((patched, set, peer) => {
      const shared = own === 0 ? peer : peer === 0 ? own : own & peer
      if (shared === 0) return patched
      const [four, six] = [over({ family: 4 }), over({ family: 6 })]
      const answer = shared === 1 ? four : shared === 2 ? six : this.rows.combine(four, six, withWay)
      return this.rows.patch(patched, set, answer)
    }, row)
    if (!holdings.some(({ governor }) => governor.placesSelf)) return withPods
    return ([4, 6] as const).reduce(
      (patched, family) =>
        own === 0 || own & (family === 4 ? 1 : 2)
          ? this.rows.patch(patched, families.outside[family], over({ family }))
          : patched,
      withPods,
    )
  }

  private tellsFamiliesApart(holdings: readonly Holding[], { plain, present }: FamilySets): boolean {
    if (this.reading.world().addressesMeanPods === 'no' && !holdings.some(({ governor }) => governor.byProxy))
      return false
    if (holdings.some(({ governor }) => governor.placesSelf)) return true
    if (plain) return false
    const named = holdings.reduce((families, { governor }) => families | governor.families, 0)
    return named > 0 && (present === 3 || (named & ~present) !== 0)
  }

  /** One answer for TCP, another for what a mesh does not carry (istio.md section 1). */
  onTcp(otherwise: RowId, tcp: RowId): RowId {
    const mask = this.rows.constant(this.tcp)
    const masked = this.rows.combine(tcp, mask, this.masked)
    return this.rows.combine(otherwise, masked, this.laid)
  }

  private readonly either = combineOperation(eitherOf)

  /** Keeps a value (plus one) where the mask is 1; laid over another, that shows through where it is 0. */
  private readonly masked = combineOperation((value, mask) => (mask === 1 ? value + 1 : 0))
  private readonly laid = combineOperation((under, over) => (over === 0 ? under : over - 1))

  /** Runs the tiers of one plane in order (networkpolicy.md 3.2) for all peers and ports at once. */
  private judged(
    direction: Direction,
    slot: number,
    holdings: readonly Holding[],
    reading: Reading,
    way: Way,
    ends: Ends,
  ): RowId {
    if (way.sees !== 'unknown') return this.judgedIn(direction, slot, holdings, reading, way, ends)
    const { rows, effects } = this
    const [requests, bytes] = (['requests', 'bytes'] as const).map(sees =>
      this.judgedIn(direction, slot, holdings, reading, { ...way, sees }, this.stateEnds),
    ) as [RowId, RowId]
    return rows.map(rows.combine(requests, bytes, effects.either), ends.ofStates)
  }

  /** The same in one reading of what the proxy sees. */
  private judgedIn(
    direction: Direction,
    slot: number,
    holdings: readonly Holding[],
    reading: Reading,
    way: Way,
    ends: Ends,
  ): RowId {
    const { rows, effects } = this
    const tiers = byTier(holdings)
    const [first, ...later] = tiers
    if (!first) return rows.map(rows.constant(this.ports.all(effects.untouched)), ends.ofStates)
    const run = (members: readonly Holding[]): RowId =>
      isOrdered(members)
        ? this.firstMatch(members, direction, slot, reading, way)
        : this.denyOverrides(members, direction, slot, reading, way)
    // One step where there is one tier: every step would leave a row behind.
    if (later.length === 0) return rows.map(run(first), isOrdered(first) ? ends.ofOrdered : ends.ofUnions)
    const states = tiers
      .map(members => rows.map(run(members), isOrdered(members) ? effects.left : effects.settled))
      .reduce((a, b) => rows.combine(a, b, effects.then))
    return rows.map(states, ends.ofStates)
  }

  private denyOverrides(
    members: readonly Holding[],
    direction: Direction,
    slot: number,
    reading: Reading,
    way: Way,
  ): RowId {
    const { rows, ports, effects } = this
    const sure = members.filter(isSure)
    const start = sure
      .map(({ governor }) => ports.all(effects.isolation(governor.policy.isolates)))
      .reduce((a, b) => ports.combine(a, b, effects.add), ports.all(effects.noUnion))
    const entries = sure.flatMap(({ governor }) => this.entriesOf(governor, direction, slot, reading, way))
    const row = rows.overlay(start, entries, effects.add)
    return members
      .filter(member => !isSure(member))
      .map(({ governor }) => {
        const isolation = ports.all(effects.isolation(governor.policy.isolates))
        const own = rows.overlay(
          isolation,
          this.entriesOf(governor, direction, slot, reading, way),
          effects.add,
        )
        return rows.map(own, effects.perhapsNoUnion)
      })
      .reduce((a, b) => rows.combine(a, b, effects.add), row)
  }

  /** Between series there is no order, so that every order is a reading. */
  private firstMatch(
    members: readonly Holding[],
    direction: Direction,
    slot: number,
    reading: Reading,
    way: Way,
  ): RowId {
    const names = new Set(members.map(({ governor }) => governor.policy.series))
    return [...names]
      .map(name =>
        this.inSeries(
          members.filter(({ governor }) => governor.policy.series === name),
          direction,
          slot,
          reading,
          way,
        ),
      )
      .reduce((a, b) => this.rows.combine(a, b, this.effects.tie))
  }

  private inSeries(
    members: readonly Holding[],
    direction: Direction,
    slot: number,
    reading: Reading,
    way: Way,
  ): RowId {
    const { rows, ports, effects } = this
    const untouched = ports.all(effects.untouched)
    const own = (list: readonly Holding[]): RowId =>
      rows.overlay(
        untouched,
        list.flatMap(({ governor }) => this.entriesOf(governor, direction, slot, reading, way)),
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

  private entriesOf(
    governor: Governor,
    direction: Direction,
    slot: number,
    reading: Reading,
    way: Way,
  ): readonly Entry[] {
    const own = this.ownPart(governor, direction, slot)
    if (own === '' && way === anyWay && reading === this.reading) {
      const known = this.usual[governor.id]
      if (known) return known
      const made = this.makeEntries(governor, direction, slot, reading, way)
      this.usual[governor.id] = made
      return made
    }
    const { family = '', identified, sees = '' } = way
    const key = `${family}${identified ?? ''}${sees}${reading === this.reading ? '' : 'o'}${own}`
    let known = this.entries.get(governor.id)
    if (!known) this.entries.set(governor.id, (known = new Map<string, readonly Entry[]>()))
    let found = known.get(key)
    if (!found) {
      found = this.makeEntries(governor, direction, slot, reading, way)
      known.set(key, found)
    }
    return found
  }

  private makeEntries(
    { policy, namesPorts, lens }: Governor,
    direction: Direction,
    slot: number,
    { world, peers }: Reading,
    way: Way,
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

  /** Equal where these policies answer the same for two classes. */
  keyOf(direction: Direction, slot: number, holdings: readonly Holding[], families: FamilySets): string {
    let key = ''
    for (const { governor, certain } of holdings)
      key += `${governor.id}.${governor.version}${certain ? '' : '?'}${this.ownPart(governor, direction, slot)},`
    return this.tellsFamiliesApart(holdings, families) ? `${key}${this.slots.families[slot] ?? 0}` : key
  }

  private ownPart({ policy, namesPorts, demandsSelf }: Governor, direction: Direction, slot: number): string {
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

/** One end of all its connections, with the policies that govern it. */
export interface End {
  readonly direction: Direction
  readonly slot: number
  readonly network: readonly Holding[]
  readonly authorization: readonly Holding[]
}

/** What a mesh has to do with the row of one end. */
export interface WireAt {
  /** Equal where this is. */
  readonly key: string
  /** For a destination: how it can be dialled. */
  readonly server?: ServerWire
  /** For a source that tunnels: the destinations behind proxies. */
  readonly behind: readonly Behind[]
  /** The policies at proxies on the way. */
  readonly holdings: readonly Holding[]
}

/** The mesh, as rows need it. */
export interface MeshOfRows {
  /** Undefined where it has nothing to do with the end. */
  wireAt(direction: Direction, slot: number): WireAt | undefined
  /** Some policy about the wire could not be read, at whichever slots. */
  readonly unread: boolean
  /** The same of the wire of one slot. */
  isUnread(direction: Direction, slot: number): boolean
  end(direction: Direction, slot: number): End
}

/** What remains to be done once the last tier is behind, by the kind of numbers that it leaves. */
interface Ends {
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

const anyWay: Way = {}

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
