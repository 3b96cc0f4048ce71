import type { TrustMap } from '@/lib/api/map-contract'
import { groupOf, namespaceOf, selectedIn } from '../workbench/ends'
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
  const namespace = namespaceOf(looks.about)
  const group = groupOf(looks.about)
  const focused = looks.about !== '' && group === undefined
  const own = hullOf(map, looks.about)
  const beside = (from: string | undefined, to?: string): boolean =>
    own !== undefined && from !== own && to !== own
  const { connection, pair } = selectedIn({ ...looks, port: null })

  for (const { from, to } of map.bundles)
    if (focused ? !(looks.about === 'anyone' && from === undefined) : beside(from, to))
      dim.add(bundleId(from, to))
  for (const { direction, namespace: hull } of map.stubs)
    if (focused ? looks.about !== 'internet' : beside(hull)) dim.add(stubId(direction, hull))
  for (const single of map.singles)
    if (connection && !(single.from === connection.from && single.to === connection.to))
      dim.add(singleId(single))
  if (namespace !== undefined && own === undefined)
    for (const { key, namespace: home } of map.nodes) if (home !== namespace) dim.add(key)

  const selected = [looks.about, looks.from, looks.to].filter(end => end !== null && end !== '')
  const ids = selected.flatMap(end => idOf(map, end ?? '') ?? [])
  const line = pair && lineOf(map, pair.from, pair.to)
  return { dim, selected: new Set(line === undefined ? ids : [...ids, line]) }
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

/** The hull that `about` names; undefined where hulls gather something else. */
function hullOf(map: TrustMap, about: string): string | undefined {
  const group = groupOf(about)
  return group?.by === map.grouping.by ? group.id : undefined
}

function idOf(map: TrustMap, about: string): string | undefined {
  if (!groupOf(about)) return about
  const hull = hullOf(map, about)
  return hull === undefined ? undefined : hullId(hull)
}

/** The line of a pair of groups, or the plate of what stays inside one. */
function lineOf(map: TrustMap, from: string, to: string): string | undefined {
  const [source, target] = [hullOf(map, from), hullOf(map, to)]
  if (target === undefined)
    return source !== undefined && to === 'internet' ? stubId('out', source) : undefined
  if (from === 'anyone') return bundleId(undefined, target)
  if (from === 'internet') return stubId('in', target)
  if (source === undefined) return undefined
  return source === target ? insideId(target) : bundleId(source, target)
}
