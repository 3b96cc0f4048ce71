'use client'

import type { IdentityRow, IdentitySection } from '@/lib/api/identity-contract'
import { count } from '@/lib/words/count'
import { BoardTable, type BoardSection } from '../board/BoardTable'
import type { Arrival } from '../board/Pages'
import { phone, useMedia } from '../workbench/use-media'
import { fewIdentityColumns, identityCards, identityColumns } from './identity-columns'
import { IdentityCard, identityCell } from './IdentityCells'
import type { IdentityControl } from './use-identity-view'

interface IdentityTableProps extends Arrival {
  /** Of all identities; with one, rows need not repeat it. */
  readonly trustDomains: readonly string[]
  readonly sections: readonly IdentitySection[]
  readonly rows: readonly IdentityRow[]
  readonly total: number
  readonly control: IdentityControl
}

/** Identities under a heading for each kind of weakness. */
export function IdentityTable({ trustDomains, sections, control, ...table }: IdentityTableProps) {
  const { view, select } = control
  const [domain, ...others] = trustDomains
  const common = others.length === 0 ? domain : undefined
  const cards = useMedia(phone)
  const wide = useMedia(view.identity === null ? '(min-width: 64rem)' : '(min-width: 85rem)')
  return (
    <BoardTable
      {...table}
      label="Identities"
      noun="row"
      sections={sections.map(sectionOf)}
      columns={cards ? identityCards : (wide ? identityColumns : fewIdentityColumns)(common)}
      cards={cards}
      keyOf={({ id }) => id}
      chosen={view.identity ?? undefined}
      onChoose={({ id }) => select(id)}
      cell={(column, row) => identityCell(column, row, common)}
      card={row => <IdentityCard row={row} common={common} />}
    />
  )
}

const sectionOf = ({ section, rows }: IdentitySection): BoardSection<IdentityRow> => ({
  key: section,
  ...headings[section],
  counted: section === 'none' ? count(rows, 'group') : count(rows, 'identity', 'identities'),
  holds: row => row.section === section,
})

const headings: Readonly<
  Record<IdentitySection['section'], { readonly title: string; readonly gloss: string }>
> = {
  none: { title: 'No identity', gloss: 'the server sees an address and nothing else' },
  shared: { title: 'Shared', gloss: 'several workloads, one name: none can be told from the others' },
  optional: { title: 'Optional', gloss: 'presented when both sides are meshed, not surely demanded' },
  own: { title: 'Own and demanded', gloss: 'one workload, and some server takes nobody without an identity' },
}
