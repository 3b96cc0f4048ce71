import type { ThroughDoor } from '../../model/session'
import { trustClasses } from '../../model/verdict'
import { implicitPlace } from './kinds'
import type { RelationView } from './view'

/** Undefined where the workload has no open door, or nobody comes in. */
export function throughDoor(view: RelationView, key: string): ThroughDoor | undefined {
  const slot = view.slotOf(key)
  const { sets } = view.relation.stores
  if (slot === undefined || !sets.has(view.doors, slot)) return undefined
  let first: number | undefined
  const ports = new Set<string>()
  for (const { set, facts } of view.segments.into(slot)) {
    const kinds = view.kinds
      .of(facts)
      .kinds.filter(({ fact }) => fact.trustClass === trustClasses[implicitPlace])
    let someone = false
    if (kinds.length > 0)
      sets.forEach(set, source => {
        if (source === slot) return
        someone = true
        if (first === undefined || (view.placeOf[source] ?? 0) < (view.placeOf[first] ?? 0)) first = source
      })
    if (someone) for (const kind of kinds) ports.add(kind.ports)
  }
  return first === undefined ? undefined : { first: view.keyOf(first), ports: [...ports] }
}
