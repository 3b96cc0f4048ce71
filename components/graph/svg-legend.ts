import { className } from '@/lib/words/glossary'
import { trustClasses, type TrustClass } from '@/lib/model/verdict'
import { textWidth } from './fit-text'
import type { Palette } from './palette'
import { lineSvg } from './svg-lines'
import { hullSvg, textSvg, workloadSvg, type Border } from './svg-nodes'

const pitch = { x: 208, y: 20 } as const
export const legendHeight = 3 * pitch.y + 12

const borders: readonly (readonly [Border, string])[] = [
  ['both', 'Isolated in and out'],
  ['one', 'Isolated for what comes in'],
  ['open', 'Open to anyone'],
  ['doubt', 'Isolation not known'],
]

const widths = { implicit: 4, unknown: 1.8, partial: 2.5, verified: 1.5 } as const

/** Words of the legend, in the middle of their line. */
interface LegendWords {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly size: number
  readonly weight?: number
  readonly length?: number
  readonly fill: string
}

export interface Legend {
  readonly width: number
  /** Markup of the signs. */
  readonly signs: string
  readonly words: readonly LegendWords[]
}

/** What the signs of the picture mean, in the picture, because it travels without its page. */
export function legendAt(left: number, top: number, palette: Palette): Legend {
  const at = (text: string, column: number, row: number): LegendWords => ({
    ...{ text, x: left + column * pitch.x + 42, y: top + row * pitch.y },
    ...{ size: 11, fill: palette['text-2'] },
  })
  const box = (column: number, row: number) => ({
    ...{ x: left + column * pitch.x + 17, y: top + row * pitch.y },
    ...{ width: 28, height: 12 },
  })
  const line = (trustClass: TrustClass, column: number): string => {
    const x = left + column * pitch.x
    return lineSvg(
      trustClass,
      { from: { x, y: top }, to: { x: x + 34, y: top } },
      widths[trustClass],
      palette,
    )
  }
  return {
    width: 4 * pitch.x,
    signs: [
      ...trustClasses.map(line),
      ...borders.map(([border], column) => workloadSvg(box(column, 1), border, false, palette)),
      hullSvg(box(0, 2), false, palette),
    ].join('\n'),
    words: [
      ...trustClasses.map((trustClass, column) => at(className[trustClass], column, 0)),
      ...borders.map(([, text], column) => at(text, column, 1)),
      at('No default deny', 0, 2),
      {
        ...at('31 / 35', 1, 2),
        x: left + pitch.x - 6,
        weight: 600,
        fill: palette.text,
        length: textWidth('31 / 35'),
      },
      at('not verified / all', 1, 2),
    ],
  }
}

/** The legend as a part of an SVG document. */
export function legendSvg(left: number, top: number, palette: Palette): string {
  const { signs, words } = legendAt(left, top, palette)
  return [signs, ...words.map(({ text, x, y, ...look }) => textSvg(text, x, y, look))].join('\n')
}
