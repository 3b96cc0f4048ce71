import type { TrustMap } from '@/lib/api/contract'
import { namespaceOf } from '../workbench/ends'
import { bundleId, hullId, insideId, singleId, stubId } from './parts'

/** What of the view changes how things look on the map, and not what is there. The lens is in the map itself. */
export interface Looks {
  readonly about: string
  readonly from: string | null
  readonly to: string | null
}

/** Ids of elements by the class they are to carry: `dim` = not what is being looked at. */
export interface Marks {
  readonly dim: ReadonlySet<string>
  readonly selected: ReadonlySet<string>
}

export function marks(map: TrustMap, looks: Looks): Marks {
  const dim = new Set(unlit(map))
  const byNamespace = map.grouping.by === 'namespace'
  const namespace = namespaceOf(looks.about)
  const focused = looks.about !== '' && namespace === undefined
  const beside = (from: string | undefined, to?: string): boolean =>
    byNamespace && namespace !== undefined && from !== namespace && to !== namespace

  for (const { from, to } of map.bundles)
    if (focused ? !(looks.about === 'anyone' && from === undefined) : beside(from, to))
      dim.add(bundleId(from, to))
  for (const { direction, namespace: own } of map.stubs)
    if (focused ? looks.about !== 'internet' : beside(own)) dim.add(stubId(direction, own))
  for (const single of map.singles)
    if (looks.from !== null && !(single.from === looks.from && single.to === looks.to))
      dim.add(singleId(single))
  if (namespace !== undefined && !byNamespace)
    for (const { key, namespace: own } of map.nodes) if (own !== namespace) dim.add(key)

  const selected = [looks.about, looks.from, looks.to].filter(end => end !== null && end !== '')
  return { dim, selected: new Set(selected.map(end => idOf(end ?? ''))) }
}

/** What the lens does not light; without one nothing says how much is lit, and all is. */
function* unlit(map: TrustMap): Iterable<string> {
  if (map.anyone?.lit === 0) yield 'anyone'
  if (map.internet?.lit === 0) yield 'internet'
  for (const { from, to, lit } of map.bundles) if (lit === 0) yield bundleId(from, to)
  for (const { direction, namespace, lit } of map.stubs) if (lit === 0) yield stubId(direction, namespace)
  for (const { namespace, collapsed, inside, lit } of map.hulls) {
    if (inside?.lit === 0) yield insideId(namespace)
    if (collapsed && lit === 0) yield hullId(namespace)
  }
  for (const { key, lit } of map.nodes) if (lit === 0) yield key
  for (const single of map.singles) if (single.lit === false) yield singleId(single)
}

const idOf = (about: string): string => {
  const namespace = namespaceOf(about)
  return namespace === undefined ? about : hullId(namespace)
}
