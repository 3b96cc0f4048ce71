import type { Counts, TrustMap } from '../api/contract'
import type { Workload } from '../model/inventory'
import type { TrustClass } from '../model/verdict'
import type { Bundle, Stub } from './bundle'
import { isolationOf, limited } from './isolation'
import { layout, type Box, type LayoutInput } from './layout'
import { shortPorts } from './row'
import type { Survey } from './survey'
import { anyone, comesThroughDoor, entry, internet, sumCounts, total, worst } from './tally'

/** More boxes than this, hulls and workloads, make the map slow and no clearer; beyond it namespaces are drawn closed. */
export const maxDrawn = 300

/** Above this many bundles only those with a gap are drawn, */
export const maxBundles = 150
/** and above this many of those, only the heaviest. */
export const maxGaps = 600

/** How far outside its hull a stub to the internet ends. */
const stubLength = 24

export interface MapQuery {
  /** Workload key or `internet`, whose own connections are drawn singly. */
  readonly focus?: string
  /** Namespaces to open where the map is aggregated. */
  readonly expand: readonly string[]
}

/** The picture: places, signs and counts, nothing pair by pair except for the focus. */
export function mapView(survey: Survey, query: MapQuery): TrustMap {
  const { session, tally } = survey
  const { workloads } = session.inventory
  const scope = namespacesToDraw(workloads, wanted(survey, query))
  const places = layout(scope.spaces)
  const { lines, inside, stubs } = survey.bundles

  const within = lines.filter(
    ({ from, to }) => places.hulls.has(to) && (from === undefined || places.hulls.has(from)),
  )
  const drawn = within.length > maxBundles ? heaviestGaps(within) : within
  const nodes = workloads.flatMap(({ key, namespace, name, kind, predicted }) => {
    const place = places.nodes.get(key)
    return place
      ? [{ key, namespace, name, kind, predicted, isolation: isolationOf(session, key), ...place }]
      : []
  })
  return {
    drawn: {
      unit: scope.unit,
      shown: scope.unit === 'workloads' ? nodes.length : places.hulls.size,
      of: scope.of,
      bundles: drawn.length,
      ofBundles: within.length,
    },
    hulls: scope.spaces.flatMap(space => {
      const box = places.hulls.get(space.namespace)
      return box ? [hullView(survey, space, box, inside.get(space.namespace))] : []
    }),
    nodes,
    ...(lines.some(({ from }) => from === undefined) && {
      anyone: {
        ...places.anyone,
        openEgress: workloads.filter(({ key }) => isolationOf(session, key).egress === 'no').length,
      },
    }),
    ...(stubs.length > 0 && { internet: { ...places.internet, ...tally.reach } }),
    bundles: drawn.map(line => bundleView(line, workloads)),
    stubs: stubs.flatMap(stub => {
      const box = places.hulls.get(stub.namespace)
      return box ? [stubView(stub, box)] : []
    }),
    singles: query.focus === undefined ? [] : singles(survey, query.focus, new Set(places.nodes.keys())),
  }
}

function hullView(
  survey: Survey,
  space: LayoutInput,
  box: Box,
  inside: Counts | undefined,
): TrustMap['hulls'][number] {
  const { session, tally } = survey
  const closed = survey.defaultDeny.get(space.namespace)
  const members = session.inventory.workloads.filter(workload => workload.namespace === space.namespace)
  return {
    namespace: space.namespace,
    ...box,
    collapsed: space.workloads.length === 0,
    workloads: members.length,
    isolated: members.filter(({ key }) => limited(isolationOf(session, key))).length,
    defaultDeny: closed?.ingress === 'yes' && closed.egress === 'yes',
    counts: sumCounts(members.map(({ key }) => tally.byWorkload.get(key)?.owned)),
    ...(inside && { inside: shares(inside) }),
  }
}

