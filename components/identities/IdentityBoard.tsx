'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import { EmptyState } from '../states/EmptyState'
import { Failure } from '../states/Failure'
import { TableSkeleton } from '../states/TableSkeleton'
import { Button } from '../ui/Button'
import { FilterChips } from '../ui/FilterChips'
import { NamespaceSelect } from '../ui/NamespaceSelect'
import { BoardFrame } from '../workbench/BoardFrame'
import { IdentityDetail } from './IdentityDetail'
import { IdentityFigures } from './IdentityFigures'
import { identitiesQuery } from './identity-queries'
import { IdentityTable } from './IdentityTable'
import { useIdentityView, type IdentityControl } from './use-identity-view'

/** What each workload can prove about itself, who can prove nothing, and the one that is looked at beside them. */
export function IdentityBoard({ overview }: { readonly overview: Overview }) {
  const control = useIdentityView()
  const { view, select } = control
  const close = useCallback(() => select(null), [select])
  return (
    <BoardFrame
      overview={overview}
      of="identities"
      onClose={close}
      detail={
        view.identity === null ? undefined : (
          <IdentityDetail key={view.identity} id={view.identity} onClose={close} />
        )
      }
    >
      <Identities control={control} />
    </BoardFrame>
  )
}

const chips = [
  { filter: 'all', title: 'All', none: 'nothing runs here' },
  { filter: 'none', title: 'No identity', none: 'every workload here presents one' },
  { filter: 'shared', title: 'Shared', none: 'no two workloads present the same' },
  { filter: 'default', title: 'Default account', none: 'nothing runs as the account default' },
  { filter: 'unasked', title: 'Asked for by no rule', none: 'some rule names each of them' },
] as const

function Identities({ control }: { readonly control: IdentityControl }) {
  const { view, set } = control
  const answer = useInfiniteQuery(identitiesQuery(view))
  const [first] = answer.data?.pages ?? []
  const shown = first?.meshed === true
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-end gap-x-4 gap-y-2.5 px-5 pt-4 pb-3 max-sm:px-4 max-sm:pt-3">
        <div className="min-w-52 flex-1">
          <h1 className="text-xl font-semibold tracking-[-0.01em]">Identities</h1>
          <p className="text-text-2">
            What each workload can prove about itself when it calls, and which rules ask for it.
          </p>
        </div>
        {shown && (
          <div className="flex flex-wrap items-center gap-2">
            <FilterChips
              label="Show only some identities"
              chips={chips}
              counts={first.counts}
              chosen={view.filter}
              onChoose={filter => set({ filter })}
            />
            <NamespaceSelect
              namespaces={first.namespaces}
              chosen={view.namespace}
              onChoose={namespace => set({ namespace })}
            />
          </div>
        )}
      </div>
      {answer.isError ? (
        <Failure error={answer.error} onRetry={() => void answer.refetch()} />
      ) : !answer.data || !first ? (
        <TableSkeleton of="identities" />
      ) : !first.meshed ? (
        <EmptyState title="No mesh is seen: nobody presents an identity">
          No pod has a proxy that would prove who it is, and no label asks for one. A server sees the address
          of its caller and nothing else, so no rule can ask for a workload by name.
        </EmptyState>
      ) : first.total === 0 ? (
        <EmptyState
          title="The filter hides every identity"
          action={<Button onClick={() => set({ filter: 'all', namespace: '' })}>Show all</Button>}
        >
          Nothing {view.namespace === '' ? 'of this cluster' : 'of this namespace'} passes it.
        </EmptyState>
      ) : (
        <>
          <IdentityFigures page={first} />
          <IdentityTable
            sections={first.sections}
            rows={answer.data.pages.flatMap(({ rows }) => rows)}
            total={first.total}
            stale={answer.isPlaceholderData}
            loadingMore={answer.isFetchingNextPage}
            onMore={answer.hasNextPage ? () => void answer.fetchNextPage() : undefined}
            control={control}
          />
        </>
      )}
    </>
  )
}
