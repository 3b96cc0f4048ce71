'use client'

import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import type { ConnectionRow } from '@/lib/api/contract'
import { pageSize, rowsQuery, type RowFilter } from '../workbench/queries'
import { pagesOf } from './row-keys'

export interface Rows {
  /** Rows that match; of the last answer while the next one is on its way. */
  readonly total: number | undefined
  /** True while the rows are still those of the filter before. */
  readonly stale: boolean
  readonly error: Error | null
  readonly at: (index: number) => ConnectionRow | undefined
  readonly retry: () => void
}

/** The rows in sight, page by page from the server, so that the last of a million is as near as the first. */
export function useRows(filter: RowFilter, first: number, last: number): Rows {
  const start = useQuery({ ...rowsQuery(filter, 0), placeholderData: keepPreviousData })
  const later = pagesOf(Math.max(0, first), Math.max(0, last), pageSize).filter(page => page > 0)
  const pages = useQueries({ queries: later.map(page => rowsQuery(filter, page)) })
  const all = [start, ...pages]
  return {
    total: start.data?.total,
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
