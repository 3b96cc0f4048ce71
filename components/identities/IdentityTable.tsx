'use client'

import { useEffect } from 'react'
import type { IdentityRow, IdentitySection } from '@/lib/api/identity-contract'
import { count } from '@/lib/words/count'
import { useRowGrid } from '../table/use-row-grid'
import { Button } from '../ui/Button'
import { phone, useMedia } from '../workbench/use-media'
import { useOverdue } from '../workbench/use-overdue'
import { fewIdentityColumns, identityCards, identityColumns } from './identity-columns'
import { IdentityRowView } from './IdentityRowView'
import type { IdentityControl } from './use-identity-view'

interface IdentityTableProps {
  readonly sections: readonly IdentitySection[]
  readonly rows: readonly IdentityRow[]
  readonly total: number
  readonly stale: boolean
  readonly loadingMore: boolean
  /** Absent where all rows are there. */
  readonly onMore: (() => void) | undefined
  readonly control: IdentityControl
}

const rowId = (index: number): string => `identity-row-${index}`

/** Rows that are loaded to bring the selected one into sight; a link can lead far down. */
const mostSought = 500

/** Identities under a heading for each kind of weakness. Arrows walk, Enter opens. */
export function IdentityTable(props: IdentityTableProps) {
  const { sections, rows, total, stale, loadingMore, onMore, control } = props
  const { view, select } = control
  const cards = useMedia(phone)
  const wide = useMedia(view.identity === null ? '(min-width: 64rem)' : '(min-width: 90rem)')
  const overdue = useOverdue(stale)
  const columns = cards ? identityCards : wide ? identityColumns : fewIdentityColumns
  const at = rows.findIndex(({ id }) => id === view.identity)
  const { grid, active, open, onKeyDown } = useRowGrid({
    rows: rows.length,
    at,
    isOpen: view.identity !== null,
    idOf: rowId,
    onOpen: index => {
      const row = rows[index]
      if (row) select(row.id)
    },
  })
  useEffect(() => {
    if (view.identity !== null && at < 0 && onMore && !loadingMore && rows.length < mostSought) onMore()
  }, [view.identity, at, onMore, loadingMore, rows.length])

  return (
    <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
      <table
        ref={grid}
        role="grid"
        aria-label="Identities"
        aria-rowcount={total + sections.length + 1}
        aria-busy={stale}
        aria-activedescendant={active < rows.length ? rowId(active) : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className={`group w-full table-fixed border-separate border-spacing-0 -outline-offset-2 ${overdue ? 'opacity-60' : ''}`}
      >
        <colgroup>
          {columns.map(({ id, width }) => (
            <col key={id} style={{ width }} />
          ))}
        </colgroup>
        <thead className={cards ? 'sr-only' : ''}>
          <tr>
            {columns.map(({ id, title, gloss }) => (
              <th
                key={id}
                scope="col"
                title={gloss}
                className="sticky top-0 z-10 h-[30px] border-y border-line-strong bg-surface px-2.5 text-left text-2xs font-medium whitespace-nowrap text-text-3 first:pl-5"
              >
                {title}
                {gloss !== undefined && <span className="sr-only">: {gloss}</span>}
              </th>
            ))}
          </tr>
        </thead>
        {sections.map(({ section, rows: size }) => {
          const members = rows
            .map((row, index) => ({ row, index }))
            .filter(({ row }) => row.section === section)
          if (members.length === 0) return null
          const { title, gloss } = headings[section]
          return (
            <tbody key={section}>
              <tr>
                <th
                  scope="rowgroup"
                  colSpan={columns.length}
                  className="h-8 border-b border-line bg-surface-2 px-2.5 text-left font-normal first:pl-5 max-sm:first:pl-4"
                >
                  <span className="flex items-baseline gap-2">
                    <span className="shrink-0 font-semibold">{title}</span>
                    <span className="min-w-0 truncate text-xs text-text-2 max-sm:py-1 max-sm:whitespace-normal">
                      {gloss}
                    </span>
                    <span className="ml-auto shrink-0 text-xs text-text-2">
                      {section === 'none' ? count(size, 'group') : count(size, 'identity', 'identities')}
                    </span>
                  </span>
                </th>
              </tr>
              {members.map(({ row, index }) => (
                <IdentityRowView
                  key={row.id}
                  id={rowId(index)}
                  index={index}
                  row={row}
                  columns={columns}
                  cards={cards}
                  active={index === active}
                  selected={index === at}
                  onOpen={open}
                />
              ))}
            </tbody>
          )
        })}
      </table>
      {onMore && (
        <p className="flex items-center gap-3 border-b border-line px-5 py-2 text-text-2 max-sm:px-4">
          {count(total - rows.length, 'more row')}
          <Button onClick={onMore} disabled={loadingMore}>
            {loadingMore ? 'Loading…' : 'Show more'}
          </Button>
        </p>
      )}
    </div>
  )
}

const headings: Readonly<
  Record<IdentitySection['section'], { readonly title: string; readonly gloss: string }>
> = {
  none: { title: 'No identity', gloss: 'the server sees an address and nothing else' },
  shared: { title: 'Shared', gloss: 'several workloads, one name: none can be told from the others' },
  unasked: { title: 'Asked for by no rule', gloss: 'presented, and nobody looks' },
  own: { title: 'Own and asked for', gloss: 'one workload, named by a rule' },
}
