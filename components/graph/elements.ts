import type { ElementDefinition } from 'cytoscape'
import type { TrustMap } from '@/lib/api/contract'
import type { TrustClass } from '@/lib/model/verdict'
import { visible } from '@/lib/words/visible'
import { fitText, textWidth } from './fit-text'
import { crosses, lineBetween, overlap, placeOnLine, type Box, type Line, type Point } from './geometry'
import { anyoneSize, groupSize, internetSize, nodeSize } from './sizes'

/** The selected pair, drawn singly whatever else is. */
export interface DrawnPair {
  readonly from: string
  readonly to: string
  readonly trustClass: TrustClass | 'denied'
  readonly ports: string
}

type Hull = TrustMap['hulls'][number]

/** Between the tip of an arrow and the border it points at. */
const clearance = 4

/** Ids of what can be selected; `hull:` and the rest are no workload keys, which hold a slash before any colon. */
export const hullId = (namespace: string): string => `hull:${namespace}`
export const bundleId = (from: string | undefined, to: string): string =>
  `bundle:${JSON.stringify([from ?? null, to])}`

/**
 * The picture of a map as Cytoscape elements. Pure, and the same for the same map: places come from the server, data is
 * flat, and only what the map says is drawn. Namespaces are plain nodes behind their workloads, never parents of them.
 */
export function elements(map: TrustMap, pair?: DrawnPair): ElementDefinition[] {
  const boxes = boxesOf(map)
  const lines = bundleLines(map, boxes)
  return [
    ...map.hulls.flatMap(hull),
    ...map.nodes.flatMap(workload),
    ...outside(map),
    ...(map.groups ?? []).flatMap(group),
    ...lines.flatMap(({ bundle, line }) => bundleEdge(bundle, line, boxes)),
    ...bundleSigns(lines, [...boxes.values(), ...map.stubs.map(stubBox)]),
    ...map.stubs.flatMap(stub => stubElements(stub, boxes)),
    ...map.singles.flatMap(single => singleEdge(single, map)),
    ...(pair ? pairElements(pair, map) : []),
  ]
}

/** The element that draws an end of a bundle: Anyone, a group of namespaces, or a namespace. */
const endId = (end: string | undefined): string =>
  end === undefined ? 'anyone' : isGroup(end) ? end : hullId(end)

/** No name of a namespace holds a colon. */
export const isGroup = (end: string): boolean => end.startsWith('group:')

/** What stands at a place: hulls, groups of namespaces, and the two outside. */
function boxesOf(map: TrustMap): Map<string, Box> {
  const boxes = new Map<string, Box>(map.hulls.map(box => [hullId(box.namespace), box]))
  if (map.anyone) boxes.set('anyone', { ...map.anyone, ...anyoneSize })
  if (map.internet) boxes.set('internet', { ...map.internet, ...internetSize })
  for (const group of map.groups ?? []) boxes.set(group.id, { ...group, ...groupSize })
  return boxes
}

const titleHeight = 13.5
const shareWidth = 68

function hull(box: Hull): ElementDefinition[] {
  const { namespace, x, y, width, height } = box
  const [left, top] = [x - width / 2, y - height / 2]
  const share = `${box.isolated}/${box.workloads} isolated`
  const isolated = box.workloads === 0 ? 0 : Math.round((100 * box.isolated) / box.workloads)
  const id = hullId(namespace)
  return [
    node(id, box, `hull${box.defaultDeny ? '' : ' no-default-deny'}${box.collapsed ? ' collapsed' : ''}`, {
      width,
      height,
      namespace,
    }),
    node(`ring:${namespace}`, { x: left + 17, y: top + titleHeight }, 'ring', {
      isolated,
      open: 100 - isolated,
      of: id,
    }),
    node(`title:${namespace}`, { x: left + 27, y: top + titleHeight }, 'title', {
      label: fitText(visible(namespace), width - shareWidth - 48),
      of: id,
    }),
    node(`share:${namespace}`, { x: left + width - 10, y: top + titleHeight }, 'share', {
      label: share,
      of: id,
    }),
    ...(box.collapsed ? closedCounts(box) : []),
    ...(box.inside && !box.collapsed ? insideSign(box, box.inside) : []),
  ]
}

