import type { MatrixAnswer } from '@/lib/api/matrix-contract'
import { count } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'
import { endText } from '../signs/EndName'

export type Line = MatrixAnswer['rows']['items'][number]

/** Members of a cell by their worst class. */
export type Share = Omit<MatrixAnswer['toInternet'][number], 'at'>

/** An end of a cell: a line of the matrix, or everything outside the cluster. */
export type End = Line | 'internet'

/** The name of an end as text; a workload with its namespace. */
export function endName(end: End): string {
  if (end === 'internet') return endText('internet')
  return end.kind === 'workload' ? endText(end.id) : visible(end.label)
}

/** `31 / 35`: members of the worst class, of all. */
export const shareText = ({ worst, all }: Share): string => `${numberText(worst)} / ${numberText(all)}`

/** Widths in pixels at the size of the text in cells; figures are tabular, so counting them is enough. */
const [figure, between, besideText]: readonly [number, number, number] = [6.8, 3.6, 19]

/** Whether a cell of this width has room for a text of figures beside its glyph. */
export const fits = (text: string, width: number): boolean =>
  [...text].reduce((sum, each) => sum + (/\d/.test(each) ? figure : between), besideText) <= width

/** As much of the share as a cell of this width has room for beside its glyph: both numbers, the worst alone, or none. */
export function fittingText(share: Share, width: number): string {
  return [shareText(share), numberText(share.worst)].find(text => fits(text, width)) ?? ''
}

/** Who meets whom: `payments from data`, `inside data`. */
export const pairText = (from: End, to: End): string =>
  from !== 'internet' && to !== 'internet' && from.id === to.id
    ? `inside ${endName(to)}`
    : `${endName(to)} from ${endName(from)}`

/**
 * What a cell says: `payments from data: 31 of 35 implicit`; with a lens also how many it lights. An empty one may be empty
 * because of the filter.
 */
export function cellSentence(from: End, to: End, share: Share | undefined): string {
  const pair = pairText(from, to)
  if (share === undefined) return `${pair}: no connection shown`
  const lit = share.lit === undefined ? '' : share.lit === 0 ? ', none lit' : `, ${numberText(share.lit)} lit`
  return `${pair}: ${numberText(share.worst)} of ${numberText(share.all)} ${share.trustClass}${lit}`
}

export type Door = Omit<MatrixAnswer['anyone'][number], 'at'>

/** `6 / 8`: workloads that are open, of all. */
export const doorText = ({ open, workloads }: Door): string =>
  `${numberText(open)} / ${numberText(workloads)}`

/** What the line of Anyone says of a column: `anyone may come in to data: 9 of 9 workloads, 265 connections`. */
export function doorSentence(to: Line, door: Door | undefined): string {
  if (door === undefined) return `${endName(to)}: no workload is open to anyone`
  return `anyone may come in to ${endName(to)}: ${numberText(door.open)} of ${count(door.workloads, 'workload')}, ${count(door.connections, 'connection')}`
}
