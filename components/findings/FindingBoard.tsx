'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { FindingsPage } from '@/lib/api/findings-contract'
import type { Overview } from '@/lib/api/overview-contract'
import { severities } from '@/lib/model/finding'
import { findingId, severityWords, unseenSentence } from '@/lib/words/finding'
import { BoardHead } from '../board/BoardHead'
import { Pages } from '../board/Pages'
import { PanelFrame } from '../inspector/PanelFrame'
import { PanelHead } from '../inspector/PanelHead'
import { EmptyState } from '../states/EmptyState'
import { Button } from '../ui/Button'
import { BoardFrame } from '../workbench/BoardFrame'
import { FindingDetail } from './FindingDetail'
import { findingsQuery } from './finding-queries'
import { FindingTable } from './FindingTable'
import { useFindingView } from './use-finding-view'

const chips = [
  { filter: 'all', title: 'All', none: 'nothing was found' },
  ...severities.map(severity => ({
    filter: severity,
    title: severityWords[severity].title,
    none: 'nothing of this severity was found',
  })),
] as const

/** What is wrong or dangerous in the objects, why, and what closes it; the one that is looked at stands beside. */
export function FindingBoard({ overview }: { readonly overview: Overview }) {
  const { view, set, select } = useFindingView()
  const answer = useInfiniteQuery(findingsQuery(view))
  const close = useCallback(() => select(null), [select])
  const pages = answer.data?.pages ?? []
  const [first] = pages
  const rows = pages.flatMap(page => page.rows)
  const chosen = rows.find(row => findingId(row) === view.finding)
  const gone = (view.finding !== null && first !== undefined && !answer.hasNextPage) || undefined
  return (
    <BoardFrame
      overview={overview}
      of="findings"
      onClose={close}
      detail={
        chosen ? (
          <FindingDetail key={view.finding} row={chosen} onClose={close} />
        ) : (
          gone && <NotFound onClose={close} />
        )
      }
    >
      <BoardHead
        title="Findings"
        gloss="What is wrong or dangerous in the objects, why, and what closes it."
        label="Show only some findings"
        chips={chips}
        narrows={
          first && {
            counts: { all: sum(first.counts), ...first.counts },
            namespaces: overview.namespaces.map(({ name }) => name),
          }
        }
        chosen={view}
        onChoose={set}
      />
      {first && <Unseen unseen={first.unseen} />}
      <Pages answer={answer} of="findings">
        {(page, _, arrival) =>
          page.total > 0 ? (
            <FindingTable
              {...arrival}
              counts={page.counts}
              rows={rows}
              total={page.total}
              control={{ view, set, select }}
            />
          ) : view.filter === 'all' && view.namespace === '' ? (
            <EmptyState title="Nothing was found">
              None of the slips that podtrust looks for is in the objects that were read. That says nothing of
              what is open: the explorer does.
            </EmptyState>
          ) : (
            <EmptyState
              title="The filter hides every finding"
              action={<Button onClick={() => set({ filter: 'all', namespace: '' })}>Show all</Button>}
            >
              Nothing {view.namespace === '' ? 'of this severity' : 'of this namespace'} was found.
            </EmptyState>
          )
        }
      </Pages>
    </BoardFrame>
  )
}

const sum = (counts: FindingsPage['counts']): number =>
  severities.reduce((total, severity) => total + counts[severity], 0)

function NotFound({ onClose }: { readonly onClose: () => void }) {
  return (
    <PanelFrame>
      <PanelHead onClose={onClose} over={undefined} title="This is found no longer">
        <p className="mt-1.5 text-text-2">
          Nothing that is read now has this finding, or the filter hides it.
        </p>
      </PanelHead>
    </PanelFrame>
  )
}

/** Objects that could carry findings and were not read. */
function Unseen({ unseen }: Pick<FindingsPage, 'unseen'>) {
  if (unseen.length === 0) return null
  return (
    <ul aria-label="Not looked at" className="border-t border-line px-5 py-2 text-xs text-text-2 max-sm:px-4">
      {unseen.map(each => (
        <li key={`${each.group} ${each.kind} ${each.reason}`} className="wrap-anywhere">
          {unseenSentence(each)}.
        </li>
      ))}
    </ul>
  )
}
