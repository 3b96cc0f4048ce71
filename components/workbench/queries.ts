import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { ObjectQuestion } from '@/lib/api/client'
import type { SaidDial } from '@/lib/model/said-dial'
import { askingAbout } from '../capture/query-client'
import { afterViews } from './after-views'
import { pairFilter } from './end-filter'
import { isGroup, type ConnectionEnds, type PairOfGroups } from './ends'
import { silenceDelay } from './retry'
import type { View } from './view-state'

/**
 * Every question that the page asks, each with the key it is remembered under. Which capture it is about is no part of the
 * key, because each capture has a cache of its own (capture/query-client.ts).
 */

export const overviewQuery = () =>
  queryOptions({
    queryKey: ['overview'],
    queryFn: ({ signal, meta }) => askingAbout(meta).getOverview(signal),
  })

/** Milliseconds between two looks at how a load goes, and at whether somebody else had it read again. */
const soon = 500
const later = 15_000

export const healthQuery = () =>
  queryOptions({
    queryKey: ['health'],
    queryFn: ({ signal, meta }) => askingAbout(meta).getHealth(signal),
    refetchInterval: ({ state: { data, status, dataUpdatedAt, errorUpdatedAt } }) =>
      data === undefined
        ? false
        : status === 'error'
          ? silenceDelay(dataUpdatedAt, errorUpdatedAt)
          : data.status === 'loading' || data.again.state === 'running'
            ? soon
            : later,
    refetchOnWindowFocus: 'always',
  })

/** What every view of connections is narrowed by, with the text of the filter settled. */
export type ViewFilter = Pick<View, 'class' | 'q' | 'hide'>

/** The map of a view: only a workload and the internet have connections to draw singly. */
export function drawnMap(
  { about, expand, group, lens, lines }: Pick<View, 'about' | 'expand' | 'group' | 'lens' | 'lines'>,
  filter: ViewFilter,
) {
  const single = about !== '' && about !== 'anyone' && !isGroup(about)
  const question = { ...filter, group, expand, lines, ...(lens && { lens }), ...(single && { focus: about }) }
  return queryOptions({
    queryKey: ['map', question],
    queryFn: ({ signal, meta }) => askingAbout(meta).getMap(question, signal),
    placeholderData: keepPreviousData,
  })
}

/** Rows or columns of one window of the matrix. */
export const matrixWindow = 48

/** One window of the matrix: which rows and columns, by their places. */
export interface MatrixWindow {
  readonly row: number
  readonly column: number
}

export const matrixQuery = (
  { expand, group, lens }: Pick<View, 'expand' | 'group' | 'lens'>,
  filter: ViewFilter,
  { row, column }: MatrixWindow,
) =>
  queryOptions({
    queryKey: ['matrix', group, expand, lens, filter, row, column],
    queryFn: ({ signal, meta }) =>
      askingAbout(meta).getMatrix(
        {
          ...filter,
          group,
          expand,
          ...(lens && { lens }),
          rowOffset: row,
          rowLimit: matrixWindow,
          columnOffset: column,
          columnLimit: matrixWindow,
        },
        signal,
      ),
  })

/** What each lens lights and each kind of noise hides, of what the filter keeps. */
export const lensesQuery = (filter: ViewFilter) =>
  queryOptions({
    queryKey: ['lenses', filter],
    queryFn: async ({ client, signal, meta }) => {
      await afterViews(client, signal)
      return askingAbout(meta).getLenses(filter, signal)
    },
    placeholderData: keepPreviousData,
  })

/** What could stand at a place of the filter, and what keeps the text from being one. */
export const completeQuery = (q: string, at: number) =>
  queryOptions({
    queryKey: ['complete', q, at],
    queryFn: ({ signal, meta }) => askingAbout(meta).getCompletions({ q, at }, signal),
    placeholderData: keepPreviousData,
  })

/** What keeps connections unknown, what would settle most first. */
export const unknownsQuery = () =>
  queryOptions({
    queryKey: ['unknowns'],
    queryFn: ({ signal, meta }) => askingAbout(meta).getUnknowns(signal),
  })

export type RowFilter = ViewFilter & Pick<View, 'about' | 'by' | 'sort' | 'order'>

/** Rows on one page of the table. */
export const pageSize = 100

export const rowsQuery = (filter: RowFilter, page: number, limit = pageSize) =>
  queryOptions({
    queryKey: ['connections', filter, page, limit],
    queryFn: ({ signal, meta }) =>
      askingAbout(meta).getConnections({ ...filter, offset: page * limit, limit }, signal),
  })

