import type { Family } from '../../model/address'
import { tunnelPort } from '../../model/mesh'
import { firstPort, lastPort } from '../../model/port'
import type { Direction, Policy } from '../../model/rule'
import type { Tri } from '../../model/tri'
import { allowedByDefault, eitherOf } from '../readings'
import { isMet, wayOn } from '../sides'
import type { Way } from '../world'
import { anonymousKey, authorizationKey, readKey, type AuthorizationKey } from './dials'
import type { Effects } from './effects'
import type { Governor } from './governors'
import { combineOperation, type CombineOperation, type PortMapId, type PortMaps } from './port-maps'
import type { RuleEntries } from './rule-entries'
import type { RowId, Rows } from './rows'
import type { SetId } from './sets'
import type { Slots } from './slots'
import { anyWay, TierRows, type Asked, type Holding, type Reading } from './tier-rows'
import type { Values } from './values'
import type { Behind, Passage, ServerWire } from './wire-tables'

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
  private readonly tcp: PortMapId
  private readonly tiers: TierRows

  constructor(
    private readonly ports: PortMaps,
    private readonly rows: Rows,
    private readonly slots: Slots,
    effects: Effects,
    private readonly values: Values,
    ruleEntries: RuleEntries,
    private readonly reading: Reading,
    /** The engine that was not assumed. */
    private readonly other: Reading | undefined,
    /** What a mesh makes of the wire, and who governs the proxies on the way. */
    private readonly mesh?: MeshOfRows,
  ) {
    this.tcp = ports.within([{ protocol: 'TCP', first: firstPort, last: lastPort }], 1, 0)
    this.tiers = new TierRows(ports, rows, slots, effects, values, ruleEntries, reading, other)
  }

  /** Classes of pods came or changed. */
  forgetPods(): void {
    this.tiers.forgetPods()
  }

  /** A policy is gone, or its rules mean others than before; rows that it made are never asked for again. */
  forgetPolicy(governor: Governor): void {
    this.tiers.forgetPolicy(governor)
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
    const { slot, network, authorization } = end
    const at = (reading: Reading, way: Way): RowId => {
      const row = this.network(end, reading, way)
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
    const judged = this.answered({ direction, slot, holdings: heard, reading, way: met })
    return this.onTcp(row, this.rows.combine(row, judged, this.values.withAuthorization))
  }

  /** What a source answers on the port of a tunnel, to the destination and to the proxies before it. */
  private tunnelled(end: End, row: RowId, behind: readonly Behind[], reading: Reading): RowId {
    const { rows, ports, values } = this
    const tunnel = rows.rewrite(row, map => ports.spread(map, tunnelPort))
    const own = rows.combine(row, tunnel, values.withTunnel)
    if (behind.length === 0) return own
    const toAnybody = this.network(end, reading, anyWay)
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
    return this.answered({ direction, slot, holdings: met, reading, way: asked })
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
    return this.answered({ direction, slot, holdings: network, reading, way })
  }

  private network({ direction, slot, network }: End, reading: Reading, way: Way): RowId {
    const asked = { direction, slot, holdings: network, reading, way }
    return this.tiers.judged(asked, this.tiers.networkEnds)
  }

  /** As outcomes. */
  private answered(asked: Asked): RowId {
    return this.tiers.judged(asked, this.tiers.outcomeEnds)
  }

  /** What the policies of one plane answer, as outcomes. */
  outcomes(direction: Direction, slot: number, holdings: readonly Holding[], way: Way): RowId {
    return this.answered({ direction, slot, holdings, reading: this.reading, way })
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

  /** Equal where these policies answer the same for two classes. */
  keyOf(direction: Direction, slot: number, holdings: readonly Holding[], families: FamilySets): string {
    let key = ''
    for (const { governor, certain } of holdings)
      key += `${governor.id}.${governor.version}${certain ? '' : '?'}${this.tiers.ownPart(governor, direction, slot)},`
    return this.tellsFamiliesApart(holdings, families) ? `${key}${this.slots.families[slot] ?? 0}` : key
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
