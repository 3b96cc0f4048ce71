import type { Kind } from './kinds'
import type { PortMapId } from './port-maps'
import type { Area } from './row-areas'
import { countKinds, type RowFilter } from './row-filter'

/** What a row is sorted by where it follows from what holds, not from who it is between. */
export type ValueOf = (kind: Kind) => string | number

/** Counts rows by rectangles. Rows of a workload with itself do not exist, and are never counted. */
export class RowCounts {
  constructor(private readonly filter: RowFilter) {}

  /** How many rows between workloads have each value. */
  byValue(valueOf: ValueOf): Map<string | number, number> {
    const byArea = new Map<Area, Map<PortMapId, number>>()
    const count = (area: Area, map: PortMapId, n: number): void => {
      let byMap = byArea.get(area)
      if (!byMap) byArea.set(area, (byMap = new Map<PortMapId, number>()))
      byMap.set(map, (byMap.get(map) ?? 0) + n)
    }
    this.filter.forEachPart((from, to, map, sign, area) =>
      count(area, map, sign * this.filter.pairs(from, to, area.lie)),
    )
    this.filter.forEachSelf((_, map, area) => count(area, map, -1))
    const byValue = new Map<string | number, number>()
    for (const [area, byMap] of byArea)
      for (const [map, pairs] of byMap)
        if (pairs !== 0)
          for (const kind of this.filter.kept(map, area).kinds) {
            const value = valueOf(kind)
            byValue.set(value, (byValue.get(value) ?? 0) + pairs)
          }
    return byValue
  }

  /** By slot: how many rows between workloads it has as a source (`near` 0) or destination, of the kinds that fit. */
  bySlot(near: 0 | 1, fits: (kind: Kind) => boolean): Float64Array {
    const known = new Map<number, Map<PortMapId, readonly [number] | undefined>>()
    return this.filter.sumBySlot(near, 1, (map, area) => {
      let byMap = known.get(area.test)
      if (!byMap) known.set(area.test, (byMap = new Map<PortMapId, readonly [number] | undefined>()))
      if (!byMap.has(map)) {
        const rows = countKinds(this.filter.kept(map, area).kinds, fits)
        byMap.set(map, rows > 0 ? [rows] : undefined)
      }
      return byMap.get(map)
    })
  }
}
