import type { TrustClass } from '@/lib/model/verdict'
import type { Line, Point } from './geometry'
import type { Palette } from './palette'
import { tag } from './xml'

export type LineClass = TrustClass | 'denied'

const dashes: Readonly<Partial<Record<LineClass, string>>> = { implicit: '11 7', unknown: '0.5 4.5' }

/** A line of a class with its head, as the map draws it. */
export function lineSvg(
  trustClass: LineClass,
  { from, to }: Line,
  width: number,
  palette: Palette,
  look: { readonly short?: boolean } = {},
): string {
  const colour = trustClass === 'denied' ? palette.text : palette[trustClass]
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1
  const way = { x: (to.x - from.x) / length, y: (to.y - from.y) / length }
  const size = look.short ? 7 : 6 + width
  const neck = { x: to.x - way.x * size * 0.8, y: to.y - way.y * size * 0.8 }
  const dash = look.short && trustClass === 'implicit' ? '5 3' : dashes[trustClass]
  return (
    tag('line', {
      x1: from.x,
      y1: from.y,
      x2: trustClass === 'denied' ? to.x : neck.x,
      y2: trustClass === 'denied' ? to.y : neck.y,
      stroke: colour,
      'stroke-width': width,
      'stroke-dasharray': dash,
      'stroke-linecap': trustClass === 'unknown' ? 'round' : undefined,
    }) + head(trustClass, to, way, size, colour, palette)
  )
}

function head(
  trustClass: LineClass,
  tip: Point,
  way: Point,
  size: number,
  colour: string,
  palette: Palette,
): string {
  const at = (back: number, aside: number): string =>
    [tip.x - way.x * back - way.y * aside, tip.y - way.y * back + way.x * aside]
      .map(value => Math.round(value * 10) / 10)
      .join(',')
  if (trustClass === 'denied')
    return tag('polyline', { points: `${at(0, 6)} ${at(0, -6)}`, stroke: colour, 'stroke-width': 2 })
  const hollow = trustClass === 'partial'
  return tag('polygon', {
    points: `${at(0, 0)} ${at(size, size / 2)} ${at(size, -size / 2)}`,
    fill: hollow ? palette.surface : colour,
    stroke: hollow ? colour : undefined,
    'stroke-width': hollow ? 1.4 : undefined,
  })
}
