'use client'

import { keepPreviousData, useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { MatrixAnswer } from '@/lib/api/matrix-contract'
import { matrixQuery, matrixWindow } from '../workbench/queries'
import type { ViewControl } from '../workbench/use-view'
import { pictureOf, windowsOf, type Picture } from './picture'

/** The first and the last row and column in sight. */
export interface Sight {
  readonly rows: readonly [number, number]
  readonly columns: readonly [number, number]
}

export interface Matrix {
  readonly picture: Picture
  /** The first window, which tells what holds for all of it; absent until something was answered. */
  readonly head: MatrixAnswer | undefined
  /** True while this is still the picture of the filter before. */
  readonly stale: boolean
  readonly error: Error | null
  readonly retry: () => void
}

const none: readonly MatrixAnswer[] = []

const answersOf = (results: UseQueryResult<MatrixAnswer>[]) => ({
  data: results.flatMap(({ data }) => data ?? []),
  failed: results.filter(({ isError }) => isError),
})

/** The windows in sight. The first is always among them: it tells how many lines there are. */
export function useMatrix({ view, filter }: Pick<ViewControl, 'view' | 'filter'>, sight: Sight): Matrix {
  const first = useQuery({
    ...matrixQuery(view, filter, { row: 0, column: 0 }),
    placeholderData: keepPreviousData,
  })
  const lines = first.data?.rows.of ?? 0
  const rows = windowsOf(...sight.rows, matrixWindow, lines)
  const columns = windowsOf(...sight.columns, matrixWindow, lines)
  const later = useQueries({
    queries: rows
      .flatMap(row => columns.map(column => ({ row, column })))
      .filter(({ row, column }) => row + column > 0)
      .map(window => matrixQuery(view, filter, window)),
    combine: answersOf,
  })
  // While an answer is waited for, the picture stays the same object, so that nothing of it is drawn anew.
  const more = first.isPlaceholderData || later.data.length === 0 ? none : later.data
  const picture = useMemo(() => pictureOf(first.data ? [first.data, ...more] : []), [first.data, more])
  return {
    picture,
    head: first.data,
    stale: first.isPlaceholderData,
    error: first.error ?? later.failed[0]?.error ?? null,
    retry: () => {
      for (const answer of [first, ...later.failed]) if (answer.isError) void answer.refetch()
    },
  }
}
