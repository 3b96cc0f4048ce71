import { ArrowDown, ArrowUp } from 'lucide-react'
import type { SortKey } from '@/lib/api/connection-contract'
import { nextSort, sortOf, type Column } from './columns'

interface TableHeadProps {
  readonly columns: readonly Column[]
  /** Absent where rows stand together by something; sorting takes them apart. */
  readonly sort: SortKey | undefined
  readonly order: 'asc' | 'desc'
  /** Cards explain themselves; the head stays for screen readers. */
  readonly hidden: boolean
  readonly onSort: (sort: SortKey, order: 'asc' | 'desc') => void
}

export function TableHead({ columns, sort, order, hidden, onSort }: TableHeadProps) {
  return (
    <thead className={hidden ? 'sr-only' : ''}>
      <tr aria-rowindex={1}>
        {columns.map(column => (
          <th
            key={column.id}
            scope="col"
            aria-sort={sortOf(column, sort, order)}
            className="sticky top-0 z-10 h-[30px] border-b border-line-strong bg-surface px-2.5 text-left text-2xs font-medium whitespace-nowrap text-text-3"
          >
            {column.sorts.length === 0 ? (
              column.title
            ) : (
              <span className="flex items-center gap-1.5">
                {column.sorts.map(({ key, title }) => {
                  const Arrow = order === 'asc' ? ArrowUp : ArrowDown
                  const next = nextSort(key, sort, order)
                  return (
                    <button
                      key={key}
                      type="button"
                      onClick={() => onSort(next.sort, next.order)}
                      className="inline-flex h-6 min-w-6 items-center gap-0.5 rounded-sm hover:text-text aria-pressed:text-text"
                      aria-pressed={key === sort}
                    >
                      {title}
                      {key === sort && <Arrow size={11} aria-hidden />}
                    </button>
                  )
                })}
              </span>
            )}
          </th>
        ))}
      </tr>
    </thead>
  )
}
