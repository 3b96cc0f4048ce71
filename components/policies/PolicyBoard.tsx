'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import { count } from '@/lib/words/count'
import { EmptyState } from '../states/EmptyState'
import { Failure } from '../states/Failure'
import { TableSkeleton } from '../states/TableSkeleton'
import { Button } from '../ui/Button'
import { FilterChips } from '../ui/FilterChips'
import { NamespaceSelect } from '../ui/NamespaceSelect'
import { BoardFrame } from '../workbench/BoardFrame'
import { PolicyDetail } from './PolicyDetail'
import { policiesQuery } from './policy-queries'
import { PolicyTable } from './PolicyTable'
import { usePolicyView } from './use-policy-view'

/** Every policy object in the order in which it is asked, and the one that is looked at beside them. */
export function PolicyBoard({ overview }: { readonly overview: Overview }) {
  const control = usePolicyView()
  const { view, select } = control
  const close = useCallback(() => select(null), [select])
  return (
    <BoardFrame
      overview={overview}
      of="policies"
      onClose={close}
      detail={
        view.policy === null ? undefined : (
          <PolicyDetail key={JSON.stringify(view.policy)} policy={view.policy} control={control} />
        )
      }
    >
      <Policies overview={overview} control={control} />
    </BoardFrame>
  )
}

const chips = [
  { filter: 'all', title: 'All', none: 'there are no policies' },
  {
    filter: 'matches-nothing',
    title: 'Matches nothing',
    none: 'every selector, peer and port name matches something',
  },
  { filter: 'not-enforced', title: 'Not enforced', none: 'every policy here is enforced' },
  { filter: 'shadowed', title: 'Shadowed', none: 'every rule here adds something' },
] as const

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
              label="Show only some policies"
              chips={chips}
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
