'use client'

import { useEffect } from 'react'
import type { PolicyRow, PolicyTier } from '@/lib/api/policy-contract'
import { refKey } from '@/lib/model/object'
import { count } from '@/lib/words/count'
import { planeTitle, tierSentence } from '@/lib/words/policy'
import { useRowGrid } from '../table/use-row-grid'
import { Button } from '../ui/Button'
import { phone, useMedia } from '../workbench/use-media'
import { useOverdue } from '../workbench/use-overdue'
import { fewPolicyColumns, mostPolicyColumns, policyCards, policyColumns } from './policy-columns'
import { PolicyRowView } from './PolicyRowView'
import type { PolicyControl } from './use-policy-view'

interface PolicyTableProps {
  readonly tiers: readonly PolicyTier[]
  readonly rows: readonly PolicyRow[]
  readonly total: number
  readonly stale: boolean
  readonly loadingMore: boolean
  /** Absent where all rows are there. */
  readonly onMore: (() => void) | undefined
  readonly control: PolicyControl
}

const rowId = (index: number): string => `policy-row-${index}`

/** Rows that are loaded to bring the selected one into sight; a link can lead far down. */
const mostSought = 500

/** Objects under a heading for each tier. Arrows walk, Enter opens, and the panel says what the object does. */
export function PolicyTable(props: PolicyTableProps) {
  const { tiers, rows, total, stale, loadingMore, onMore, control } = props
  const { view, select } = control
  const cards = useMedia(phone)
  const overdue = useOverdue(stale)
  const wide = useMedia(view.policy === null ? '(min-width: 64rem)' : '(min-width: 90rem)')
  const medium = useMedia('(min-width: 80rem)')
  const shown = cards ? policyCards : wide ? policyColumns : medium ? mostPolicyColumns : fewPolicyColumns
  const chosen = view.policy === null ? undefined : refKey(view.policy)
  const at = rows.findIndex(({ ref }) => refKey(ref) === chosen)
  const { grid, active, open, onKeyDown } = useRowGrid({
    rows: rows.length,
    at,
    isOpen: chosen !== undefined,
    idOf: rowId,
    onOpen: index => {
      const row = rows[index]
      if (row) select(row.ref)
    },
  })
  useEffect(() => {
    if (chosen !== undefined && at < 0 && onMore && !loadingMore && rows.length < mostSought) onMore()
  }, [chosen, at, onMore, loadingMore, rows.length])

  return (
    <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
      <table
        ref={grid}
        role="grid"
        aria-label="Policies"
        aria-rowcount={total + tiers.length + 1}
        aria-busy={stale}
        aria-activedescendant={active < rows.length ? rowId(active) : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className={`group w-full table-fixed border-separate border-spacing-0 -outline-offset-2 ${overdue ? 'opacity-60' : ''}`}
      >
        <colgroup>
          {shown.map(({ id, width }) => (
            <col key={id} style={{ width }} />
          ))}
        </colgroup>
        <thead className={cards ? 'sr-only' : ''}>
          <tr>
            {shown.map(({ id, title, gloss }) => (
              <th
                key={id}
                scope="col"
                title={gloss}
                className={`sticky top-0 z-10 h-[30px] border-b border-line-strong bg-surface px-2.5 text-2xs font-medium whitespace-nowrap text-text-3 first:pl-5 ${
                  gloss === undefined ? 'text-left' : 'text-right'
                }`}
              >
                {title}
                {gloss !== undefined && <span className="sr-only">: {gloss}</span>}
              </th>
            ))}
          </tr>
        </thead>
        {tiers.map(tier => {
          const members = rows
            .map((row, index) => ({ row, index }))
            .filter(({ row }) => row.tier.plane === tier.plane && row.tier.name === tier.name)
          if (members.length === 0) return null
          return (
            <tbody key={`${tier.plane} ${tier.name}`}>
              <TierHeading tier={tier} span={shown.length} />
              {members.map(({ row, index }) => (
                <PolicyRowView
                  key={refKey(row.ref)}
                  id={rowId(index)}
                  index={index}
                  row={row}
                  columns={shown}
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
          {count(total - rows.length, 'more object')}
          <Button onClick={onMore} disabled={loadingMore}>
            {loadingMore ? 'Loading…' : 'Show more'}
          </Button>
        </p>
      )}
    </div>
  )
}

function TierHeading({ tier, span }: { readonly tier: PolicyTier; readonly span: number }) {
  return (
    <tr>
      <th
        scope="rowgroup"
        colSpan={span}
        className="h-8 border-b border-line bg-surface-2 px-2.5 text-left font-normal first:pl-5 max-sm:first:pl-4"
      >
        <span className="flex items-baseline gap-2">
          <span className="shrink-0 font-semibold">{planeTitle[tier.plane]}</span>
          <span className="min-w-0 truncate text-xs text-text-2 max-sm:py-1 max-sm:whitespace-normal">
            {tier.position} · {tierSentence(tier)}
          </span>
          <span className="ml-auto shrink-0 text-xs text-text-2">{count(tier.objects, 'object')}</span>
        </span>
      </th>
    </tr>
  )
}
