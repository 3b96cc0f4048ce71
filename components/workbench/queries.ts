import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { ObjectQuestion } from '@/lib/api/client'
import { askingAbout } from '../capture/query-client'
import { namespaceOf, type ConnectionEnds } from './ends'
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
    refetchInterval: ({ state: { data } }) =>
      data === undefined ? false : data.status === 'loading' || data.again.state === 'running' ? soon : later,
    refetchOnWindowFocus: 'always',
  })

const mapQuery = (focus: string | undefined, expand: readonly string[]) =>
  queryOptions({
    queryKey: ['map', focus, expand],
    queryFn: ({ signal, meta }) =>
      askingAbout(meta).getMap({ ...(focus !== undefined && { focus }), expand: [...expand] }, signal),
    placeholderData: keepPreviousData,
  })

/** The map of a view: only a workload and the internet have connections to draw singly. */
export function drawnMap({ about, expand }: Pick<View, 'about' | 'expand'>) {
  const single = about !== '' && about !== 'anyone' && namespaceOf(about) === undefined
  return mapQuery(single ? about : undefined, expand)
}

export type RowFilter = Pick<View, 'class' | 'about' | 'q' | 'sort' | 'order'>

/** Rows on one page of the table. */
export const pageSize = 100

export const rowsQuery = (filter: RowFilter, page: number, limit = pageSize) =>
  queryOptions({
    queryKey: ['connections', filter, page, limit],
    queryFn: ({ signal, meta }) =>
      askingAbout(meta).getConnections({ ...filter, offset: page * limit, limit }, signal),
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

export const workloadQuery = (key: string) =>
  queryOptions({
    queryKey: ['workload', key],
    queryFn: ({ signal, meta }) => askingAbout(meta).getWorkload(key, signal),
  })

/** Whom a workload may reach, in as many hops as the server counts where nothing is said. */
export const reachQuery = (from: string) =>
  queryOptions({
    queryKey: ['reach', from],
    queryFn: ({ signal, meta }) => askingAbout(meta).getReach({ from }, signal),
  })

export const explainQuery = ({ from, to, port }: ConnectionEnds) =>
  queryOptions({
    queryKey: ['explain', from, to, port],
    queryFn: ({ signal, meta }) =>
      askingAbout(meta).getExplanation(
        {
          from,
          to,
          ...(port && { protocol: port.protocol }),
          ...(port?.port !== undefined && { port: String(port.port) }),
        },
        signal,
      ),
  })

export const objectQuery = (question: ObjectQuestion) =>
  queryOptions({
    queryKey: ['object', question],
    queryFn: ({ signal, meta }) => askingAbout(meta).getObject(question, signal),
  })
