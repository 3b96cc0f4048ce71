import type { Kind } from './kinds'
import type { PortMapId } from './port-maps'
import { forEachBase, forEachException } from './rectangles'
import type { RowFilter } from './row-filter'
import { nothing, type SetId } from './sets'
import type { RelationView } from './view'

/** What a row is sorted by where it follows from what holds, not from who it is between. */
export type ValueOf = (kind: Kind) => string | number

/** Counts rows by rectangles. Rows of a workload with itself do not exist, and are never counted. */
export class RowCounts {
  constructor(
    private readonly view: RelationView,
    private readonly filter: RowFilter,
  ) {}

  /** How many rows between workloads have each value. */
  byValue(valueOf: ValueOf): Map<string | number, number> {
    const { sets } = this.view.relation.stores
    const byMap = new Map<PortMapId, number>()
    const count = (map: PortMapId, n: number): unknown => byMap.set(map, (byMap.get(map) ?? 0) + n)
    this.forEachPart((from, to, map, sign) => count(map, sign * sets.count(from) * sets.count(to)))
    this.forEachSelf((_, map) => count(map, -1))
    const byValue = new Map<string | number, number>()
    for (const [map, pairs] of byMap)
      if (pairs !== 0)
        for (const kind of this.kinds(map)) {
          const value = valueOf(kind)
          byValue.set(value, (byValue.get(value) ?? 0) + pairs)
        }
    return byValue
  }

  /** By slot: how many rows between workloads it has as a source (`near` 0) or destination, of the kinds that fit. */
  bySlot(near: 0 | 1, fits: (kind: Kind) => boolean): Float64Array {
    const { sets } = this.view.relation.stores
    const rowsOf = new Map<PortMapId, number>()
    const rowsIn = (map: PortMapId): number => {
      let rows = rowsOf.get(map)
      if (rows === undefined) rowsOf.set(map, (rows = this.kinds(map).filter(fits).length))
      return rows
    }
    const bySet = new Map<SetId, number>()
    this.forEachPart((from, to, map, sign) => {
      const rows = rowsIn(map)
      if (rows === 0) return
      const [own, far] = near === 0 ? [from, to] : [to, from]
      bySet.set(own, (bySet.get(own) ?? 0) + sign * rows * sets.count(far))
    })
    const numbers = new Float64Array(this.view.relation.slots.size)
    for (const [set, rows] of bySet)
      if (rows !== 0) sets.forEach(set, slot => (numbers[slot] = (numbers[slot] ?? 0) + rows))
    this.forEachSelf((slot, map) => (numbers[slot] = (numbers[slot] ?? 0) - rowsIn(map)))
    return numbers
  }

  private kinds(map: PortMapId): Kind[] {
    return this.view.kinds.of(map).kinds.filter(kind => this.filter.keeps(kind))
  }

  private forEachPart(visit: (from: SetId, to: SetId, map: PortMapId, sign: 1 | -1) => void): void {
    const { sets } = this.view.relation.stores
    const { rectangles } = this.view.pairs
    const within = (sources: SetId, destinations: SetId, found: (from: SetId, to: SetId) => void): void => {
      for (const area of this.filter.areas) {
        const from = sets.and(sources, area.from)
        const to = from === nothing ? nothing : sets.and(destinations, area.to)
        if (to !== nothing) found(from, to)
      }
    }
    forEachBase(rectangles, (sources, destinations, map) =>
      within(sources, destinations, (from, to) => visit(from, to, map, 1)),
    )
    forEachException(rectangles, (sources, destinations, map, replaced) =>
      within(sources, destinations, (from, to) => {
        visit(from, to, map, 1)
        visit(from, to, replaced, -1)
      }),
    )
  }

  private forEachSelf(visit: (slot: number, map: PortMapId) => void): void {
    const { order, pairs } = this.view
    for (const slot of order) if (this.filter.holds(slot, slot)) visit(slot, pairs.itself(slot))
  }
}