/** What a closed namespace says instead of its workloads: its worst class and how many connections have it. */
function closedCounts({ namespace, x, y, width, height, counts, workloads }: Hull): ElementDefinition[] {
  const trustClass = (['implicit', 'unknown', 'partial', 'verified'] as const).find(each => counts[each] > 0)
  const label = `${trustClass ? `${counts[trustClass].toLocaleString('en-US')} ${trustClass} · ` : ''}${workloads} workloads`
  const place = { x: x - width / 2 + 17, y: y + height / 2 - 15 }
  return [
    ...(trustClass ? glyph(`glyph:closed:${namespace}`, place, trustClass, hullId(namespace)) : []),
    node(`closed:${namespace}`, { x: place.x + 10, y: place.y }, `note ${trustClass ?? ''}`, {
      label,
      of: hullId(namespace),
    }),
  ]
}

/** Connections between the workloads of one namespace: a plate on its lower border. */
function insideSign(box: Hull, inside: NonNullable<Hull['inside']>): ElementDefinition[] {
  const label = `inside ${inside.failing} / ${inside.all}`
  const size = plateSize(label)
  const place = { x: box.x + box.width / 2 - size.width / 2 - 8, y: box.y + box.height / 2 }
  return plate(
    `inside:${box.namespace}`,
    { ...place, ...size },
    label,
    inside.trustClass,
    hullId(box.namespace),
  )
}

function workload(each: TrustMap['nodes'][number]): ElementDefinition[] {
  const state = isolationClass(each.isolation)
  const job = each.kind === 'Job' || each.kind === 'CronJob'
  const open = state === 'open'
  const room = nodeSize.width - 14 - (open ? 13 : 0) - (job ? 14 : 0)
  const classes = ['workload', state, job ? 'job' : '', each.predicted ? 'predicted' : '']
    .filter(Boolean)
    .join(' ')
  return [
    node(each.key, each, classes, {
      label: fitText(visible(each.name), room),
      name: each.name,
      namespace: each.namespace,
    }),
    ...(open
      ? glyph(
          `glyph:${each.key}`,
          { x: each.x - nodeSize.width / 2 + (job ? 17 : 11), y: each.y },
          'implicit',
          each.key,
        )
      : []),
  ]
}

/** The border of a workload: who is kept from it, and it from whom. Some open pods make an open workload. */
export function isolationClass({
  ingress,
  egress,
}: TrustMap['nodes'][number]['isolation']): 'open' | 'doubt' | 'both' | 'one' {
  if (ingress === 'no' || ingress === 'partly') return 'open'
  if (ingress === 'unknown') return 'doubt'
  return egress === 'yes' ? 'both' : 'one'
}

function outside({ anyone, internet }: TrustMap): ElementDefinition[] {
  const two = (
    id: string,
    place: { x: number; y: number },
    label: string,
    note: string,
  ): ElementDefinition[] => [
    node(id, place, `outside ${id}`, { label }),
    node(`note:${id}`, { x: place.x, y: place.y + 9 }, 'note centred', { label: note, of: id }),
  ]
  return [
    ...(anyone ? two('anyone', anyone, 'Anyone', `${anyone.openEgress} with open egress`) : []),
    ...(internet
      ? two('internet', internet, 'Internet', `${internet.incoming} in · ${internet.outgoing} out`)
      : []),
  ]
}

/** Many namespaces as one end: drawn like Anyone, with the label that says which. */
const group = ({
  id,
  label,
  namespaces,
  x,
  y,
}: NonNullable<TrustMap['groups']>[number]): ElementDefinition[] => [
  node(id, { x, y }, 'group', { label: fitText(visible(label), groupSize.width - 16) }),
  node(`note:${id}`, { x, y: y + 9 }, 'note centred', {
    label: `${namespaces.toLocaleString('en-US')} namespaces`,
    of: id,
  }),
]

/* ---- bundles ---- */

type Bundle = TrustMap['bundles'][number]
interface BundleLine {
  readonly bundle: Bundle
  readonly line: Line
}

function bundleLines(map: TrustMap, boxes: ReadonlyMap<string, Box>): BundleLine[] {
  const drawn = new Set(map.bundles.map(({ from, to }) => bundleId(from, to)))
  return map.bundles.flatMap(bundle => {
    const source = boxes.get(endId(bundle.from))
    const target = boxes.get(endId(bundle.to))
    if (!source || !target) return []
    const back = bundle.from !== undefined && drawn.has(bundleId(bundle.to, bundle.from))
    const straight = { from: source, to: target }
    const passed = [...boxes.values()].filter(
      box => box !== source && box !== target && crosses(straight, box),
    ).length
    // A line that passes under others' boxes runs beside the lines that end there.
    const aside = Math.min((back ? 8 : 0) + 14 * passed, 30)
    return [{ bundle, line: lineBetween(source, target, aside, clearance) }]
  })
}

