import type { ElementDefinition } from 'cytoscape'
import type { TrustMap } from '@/lib/api/map-contract'
import { count } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'
import { bundleEdge, bundleLines, bundleSigns } from './bundles'
import { fitText } from './fit-text'
import type { Box } from './geometry'
import { glyph, hullId, insideId, node, plate, plateSize } from './parts'
import type { Places } from './places'
import { pairElements, singleEdge, stubBox, stubElements, type DrawnPair } from './single-lines'
import { anyoneSize, groupSize, internetSize, nodeSize } from './sizes'

type Hull = TrustMap['hulls'][number]

/**
 * The picture of a map as Cytoscape elements. Pure, and the same for the same map: places come from the server, data is
 * flat, and only what the map says is drawn. Namespaces are plain nodes behind their workloads, never parents of them.
 * What stood somewhere in an earlier picture of the same hulls stands there again.
 */
export function elements(map: TrustMap, pair?: DrawnPair, places?: Places): ElementDefinition[] {
  const boxes = boxesOf(map)
  const lines = bundleLines(map, boxes, places)
  return [
    ...map.hulls.flatMap(hull),
    ...map.nodes.flatMap(workload),
    ...outside(map),
    ...(map.groups ?? []).flatMap(group),
    ...lines.flatMap(({ bundle, line }) => bundleEdge(bundle, line, boxes)),
    ...bundleSigns(lines, [...boxes.values(), ...map.stubs.map(stubBox)], places),
    ...map.stubs.flatMap(stub => stubElements(stub, boxes)),
    ...map.singles.flatMap(single => singleEdge(single, map)),
    ...(pair ? pairElements(pair, map) : []),
  ]
}

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
      label: fitText(visible(box.label ?? namespace), width - shareWidth - 48),
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
  const label = `${trustClass ? `${numberText(counts[trustClass])} ${trustClass} · ` : ''}${count(workloads, 'workload')}`
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
    insideId(box.namespace),
    { ...place, ...size },
    label,
    inside.trustClass,
    insideId(box.namespace),
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
      // Beside workloads of other namespaces a name alone would not tell it from its like.
      label: fitText(visible(each.hull === undefined ? each.name : `${each.namespace}/${each.name}`), room),
      name: each.name,
      namespace: each.namespace,
      hull: each.hull ?? each.namespace,
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
    label: `${numberText(namespaces)} namespaces`,
    of: id,
  }),
]
