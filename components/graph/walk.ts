import type { TrustMap } from '@/lib/api/map-contract'
import { bundleId, endId, hullId, singleId, stubId } from './parts'

/** Where somebody stands who walks the map with keys: on a place, or on a line and which way it was taken. */
export interface Standing {
  readonly id: string
  /** Of a line: the place it was entered from, and whether that is where it begins. */
  readonly via?: { readonly place: string; readonly way: Way }
}

export type Way = 'out' | 'in'
export type Move = 'right' | 'left' | 'up' | 'down' | 'first' | 'last'

/** What is drawn, as something to walk on: places in reading order and the lines between them. */
export interface Walk {
  readonly order: readonly string[]
  readonly lines: ReadonlyMap<string, { readonly source: string; readonly target: string }>
  readonly out: ReadonlyMap<string, readonly string[]>
  readonly in: ReadonlyMap<string, readonly string[]>
}

export function walkOf(map: TrustMap): Walk {
  const order = inReadingOrder(map)
  const lines = linesOf(map, new Set(order))
  const leaving = new Map<string, string[]>()
  const arriving = new Map<string, string[]>()
  const add = (to: Map<string, string[]>, place: string, line: string): void => {
    const known = to.get(place)
    if (known) known.push(line)
    else to.set(place, [line])
  }
  for (const [id, { source, target }] of lines) {
    add(leaving, source, id)
    add(arriving, target, id)
  }
  // A workload without lines of its own has those of the hull it is in.
  for (const { key, namespace, hull = namespace } of map.nodes) {
    if (leaving.has(key) || arriving.has(key)) continue
    for (const lines of [leaving, arriving]) {
      const shared = lines.get(hullId(hull))
      if (shared) lines.set(key, shared)
    }
  }
  return { order, lines, out: leaving, in: arriving }
}

/** One step; stays where there is no way on. */
export function step(walk: Walk, at: Standing | undefined, move: Move): Standing | undefined {
  const [first] = walk.order
  if (move === 'first' || !at || !isThere(walk, at)) return first === undefined ? undefined : { id: first }
  const last = walk.order.at(-1)
  if (move === 'last') return last === undefined ? undefined : { id: last }
  const line = walk.lines.get(at.id)
  return line ? fromLine(walk, at, line, move) : fromPlace(walk, at, move)
}

/** Whether what somebody stands on is still drawn. */
export const isThere = ({ order, lines }: Walk, { id }: Standing): boolean =>
  lines.has(id) || order.includes(id)

function fromPlace(walk: Walk, at: Standing, move: 'right' | 'left' | 'up' | 'down'): Standing {
  if (move === 'up' || move === 'down') {
    const next = walk.order[walk.order.indexOf(at.id) + (move === 'down' ? 1 : -1)]
    return next === undefined ? at : { id: next }
  }
  const way = move === 'right' ? 'out' : 'in'
  const [first] = walk[way].get(at.id) ?? []
  return first === undefined ? at : { id: first, via: { place: at.id, way } }
}

function fromLine(
  walk: Walk,
  at: Standing,
  { source, target }: { readonly source: string; readonly target: string },
  move: 'right' | 'left' | 'up' | 'down',
): Standing {
  const { place, way } = at.via ?? { place: source, way: 'out' as const }
  if (move === 'up' || move === 'down') {
    const siblings = walk[way].get(place) ?? []
    const next = siblings[siblings.indexOf(at.id) + (move === 'down' ? 1 : -1)]
    return next === undefined ? at : { id: next, via: { place, way } }
  }
  const forward = move === 'right'
  if (way === 'out') return { id: forward ? target : place }
  return { id: forward ? place : source }
}

/** Row by row as they are seen, each hull before the workloads in it, what lies outside at the end. */
function inReadingOrder({ hulls, nodes, groups = [], anyone, internet }: TrustMap): string[] {
  const members = new Map<string, TrustMap['nodes']>()
  for (const node of nodes) {
    const hull = node.hull ?? node.namespace
    members.set(hull, [...(members.get(hull) ?? []), node])
  }
  const top = ({ y, height }: TrustMap['hulls'][number]): number => y - height / 2
  return [
    ...[...hulls]
      .sort((a, b) => top(a) - top(b) || a.x - b.x)
      .flatMap(({ namespace }) => [
        hullId(namespace),
        ...[...(members.get(namespace) ?? [])].sort((a, b) => a.y - b.y || a.x - b.x).map(({ key }) => key),
      ]),
    ...(anyone ? ['anyone'] : []),
    ...(internet ? ['internet'] : []),
    ...groups.map(({ id }) => id),
  ]
}

const rank = { implicit: 0, unknown: 1, partial: 2, verified: 3 } as const

/** Lines between places that are drawn, the worst and heaviest first. */
function linesOf(map: TrustMap, places: ReadonlySet<string>): Walk['lines'] {
  const bundles = [...map.bundles]
    .sort((a, b) => rank[a.trustClass] - rank[b.trustClass] || b.connections - a.connections)
    .map(({ from, to }) => [bundleId(from, to), endId(from), endId(to)] as const)
  const stubs = map.stubs.map(({ direction, namespace }) => {
    const id = stubId(direction, namespace)
    const hull = hullId(namespace)
    return direction === 'out' ? ([id, hull, 'internet'] as const) : ([id, 'internet', hull] as const)
  })
  const singles = map.singles.map(single => [singleId(single), single.from, single.to] as const)
  return new Map(
    [...singles, ...bundles, ...stubs]
      .filter(([, source, target]) => places.has(source) && places.has(target) && source !== target)
      .map(([id, source, target]) => [id, { source, target }]),
  )
}