/** Every member but the verified fails; the label reads "failing / all" in the sign of the worst. */
function shares(counts: Counts): { trustClass: TrustClass; failing: number; all: number } {
  const all = total(counts)
  return { trustClass: worst(counts) ?? 'verified', failing: all - counts.verified, all }
}

/** Members of a bundle from Anyone are the workloads of the namespace: those with an open door, of all. */
function bundleView(
  { from, to, counts, targets }: Bundle,
  workloads: readonly Workload[],
): TrustMap['bundles'][number] {
  const connections = total(counts)
  return from === undefined
    ? {
        to,
        trustClass: 'implicit',
        failing: targets.size,
        all: workloads.filter(({ namespace }) => namespace === to).length,
        connections,
      }
    : { from, to, ...shares(counts), connections }
}

const stubView = ({ namespace, direction, counts }: Stub, box: Box): TrustMap['stubs'][number] => ({
  namespace,
  direction,
  ...shares(counts),
  x: box.x - box.width / 2 + 26,
  y: direction === 'in' ? box.y - box.height / 2 - stubLength : box.y + box.height / 2 + stubLength,
})

const heaviestGaps = (lines: readonly Bundle[]): Bundle[] =>
  lines
    .filter(({ counts }) => counts.implicit > 0 || counts.unknown > 0)
    .sort((a, b) => b.counts.implicit - a.counts.implicit || b.counts.unknown - a.counts.unknown)
    .slice(0, maxGaps)

/** Namespaces to open: the one of the focus first, then those asked for. */
const wanted = ({ tally }: Survey, { focus, expand }: MapQuery): readonly string[] => {
  const home = focus === undefined ? undefined : tally.namespaceOf.get(focus)
  return home === undefined ? expand : [home, ...expand]
}

/** Everything where it fits; else closed namespaces, with as many of the wanted ones opened as fit. */
function namespacesToDraw(
  workloads: readonly Workload[],
  wanted: readonly string[],
): { unit: 'workloads' | 'namespaces'; spaces: LayoutInput[]; of: number } {
  const members = new Map<string, string[]>()
  for (const { key, namespace } of workloads) entry(members, namespace, () => []).push(key)
  const everything = [...members].map(([namespace, keys]) => ({ namespace, workloads: keys }))
  if (workloads.length + everything.length <= maxDrawn)
    return { unit: 'workloads', spaces: everything, of: workloads.length }

  const shown = everything.sort((a, b) => (a.namespace < b.namespace ? -1 : 1)).slice(0, maxDrawn)
  let room = maxDrawn - shown.length
  const opened = new Set<string>()
  for (const name of wanted) {
    const size = members.get(name)?.length ?? 0
    if (opened.has(name) || size > room) continue
    opened.add(name)
    room -= size
  }
  const spaces = shown.map(space => (opened.has(space.namespace) ? space : { ...space, workloads: [] }))
  return { unit: 'namespaces', spaces, of: members.size }
}

/**
 * The connections of one endpoint with all that is drawn, one line per pair and class; all that its open door lets in is
 * one line from Anyone. What lies in a closed namespace is in the bundles.
 */
function singles({ session, rows }: Survey, focus: string, drawn: ReadonlySet<string>): TrustMap['singles'] {
  const lines = new Map<string, { from: string; to: string; trustClass: TrustClass; ports: Set<string> }>()
  for (const { from, to, ports, connection } of rows) {
    if (from !== focus && to !== focus) continue
    const { trustClass } = connection
    const door = to === focus && comesThroughDoor(session, from, to, trustClass)
    const line = { from: door ? anyone : from, to, trustClass }
    if (![line.from, to].every(end => drawn.has(end) || end === anyone || end === internet)) continue
    entry(lines, JSON.stringify(line), () => ({ ...line, ports: new Set<string>() })).ports.add(ports)
  }
  return [...lines.values()].map(line => ({ ...line, ports: shortPorts([...line.ports].join('; ')) }))
}
