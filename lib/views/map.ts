import type { Counts, TrustMap } from '../api/contract'
import type { Isolation } from '../model/connection'
import type { Workload } from '../model/inventory'
import { portsText } from '../model/port'
import type { TrustClass } from '../model/verdict'
import { bundle, type Bundle, type Stub } from './bundle'
import { defaultDeny } from './default-deny'
import { layout, type Box, type LayoutInput } from './layout'
import type { Survey } from './survey'
import { anyone, endpointOf, entry, internet, sumCounts, total, worst } from './tally'

/** More than this many boxes make the map slow and no clearer; beyond it namespaces are drawn closed. */
export const maxDrawn = 300

/** Above this many bundles only those with a gap are drawn. */
export const maxBundles = 150

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
  const scope = namespacesToDraw(workloads, query.expand)
  const places = layout(scope.spaces)
  const { lines, inside, stubs } = bundle(tally)

  const within = lines.filter(
    ({ from, to }) => places.hulls.has(to) && (from === undefined || places.hulls.has(from)),
  )
  const drawn = within.length > maxBundles ? within.filter(isGap) : within
  const nodes = workloads.flatMap(({ key, namespace, name, kind, predicted }) => {
    const place = places.nodes.get(key)
    return place
      ? [{ key, namespace, name, kind, predicted, isolation: isolationOf(survey, key), ...place }]
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
        openEgress: workloads.filter(({ key }) => isolationOf(survey, key).egress === 'no').length,
      },
    }),
    ...(stubs.length > 0 && { internet: { ...places.internet, ...internetReach(survey) } }),
    bundles: drawn.map(line => bundleView(line, workloads)),
    stubs: stubs.flatMap(stub => {
      const box = places.hulls.get(stub.namespace)
      return box ? [stubView(stub, box)] : []
    }),
    singles: query.focus === undefined ? [] : singles(survey, query.focus),
  }
}

/** Limited by some policy, in some direction, at least for some pods. */
export const limited = (isolation: Isolation): boolean =>
  [isolation.ingress, isolation.egress].some(side => side === 'yes' || side === 'partly')

export const isolationOf = ({ session }: Survey, key: string): Isolation =>
  session.isolation.get(key) ?? { ingress: 'unknown', egress: 'unknown' }

function hullView(
  survey: Survey,
  space: LayoutInput,
  box: Box,
  inside: Counts | undefined,
): TrustMap['hulls'][number] {
  const { session, policies, tally } = survey
  const namespace = session.inventory.namespaces.get(space.namespace)
  const members = session.inventory.workloads.filter(workload => workload.namespace === space.namespace)
  return {
    namespace: space.namespace,
    ...box,
    collapsed: space.workloads.length === 0,
    workloads: members.length,
    isolated: members.filter(({ key }) => limited(isolationOf(survey, key))).length,
    defaultDeny:
      namespace !== undefined &&
      (['ingress', 'egress'] as const).every(side => defaultDeny(policies, namespace, side) === 'yes'),
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
function bundleView({ from, to, counts, targets }: Bundle, workloads: readonly Workload[]): TrustMap['bundles'][number] {
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

const isGap = ({ counts }: Bundle): boolean => counts.implicit > 0 || counts.unknown > 0

function internetReach({ tally }: Survey): { incoming: number; outgoing: number } {
  const ends = (pick: 'from' | 'to', other: 'from' | 'to'): number =>
    new Set(tally.pairs.filter(pair => pair[pick] === internet).map(pair => pair[other])).size
  return { incoming: ends('from', 'to'), outgoing: ends('to', 'from') }
}

/** Everything where it fits; else closed namespaces, with as many of the asked ones opened as fit. */
function namespacesToDraw(
  workloads: readonly Workload[],
  expand: readonly string[],
): { unit: 'workloads' | 'namespaces'; spaces: LayoutInput[]; of: number } {
  const members = new Map<string, string[]>()
  for (const { key, namespace } of workloads) entry(members, namespace, () => []).push(key)
  const everything = [...members].map(([namespace, keys]) => ({ namespace, workloads: keys }))
  if (workloads.length <= maxDrawn) return { unit: 'workloads', spaces: everything, of: workloads.length }

  const shown = everything.sort((a, b) => (a.namespace < b.namespace ? -1 : 1)).slice(0, maxDrawn)
  let room = maxDrawn - shown.length
  const spaces = shown.map(space => {
    if (!expand.includes(space.namespace) || space.workloads.length > room) return { ...space, workloads: [] }
    room -= space.workloads.length
    return space
  })
  return { unit: 'namespaces', spaces, of: members.size }
}

/** The connections of one endpoint, one line per pair and class; all that its open door lets in is one line from Anyone. */
function singles({ session, tally }: Survey, focus: string): TrustMap['singles'] {
  const openTo = new Set(tally.pairs.filter(({ openDoor }) => openDoor).map(({ to }) => to))
  const lines = new Map<string, { from: string; to: string; trustClass: TrustClass; ports: Set<string> }>()
  for (const { from, to, trustClass, ports } of session.connections) {
    const source = endpointOf(from)
    const target = endpointOf(to)
    if (source !== focus && target !== focus) continue
    const throughDoor =
      target === focus && source !== internet && trustClass === 'implicit' && openTo.has(focus)
    const line = { from: throughDoor ? anyone : source, to: target, trustClass }
    entry(lines, JSON.stringify(line), () => ({ ...line, ports: new Set<string>() })).ports.add(portsText(ports))
  }
  return [...lines.values()].map(line => ({ ...line, ports: [...line.ports].join('; ') }))
}
