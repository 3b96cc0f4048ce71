import type { Direction, Peer, Plane, Policy, Subject } from '../../model/rule'
import type { Way, World } from '../world'
import { Governed, governorOf, inOrder, isEnforced, type Governor } from './governors'
import { join } from './join'
import { Peers } from './peers'
import type { PortMapId } from './port-maps'
import type { Rectangles } from './rectangles'
import { RuleEntries } from './rule-entries'
import type { RowId } from './rows'
import { Selections, type Match } from './selection'
import { SideRows, type End, type FamilySets, type WireAt } from './side-rows'
import type { Holding } from './tier-rows'
import { nothing, type SetId } from './sets'
import type { Slots } from './slots'
import type { Stores } from './stores'
import { WireTables } from './wire-tables'

/** The world as it is judged, and as another engine would judge it where none was seen. */
export interface Worlds {
  readonly world: World
  readonly other?: World | undefined
}

/**
 * Who may talk to whom, for all slots at once: for each slot one row as a source and one as a destination. The answer
 * for a pair is where the two rows meet; the whole relation is their join.
 */
export class Relation {
  readonly governors: (Governor | undefined)[] = []
  readonly governed: Readonly<Record<Plane, Readonly<Record<Direction, Governed>>>>
  readonly selections: Selections
  readonly rows: Record<Direction, Int32Array>
  /** Slots that stand for somebody: outside addresses, and classes that have pods. */
  live: SetId
  protected readonly sideRows: SideRows
  protected readonly peers: readonly Peers[]
  protected families: FamilySets
  protected transportUnread: Readonly<Record<Direction, SetId>>
  private joined: Rectangles | undefined
  protected wire: WireTables | undefined

  constructor(
    readonly stores: Stores,
    readonly slots: Slots,
    protected worlds: Worlds,
  ) {
    const { sets } = stores
    this.selections = new Selections(sets, slots, () => this.worlds.world)
    // Host-network pods are governed by none: their traffic is their node's (networkpolicy.md 4, rule 27).
    const isGovernable = (slot: number): boolean => slots.pods[slot]?.hostNetwork === false
    const governed = (): Governed => new Governed(sets, this.governors, isGovernable, () => slots.size)
    this.governed = {
      network: { egress: governed(), ingress: governed() },
      authorization: { egress: governed(), ingress: governed() },
    }
    const primary = new Peers(sets, slots, this.selections, () => this.worlds.world)
    const { other } = worlds
    const secondary = other && new Peers(sets, slots, this.selections, () => this.worlds.other ?? other)
    this.peers = secondary ? [primary, secondary] : [primary]
    const mesh = worlds.world.wire
    this.wire = mesh && new WireTables(stores, slots, mesh, worlds.world.compiled.transports.length > 0)
    this.sideRows = this.newSideRows()
    this.families = this.takeFamilies()
    this.live = this.takeLive()
    for (const governor of worlds.world.compiled.policies
      .filter(policy => this.counts(policy))
      .map((policy, id) => governorOf(id, policy, primary.subject(policy.subject)))
      .sort(inOrder)) {
      this.governors[governor.id] = governor
      const { tier, direction } = governor.policy
      this.governed[tier.plane][direction].append(governor)
    }
    this.transportUnread = this.takeTransports()
    this.rows = { egress: new Int32Array(slots.size), ingress: new Int32Array(slots.size) }
    this.fillRows()
  }

  get world(): World {
    return this.worlds.world
  }

  /** The world, and the one under another engine, as they are now. */
  get judged(): Worlds {
    return this.worlds
  }

  /** What holds between two slots, as a port map of facts. */
  between(from: number, to: number): PortMapId {
    const { rows, ports, values } = this.stores
    return ports.combine(
      rows.at(this.rows.egress[from] ?? 0, to),
      rows.at(this.rows.ingress[to] ?? 0, from),
      values.meet,
    )
  }

  /** The whole relation; worked out when it is first asked for, and again after an edit. */
  rectangles(): Rectangles {
    this.joined ??= join(this.sides())
    return this.joined
  }