function bundleEdge(bundle: Bundle, line: Line, boxes: ReadonlyMap<string, Box>): ElementDefinition[] {
  const source = endId(bundle.from)
  const target = endId(bundle.to)
  const id = bundleId(bundle.from, bundle.to)
  return [
    edge(id, source, target, `bundle ${bundle.trustClass}`, {
      ...ends(line, boxes.get(source), boxes.get(target)),
      width: lineWidth(bundle.trustClass, bundle.connections),
      trustClass: bundle.trustClass,
      failing: bundle.failing,
      all: bundle.all,
    }),
  ]
}

/** Labels look for free places in the order of their weight, so that the worst stand best. */
function bundleSigns(lines: readonly BundleLine[], obstacles: readonly Box[]): ElementDefinition[] {
  const taken = [...obstacles]
  const rank = { implicit: 0, unknown: 1, partial: 2, verified: 3 }
  return [...lines]
    .sort(
      (a, b) =>
        rank[a.bundle.trustClass] - rank[b.bundle.trustClass] || b.bundle.connections - a.bundle.connections,
    )
    .flatMap(({ bundle, line }) => {
      const label = `${bundle.failing} / ${bundle.all}`
      const size = plateSize(label)
      const box = placeOnLine(beside(line, size.width), size, taken)
      taken.push(box)
      const id = bundleId(bundle.from, bundle.to)
      return plate(`sign:${id}`, box, label, bundle.trustClass, id)
    })
}

/** A line too short to carry its label has it beside, on the side that the other way does not use. */
function beside(line: Line, width: number): Line {
  const [dx, dy] = [line.to.x - line.from.x, line.to.y - line.from.y]
  const length = Math.hypot(dx, dy) || 1
  if (length > width + 34) return line
  const shift = (point: Point): Point => ({
    x: point.x - (dy / length) * 13,
    y: point.y + (dx / length) * 13,
  })
  return { from: shift(line.from), to: shift(line.to) }
}

/** Pixels: implicit is the widest, and wider for more; the others keep one width each. */
export function lineWidth(trustClass: TrustClass, connections: number): number {
  switch (trustClass) {
    case 'implicit':
      return Math.min(6, 3 + Math.log10(Math.max(1, connections)) * 1.2)
    case 'partial':
      return 2.5
    case 'verified':
      return 1.5
    case 'unknown':
      return 1.8
  }
}

/* ---- stubs, singles, the selected pair ---- */

/** The room of a stub's line and label. */
const stubBox = ({ x, y, direction }: TrustMap['stubs'][number]): Box => ({
  x: x + 30,
  y: y + (direction === 'in' ? 8 : -8),
  width: 80,
  height: 32,
})

const underInternet = (stub: TrustMap['stubs'][number], boxes: ReadonlyMap<string, Box>): boolean => {
  const internet = boxes.get('internet')
  return internet !== undefined && overlap(stubBox(stub), internet)
}

function stubElements(stub: TrustMap['stubs'][number], boxes: ReadonlyMap<string, Box>): ElementDefinition[] {
  const hullKey = hullId(stub.namespace)
  const box = boxes.get(hullKey)
  if (!box) return []
  const id = `stub:${stub.direction}:${stub.namespace}`
  const end = `end:${id}`
  const border = { x: stub.x, y: box.y + (stub.y < box.y ? -box.height / 2 : box.height / 2) }
  const far = { x: stub.x, y: stub.y }
  const line = stub.direction === 'out' ? { from: border, to: far } : { from: far, to: border }
  const [source, target] = stub.direction === 'out' ? [hullKey, end] : [end, hullKey]
  const counts =
    stub.failing === stub.all || stub.failing === 0 ? `${stub.all}` : `${stub.failing} / ${stub.all}`
  return [
    node(end, far, `stub-end ${stub.trustClass}${underInternet(stub, boxes) ? ' leftward' : ''}`, {
      label: `Internet ${counts}`,
      of: id,
    }),
    edge(id, source, target, `stub ${stub.trustClass}`, {
      ...ends(line, stub.direction === 'out' ? box : far, stub.direction === 'out' ? far : box),
      trustClass: stub.trustClass,
    }),
  ]
}

