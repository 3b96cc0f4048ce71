'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import type { Overview } from '@/lib/api/contract'
import { count } from '@/lib/words/count'
import { ReadingNews, useHasNews } from '../capture/ReadingNews'
import { useHrefs } from '../capture/use-capture'
import { EmptyState } from '../states/EmptyState'
import { Failure } from '../states/Failure'
import { TableSkeleton } from '../states/TableSkeleton'
import { Button } from '../ui/Button'
import { Header } from '../workbench/Header'
import { PartialBanner } from '../workbench/PartialBanner'
import { FilterChips } from './FilterChips'
import { NamespaceSelect } from './NamespaceSelect'
import { PolicyDetail } from './PolicyDetail'
import { policiesQuery } from './policy-queries'
import { PolicyTable } from './PolicyTable'
import { usePolicyView } from './use-policy-view'

/** Every policy object in the order in which it is asked, and the one that is looked at beside them. */
export function PolicyBoard({ overview }: { readonly overview: Overview }) {
  const control = usePolicyView()
  const news = useHasNews()
  const { view, select } = control
  const { explorer } = useHrefs()
  const router = useRouter()
  const toProblems = () => router.push(explorer({ show: 'problems' }))

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && view.policy !== null) select(null)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [view.policy, select])

  const columns =
    view.policy === null
      ? ''
      : 'md:grid-cols-[minmax(0,1fr)_360px] lg:grid-cols-[minmax(0,1fr)_400px] xl:grid-cols-[minmax(0,1fr)_440px]'
  return (
    <div className="flex h-full flex-col overflow-y-auto">
      <a
        href="#policies"
        className="absolute top-1 left-2 z-50 -translate-y-20 rounded-md bg-ink px-3 py-2 font-medium text-on-ink focus:translate-y-0"
      >
        Skip to the policies
      </a>
      <Header overview={overview} problemsShown={false} onProblems={toProblems} />
      <PartialBanner
        overview={overview}
        onProblems={toProblems}
        onUnknowns={() => router.push(explorer({ show: 'unknowns' }))}
      />
      <div className={`grid min-h-80 flex-1 shrink-0 grid-cols-1 grid-rows-[minmax(0,1fr)] ${columns}`}>
        <main id="policies" tabIndex={-1} className="flex min-h-0 min-w-0 flex-col bg-surface outline-none">
          <Policies overview={overview} control={control} />
        </main>
        {view.policy !== null && (
          <PolicyDetail key={JSON.stringify(view.policy)} policy={view.policy} control={control} />
        )}
      </div>
      {news && (
        <footer className="flex shrink-0 items-center border-t border-line bg-surface px-4 py-1 text-xs text-text-2 md:h-8">
          <ReadingNews capturedAt={overview.capturedAt} />
        </footer>
      )}
    </div>
  )
}

interface PoliciesProps {
  readonly overview: Overview
  readonly control: ReturnType<typeof usePolicyView>
}

function Policies({ overview, control }: PoliciesProps) {
  const { view, set } = control
  const answer = useInfiniteQuery(policiesQuery(view))
  const [first] = answer.data?.pages ?? []

  return (
    <>
      <div className="flex shrink-0 flex-wrap items-end gap-x-4 gap-y-2.5 px-5 pt-4 pb-3 max-sm:px-4 max-sm:pt-3">
        <div className="min-w-52 flex-1">
          <h1 className="text-xl font-semibold tracking-[-0.01em]">Policies</h1>
          <p className="text-text-2">
            {first ? `${count(first.total, 'object')} in evaluation order` : 'In evaluation order'}; figures
            count workloads and pairs of them.
          </p>
        </div>
        {first && first.namespaces.length > 0 && (
          <div className="flex flex-wrap items-center gap-2">
            <FilterChips
              counts={first.counts}
              chosen={view.filter}
              onChoose={filter => set({ filter }, 'push')}
            />
            <NamespaceSelect
              namespaces={first.namespaces}
              chosen={view.namespace}
              onChoose={namespace => set({ namespace }, 'push')}
            />
          </div>
        )}
      </div>
      {answer.isError ? (
        <Failure error={answer.error} onRetry={() => void answer.refetch()} />
      ) : !answer.data || !first ? (
        <TableSkeleton of="policies" />
      ) : first.total === 0 ? (
        <NoPolicies overview={overview} control={control} />
      ) : (
        <PolicyTable
          tiers={first.tiers}
          rows={answer.data.pages.flatMap(({ rows }) => rows)}
          total={first.total}
          stale={answer.isPlaceholderData}
          loadingMore={answer.isFetchingNextPage}
          onMore={answer.hasNextPage ? () => void answer.fetchNextPage() : undefined}
          control={control}
        />
      )}
    </>
  )
}

function NoPolicies({ overview, control: { view, set } }: PoliciesProps) {
  if (view.filter === 'all' && view.namespace === '')
    return (
      <EmptyState title="No policies were loaded">
        Nothing limits who may talk to whom: {count(overview.workloads, 'workload')} in this cluster{' '}
        {overview.workloads === 1 ? 'accepts' : 'accept'} anyone. The explorer says where to start.
      </EmptyState>
    )
  return (
    <EmptyState
      title="The filter hides every policy"
      action={<Button onClick={() => set({ filter: 'all', namespace: '' }, 'push')}>Show all</Button>}
    >
      No object {view.namespace === '' ? 'of this cluster' : 'of this namespace'} passes it.
    </EmptyState>
  )
}
