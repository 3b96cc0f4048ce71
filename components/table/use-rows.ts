'use client'

import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ConnectionRow, ConnectionRun } from '@/lib/api/connection-contract'
import { pageSize, rowsQuery, type RowFilter } from '../workbench/queries'
import type { ViewControl } from '../workbench/use-view'
import { pagesWith } from './row-keys'

export interface Rows {
  /** Rows that match; of the last answer while the next one is on its way. */
  readonly total: number | undefined
  /** What stands together, where that was asked for. */
  readonly runs: readonly ConnectionRun[] | undefined
  /** True while the rows are still those of the filter before. */
  readonly stale: boolean
  readonly error: Error | null
  readonly at: (index: number) => ConnectionRow | undefined
  readonly retry: () => void
}

/** What the table is narrowed and ordered by. */
export function useRowFilter({ view, filter }: Pick<ViewControl, 'view' | 'filter'>): RowFilter {
  const { about, by, sort, order } = view
  return useMemo(() => ({ ...filter, about, by, sort, order }), [filter, about, by, sort, order])
}

/** What is known without any row: how many there are, and what stands together. */
export const useFirstPage = (filter: RowFilter) =>
  useQuery({ ...rowsQuery(filter, 0), placeholderData: keepPreviousData })

/** The rows in sight, page by page from the server, so that the last of a million is as near as the first. */
export function useRows(filter: RowFilter, inSight: readonly number[]): Rows {
  const start = useFirstPage(filter)
  const later = pagesWith(inSight, pageSize).filter(page => page > 0)
  const pages = useQueries({ queries: later.map(page => rowsQuery(filter, page)) })
  const all = [start, ...pages]
  return {
    total: start.data?.total,
    runs: start.data?.runs,
    stale: start.isPlaceholderData,
    error: all.find(({ error }) => error !== null)?.error ?? null,
    at: index => {
      const page = Math.floor(index / pageSize)
      const answer = page === 0 ? start.data : pages[later.indexOf(page)]?.data
      return answer?.rows[index % pageSize]
    },
    retry: () => {
      for (const answer of all) if (answer.isError) void answer.refetch()
    },
  }
}