/** The node that draws an end: itself, or the closed namespace that holds it; undefined where neither is on the map. */
function drawnEnd(end: string, map: TrustMap): string | undefined {
  if (end === 'anyone') return map.anyone && end
  if (map.nodes.some(({ key }) => key === end)) return end
  if (!end.includes('/')) return map.internet && 'internet'
  const namespace = end.slice(0, end.indexOf('/'))
  return map.hulls.some(box => box.namespace === namespace) ? hullId(namespace) : undefined
}

function singleEdge(single: TrustMap['singles'][number], map: TrustMap): ElementDefinition[] {
  const source = drawnEnd(single.from, map)
  const target = drawnEnd(single.to, map)
  if (source === undefined || target === undefined || source === target) return []
  const id = `single:${JSON.stringify([single.from, single.to, single.trustClass])}`
  return [
    edge(id, source, target, `single ${single.trustClass}`, {
      from: single.from,
      to: single.to,
      trustClass: single.trustClass,
      ports: visible(single.ports),
      width:
        map.singles.length > 12
          ? Math.min(2.6, lineWidth(single.trustClass, 1))
          : lineWidth(single.trustClass, 3),
    }),
  ]
}

function pairElements({ from, to, trustClass, ports }: DrawnPair, map: TrustMap): ElementDefinition[] {
  const source = drawnEnd(from, map)
  const target = drawnEnd(to, map)
  if (source === undefined || target === undefined || source === target) return []
  return [
    edge('pair:halo', source, target, 'pair-halo', {}),
    edge('pair', source, target, `pair ${trustClass}`, {
      from,
      to,
      trustClass,
      // Between neighbours there is no room for it; the detail says the ports.
      label: apart(source, target, map) ? fitText(visible(ports), 150) : '',
      width: trustClass === 'denied' ? 1.5 : lineWidth(trustClass, 5),
    }),
  ]
}

/** Whether a label fits between two nodes without covering them. */
function apart(source: string, target: string, map: TrustMap): boolean {
  const [from, to] = [source, target].map(key => map.nodes.find(each => each.key === key))
  return !from || !to || Math.hypot(from.x - to.x, (from.y - to.y) * 3) > 190
}

/* ---- signs made of nodes, because a canvas label cannot hold a picture ---- */

const plateSize = (label: string): { width: number; height: number } => ({
  width: Math.ceil(textWidth(label)) + 26,
  height: 18,
})

function plate(id: string, box: Box, label: string, trustClass: TrustClass, of: string): ElementDefinition[] {
  return [
    node(id, box, `plate ${trustClass}`, { label, width: box.width, of }),
    ...glyph(`glyph:${id}`, { x: box.x - box.width / 2 + 11, y: box.y }, trustClass, of),
  ]
}

const glyphText: Readonly<Record<TrustClass, string>> = {
  implicit: '!',
  partial: '',
  verified: '✓',
  unknown: '?',
}

const glyph = (
  id: string,
  place: { x: number; y: number },
  trustClass: TrustClass,
  of: string,
): ElementDefinition[] => [node(id, place, `glyph ${trustClass}`, { label: glyphText[trustClass], of })]

type Data = Readonly<Record<string, string | number>>

const node = (
  id: string,
  { x, y }: { x: number; y: number },
  classes: string,
  data: Data,
): ElementDefinition => ({
  group: 'nodes',
  data: { id, ...data },
  position: { x, y },
  classes,
  grabbable: false,
  pannable: true,
})

const edge = (
  id: string,
  source: string,
  target: string,
  classes: string,
  data: Data,
): ElementDefinition => ({
  group: 'edges',
  data: { id, source, target, ...data },
  classes,
  pannable: true,
})

/** Ends of a line as Cytoscape takes them: pixels from the centre of each node. */
function ends(
  { from, to }: Line,
  source: { x: number; y: number } = from,
  target: { x: number; y: number } = to,
): Data {
  const px = (value: number): string => `${Math.round(value * 10) / 10}px`
  return {
    sourceEnd: `${px(from.x - source.x)} ${px(from.y - source.y)}`,
    targetEnd: `${px(to.x - target.x)} ${px(to.y - target.y)}`,
  }
}
