import type { Relation } from './relation'
import { complement, isCofinite, nothing, type SetId } from './sets'

/**
 * The ends that a reader counts, by number: workloads in the order of the inventory, then all outside addresses as one.
 * Sets of slots become sets of ends; an infinite set stays one, and means those of the ends that it holds.
 */
export class Endpoints {
  readonly count: number
  /** The number of the outside. */
  readonly internet: number
  private readonly names: readonly string[]
  private readonly slots: readonly (readonly number[])[]
  private readonly endOf: Int32Array
  private readonly known = new Map<SetId, SetId>()
  /** Ends that have no slot, and are never met. */
  private readonly empty: SetId

  constructor(private readonly relation: Relation) {
    const { slots, world } = relation
    const workloads = world.inventory.workloads.map(({ key }) => key)
    this.names = [...workloads, 'internet']
    this.internet = workloads.length
    this.count = workloads.length + 1
    this.endOf = new Int32Array(slots.size).fill(-1)
    const outside = Array.from(slots.relevance.atoms, (_, at) => slots.outside + at)
    this.slots = [
      ...workloads.map(key =>
        (slots.slotsOf[slots.workloadIndex.get(key) ?? -1] ?? []).filter(
          slot => (slots.podCounts[slot] ?? 0) > 0,
        ),
      ),
      outside,
    ]
    for (const [end, list] of this.slots.entries()) for (const slot of list) this.endOf[slot] = end
    this.empty = this.setOf([...this.slots.keys()].filter(end => this.slotsOf(end).length === 0))
  }

  nameOf(end: number): string {
    return this.names[end] ?? ''
  }

  /** The classes of a workload that have pods; the pieces of the address space. */
  slotsOf(end: number): readonly number[] {
    return this.slots[end] ?? []
  }

  /** The end that a slot belongs to; -1 for one that stands for nobody. */
  of(slot: number): number {
    return this.endOf[slot] ?? -1
  }

  /** The ends of which some slot is in the set. */
  some(set: SetId): SetId {
    let known = this.known.get(set)
    if (known === undefined) {
      const { sets } = this.relation.stores
      known = isCofinite(set)
        ? complement(sets.or(this.whole(complement(set)), this.empty))
        : this.touched(set)
      this.known.set(set, known)
    }
    return known
  }

  /** How many ends there are in a set of ends. */
  sizeOf(ends: SetId): number {
    const size = this.relation.stores.sets.count(ends)
    return isCofinite(ends) ? this.count + size : size
  }

  /** The ends in a set of ends, ascending. */
  *members(ends: SetId): Generator<number> {
    const { sets } = this.relation.stores
    if (!isCofinite(ends)) yield* sets.toArray(ends)
    else for (let end = 0; end < this.count; end++) if (sets.has(ends, end)) yield end
  }

  private touched(set: SetId): SetId {
    const ends = new Set<number>()
    this.relation.stores.sets.forEach(set, slot => ends.add(this.of(slot)))
    ends.delete(-1)
    return this.setOf(ends)
  }

  /** The ends all of whose slots are in a finite set. */
  private whole(set: SetId): SetId {
    const { sets } = this.relation.stores
    const ends = new Set<number>()
    sets.forEach(set, slot => ends.add(this.of(slot)))
    ends.delete(-1)
    return this.setOf([...ends].filter(end => this.slotsOf(end).every(slot => sets.has(set, slot))))
  }

  private setOf(ends: Iterable<number>): SetId {
    const list = [...ends].sort((a, b) => a - b)
    return list.length === 0 ? nothing : this.relation.stores.sets.of(list)
  }
}
