import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import {
  getConnections,
  getExplanation,
  getMap,
  getObject,
  getOverview,
  getReach,
  getWorkload,
  getWorkloads,
  type ObjectQuestion,
} from '@/lib/api/client'
import { namespaceOf, type ConnectionEnds } from './ends'
import type { View } from './view-state'

/** Every question that the page asks, each with the key it is remembered under. */

export const overviewQuery = () =>
  queryOptions({ queryKey: ['overview'], queryFn: ({ signal }) => getOverview(signal) })

const mapQuery = (focus: string | undefined, expand: readonly string[]) =>
  queryOptions({
    queryKey: ['map', focus, expand],
    queryFn: ({ signal }) => getMap({ ...(focus !== undefined && { focus }), expand: [...expand] }, signal),
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
    queryFn: ({ signal }) => getConnections({ ...filter, offset: page * limit, limit }, signal),
  })

export const workloadsQuery = (namespace: string) =>
  queryOptions({
    queryKey: ['workloads', 'of', namespace],
    queryFn: ({ signal }) => getWorkloads({ namespace, limit: 500 }, signal),
  })

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['workloads', 'named', q],
    queryFn: ({ signal }) => getWorkloads({ q, limit: 500 }, signal),
    placeholderData: keepPreviousData,
  })

export const workloadQuery = (key: string) =>
  queryOptions({ queryKey: ['workload', key], queryFn: ({ signal }) => getWorkload(key, signal) })

/** Whom a workload may reach, in as many hops as the server counts where nothing is said. */
export const reachQuery = (from: string) =>
  queryOptions({ queryKey: ['reach', from], queryFn: ({ signal }) => getReach({ from }, signal) })

export const explainQuery = ({ from, to, port }: ConnectionEnds) =>
  queryOptions({
    queryKey: ['explain', from, to, port],
    queryFn: ({ signal }) =>
      getExplanation(
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
  queryOptions({ queryKey: ['object', question], queryFn: ({ signal }) => getObject(question, signal) })
