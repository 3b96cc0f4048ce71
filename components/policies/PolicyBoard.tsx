'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import { count } from '@/lib/words/count'
import { BoardHead } from '../board/BoardHead'
import { Pages } from '../board/Pages'
import { EmptyState } from '../states/EmptyState'
import { Button } from '../ui/Button'
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
      <BoardHead
        title="Policies"
        gloss={`${first ? `${count(first.total, 'object')} in evaluation order` : 'In evaluation order'}; figures count workloads and pairs of them.`}
        label="Show only some policies"
        chips={chips}
        narrows={first && first.namespaces.length > 0 ? first : undefined}
        chosen={view}
        onChoose={change => set(change, 'push')}
      />
      <Pages answer={answer} of="policies">
        {({ tiers, total }, pages, arrival) =>
          total === 0 ? (
            <NoPolicies overview={overview} control={control} />
          ) : (
            <PolicyTable
              {...arrival}
              tiers={tiers}
              rows={pages.flatMap(({ rows }) => rows)}
              total={total}
              control={control}
            />
          )
        }
      </Pages>
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
