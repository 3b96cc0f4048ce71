import type { TrustMap } from '../api/map-contract'
import type { LensName } from '../model/filter'
import type { Session } from '../model/session'
import type { Stepwise } from '../model/stepwise'
import type { Counts, Tally } from '../model/summary'
import { internet, type Row, type RowSelection } from '../model/table'
import type { TrustClass } from '../model/verdict'
import { isolationOf } from './isolation'
import { layout, type Box, type LayoutInput } from './layout'
import type { Grouping } from './matrix'
import { shortPorts } from './row'
import { lightOf, type Light } from './map-light'
import { groupFilter } from './group-filter'
import { groupsToDraw, suggestion } from './map-groups'
import { linesOf, sceneUnder, type Line, type Scene } from './map-scene'
import { selectionOf, type Filter } from './selection'
import type { Survey } from './survey'
import { anyone, comesThroughDoor, entry, total, worst } from './tally'

/** Above this many bundles only those with a gap are drawn, */
export const maxBundles = 150
/** and above this many of those, or of all that were asked for, only the heaviest. */
export const maxLines = 600

/** How far outside its hull a stub to the internet ends. */
const stubLength = 24

export interface MapQuery extends Filter {
  /** Workload key or `internet`, whose own connections are drawn singly. */
  readonly focus?: string
  /** Groups to open where the map is aggregated. */
  readonly expand: readonly string[]
  readonly lens?: LensName
  /** `all` draws lines without a gap too, however many there are. */
  readonly lines?: 'gaps' | 'all'
}

/** The picture: places, signs and counts, nothing pair by pair except for the focus. */
export function* mapView(survey: Survey, grouping: Grouping, query: MapQuery): Stepwise<TrustMap> {
  const { session } = survey
  const { workloads } = session.inventory
  const scene = yield* sceneUnder(survey, grouping, selectionOf(survey, query))
  const { tally } = scene
  const scope = groupsToDraw(scene, wanted(scene, query))
  const places = layout(scope.spaces)
  const { lines, inside, groups } = yield* linesOf(scene, [...places.hulls.keys()])
  const light = query.lens && (yield* lightOf(scene, query.lens, [...places.hulls.keys()]))

  const within = [...doorsOf(scene, places.hulls), ...lines.map(line => ({ ...line, open: 0 }))]
  const heaviest = within.length > maxBundles ? heaviestLines(within, query.lines === 'all') : within
  const ends = new Set(heaviest.flatMap(({ from, to }) => [from, to]))
  const placed = groups
    .filter(({ id }) => ends.has(id))
    .flatMap((group, at) => {
      const place = places.groups[at]
      if (!place) return []
      const q = groupFilter(session.inventory, group, lines)
      return [{ ...group, namespaces: group.namespaces.length, ...(q !== undefined && { q }), ...place }]
    })
  const unplaced = new Set(groups.map(({ id }) => id))
  for (const { id } of placed) unplaced.delete(id)
  const drawn = heaviest.filter(({ from = '', to }) => !unplaced.has(from) && !unplaced.has(to))
  const nodes = workloads.flatMap(({ key, namespace, name, kind, predicted }) => {
    const place = places.nodes.get(key)
    const hull = scene.groupOf.get(key)
    return place
      ? [
          {
            ...{ key, namespace, name, kind, predicted, isolation: isolationOf(session, key), ...place },
            ...{ outgoing: linesAt(tally, key, 'outgoing'), incoming: linesAt(tally, key, 'incoming') },
            ...(hull !== undefined && hull !== namespace && { hull }),
            ...(light && { lit: light.workload(key) }),
          },
        ]
      : []
  })
  const suggest = yield* suggestion(scene, scope.spaces)
  return {
    grouping: grouping.view,
    ...(suggest && { suggest }),
    drawn: {
      unit: scope.unit,
      shown: scope.unit === 'workloads' ? nodes.length : places.hulls.size,
      of: scope.of,
      bundles: drawn.length,
      ofBundles: within.length,
    },
    hulls: scope.spaces.flatMap(space => {
      const box = places.hulls.get(space.namespace)
      return box ? [hullView(scene, space, box, inside.get(space.namespace), light)] : []
    }),
    nodes,
    ...(total(tally.anyone) > 0 && {
      anyone: {
        ...places.anyone,
        ...(light && { lit: light.anyone }),
        openEgress: workloads.filter(({ key }) => isolationOf(session, key).egress === 'no').length,
      },
    }),
    ...(total(tally.internet) > 0 && {
      internet: { ...places.internet, ...tally.reach, ...(light && { lit: light.internet }) },
    }),
    ...(placed.length > 0 && {
      groups: placed,
    }),
    bundles: drawn.map(line => bundleView(scene, line, light)),
    stubs: [...places.hulls].flatMap(([namespace, box]) => stubViews(scene, namespace, box, light)),
    singles: query.focus === undefined ? [] : singles(scene, query.focus, places.nodes, light),
  }
}

const linesAt = (tally: Tally, key: string, way: 'outgoing' | 'incoming'): number => {
  const own = tally.byWorkload.get(key)
  return own ? total(own[way]) : 0
}

const doorsOf = ({ sums }: Scene, drawn: ReadonlyMap<string, Box>): Line[] =>
  [...sums].flatMap(([to, { doors, throughDoors }]) =>
    doors > 0 && drawn.has(to)
      ? [{ to, counts: { implicit: throughDoors, unknown: 0, partial: 0, verified: 0 }, open: doors }]
      : [],
  )

