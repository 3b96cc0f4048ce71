'use client'

import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ConnectionsPage } from '@/lib/api/connection-contract'
import { isNarrowed } from '../filter/narrowed'
import { rowsQuery, scopeQuery } from '../workbench/queries'
import type { ViewControl } from '../workbench/use-view'
import { scopeItems, type ScopeItem } from './scope-items'

/** Connections of a workload that the tree lists; the table has all. */
const listed = 20

export interface ScopeItems {
  readonly items: readonly ScopeItem[]
  readonly busy: boolean
  /** Why there are none. */
  readonly error: Error | null
  readonly retry: () => void
}

/** What the tree shows of the filter's result, as far as it is open. */
export function useScopeItems(
  { view, filter }: Pick<ViewControl, 'view' | 'filter'>,
  workloads: ReadonlySet<string>,
): ScopeItems {
  const scope = useQuery(scopeQuery(filter, view.expand))
  const keys = useMemo(() => [...workloads], [workloads])
  const pages = useQueries({
    queries: keys.map(about =>
      rowsQuery({ ...filter, about, by: 'none', sort: 'class', order: 'asc' }, 0, listed),
    ),
    combine: answers => answers.map(({ data }) => data),
  })
  const items = useMemo(() => {
    if (!scope.data) return []
    const byKey = new Map<string, ConnectionsPage | undefined>(keys.map((key, at) => [key, pages[at]]))
    return scopeItems(scope.data, {
      namespaces: view.expand,
      workloads,
      connectionsOf: key => byKey.get(key),
      narrowed: isNarrowed(filter),
    })
  }, [scope.data, keys, pages, view.expand, workloads, filter])
  return {
    items,
    busy: scope.isPlaceholderData || scope.isPending,
    error: scope.error,
    retry: () => void scope.refetch(),
  }
}
