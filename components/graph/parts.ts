import type { ElementDefinition } from 'cytoscape'
import type { TrustMap } from '@/lib/api/map-contract'
import type { TrustClass } from '@/lib/model/verdict'
import { textWidth } from './fit-text'
import type { Box, Line } from './geometry'

/** Ids of what can be selected; `hull:` and the rest are no workload keys, which hold a slash before any colon. */
export const hullId = (namespace: string): string => `hull:${namespace}`
export const bundleId = (from: string | undefined, to: string): string =>
  `bundle:${JSON.stringify([from ?? null, to])}`

export const stubId = (direction: 'in' | 'out', namespace: string): string => `stub:${direction}:${namespace}`
export const insideId = (namespace: string): string => `inside:${namespace}`
export const singleId = ({ from, to, trustClass }: TrustMap['singles'][number]): string =>
  `single:${JSON.stringify([from, to, trustClass])}`

/** The element that draws an end of a bundle: Anyone, a group of namespaces, or a namespace. */
export const endId = (end: string | undefined): string =>
  end === undefined ? 'anyone' : isGroup(end) ? end : hullId(end)

/** No name of a namespace holds a colon. */
export const isGroup = (end: string): boolean => end.startsWith('group:')

export const plateSize = (label: string): { width: number; height: number } => ({
  width: Math.ceil(textWidth(label)) + 26,
  height: 18,
})

/** Signs are made of nodes, because a canvas label cannot hold a picture. */
export function plate(
  id: string,
  box: Box,
  label: string,
  trustClass: TrustClass,
  of: string,
): ElementDefinition[] {
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

export const glyph = (
  id: string,
  place: { x: number; y: number },
  trustClass: TrustClass,
  of: string,
): ElementDefinition[] => [node(id, place, `glyph ${trustClass}`, { label: glyphText[trustClass], of })]

export type Data = Readonly<Record<string, string | number>>

export const node = (
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

export const edge = (
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
export function ends(
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
