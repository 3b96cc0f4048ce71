'use client'

import { ChevronDown } from 'lucide-react'
import { apiOf } from '@/lib/api/client'
import type { Overview } from '@/lib/api/overview-contract'
import { numberText } from '@/lib/words/number'
import { useCapture } from '../capture/use-capture'
import { totalOf } from '../filter/lens-words'
import { ExportMenu } from '../workbench/ExportMenu'
import type { ViewControl } from '../workbench/use-view'
import { ColumnsMenu } from './ColumnsMenu'
import { useFirstPage, useRowFilter } from './use-rows'

const groupings = [
  { by: 'none', title: 'Group: none' },
  { by: 'to', title: 'Group: target' },
  { by: 'from', title: 'Group: source' },
  { by: 'class', title: 'Group: class' },
] as const

interface TableToolsProps {
  readonly overview: Overview
  readonly control: ViewControl
}

/** How many connections the table holds, how they stand, and the way to take them away. */
export function TableTools({ overview, control }: TableToolsProps) {
  const { by: _, ...filter } = useRowFilter(control)
  const { exportHref } = apiOf(useCapture())
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Kept overview={overview} control={control} />
      <span className="relative inline-flex shrink-0 items-center">
        <select
          aria-label="Group rows by"
          value={control.view.by}
          onChange={({ target: { value } }) =>
            control.set({ by: groupings.find(({ by }) => by === value)?.by ?? 'none' }, 'push')
          }
          className="target appearance-none rounded-md border border-line-control bg-surface pr-7 pl-2.5 text-xs font-medium"
        >
          {groupings.map(({ by, title }) => (
            <option key={by} value={by}>
              {title}
            </option>
          ))}
        </select>
        <ChevronDown size={13} aria-hidden className="pointer-events-none absolute right-2 text-text-2" />
      </span>
      <span className="contents max-sm:hidden">
        <ColumnsMenu />
      </span>
      <ExportMenu
        choices={[
          { words: 'CSV', note: 'For a spreadsheet', href: exportHref({ ...filter, format: 'csv' }) },
          {
            words: 'Markdown',
            note: 'For a ticket or a report',
            href: exportHref({ ...filter, format: 'markdown' }),
          },
        ]}
        note="All rows that the filter keeps, with source, time, filter and unknown share on top."
      />
    </div>
  )
}

function Kept({ overview, control }: TableToolsProps) {
  const { data } = useFirstPage(useRowFilter(control))
  if (!data?.counts) return null
  const [kept, all] = [totalOf(data.counts), totalOf(overview.counts)]
  return (
    <p role="status" className="truncate text-xs text-text-2 max-sm:sr-only low:sr-only">
      {kept === all ? '' : `${numberText(kept)} of `}
      {numberText(all)} connections
    </p>
  )
}