  /** Rows of single ends, of which nothing is remembered yet. */
  newSideRows(): SideRows {
    const { sets, ports, rows, effects, values } = this.stores
    const [primary, secondary] = this.peers
    // INVARIANT: the constructor makes the first before anything else.
    if (!primary) throw new Error('a relation without peers')
    const { other } = this.worlds
    return new SideRows(
      ports,
      rows,
      this.slots,
      effects,
      values,
      new RuleEntries(sets, ports, this.slots, effects),
      { world: () => this.worlds.world, peers: primary },
      other && secondary && { world: () => this.worlds.other ?? other, peers: secondary },
      this.wire && {
        wireAt: (direction, slot) => this.wireAt(direction, slot),
        unread: this.wire.unread,
        isUnread: (direction, slot) => this.isUnread(direction, slot),
        end: this.end,
      },
    )
  }

  /** The end with the policies that govern it. */
  private readonly end = (direction: Direction, slot: number): End => ({
    direction,
    slot,
    network: this.holdings('network', direction, slot),
    authorization: this.holdings('authorization', direction, slot),
  })

  /** Whether some policy about the wire of a slot could not be read. */
  private isUnread(direction: Direction, slot: number): boolean {
    return this.stores.sets.has(this.transportUnread[direction], slot)
  }

  /** What the mesh has to do with the row of a slot. */
  private wireAt(direction: Direction, slot: number): WireAt | undefined {
    const { wire } = this
    if (!wire) return undefined
    const onTheWay = (direction: Direction, proxy: number): readonly Holding[] => {
      const { network, authorization } = this.end(direction, proxy)
      return [...network, ...authorization]
    }
    if (direction === 'egress') {
      if (!this.stores.sets.has(wire.tunnelling, slot)) return undefined
      return { key: `t${wire.behindNumber} `, behind: wire.behind, holdings: [] }
    }
    const server = wire.server(slot)
    const proxies = [...new Set(server.passages.map(passage => passage.slot))]
    // What lies between a proxy and this destination is this destination's alone.
    const own = proxies.length > 0 ? `@${slot}` : ''
    return {
      key: `w${server.number}${own} `,
      server,
      behind: [],
      holdings: proxies.flatMap(proxy => [...onTheWay('ingress', proxy), ...onTheWay('egress', proxy)]),
    }
  }

  /** Which families pods have addresses of. */
  get familySets(): FamilySets {
    return this.families
  }

  /** The slots that a peer entry means, over one way of talking. */
  peer(peer: Peer, way: Way = {}): Match {
    const [peers] = this.peers
    return peers ? peers.match(peer, way) : { yes: nothing, maybe: nothing }
  }

  /** The slots that a subject means; slots of the host network and free ones may be among them. */
  subject(subject: Subject): Match {
    const [peers] = this.peers
    return peers ? peers.subject(subject) : { yes: nothing, maybe: nothing }
  }

  /** The policies that govern a slot, in the order of evaluation. */
  holdings(plane: Plane, direction: Direction, slot: number): Holding[] {
    const found: Holding[] = []
    for (const code of this.governed[plane][direction].of(slot)) {
      const governor = this.governors[code >> 1]
      if (governor) found.push({ governor, certain: (code & 1) === 0 })
    }
    return found
  }

  /** Whether what is sent to a slot may pass a proxy that stands before it. */
  hasProxyBefore(slot: number): boolean {
    return (this.wire?.server(slot).passages.length ?? 0) > 0
  }

  protected forgetRectangles(): void {
    this.joined = undefined
  }

  protected sides() {
    const { sets, ports, rows, values } = this.stores
    return {
      sets,
      ports,
      rows,
      values,
      egress: this.rows.egress,
      ingress: this.rows.ingress,
      open: this.sideRows.open(),
      live: this.live,
    }
  }

  protected counts(policy: Policy): boolean {
    return isEnforced(this.world, policy) && (policy.tier.plane === 'network' || this.world.mesh)
  }

