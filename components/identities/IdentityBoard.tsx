'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import { BoardHead } from '../board/BoardHead'
import { Pages } from '../board/Pages'
import { EmptyState } from '../states/EmptyState'
import { Button } from '../ui/Button'
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
  return (
    <>
      <BoardHead
        title="Identities"
        gloss="What each workload can prove about itself when it calls, and which rules ask for it."
        label="Show only some identities"
        chips={chips}
        narrows={first?.meshed ? first : undefined}
        chosen={view}
        onChoose={set}
      />
      <Pages answer={answer} of="identities">
        {(page, pages, arrival) =>
          !page.meshed ? (
            <EmptyState title="No mesh is seen: nobody presents an identity">
              No pod has a proxy that would prove who it is, and no label asks for one. A server sees the
              address of its caller and nothing else, so no rule can ask for a workload by name.
            </EmptyState>
          ) : page.total === 0 ? (
            <EmptyState
              title="The filter hides every identity"
              action={<Button onClick={() => set({ filter: 'all', namespace: '' })}>Show all</Button>}
            >
              Nothing {view.namespace === '' ? 'of this cluster' : 'of this namespace'} passes it.
            </EmptyState>
          ) : (
            <>
              <IdentityFigures page={page} />
              <IdentityTable
                {...arrival}
                trustDomains={page.trustDomains}
                sections={page.sections}
                rows={pages.flatMap(({ rows }) => rows)}
                total={page.total}
                control={control}
              />
            </>
          )
        }
      </Pages>
    </>
  )
}