function hullView(
  { survey, grouping, sums: all, labels }: Scene,
  space: LayoutInput,
  box: Box,
  inside: Counts | undefined,
  light: Light | undefined,
): TrustMap['hulls'][number] {
  const sums = all.get(space.namespace)
  const spaces = new Set((sums?.workloads ?? []).map(key => survey.workloads.get(key)?.namespace ?? ''))
  const label = labels.get(space.namespace)
  return {
    namespace: space.namespace,
    ...(grouping.by.kind !== 'namespace' && label !== undefined && { label }),
    ...box,
    collapsed: space.workloads.length === 0,
    workloads: sums?.workloads.length ?? 0,
    isolated: sums?.isolated ?? 0,
    defaultDeny: [...spaces].every(name => {
      const closed = survey.defaultDeny.get(name)
      return closed?.ingress === 'yes' && closed.egress === 'yes'
    }),
    counts: sums?.owned ?? { implicit: 0, unknown: 0, partial: 0, verified: 0 },
    ...(inside && {
      inside: { ...shares(inside), ...(light && { lit: light.inside(space.namespace, inside) }) },
    }),
    ...(light && { lit: light.hull(space.namespace) }),
  }
}

/** Every member but the verified fails; the label reads "failing / all" in the sign of the worst. */
function shares(
  counts: Counts,
): Pick<TrustMap['stubs'][number], 'trustClass' | 'failing' | 'all' | 'counts'> {
  const all = total(counts)
  return { trustClass: worst(counts) ?? 'verified', failing: all - counts.verified, all, counts }
}

/** Members of a bundle from Anyone are the workloads of the namespace: those with an open door, of all. */
function bundleView({ sums }: Scene, line: Line, light: Light | undefined): TrustMap['bundles'][number] {
  const { from, to, counts, open } = line
  const connections = total(counts)
  const lit = light && { lit: light.line(line) }
  return from === undefined
    ? {
        to,
        trustClass: 'implicit',
        failing: open,
        all: sums.get(to)?.workloads.length ?? open,
        connections,
        counts,
        ...lit,
      }
    : { from, to, ...shares(counts), connections, ...lit }
}

/** The pairs of one namespace with the internet, by direction. */
function stubViews(
  { sums: all }: Scene,
  namespace: string,
  box: Box,
  light: Light | undefined,
): TrustMap['stubs'] {
  const sums = all.get(namespace)
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
      ...(light && { lit: light.stub(namespace, direction) }),
      x: box.x - box.width / 2 + 26,
      y: direction === 'in' ? box.y - box.height / 2 - stubLength : box.y + box.height / 2 + stubLength,
    }))
}

const heaviestLines = (lines: readonly Line[], all: boolean): Line[] =>
  lines
    .filter(({ counts }) => all || counts.implicit > 0 || counts.unknown > 0)
    .sort(
      (a, b) =>
        b.counts.implicit - a.counts.implicit ||
        b.counts.unknown - a.counts.unknown ||
        b.counts.partial - a.counts.partial ||
        b.counts.verified - a.counts.verified,
    )
    .slice(0, maxLines)

/** Groups to open: the one of the focus first, then those asked for. */
const wanted = ({ groupOf }: Scene, { focus, expand }: MapQuery): readonly string[] => {
  const home = focus === undefined ? undefined : groupOf.get(focus)
  return home === undefined ? expand : [home, ...expand]
}

/**
 * The connections of one endpoint with all that is drawn, one line per pair and class; all that its open door lets in is
 * one line from Anyone. What lies in a closed namespace is in the bundles.
 */
function singles(
  scene: Scene,
  focus: string,
  places: ReadonlyMap<string, unknown>,
  light: Light | undefined,
): TrustMap['singles'] {
  const drawn = new Set(places.keys())
  const lines = singleLines(scene, focus, drawn)
  if (!light) return lines
  const nameOf = ({ from, to, trustClass }: TrustMap['singles'][number]) =>
    JSON.stringify([from, to, trustClass])
  const lit = new Set(singleLines(light.scene, focus, drawn).map(nameOf))
  return lines.map(line => ({ ...line, lit: lit.has(nameOf(line)) }))
}

function singleLines(
  { survey: { session }, selection = {} }: Scene,
  focus: string,
  drawn: ReadonlySet<string>,
): TrustMap['singles'] {
  if (focus !== internet && !drawn.has(focus)) return []
  const lines = new Map<string, { from: string; to: string; trustClass: TrustClass; ports: Set<string> }>()
  const add = (from: string, to: string, trustClass: TrustClass, ports: readonly string[]): void => {
    const line = { from, to, trustClass }
    const known = entry(lines, JSON.stringify(line), () => ({ ...line, ports: new Set<string>() }))
    for (const text of ports) known.ports.add(text)
  }
  for (const { from, to, ports, connection } of rowsWith(session, selection, focus, drawn))
    if (to !== focus || !comesThroughDoor(session, from, to, connection))
      add(from, to, connection.trustClass, [ports])
  const through = session.throughDoor(focus, selection)
  if (through) add(anyone, focus, 'implicit', through.ports)
  return [...lines.values()].map(line => ({ ...line, ports: shortPorts([...line.ports].join('; ')) }))
}

/** The rows of one end with those that are drawn, and with the internet; as many as these at most, kind by kind. */
function rowsWith(
  session: Session,
  selection: RowSelection,
  focus: string,
  drawn: ReadonlySet<string>,
): Row[] {
  const [own, others] = [new Set([focus]), new Set([...drawn, internet])]
  const page = { sort: 'from' as const, offset: 0, limit: Number.MAX_SAFE_INTEGER }
  return [
    ...session.rows({ ...selection, from: own, to: others, ...page }).rows,
    ...session.rows({ ...selection, from: others, to: own, ...page }).rows,
  ]
}
