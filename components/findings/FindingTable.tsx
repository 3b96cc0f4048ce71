'use client'

import type { ReactNode } from 'react'
import type { FindingRow, FindingsPage } from '@/lib/api/findings-contract'
import { severities } from '@/lib/model/finding'
import { count } from '@/lib/words/count'
import { findingId, findingPlace, severityWords } from '@/lib/words/finding'
import { sentence } from '@/lib/words/sentence'
import { visible } from '@/lib/words/visible'
import { BoardTable, type BoardSection } from '../board/BoardTable'
import type { BoardColumn } from '../board/column'
import { Figure } from '../board/Figure'
import type { Arrival } from '../board/Pages'
import { WithCode } from '../ui/WithCode'
import { phone, useMedia } from '../workbench/use-media'
import type { FindingControl } from './use-finding-view'

type Column = 'title' | 'place' | 'workloads'

const title: BoardColumn<Column> = { id: 'title', title: 'Finding', width: 'auto' }
const columns: readonly BoardColumn<Column>[] = [
  title,
  {
    id: 'place',
    title: 'About',
    gloss: 'the object that says it, or whom one should speak for',
    width: '26%',
  },
  { id: 'workloads', title: 'Workloads', gloss: 'that it bears on', width: '6rem', figures: true },
]

interface FindingTableProps extends Arrival {
  /** How many of each severity there are on all pages. */
  readonly counts: FindingsPage['counts']
  readonly rows: readonly FindingRow[]
  readonly total: number
  readonly control: FindingControl
}

/** Findings under a heading for each severity, worst first. */
export function FindingTable({ counts, control, ...table }: FindingTableProps) {
  const { view, select } = control
  const cards = useMedia(phone)
  const wide = useMedia(view.finding === null ? '(min-width: 48rem)' : '(min-width: 85rem)')
  return (
    <BoardTable
      {...table}
      label="Findings"
      noun="finding"
      sections={severities.map((severity): BoardSection<FindingRow> => ({
        key: severity,
        ...severityWords[severity],
        counted: count(counts[severity], 'finding'),
        holds: row => row.severity === severity,
      }))}
      columns={wide && !cards ? columns : [title]}
      cards={cards}
      keyOf={findingId}
      chosen={view.finding ?? undefined}
      onChoose={row => select(findingId(row))}
      cell={cellOf}
      card={row => (
        <>
          <span className="block whitespace-normal">{titleOf(row)}</span>
          <bdi className="mt-0.5 block truncate text-xs text-text-2">{findingPlace(row.about)}</bdi>
        </>
      )}
    />
  )
}

/** A finding in one sentence; what may not hold is marked in front of it. */
const titleOf = ({ title, doubt }: FindingRow): ReactNode => (
  <>
    {doubt !== undefined && <span className="text-text-2">Perhaps: </span>}
    <WithCode text={doubt === undefined ? sentence(title) : visible(title)} />
  </>
)

function cellOf(column: Column, row: FindingRow): ReactNode {
  switch (column) {
    case 'title':
      return <span title={visible(row.title)}>{titleOf(row)}</span>
    case 'place':
      return (
        <bdi title={findingPlace(row.about)} className="text-xs text-text-2">
          {findingPlace(row.about)}
        </bdi>
      )
    case 'workloads':
      return <Figure value={row.workloadsTotal} none="none" />
  }
}
