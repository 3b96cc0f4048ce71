import type { PortMapId } from './port-maps'
import { forEachBase, forEachException, RectangleList, type Rectangles } from './rectangles'
import type { Relation } from './relation'
import type { Entry, RowId } from './rows'
import { nothing, type SetId } from './sets'
import { noFact } from './values'

/** A workload's own end of a rectangle: that of the sources, or that of the destinations. */
type Near = 0 | 1

/**
 * The relation between workloads. The first slot of a workload stands for it; where policies tell its pods apart, what
 * holds for a pair is summed up over all kinds of its pods, as `mergeParts` does. Outside addresses are left out.
 */
export class WorkloadPairs {
  /** Between slots that stand for workloads, pairs of a workload with itself included. */
  readonly rectangles: Rectangles
  /** The slots that stand for workloads. */
  readonly inside: SetId
  /** By workload: its slot; -1 where it has no pods. */
  readonly slotOf: Int32Array
  private readonly none: PortMapId
  /** Slots of workloads that have several, and slots that are the only one of their workload. */
  private readonly split: SetId
  private readonly whole: SetId
  private readonly own = new Map<number, readonly number[]>()
  private readonly projected = new Map<SetId, SetId>()
  /** By slot of a split workload: what it answers as a source, workload by workload. */
  private readonly mergedRows = new Map<number, RowId>()

  constructor(private readonly relation: Relation) {
    const { slots, stores } = relation
    this.none = stores.ports.all(noFact)
    this.slotOf = new Int32Array(slots.workloads.length).fill(-1)
    const [single, several, standing]: [number[], number[], number[]] = [[], [], []]
    for (const [workload, all] of slots.slotsOf.entries()) {
      const own = all.filter(slot => (slots.podCounts[slot] ?? 0) > 0)
      const [first] = own
      if (first === undefined) continue
      this.slotOf[workload] = first
      standing.push(first)
      if (own.length === 1) single.push(first)
      else {
        several.push(...own)
        this.own.set(first, own)
      }
    }
    const setOf = (list: number[]): SetId => stores.sets.of(list.sort((a, b) => a - b))
    this.inside = setOf(standing)
    this.whole = setOf(single)
    this.split = setOf(several)
    this.rectangles = this.make()
  }

  /** What holds for the pods of a workload among themselves, which is no connection. */
  itself(slot: number): PortMapId {
    const row = this.mergedRows.get(slot)
    return row === undefined ? this.relation.between(slot, slot) : this.relation.stores.rows.at(row, slot)
  }

  private make(): Rectangles {
    const list: ListPair = { base: new RectangleList(), exceptions: new RectangleList() }
    this.copy(list)
    if (this.split !== nothing) {
      this.merge(list, 0)
      this.merge(list, 1)
    }
    return { base: list.base.toArray(), exceptions: list.exceptions.toArray() }
  }

  /** Workloads of one class each are what their slots are. */
  private copy(list: ListPair): void {
    const { sets } = this.relation.stores
    const all = this.relation.rectangles()
    forEachBase(all, (sources, destinations, facts) => {
      const [from, to] = [sets.and(sources, this.whole), sets.and(destinations, this.whole)]
      if (from !== nothing && to !== nothing) list.base.base(from, to, facts)
    })
    forEachException(all, (sources, destinations, facts, replaced) => {
      const [from, to] = [sets.and(sources, this.whole), sets.and(destinations, this.whole)]
      if (from !== nothing && to !== nothing) list.exceptions.exception(from, to, facts, replaced)
    })
  }

  /**
   * Split workloads as sources, to all destinations; then as destinations, from whole sources. Each gets a row over
   * workloads; rows with the same base make a rectangle of it, and what is special about them exceptions.
   */
  private merge(list: ListPair, near: Near): void {
    const { sets, rows } = this.relation.stores
    const byRow = new Map<RowId, number[]>()
    const byBase = new Map<number, number[]>()
    const places = this.placesOf(near)
    const bases = new Map<string, RowId>()
    for (const [first, own] of this.own) {
      const row = this.mergedRow(own, near, places, bases)
      if (near === 0) this.mergedRows.set(first, row)
      push(byRow, row, first)
      push(byBase, rows.baseOf(row), first)
    }
    const ends = (these: readonly number[], far: SetId): [SetId, SetId] => {
      const self = sets.of([...these].sort((a, b) => a - b))
      return near === 0 ? [self, far] : [far, self]
    }
    for (const [base, these] of byBase) {
      const parts = rows.partsOf(base)
      for (let at = 1; at < parts.length; at += 2)
        list.base.base(...ends(these, parts[at] ?? nothing), parts[at + 1] ?? this.none)
    }
    for (const [row, these] of byRow) {
      const special = rows.special(row)
      for (let at = 1; at < special.length; at += 2)
        rows.split(special[at] ?? nothing, rows.baseOf(row), (piece, before) =>
          list.exceptions.exception(...ends(these, piece), special[at + 1] ?? this.none, before),
        )
    }
  }

