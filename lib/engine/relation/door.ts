import type { ThroughDoor } from '../../model/session'
import type { RowSelection } from '../../model/table'
import { trustClasses } from '../../model/verdict'
import { implicitPlace } from './kinds'
import { RowFilter } from './row-filter'
import type { RelationView } from './view'

/** Undefined where the workload has no open door, or none of the selected rows comes in there. */
export function throughDoor(
  view: RelationView,
  key: string,
  selection: RowSelection = {},
): ThroughDoor | undefined {
  const slot = view.slotOf(key)
  const { sets } = view.relation.stores
  if (slot === undefined || !sets.has(view.doors, slot)) return undefined
  const filter = new RowFilter(view, selection)
  let first: number | undefined
  const ports = new Set<string>()
  for (const area of filter.areas) {
    if (!sets.has(area.to, slot)) continue
    for (const { set, facts } of view.segments.into(slot)) {
      const kinds = filter
        .kept(facts, area)
        .kinds.filter(({ fact }) => fact.trustClass === trustClasses[implicitPlace])
      let someone = false
      if (kinds.length > 0)
        sets.forEach(sets.and(set, area.from), source => {
          if (source === slot || !filter.lies(source, slot, area.lie)) return
          someone = true
          if (first === undefined || (view.placeOf[source] ?? 0) < (view.placeOf[first] ?? 0)) first = source
        })
      if (someone) for (const kind of kinds) ports.add(kind.ports)
    }
  }
  return first === undefined ? undefined : { first: view.keyOf(first), ports: [...ports] }
}
