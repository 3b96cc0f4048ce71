import type { ElementDefinition } from 'cytoscape'
import type { TrustMap } from '@/lib/api/map-contract'
import type { TrustClass } from '@/lib/model/verdict'
import { visible } from '@/lib/words/visible'
import { fitText } from './fit-text'
import { overlap, type Box } from './geometry'
import { lineWidth } from './line-width'
import { edge, ends, hullId, node, singleId, stubId } from './parts'

/** The selected pair, drawn singly whatever else is. */
export interface DrawnPair {
  readonly from: string
  readonly to: string
  readonly trustClass: TrustClass | 'denied'
  readonly ports: string
}

/** The room of a stub's line and label. */
export const stubBox = ({ x, y, direction }: TrustMap['stubs'][number]): Box => ({
  x: x + 30,
  y: y + (direction === 'in' ? 8 : -8),
  width: 80,
  height: 32,
})

const underInternet = (stub: TrustMap['stubs'][number], boxes: ReadonlyMap<string, Box>): boolean => {
  const internet = boxes.get('internet')
  return internet !== undefined && overlap(stubBox(stub), internet)
}

export function stubElements(
  stub: TrustMap['stubs'][number],
  boxes: ReadonlyMap<string, Box>,
): ElementDefinition[] {
  const hullKey = hullId(stub.namespace)
  const box = boxes.get(hullKey)
  if (!box) return []
  const id = stubId(stub.direction, stub.namespace)
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
  // In which closed hull of another grouping it is, the map does not say.
  if (map.grouping.by !== 'namespace') return undefined
  const namespace = end.slice(0, end.indexOf('/'))
  return map.hulls.some(box => box.namespace === namespace) ? hullId(namespace) : undefined
}

export function singleEdge(single: TrustMap['singles'][number], map: TrustMap): ElementDefinition[] {
  const source = drawnEnd(single.from, map)
  const target = drawnEnd(single.to, map)
  if (source === undefined || target === undefined || source === target) return []
  return [
    edge(singleId(single), source, target, `single ${single.trustClass}`, {
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

export function pairElements({ from, to, trustClass, ports }: DrawnPair, map: TrustMap): ElementDefinition[] {
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
