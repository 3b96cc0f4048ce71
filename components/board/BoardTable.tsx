'use client'

import { useEffect, type ReactNode } from 'react'
import { count } from '@/lib/words/count'
import { useRowGrid } from '../table/use-row-grid'
import { Button } from '../ui/Button'
import { useOverdue } from '../workbench/use-overdue'
import type { BoardColumn } from './column'
import type { Arrival } from './Pages'

/** Rows that stand together, under a heading of their own. */
export interface BoardSection<Row> {
  readonly key: string
  readonly title: string
  readonly gloss: string
  /** How much it holds on all pages, in words. */
  readonly counted: string
  readonly holds: (row: Row) => boolean
}

interface BoardTableProps<Row, Id extends string> extends Arrival {
  /** Names the table. */
  readonly label: string
  /** What a row is called where one counts them: `object`. */
  readonly noun: string
  readonly sections: readonly BoardSection<Row>[]
  readonly rows: readonly Row[]
  /** Rows on all pages. */
  readonly total: number
  readonly columns: readonly BoardColumn<Id>[]
  /** Each row is one card in the first column. */
  readonly cards: boolean
  readonly keyOf: (row: Row) => string
  /** Key of the row that is looked at. */
  readonly chosen: string | undefined
  readonly onChoose: (row: Row) => void
  readonly cell: (column: Id, row: Row) => ReactNode
  readonly card: (row: Row) => ReactNode
}

/** Rows that are loaded to bring the chosen one into sight; a link can lead far down. */
const mostSought = 500

/** Rows under the headings of their sections. Arrows walk, Enter opens, and the panel tells more. */
export function BoardTable<Row, Id extends string>(props: BoardTableProps<Row, Id>) {
  const { label, noun, sections, rows, total, columns, cards, keyOf, chosen, onChoose } = props
  const { stale, loadingMore, onMore } = props
  const overdue = useOverdue(stale)
  const at = rows.findIndex(row => keyOf(row) === chosen)
  const { grid, active, open, onKeyDown } = useRowGrid({
    rows: rows.length,
    at,
    isOpen: chosen !== undefined,
    idOf: rowId,
    onOpen: index => {
      const row = rows[index]
      if (row !== undefined) onChoose(row)
    },
  })
  useEffect(() => {
    if (chosen !== undefined && at < 0 && onMore && !loadingMore && rows.length < mostSought) onMore()
  }, [chosen, at, onMore, loadingMore, rows.length])

  return (
    <div className="min-h-0 flex-1 overflow-y-auto border-t border-line bg-surface">
      <table
        ref={grid}
        role="grid"
        aria-label={label}
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
            {columns.map(({ id, title, gloss, figures }) => (
              <th
                key={id}
                scope="col"
                title={gloss}
                className={`sticky top-0 z-10 h-[30px] border-b border-line-strong bg-surface px-2.5 text-2xs font-medium whitespace-nowrap text-text-3 first:pl-5 ${
                  figures ? 'text-right' : 'text-left'
                }`}
              >
                {title}
                {gloss !== undefined && <span className="sr-only">: {gloss}</span>}
              </th>
            ))}
          </tr>
        </thead>
        {sections.map(section => {
          const members = rows.map((row, index) => ({ row, index })).filter(({ row }) => section.holds(row))
          if (members.length === 0) return null
          return (
            <tbody key={section.key}>
              <SectionHeading section={section} span={columns.length} />
              {members.map(({ row, index }) => (
                <tr
                  key={keyOf(row)}
                  id={rowId(index)}
                  aria-selected={index === at}
                  onClick={() => open(index)}
                  className={`cursor-pointer scroll-mt-8 hover:bg-surface-2 aria-selected:bg-surface-3 ${
                    index === active
                      ? 'group-focus-visible:outline-2 group-focus-visible:-outline-offset-2 group-focus-visible:outline-ink'
                      : ''
                  }`}
                >
                  {columns.map(({ id, figures }, i) => (
                    <td
                      key={id}
                      className={`overflow-clip border-b border-line px-2.5 text-ellipsis whitespace-nowrap first:pl-5 max-sm:first:pl-4 ${
                        cards ? 'py-2' : 'h-8'
                      } ${figures ? 'text-right tabular-nums' : ''} ${
                        i === 0 && index === at ? 'shadow-[inset_2px_0_var(--pt-ink)]' : ''
                      }`}
                    >
                      {cards ? props.card(row) : props.cell(id, row)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          )
        })}
      </table>
      {onMore && (
        <p className="flex items-center gap-3 border-b border-line px-5 py-2 text-text-2 max-sm:px-4">
          {count(total - rows.length, `more ${noun}`)}
          <Button onClick={onMore} disabled={loadingMore}>
            {loadingMore ? 'Loading…' : 'Show more'}
          </Button>
        </p>
      )}
    </div>
  )
}

const rowId = (index: number): string => `board-row-${index}`

interface SectionHeadingProps {
  readonly section: Pick<BoardSection<never>, 'title' | 'gloss' | 'counted'>
  readonly span: number
}

const SectionHeading = ({ section: { title, gloss, counted }, span }: SectionHeadingProps) => (
  <tr>
    <th
      scope="rowgroup"
      colSpan={span}
      className="h-8 border-b border-line bg-surface-2 px-2.5 text-left font-normal first:pl-5 max-sm:first:pl-4"
    >
      <span className="flex items-baseline gap-2">
        <span className="shrink-0 font-semibold">{title}</span>
        <span className="min-w-0 truncate text-xs text-text-2 max-sm:py-1 max-sm:whitespace-normal">
          {gloss}
        </span>
        <span className="ml-auto shrink-0 text-xs text-text-2">{counted}</span>
      </span>
    </th>
  </tr>
)