/** At which row of the table a connection stands. */
export const rowPlaceQuery = (filter: RowFilter, ends: ConnectionEnds) =>
  queryOptions({
    queryKey: ['row', filter, ends],
    queryFn: ({ signal, meta }) => askingAbout(meta).getRowPlace({ ...filter, ...askedEnds(ends) }, signal),
  })

/** The worst connections of a pair of ends, with the counts of all, as the table has them. */
export const pairQuery = (pair: PairOfGroups, filter: ViewFilter) => pairRows(pair, filter, {}, pageSize)

/** How many connections of a pair there are, or of those that come through open doors. */
export const pairCountsQuery = (pair: PairOfGroups, filter: ViewFilter, throughDoors = false) =>
  pairRows(pair, filter, throughDoors ? { about: 'anyone' } : {}, 1)

const pairRows = (
  pair: PairOfGroups,
  filter: ViewFilter,
  more: Pick<Partial<RowFilter>, 'about'>,
  limit: number,
) =>
  rowsQuery(
    { ...filter, ...pairFilter(filter.q, pair), by: 'none', sort: 'class', order: 'asc', ...more },
    0,
    limit,
  )

/** What the filter leaves of each namespace, and the workloads of those that are open. */
export const scopeQuery = (filter: ViewFilter, open: readonly string[]) =>
  queryOptions({
    queryKey: ['scope', filter, open],
    queryFn: async ({ client, signal, meta }) => {
      await afterViews(client, signal)
      return askingAbout(meta).getScope({ ...filter, open: [...open] }, signal)
    },
    placeholderData: keepPreviousData,
  })

/** A namespace or another group of workloads, named as `about` names it. */
export const groupQuery = (name: string) =>
  queryOptions({
    queryKey: ['group', name],
    queryFn: ({ signal, meta }) => askingAbout(meta).getGroup(name, signal),
  })

export const workloadsQuery = (namespace: string) =>
  queryOptions({
    queryKey: ['workloads', 'of', namespace],
    queryFn: ({ signal, meta }) => askingAbout(meta).getWorkloads({ namespace, limit: 500 }, signal),
  })

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['workloads', 'named', q],
    queryFn: ({ signal, meta }) => askingAbout(meta).getWorkloads({ q, limit: 500 }, signal),
    placeholderData: keepPreviousData,
  })

/** A few workloads with a part of their name, to choose an end from. */
export const endsNamedQuery = (q: string) =>
  queryOptions({
    queryKey: ['workloads', 'ends', q],
    queryFn: ({ signal, meta }) => askingAbout(meta).getWorkloads({ q, limit: 12 }, signal),
    placeholderData: keepPreviousData,
  })

export const workloadQuery = (key: string) =>
  queryOptions({
    queryKey: ['workload', key],
    queryFn: ({ signal, meta }) => askingAbout(meta).getWorkload(key, signal),
  })

/** Whom a workload may reach, or who may reach it, in so many hops. */
export const reachQuery = (from: string, direction: 'out' | 'in', hops: number) =>
  queryOptions({
    queryKey: ['reach', from, direction, hops],
    queryFn: ({ signal, meta }) => askingAbout(meta).getReach({ from, direction, hops }, signal),
    placeholderData: keepPreviousData,
  })

/** Two ends and a port as the API takes them. */
const askedEnds = ({ from, to, port }: ConnectionEnds) => ({
  from,
  to,
  ...(port && { protocol: port.protocol }),
  ...(port?.port !== undefined && { port: String(port.port) }),
})

export const explainQuery = ({ from, to, port, dial }: ConnectionEnds) =>
  queryOptions({
    queryKey: ['explain', from, to, port, dial],
    queryFn: ({ signal, meta }) =>
      askingAbout(meta).getExplanation(
        { ...askedEnds({ from, to, ...(port && { port }) }), ...(dial && askedDial(dial)) },
        signal,
      ),
  })

/** How a question dials and what it sends, as the API takes them. */
const askedDial = ({ address, method, path, host, headers }: SaidDial) => ({
  ...(address && { address }),
  ...(method !== undefined && { method }),
  ...(path !== undefined && { path }),
  ...(host !== undefined && { host }),
  ...(headers && { header: [...headers] }),
})

export const objectQuery = (question: ObjectQuestion) =>
  queryOptions({
    queryKey: ['object', question],
    queryFn: ({ signal, meta }) => askingAbout(meta).getObject(question, signal),
  })
