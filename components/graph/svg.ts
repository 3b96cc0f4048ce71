import type { ElementDefinition } from 'cytoscape'
import type { TrustClass } from '@/lib/model/verdict'
import { textWidth } from './fit-text'
import { lineBetween, type Box, type Line, type Point } from './geometry'
import type { Palette } from './palette'
import { anyoneSize, groupSize, internetSize, nodeSize } from './sizes'
import { legendSvg, legendHeight } from './svg-legend'
import { lineSvg, type LineClass } from './svg-lines'
import {
  glyphSvg,
  hullSvg,
  outsideSvg,
  plateSvg,
  ringSvg,
  textSvg,
  workloadSvg,
  type Border,
} from './svg-nodes'
import { tag, xmlText } from './xml'

export interface Picture {
  /** What the canvas draws (elements.ts), and which of it is dimmed. */
  readonly elements: readonly ElementDefinition[]
  readonly dim: ReadonlySet<string>
  readonly palette: Palette
  readonly title: string
  /** Where it is from and what it leaves out, a line each; so that no picture is read as more than it is. */
  readonly footer: readonly string[]
}

const margin = 24
const lineHeight = 16

/** The map as an SVG document whose text is text. The same picture makes the same document, byte for byte. */
export function mapSvg(picture: Picture): string {
  const { elements, palette, title, footer } = picture
  const things = elements.map(thingOf)
  const boxes = new Map(things.map(thing => [thing.id, thing.box]))
  const drawn = things
    .map(thing => ({ ...draw(thing, boxes, palette), thing }))
    .sort((a, b) => a.layer - b.layer)
    .map(({ svg, thing }) =>
      svg !== '' && isDim(thing, picture.dim) ? tag('g', { opacity: 0.3 }, svg) : svg,
    )
  const edge = extent(things)
  const width = Math.max(edge.right - edge.left, 640) + 2 * margin
  const below = edge.bottom + margin
  const height = below - edge.top + margin + legendHeight + footer.length * lineHeight + margin
  const [left, top] = [edge.left - margin, edge.top - margin]
  const feet = footer.map((text, at) =>
    textSvg(text, edge.left, below + legendHeight + at * lineHeight + lineHeight / 2, {
      size: 11,
      fill: palette['text-2'],
    }),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tag(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: [left, top, width, height].map(value => Math.round(value)).join(' '),
      width: Math.round(width),
      height: Math.round(height),
      role: 'img',
      'font-family': "'Inter Variable', Inter, system-ui, sans-serif",
    },
    [
      tag('title', {}, xmlText(title)),
      tag('desc', {}, xmlText(footer.join('\n'))),
      tag('rect', { x: left, y: top, width, height, fill: palette.surface }),
      ...drawn.filter(svg => svg !== ''),
      legendSvg(edge.left, below, palette),
      ...feet,
    ].join('\n'),
  )}\n`
}

interface Thing {
  readonly id: string
  readonly of: string
  readonly classes: ReadonlySet<string>
  readonly box: Box
  readonly data: ElementDefinition['data']
}

function thingOf({ data, position = { x: 0, y: 0 }, classes = '' }: ElementDefinition): Thing {
  const names = new Set(typeof classes === 'string' ? classes.split(' ') : classes)
  const size = names.has('workload')
    ? nodeSize
    : names.has('anyone')
      ? anyoneSize
      : names.has('internet')
        ? internetSize
        : names.has('group')
          ? groupSize
          : { width: number(data['width'], 1), height: number(data['height'], names.has('plate') ? 18 : 1) }
  return {
    id: data.id ?? '',
    of: text(data['of']),
    classes: names,
    box: { ...position, ...size },
    data,
  }
}

const number = (value: unknown, otherwise = 0): number => (typeof value === 'number' ? value : otherwise)
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const isDim = ({ id, of }: Thing, dim: ReadonlySet<string>): boolean => dim.has(id) || dim.has(of)

const trustClasses = ['implicit', 'partial', 'verified', 'unknown'] as const
const classOf = (classes: ReadonlySet<string>): TrustClass | undefined =>
  trustClasses.find(trustClass => classes.has(trustClass))

interface Drawn {
  /** What lies over what. */
  readonly layer: number
  readonly svg: string
}

const nothing: Drawn = { layer: 0, svg: '' }

function draw(thing: Thing, boxes: ReadonlyMap<string, Box>, palette: Palette): Drawn {
  return thing.data.source === undefined ? drawNode(thing, palette) : drawLine(thing, boxes, palette)
}

function drawNode({ classes, box, data }: Thing, palette: Palette): Drawn {
  const label = text(data['label'])
  const { x, y } = box
  const trustClass = classOf(classes)
  const quiet = { size: 10.5, fill: palette['text-2'] }
  if (classes.has('hull')) return { layer: 4, svg: hullSvg(box, !classes.has('no-default-deny'), palette) }
  if (classes.has('ring')) return { layer: 7, svg: ringSvg(x, y, number(data['isolated']), palette) }
  if (classes.has('title'))
    return { layer: 7, svg: textSvg(label, x, y, { size: 12, weight: 600, fill: palette.text }) }
  if (classes.has('share')) return { layer: 7, svg: textSvg(label, x, y, { ...quiet, anchor: 'end' }) }
  if (classes.has('note')) {
    const look = trustClass === 'implicit' ? { ...quiet, weight: 600, fill: palette['implicit-text'] } : quiet
    return {
      layer: 7,
      svg: textSvg(label, x, y, { ...look, anchor: classes.has('centred') ? 'middle' : 'start' }),
    }
  }
  if (classes.has('workload')) return { layer: 6, svg: drawWorkload(box, label, classes, palette) }
  if (classes.has('outside') || classes.has('group')) {
    const cut = classes.has('internet')
    const name = textSvg(label, x, y - (cut ? 7 : 8), {
      ...{ size: cut ? 12 : 13, weight: 600, anchor: 'middle' },
      fill: palette.text,
    })
    return { layer: 6, svg: outsideSvg(box, cut, palette) + name }
  }
  if (trustClass === undefined) return nothing
  if (classes.has('plate')) return { layer: 10, svg: plateSvg(box, trustClass, label, palette) }
  if (classes.has('glyph')) return { layer: 11, svg: glyphSvg(trustClass, x, y, palette) }
  if (classes.has('stub-end')) {
    const leftward = classes.has('leftward')
    const look = {
      size: 11,
      weight: 600,
      fill: palette[`${trustClass}-text`],
      anchor: leftward ? 'end' : 'start',
    } as const
    return { layer: 7, svg: textSvg(label, x + (leftward ? -6 : 6), y, look) }
  }
  return nothing
}

/** The share of its box above which a name may outgrow it in another font than ours. */
const tight = 0.75

function drawWorkload(box: Box, label: string, classes: ReadonlySet<string>, palette: Palette): string {
  const border =
    (['open', 'doubt', 'both'] as const).find(each => classes.has(each)) ?? ('one' satisfies Border)
  const [open, job] = [border === 'open', classes.has('job')]
  const indent = job ? (open ? 26 : 15) : open ? 21 : 8
  return (
    workloadSvg(box, border, job, palette) +
    textSvg(label, box.x - box.width / 2 + indent, box.y, {
      size: 11,
      weight: open ? 600 : 500,
      ...(textWidth(label) > tight * (box.width - indent) && { length: textWidth(label) }),
      italic: classes.has('predicted'),
      fill: classes.has('predicted') ? palette['text-2'] : palette.text,
    })
  )
}

function drawLine({ classes, data }: Thing, boxes: ReadonlyMap<string, Box>, palette: Palette): Drawn {
  const line = lineOf(data, boxes)
  const trustClass: LineClass | undefined = classOf(classes) ?? (classes.has('denied') ? 'denied' : undefined)
  if (!line || trustClass === undefined) return nothing
  const stub = classes.has('stub')
  const usual = { implicit: 4, partial: 2.5, verified: 1.5, unknown: 1.8, denied: 1.5 }[trustClass]
  const width = number(data['width'], stub && trustClass === 'implicit' ? 3.2 : usual)
  const below = { implicit: 3, unknown: 2, partial: 1, verified: 1, denied: 3 }[trustClass]
  const svg = lineSvg(trustClass, line, width, palette, { short: stub })
  if (!classes.has('pair')) return { layer: stub || classes.has('single') ? 5 : below, svg }
  const halo = tag('line', {
    ...{ x1: line.from.x, y1: line.from.y, x2: line.to.x, y2: line.to.y },
    ...{ stroke: palette.ink, 'stroke-width': 11, 'stroke-linecap': 'round' },
  })
  const inner = tag('line', {
    ...{ x1: line.from.x, y1: line.from.y, x2: line.to.x, y2: line.to.y },
    ...{ stroke: palette.halo, 'stroke-width': 8, 'stroke-linecap': 'round' },
  })
  return { layer: 12, svg: halo + inner + svg }
}

/** Bundles say where they end; the others end at the borders of what they join. */
function lineOf(data: ElementDefinition['data'], boxes: ReadonlyMap<string, Box>): Line | undefined {
  const [source, target] = [boxes.get(text(data.source)), boxes.get(text(data.target))]
  if (!source || !target) return undefined
  const from = offset(source, text(data['sourceEnd']))
  const to = offset(target, text(data['targetEnd']))
  return from && to ? { from, to } : lineBetween(source, target, 0, 2)
}

function offset(box: Box, ends: string): Point | undefined {
  const [, x, y] = /^(-?[\d.]+)px (-?[\d.]+)px$/.exec(ends) ?? []
  return x === undefined || y === undefined ? undefined : { x: box.x + Number(x), y: box.y + Number(y) }
}

function extent(things: readonly Thing[]): { left: number; right: number; top: number; bottom: number } {
  const edge = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity }
  for (const { box, data, classes } of things) {
    if (data.source !== undefined) continue
    const beside = classes.has('stub-end') ? textWidth(text(data['label'])) + 8 : 0
    edge.left = Math.min(edge.left, box.x - box.width / 2 - (classes.has('leftward') ? beside : 0))
    edge.right = Math.max(edge.right, box.x + box.width / 2 + (classes.has('leftward') ? 0 : beside))
    edge.top = Math.min(edge.top, box.y - box.height / 2 - (beside > 0 ? 8 : 0))
    edge.bottom = Math.max(edge.bottom, box.y + box.height / 2 + (beside > 0 ? 8 : 0))
  }
  return Number.isFinite(edge.left) ? edge : { left: 0, right: 0, top: 0, bottom: 0 }
}
