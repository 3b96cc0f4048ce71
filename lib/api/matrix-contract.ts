import { z } from 'zod'
import { count, counts, list, text, trustClass } from './contract'

/** The part of the HTTP API that is about groups of workloads; see contract.ts. */

/** Rows or columns of one answer: as many as a screen shows, and few enough that an answer stays small. */
const mostLines = 64

export const groupParameter = text.default('auto').meta({
  description:
    'What workloads are gathered by: `namespace`, `namespace-label:KEY`, `label:KEY` or `service-account`; `auto` is the namespace, or above 300 namespaces the label that covers them best.',
})

export const grouping = z.object({
  by: z.string().meta({ description: 'As it would be asked for.' }),
  why: z
    .string()
    .exactOptional()
    .meta({ description: 'In words, where it was chosen because there are too many namespaces.' }),
})

/** Members of a cell by their worst class: `worst` of `all`. */
const share = { trustClass, worst: count, all: count }

const line = z.object({
  id: z.string(),
  label: z.string(),
  kind: z.enum(['value', 'without', 'differs', 'unread', 'workload']).meta({
    description:
      '`without`: has no such label; `differs`: workloads whose own pods differ in it; `unread`: it could not be read; `workload`: one of a group that is expanded.',
  }),
  group: z.string().exactOptional().meta({ description: 'Of a workload: the group that it is in.' }),
  workloads: count,
  outgoing: counts,
  incoming: counts,
})

const axis = z.object({ offset: count, of: count, items: z.array(line) })
const end = z.object({ at: count.meta({ description: 'Place in the items of its axis.' }), ...share })

export const matrixAnswer = z.object({
  grouping,
  counts: counts.meta({ description: 'Of everything that fits, whether or not it is in the window.' }),
  rows: axis.meta({ description: 'Sources, those with most that is implicit and then unknown first.' }),
  columns: axis.meta({ description: 'Destinations, in the same order.' }),
  cells: z
    .array(z.object({ row: count, column: count, ...share }))
    .meta({ description: 'Cells of the window that are not empty, row by row, by places in the items.' }),
  toInternet: z.array(end).meta({ description: 'The column of the internet.' }),
  fromInternet: z.array(end).meta({ description: 'The row of the internet.' }),
  anyone: z.array(z.object({ at: count, open: count, workloads: count, connections: count })).meta({
    description:
      'Columns with workloads whose door is open: how many of its workloads, and the pairs that come in so. The cells hold these pairs too.',
  }),
})

const offset = z.coerce.number().int().min(0).default(0)
const limit = z.coerce.number().int().min(1).max(mostLines).default(48)

export const matrixQuery = z.object({
  group: groupParameter,
  expand: list.default([]).meta({ description: 'Ids of groups to show workload by workload.' }),
  class: list.pipe(z.array(trustClass)).default([]).meta({ description: 'Classes to keep; none = all.' }),
  q: text.default('').meta({ description: 'Part of the name of either end.' }),
  rowOffset: offset,
  rowLimit: limit,
  columnOffset: offset,
  columnLimit: limit,
})

export type MatrixAnswer = z.infer<typeof matrixAnswer>
export type MatrixQuery = z.infer<typeof matrixQuery>
export type GroupingView = z.infer<typeof grouping>
