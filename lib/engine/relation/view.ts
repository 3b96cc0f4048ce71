import { openDoor, type Connection, type Isolation } from '../../model/connection'
import { portsText } from '../../model/port'
import type { Direction } from '../../model/rule'
import { Connections, type OutsidePart } from './connections'
import { Kinds, type Kind } from './kinds'
import type { Relation } from './relation'
import { Segments } from './segments'
import type { SetId } from './sets'
import { WorkloadPairs } from './workload-pairs'

/**
 * One state of a relation, as whoever sums it up sees it: workloads by slot, in the order of the inventory, and those
 * whose door is open. It is made anew after an edit.
 */
export class RelationView {
  readonly connections: Connections
  readonly pairs: WorkloadPairs
  readonly kinds: Kinds
  /** Slots of workloads in the order of the inventory; those without pods are left out. */
  readonly order: readonly number[]
  /** By slot: its place in that order. */
  readonly placeOf: Int32Array
  /** Slots of workloads with pods whose ingress no policy limits. */
  readonly doors: SetId
  private found: Segments | undefined
  private readonly outsideRows = new Map<readonly OutsidePart[], readonly OutsideRow[]>()

  constructor(
    readonly relation: Relation,
    isolation: ReadonlyMap<string, Isolation>,
  ) {
    const { slots, stores, world } = relation
    this.connections = new Connections(relation)
    this.pairs = new WorkloadPairs(relation)
    this.kinds = new Kinds(stores.values)
    this.order = world.inventory.workloads.flatMap(({ key }) => this.slotOf(key) ?? [])
    this.placeOf = new Int32Array(slots.size)
    for (const [place, slot] of this.order.entries()) this.placeOf[slot] = place
    const open = this.order.filter(slot => {
      const found = isolation.get(this.keyOf(slot))
      return found !== undefined && openDoor(found)
    })
    this.doors = stores.sets.of(open.sort((a, b) => a - b))
  }

  slotOf(key: string): number | undefined {
    const slot = this.pairs.slotOf[this.relation.slots.workloadIndex.get(key) ?? -1] ?? -1
    return slot < 0 ? undefined : slot
  }

  keyOf(slot: number): string {
    return this.relation.slots.workloads[this.relation.slots.workloadOf[slot] ?? -1]?.key ?? ''
  }

  /** Workloads at the far end of one, in rectangles with the same facts. */
  get segments(): Segments {
    const { stores, slots } = this.relation
    this.found ??= new Segments(stores.sets, stores.ports, this.pairs.rectangles, slots.size)
    return this.found
  }

  between(from: string, to: string): Connection[] {
    const { workloadIndex } = this.relation.slots
    return this.connections.between(workloadIndex.get(from) ?? -1, workloadIndex.get(to) ?? -1)
  }

  /** What a workload has with addresses outside, one for each answer; many workloads share one list. */
  outside(slot: number, direction: Direction): readonly OutsideRow[] {
    const parts = this.connections.outside(this.relation.slots.workloadOf[slot] ?? -1, direction)
    let rows = this.outsideRows.get(parts)
    if (!rows) {
      rows = parts.map(part => {
        const { fact, engineDependent, ports } = part.merged
        const kind = { fact: { ...fact, engineDependent }, open: ports, ports: portsText(ports) }
        return { part, kind }
      })
      this.outsideRows.set(parts, rows)
    }
    return rows
  }
}

/** What a workload has with some addresses outside, and the line that it makes in the table. */
export interface OutsideRow {
  readonly part: OutsidePart
  readonly kind: Kind
}
