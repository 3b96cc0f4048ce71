import type { TrustMap } from '../api/contract'
import type { Session } from '../model/session'
import type { Counts } from '../model/summary'
import { internet, type Row } from '../model/table'
import type { TrustClass } from '../model/verdict'
import { isolationOf } from './isolation'
import { layout, type Box, type LayoutInput } from './layout'
import { shortPorts } from './row'
import type { Survey } from './survey'
import { anyone, comesThroughDoor, entry, total, worst } from './tally'

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
  const { session } = survey
  const { inventory, tally } = session
  const { workloads } = inventory
  const scope = namespacesToDraw(survey, wanted(survey, query))
  const places = layout(scope.spaces)
  const { lines, inside, groups } = session.namespaceLines(new Set(places.hulls.keys()))

  const within = [...doorsOf(survey, places.hulls), ...lines.map(line => ({ ...line, open: 0 }))]
  const heaviest = within.length > maxBundles ? heaviestGaps(within) : within
  const ends = new Set(heaviest.flatMap(({ from, to }) => [from, to]))
  const placed = groups
    .filter(({ id }) => ends.has(id))
    .flatMap((group, at) => (places.groups[at] ? [{ ...group, ...places.groups[at] }] : []))
  const unplaced = new Set(groups.map(({ id }) => id))
  for (const { id } of placed) unplaced.delete(id)
  const drawn = heaviest.filter(({ from = '', to }) => !unplaced.has(from) && !unplaced.has(to))
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
    ...(total(tally.anyone) > 0 && {
      anyone: {
        ...places.anyone,
        openEgress: workloads.filter(({ key }) => isolationOf(session, key).egress === 'no').length,
      },
    }),
    ...(total(tally.internet) > 0 && { internet: { ...places.internet, ...tally.reach } }),
    ...(placed.length > 0 && {
      groups: placed,
    }),
    bundles: drawn.map(line => bundleView(survey, line)),
    stubs: [...places.hulls].flatMap(([namespace, box]) => stubViews(survey, namespace, box)),
    singles: query.focus === undefined ? [] : singles(survey, query.focus, new Set(places.nodes.keys())),
  }
}

/** A line of the map before it is drawn; without `from` it is what open doors let into a namespace. */
interface Line {
  readonly from?: string
  readonly to: string
  readonly counts: Counts
  /** Workloads with an open door. */
  readonly open: number
}

const doorsOf = ({ namespaces }: Survey, drawn: ReadonlyMap<string, Box>): Line[] =>
  [...namespaces].flatMap(([to, { doors, throughDoors }]) =>
    doors > 0 && drawn.has(to)
      ? [{ to, counts: { implicit: throughDoors, unknown: 0, partial: 0, verified: 0 }, open: doors }]
      : [],
  )

function hullView(
  survey: Survey,
  space: LayoutInput,
  box: Box,
  inside: Counts | undefined,
): TrustMap['hulls'][number] {
  const closed = survey.defaultDeny.get(space.namespace)
  const sums = survey.namespaces.get(space.namespace)
  return {
    namespace: space.namespace,
    ...box,
    collapsed: space.workloads.length === 0,
    workloads: sums?.workloads.length ?? 0,
    isolated: sums?.isolated ?? 0,
    defaultDeny: closed?.ingress === 'yes' && closed.egress === 'yes',
    counts: sums?.owned ?? { implicit: 0, unknown: 0, partial: 0, verified: 0 },
    ...(inside && { inside: shares(inside) }),
  }
}

/** Every member but the verified fails; the label reads "failing / all" in the sign of the worst. */
function shares(counts: Counts): { trustClass: TrustClass; failing: number; all: number } {
  const all = total(counts)
  return { trustClass: worst(counts) ?? 'verified', failing: all - counts.verified, all }
}

/** Members of a bundle from Anyone are the workloads of the namespace: those with an open door, of all. */
function bundleView({ namespaces }: Survey, { from, to, counts, open }: Line): TrustMap['bundles'][number] {
  const connections = total(counts)
  return from === undefined
    ? {
        to,
        trustClass: 'implicit',
        failing: open,
        all: namespaces.get(to)?.workloads.length ?? open,
        connections,
      }
    : { from, to, ...shares(counts), connections }
}

