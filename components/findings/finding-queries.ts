import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { askingAbout } from '../capture/query-client'
import type { FindingView } from './finding-state'

/** Rows on one page of the answer. */
const pageSize = 50

/** The findings that pass, worst first, page by page. */
export const findingsQuery = ({ filter, namespace }: Pick<FindingView, 'filter' | 'namespace'>) =>
  infiniteQueryOptions({
    queryKey: ['findings', filter, namespace],
    queryFn: ({ pageParam, signal, meta }) =>
      askingAbout(meta).getFindings(
        { severity: filter, namespace, offset: pageParam, limit: pageSize },
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: ({ offset, rows, total }) =>
      rows.length > 0 && offset + rows.length < total ? offset + rows.length : undefined,
    placeholderData: keepPreviousData,
  })
