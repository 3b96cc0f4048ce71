import { z } from 'zod'
import { unlistedWhys } from '../model/capture'
import { lenses, noises, startingGroups } from '../model/filter'
import { connectionsQuery } from './connection-contract'
import { filterParameters, lens } from './filter-contract'
import { groupParameter, grouping } from './map-contract'
import { count, counts, list, objectRef, text, trustClass } from './terms-contract'

/** The part of the HTTP API that is about groups of workloads. */

/** Rows or columns of one answer: as many as a screen shows, and few enough that an answer stays small. */
const mostLines = 64

/** Members of a cell by their worst class: `worst` of `all`. */
const share = {
  trustClass,
  worst: count,
  all: count,
  lit: count.exactOptional().meta({ description: 'With a lens: how many of all it lights.' }),
}

const line = z.object({
  id: z.string(),
  label: z.string(),
  kind: z.enum(['value', 'without', 'differs', 'unread', 'workload']).meta({
    description:
      '`without`: has no such label; `differs`: workloads whose own pods differ in it; `unread`: it could not be read; `workload`: one of a group that is expanded.',
  }),
  group: z.string().exactOptional().meta({ description: 'Of a workload: the group that it is in.' }),
  start: z.int().min(1).max(startingGroups).exactOptional().meta({
    description:
      'Where to start: its place among the first groups with anything implicit; a workload has that of its group.',
  }),
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
  ...filterParameters,
  lens,
  rowOffset: offset,
  rowLimit: limit,
  columnOffset: offset,
  columnLimit: limit,
})

export const groupAnswer = z.object({
  name: z.string().meta({ description: 'As it was asked for.' }),
  workloads: z.object({
    total: count,
    items: z.array(z.object({ key: z.string(), counts })).meta({
      description:
        'The first of them, those with most gaps first; counts are those of the table by destination.',
    }),
  }),
  namespaces: z.object({ total: count, items: z.array(z.object({ name: z.string(), workloads: count })) }),
  isolated: count.meta({ description: 'Workloads that some policy limits in some direction.' }),
  open: count.meta({ description: 'Workloads that no policy limits for ingress.' }),
  incoming: counts.meta({ description: 'From whatever is not in the group, the internet included.' }),
  outgoing: counts,
  inside: counts,
})

export const groupQuery = z.object({
  name: text.meta({
    description: '`namespace:NAME`, or `group:` and a name in the filter language: `group:label:tier=web`.',
  }),
})

export const lensesAnswer = z.object({
  counts: counts.meta({ description: 'Of what the filter keeps.' }),
  hidden: counts.meta({
    description:
      'Of what the rest of the filter keeps, what is hidden as noise, each once whatever its kinds.',
  }),
  lenses: z.array(
    z.object({
      name: z.enum(lenses),
      text: z.string().meta({ description: 'What says the same in the filter language.' }),
      counts: counts.meta({ description: 'Of what the filter keeps, what the lens lights.' }),
    }),
  ),
  noise: z.array(
    z.object({
      name: z.enum(noises),
      rule: z.string().meta({ description: 'What it is, in words.' }),
      hidden: z.boolean(),
      counts: counts.meta({ description: 'Of what the rest of the filter keeps, what is of this kind.' }),
    }),
  ),
})

export const lensesQuery = z.object(filterParameters)

export const completeAnswer = z.object({
  problem: z
    .object({ at: count.meta({ description: 'Place of the caret, in UTF-16 units.' }), message: z.string() })
    .exactOptional()
    .meta({ description: 'What keeps the text from being a filter; absent where it is one.' }),
  from: count.meta({ description: 'What a proposal stands in for begins here,' }),
  to: count.meta({ description: 'and ends here.' }),
  items: z.array(
    z.object({
      text: z.string().meta({ description: 'What to write.' }),
      kind: z.enum(['field', 'value', 'name', 'operator', 'word']),
      count: count.exactOptional(),
      unit: z
        .enum(['workloads', 'connections'])
        .exactOptional()
        .meta({ description: 'Of what `count` counts.' }),
      near: z.literal(true).exactOptional().meta({
        description: 'Nothing goes on as it is written, and this may have been meant.',
      }),
    }),
  ),
  rest: count.meta({ description: 'Proposals beyond those listed.' }),
})

export const completeQuery = z.object({
  q: text.default(''),
  at: z.coerce.number().int().min(0).exactOptional().meta({ description: 'The caret; absent = the end.' }),
})

export const unknownsAnswer = z.object({
  unknown: count.meta({ description: 'Pairs of the class unknown in all.' }),
  looked: count.meta({ description: 'Causes that were looked at, the likeliest first,' }),
  of: count.meta({ description: 'of so many that there may be.' }),
  items: z
    .array(
      z.object({
        kind: z.enum(['unlisted', 'unread', 'foreign', 'labels', 'problem', 'doubt']).meta({
          description:
            '`unlisted`: objects of a kind may be missing; `unread`: an object could not be read; `foreign`: an object is of a kind or version that is not read here; `labels`: those of a namespace are hidden; `problem`: a field could not be honoured; `doubt`: what it means is not certain.',
        }),
        object: objectRef.exactOptional().meta({ description: 'Named `*` where it is all of a kind.' }),
        namespace: z.string().exactOptional(),
        why: z
          .enum(unlistedWhys)
          .exactOptional()
          .meta({ description: 'Of `unlisted`; `forbidden` is a permission.' }),
        reason: z.string(),
        remedy: z.string().meta({ description: 'What would settle it.' }),
        pairs: count.exactOptional().meta({
          description:
            'Pairs with a port that would not be unknown if this were settled; one pair may wait for several. Absent where that cannot be told of one object.',
        }),
      }),
    )
    .meta({ description: 'What keeps connections unknown, what would settle most first.' }),
})

export const unknownsQuery = z.object({})

/** A part of an export as the engine hands it on; whoever asks gets the parts as one text. */
export const exportAnswer = z.object({
  text: z.string(),
  next: count.exactOptional().meta({ description: 'Where the next part begins; absent at the end.' }),
})

export const exportQuery = connectionsQuery.omit({ limit: true, by: true }).extend({
  format: z.enum(['csv', 'markdown']).default('csv'),
})

export type FilterQuery = z.infer<typeof lensesQuery>
export type CompleteQuery = z.infer<typeof completeQuery>
export type ExportPart = z.infer<typeof exportAnswer>
export type ExportQuery = z.infer<typeof exportQuery>
export type UnknownsAnswer = z.infer<typeof unknownsAnswer>
export type LensesAnswer = z.infer<typeof lensesAnswer>
export type CompleteAnswer = z.infer<typeof completeAnswer>
export type MatrixAnswer = z.infer<typeof matrixAnswer>
export type GroupAnswer = z.infer<typeof groupAnswer>
export type MatrixQuery = z.infer<typeof matrixQuery>
export type GroupingView = z.infer<typeof grouping>
