import { className } from '@/lib/words/glossary'
import { trustClasses } from '@/lib/model/verdict'
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

/** What the signs of the picture mean, in the picture, because it travels without its page. */
export function legendSvg(left: number, top: number, palette: Palette): string {
  const words = (text: string, column: number, row: number): string =>
    textSvg(text, left + column * pitch.x + 42, top + row * pitch.y, { size: 11, fill: palette['text-2'] })
  const box = (column: number, row: number) => ({
    ...{ x: left + column * pitch.x + 17, y: top + row * pitch.y },
    ...{ width: 28, height: 12 },
  })
  return [
    ...trustClasses.flatMap((trustClass, column) => {
      const y = top
      const x = left + column * pitch.x
      return [
        lineSvg(trustClass, { from: { x, y }, to: { x: x + 34, y } }, widths[trustClass], palette),
        words(className[trustClass], column, 0),
      ]
    }),
    ...borders.flatMap(([border, text], column) => [
      workloadSvg(box(column, 1), border, false, palette),
      words(text, column, 1),
    ]),
    hullSvg(box(0, 2), false, palette),
    words('No default deny', 0, 2),
    textSvg('31 / 35', left + pitch.x - 6, top + 2 * pitch.y, { size: 11, weight: 600, fill: palette.text }),
    words('not verified / all', 1, 2),
  ].join('\n')
}
