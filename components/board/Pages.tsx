import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Failure } from '../states/Failure'
import { TableSkeleton } from '../states/TableSkeleton'

/** How the rows of a board come in, page by page. */
export interface Arrival {
  readonly stale: boolean
  readonly loadingMore: boolean
  /** Absent where all rows are there. */
  readonly onMore: (() => void) | undefined
}

interface PagesProps<Page> {
  readonly answer: UseInfiniteQueryResult<InfiniteData<Page>>
  /** What is waited for: `policies`. */
  readonly of: string
  readonly children: (first: Page, pages: readonly Page[], arrival: Arrival) => ReactNode
}

/** The pages that are there, or why there are none. */
export function Pages<Page>({ answer, of, children }: PagesProps<Page>) {
  const [first] = answer.data?.pages ?? []
  if (answer.isError) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data || !first) return <TableSkeleton of={of} />
  return children(first, answer.data.pages, {
    stale: answer.isPlaceholderData,
    loadingMore: answer.isFetchingNextPage,
    onMore: answer.hasNextPage ? () => void answer.fetchNextPage() : undefined,
  })
}