  private mergedRow(
    own: readonly number[],
    near: Near,
    places: ReadonlyMap<number, Places>,
    bases: Map<string, RowId>,
  ): RowId {
    const { sets, rows, values } = this.relation.stores
    const { base, exceptions } = this.relation.rectangles()
    const far = 1 - near
    const lists = own.map(slot => places.get(slot) ?? noPlaces)
    const shared = [...new Set(lists.flatMap(places => places.base))].sort((a, b) => a - b)
    const key = shared.join()
    let row = bases.get(key)
    if (row === undefined) {
      const entries = shared.map(at => ({
        set: this.project(base[at + far] ?? nothing, near),
        map: base[at + 2] ?? this.none,
      }))
      row = rows.overlay(this.none, present(entries), values.merge)
      bases.set(key, row)
    }
    const departing = lists.map(places =>
      sets.unionOf(places.exceptions.map(at => exceptions[at + far] ?? nothing)),
    )
    const touched = this.project(sets.unionOf(departing), near)
    if (touched === nothing) return row
    // Wherever an exception has a say, all slots of either workload are looked at.
    const area = this.expand(touched, near)
    const entries: Entry[] = []
    for (const [at, places] of lists.entries()) {
      for (const place of places.base) {
        const set = sets.minus(sets.and(base[place + far] ?? nothing, area), departing[at] ?? nothing)
        entries.push({ set: this.project(set, near), map: base[place + 2] ?? this.none })
      }
      for (const place of places.exceptions)
        entries.push({
          set: this.project(exceptions[place + far] ?? nothing, near),
          map: exceptions[place + 2] ?? this.none,
        })
    }
    return rows.patch(row, touched, rows.overlay(this.none, present(entries), values.merge))
  }

  /** The rectangles that each split slot is part of. */
  private placesOf(near: Near): ReadonlyMap<number, Places> {
    const { sets } = this.relation.stores
    const found = new Map<number, Places>()
    const enter = (set: SetId, at: number, list: keyof Places): void =>
      sets.forEach(sets.and(set, this.split), slot => {
        let places = found.get(slot)
        if (!places) found.set(slot, (places = { base: [], exceptions: [] }))
        places[list].push(at)
      })
    const { base, exceptions } = this.relation.rectangles()
    for (let at = 0; at < base.length; at += 3) enter(base[at + near] ?? nothing, at, 'base')
    for (let at = 0; at < exceptions.length; at += 4)
      enter(exceptions[at + near] ?? nothing, at, 'exceptions')
    return found
  }

  /** Slots at the far end as slots that stand for workloads. */
  private project(set: SetId, near: Near): SetId {
    const { sets } = this.relation.stores
    const whole = sets.and(set, this.whole)
    if (near === 1) return whole
    const split = sets.and(set, this.split)
    if (split === nothing) return whole
    let standing = this.projected.get(split)
    if (standing === undefined) {
      const { slots } = this.relation
      const found = new Set<number>()
      sets.forEach(split, slot => found.add(this.slotOf[slots.workloadOf[slot] ?? -1] ?? -1))
      standing = sets.of([...found].sort((a, b) => a - b))
      this.projected.set(split, standing)
    }
    return sets.or(whole, standing)
  }

  /** All slots of workloads at the far end. */
  private expand(set: SetId, near: Near): SetId {
    if (near === 1) return set
    const { sets } = this.relation.stores
    const slots: number[] = []
    sets.forEach(sets.and(set, this.split), first => slots.push(...(this.own.get(first) ?? [])))
    return sets.or(sets.and(set, this.whole), sets.of(slots.sort((a, b) => a - b)))
  }
}

interface ListPair {
  readonly base: RectangleList
  readonly exceptions: RectangleList
}

interface Places {
  readonly base: number[]
  readonly exceptions: number[]
}

const noPlaces: Places = { base: [], exceptions: [] }

const present = (entries: readonly Entry[]): Entry[] => entries.filter(({ set }) => set !== nothing)

function push(groups: Map<number, number[]>, key: number, value: number): void {
  const known = groups.get(key)
  if (known) known.push(value)
  else groups.set(key, [value])
}
