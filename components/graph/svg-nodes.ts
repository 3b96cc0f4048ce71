import { textWidth } from './fit-text'
import type { Box } from './geometry'
import type { Palette } from './palette'
import type { TrustClass } from '@/lib/model/verdict'
import { tag, xmlText } from './xml'

interface TextLook {
  readonly size: number
  readonly fill: string
  readonly weight?: number
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly italic?: boolean
  /** Pixels that it takes in whatever font the reader has, where something stands close beside it. */
  readonly length?: number
}

/** Text that stays text, in the middle of its line. */
export const textSvg = (text: string, x: number, y: number, look: TextLook): string =>
  tag(
    'text',
    {
      x,
      y: y + look.size * 0.35,
      'font-size': look.size,
      'font-weight': look.weight,
      'font-style': look.italic ? 'italic' : undefined,
      'text-anchor': look.anchor === 'start' ? undefined : look.anchor,
      textLength: look.length,
      lengthAdjust: look.length === undefined ? undefined : 'spacingAndGlyphs',
      fill: look.fill,
    },
    xmlText(text),
  )

const around = ({ x, y, width, height }: Box, inset = 0) => ({
  x: x - width / 2 + inset,
  y: y - height / 2 + inset,
  width: width - 2 * inset,
  height: height - 2 * inset,
})

export const hullSvg = (box: Box, defaultDeny: boolean, palette: Palette): string =>
  tag('rect', {
    ...around(box),
    rx: 6,
    fill: palette.hull,
    stroke: defaultDeny ? palette['hull-line'] : palette['line-control'],
    'stroke-dasharray': defaultDeny ? undefined : '3 4',
  })

/** A ring of which `share` percent is full. */
export function ringSvg(x: number, y: number, share: number, palette: Palette): string {
  const [r, around] = [4.9, 2 * Math.PI * 4.9]
  const circle = { cx: x, cy: y, r, fill: 'none', 'stroke-width': 3.2 }
  return (
    tag('circle', { ...circle, stroke: palette['ring-rest'] }) +
    (share > 0
      ? tag('circle', {
          ...circle,
          stroke: palette['text-2'],
          'stroke-dasharray': `${((around * share) / 100).toFixed(2)} ${around.toFixed(2)}`,
          transform: `rotate(-90 ${x} ${y})`,
        })
      : '')
  )
}

export type Border = 'open' | 'doubt' | 'both' | 'one'

/** A workload: who is kept from it is in its border. */
export function workloadSvg(box: Box, border: Border, job: boolean, palette: Palette): string {
  const look = {
    open: { stroke: palette.implicit, 'stroke-width': 1.2, 'stroke-dasharray': '4 3' },
    doubt: { stroke: palette.unknown, 'stroke-width': 1.6, 'stroke-dasharray': '1.5 2' },
    both: { stroke: palette['node-line'], 'stroke-width': 1.2 },
    one: { stroke: palette['node-line'], 'stroke-width': 1.2 },
  }[border]
  const shape = (inset: number, fill: string): string =>
    job
      ? tag('ellipse', {
          ...{ cx: box.x, cy: box.y, rx: box.width / 2 - inset, ry: box.height / 2 - inset },
          ...{ fill, ...look },
        })
      : tag('rect', { ...around(box, inset), rx: 3, fill, ...look })
  return shape(0, palette.node) + (border === 'both' ? shape(2.4, 'none') : '')
}

/** Anyone, groups of namespaces and the internet: in ink, because they are no part of the cluster. */
export function outsideSvg(box: Box, cut: boolean, palette: Palette): string {
  const { x, y, width, height } = around(box)
  const [right, bottom, c] = [x + width, y + height, 9]
  const d = cut
    ? `M${x + c} ${y}H${right - c}L${right} ${y + c}V${bottom - c}L${right - c} ${bottom}H${x + c}L${x} ${bottom - c}V${y + c}Z`
    : `M${x + 6} ${y + 3}Q${box.x} ${y - 3} ${right - 6} ${y + 3}Q${right + 2} ${box.y} ${right - 6} ${bottom - 3}Q${box.x} ${bottom + 3} ${x + 6} ${bottom - 3}Q${x - 2} ${box.y} ${x + 6} ${y + 3}Z`
  return tag('path', { d, fill: palette.surface, stroke: palette.text, 'stroke-width': 1.6 })
}

export function glyphSvg(trustClass: TrustClass, x: number, y: number, palette: Palette): string {
  switch (trustClass) {
    case 'implicit':
      return (
        tag('path', { d: `M${x} ${y - 6}l6 6l-6 6l-6 -6Z`, fill: palette.implicit }) +
        textSvg('!', x, y, { size: 8, weight: 700, anchor: 'middle', fill: palette.surface })
      )
    case 'partial':
      return (
        tag('circle', {
          cx: x,
          cy: y,
          r: 4.4,
          fill: 'none',
          stroke: palette['partial-sign'],
          'stroke-width': 1.3,
        }) + tag('path', { d: `M${x} ${y - 4.4}a4.4 4.4 0 0 0 0 8.8Z`, fill: palette['partial-sign'] })
      )
    case 'verified':
      return tag('path', {
        d: `M${x - 4} ${y}l3 3l5 -6`,
        fill: 'none',
        stroke: palette['verified-sign'],
        'stroke-width': 1.6,
      })
    case 'unknown':
      return (
        tag('circle', {
          ...{ cx: x, cy: y, r: 5, fill: 'none', stroke: palette['unknown-sign'] },
          'stroke-dasharray': '1.6 1.8',
        }) + textSvg('?', x, y, { size: 8, weight: 700, anchor: 'middle', fill: palette['unknown-sign'] })
      )
  }
}

export const plateSvg = (box: Box, trustClass: TrustClass, text: string, palette: Palette): string =>
  tag('rect', {
    ...around(box),
    rx: 3,
    fill: palette.surface,
    stroke: trustClass === 'implicit' ? palette['implicit-mid'] : palette.line,
  }) +
  textSvg(text, box.x + 7, box.y, {
    ...{ size: 11, weight: 600, anchor: 'middle', length: textWidth(text) },
    fill: palette[`${trustClass}-text`],
  })