/** The pairs of one namespace with the internet, by direction. */
function stubViews({ namespaces }: Survey, namespace: string, box: Box): TrustMap['stubs'] {
  const sums = namespaces.get(namespace)
  if (!sums) return []
  return (
    [
      ['out', sums.toInternet],
      ['in', sums.fromInternet],
    ] as const
  )
    .filter(([, counts]) => total(counts) > 0)
    .map(([direction, counts]) => ({
      namespace,
      direction,
      ...shares(counts),
      x: box.x - box.width / 2 + 26,
      y: direction === 'in' ? box.y - box.height / 2 - stubLength : box.y + box.height / 2 + stubLength,
    }))
}

const heaviestGaps = (lines: readonly Line[]): Line[] =>
  lines
    .filter(({ counts }) => counts.implicit > 0 || counts.unknown > 0)
    .sort((a, b) => b.counts.implicit - a.counts.implicit || b.counts.unknown - a.counts.unknown)
    .slice(0, maxGaps)

/** Namespaces to open: the one of the focus first, then those asked for. */
const wanted = ({ workloads }: Survey, { focus, expand }: MapQuery): readonly string[] => {
  const home = focus === undefined ? undefined : workloads.get(focus)?.namespace
  return home === undefined ? expand : [home, ...expand]
}

/** Everything where it fits; else closed namespaces, with as many of the wanted ones opened as fit. */
function namespacesToDraw(
  { namespaces, workloads }: Survey,
  wanted: readonly string[],
): { unit: 'workloads' | 'namespaces'; spaces: LayoutInput[]; of: number } {
  const everything = [...namespaces].flatMap(([namespace, { workloads: keys }]) =>
    keys.length > 0 ? [{ namespace, workloads: keys }] : [],
  )
  if (workloads.size + everything.length <= maxDrawn)
    return { unit: 'workloads', spaces: everything, of: workloads.size }

  const { length } = everything
  const shown = everything.sort((a, b) => (a.namespace < b.namespace ? -1 : 1)).slice(0, maxDrawn)
  let room = maxDrawn - shown.length
  const opened = new Set<string>()
  for (const name of wanted) {
    const size = namespaces.get(name)?.workloads.length ?? 0
    if (opened.has(name) || size > room) continue
    opened.add(name)
    room -= size
  }
  const spaces = shown.map(space => (opened.has(space.namespace) ? space : { ...space, workloads: [] }))
  return { unit: 'namespaces', spaces, of: length }
}

/**
 * The connections of one endpoint with all that is drawn, one line per pair and class; all that its open door lets in is
 * one line from Anyone. What lies in a closed namespace is in the bundles.
 */
function singles({ session }: Survey, focus: string, drawn: ReadonlySet<string>): TrustMap['singles'] {
  if (focus !== internet && !drawn.has(focus)) return []
  const lines = new Map<string, { from: string; to: string; trustClass: TrustClass; ports: Set<string> }>()
  const add = (from: string, to: string, trustClass: TrustClass, ports: readonly string[]): void => {
    const line = { from, to, trustClass }
    const known = entry(lines, JSON.stringify(line), () => ({ ...line, ports: new Set<string>() }))
    for (const text of ports) known.ports.add(text)
  }
  for (const { from, to, ports, connection } of rowsWith(session, focus, drawn))
    if (to !== focus || !comesThroughDoor(session, from, to, connection))
      add(from, to, connection.trustClass, [ports])
  const through = session.throughDoor(focus)
  if (through) add(anyone, focus, 'implicit', through.ports)
  return [...lines.values()].map(line => ({ ...line, ports: shortPorts([...line.ports].join('; ')) }))
}

/** The rows of one end with those that are drawn, and with the internet; as many as these at most, kind by kind. */
function rowsWith(session: Session, focus: string, drawn: ReadonlySet<string>): Row[] {
  const [own, others] = [new Set([focus]), new Set([...drawn, internet])]
  const page = { sort: 'from' as const, offset: 0, limit: Number.MAX_SAFE_INTEGER }
  return [
    ...session.rows({ from: own, to: others, ...page }).rows,
    ...session.rows({ from: others, to: own, ...page }).rows,
  ]
}