  /** The row of one slot as its policies, its place and its transport have it. */
  protected makeRow(direction: Direction, slot: number): RowId {
    const { rows, values } = this.stores
    const pod = this.slots.pods[slot]
    if (!pod) return this.slots.isOutside(slot) ? this.outsideRow(direction) : this.absentRow()
    if (!(this.slots.podCounts[slot] ?? 0)) return this.absentRow()
    const row =
      pod.hostNetwork && !this.wire
        ? this.sideRows.open()
        : this.sideRows.row(
            direction,
            slot,
            this.holdings('network', direction, slot),
            this.holdings('authorization', direction, slot),
            this.families,
          )
    const told = this.isUnread(direction, slot) ? this.sideRows.transportUnread(row) : row
    const placed = pod.hostNetwork && direction === 'ingress' ? rows.map(told, values.toHostNetwork) : told
    const exempt = pod.hostNetwork ? this.exemptWith(slot) : nothing
    return exempt === nothing ? placed : rows.patch(placed, exempt, this.absentRow())
  }

  /** Nobody is there, so that there is nothing to answer. */
  protected absentRow(): RowId {
    const { rows, ports, values } = this.stores
    return rows.constant(ports.all(values.exempt))
  }

  /** Addresses outside answer to nobody, and what they do among themselves is not the cluster's. */
  private outsideRow(direction: Direction): RowId {
    const { sets, rows, values } = this.stores
    const open = this.sideRows.open()
    if (direction === 'egress') return open
    const { outside, relevance } = this.slots
    const beyond = sets.range(outside, outside + relevance.atoms.length)
    return rows.patch(rows.map(open, values.toBeyond), beyond, this.absentRow())
  }

  private fillRows(): void {
    for (const direction of ['egress', 'ingress'] as const) {
      const rows = this.rows[direction]
      const beyond = this.outsideRow(direction)
      rows.fill(this.absentRow())
      rows.fill(beyond, this.slots.outside, this.slots.outside + this.slots.relevance.atoms.length)
      this.slots.forEachClass(slot => {
        rows[slot] = this.makeRow(direction, slot)
      })
    }
  }

  /** Transport policies that cannot be read leave the wire unknown wherever they may govern. */
  private takeTransports(): Readonly<Record<Direction, SetId>> {
    const { sets } = this.stores
    const { mesh, compiled } = this.world
    const of = (wanted: Direction): SetId => {
      const subjects = mesh ? compiled.transports.filter(({ direction }) => direction === wanted) : []
      const matches = subjects.map(({ subject }) => this.subject(subject))
      const unread = sets.unionOf(matches.map(({ yes, maybe }) => sets.or(yes, maybe)))
      return sets.and(unread, this.selections.labelled)
    }
    return { egress: of('egress'), ingress: of('ingress') }
  }

  /**
   * Classes all of whose pods share a node with all pods of this one: the platform's own traffic, which is not listed
   * (contract.md section 1, pillars). Only host-network pods have any.
   */
  private exemptWith(slot: number): SetId {
    const node = this.slots.soleNode(slot)
    if (node === undefined) return nothing
    return this.stores.sets.of(
      this.slots.alone(node).filter(other => this.slots.pods[other]?.hostNetwork === false),
    )
  }

  protected takeLive(): SetId {
    const live: number[] = []
    for (let slot = 0; slot < this.slots.size; slot++)
      if ((this.slots.podCounts[slot] ?? 0) > 0 || this.slots.isOutside(slot)) live.push(slot)
    return this.stores.sets.of(live)
  }

  protected takeFamilies(): FamilySets {
    const byFamilies: number[][] = [[], [], [], []]
    let present = 0
    this.slots.forEachClass(slot => {
      const families = this.slots.families[slot] ?? 0
      byFamilies[families]?.push(slot)
      present |= families
    })
    const [homeless = [], , , dual = []] = byFamilies
    const { sets } = this.stores
    const { outside, relevance } = this.slots
    const six = outside + relevance.atoms.filter(({ family }) => family === 4).length
    return {
      of: byFamilies.map(slots => sets.of(slots)),
      outside: { 4: sets.range(outside, six), 6: sets.range(six, outside + relevance.atoms.length) },
      present,
      plain: present === 0 || (homeless.length === 0 && dual.length === 0),
    }
  }
}
