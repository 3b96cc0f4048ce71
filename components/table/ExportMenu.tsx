'use client'

import { Download } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { apiOf } from '@/lib/api/client'
import { useCapture } from '../capture/use-capture'
import type { RowFilter } from '../workbench/queries'

const formats = [
  { format: 'csv', title: 'CSV', gloss: 'for a spreadsheet' },
  { format: 'markdown', title: 'Markdown', gloss: 'for a ticket or a report' },
] as const

/** Takes the rows away as a file that says what it is of: source, time, filter and how much is unknown. */
export function ExportMenu({ filter: { by: _, ...filter } }: { readonly filter: RowFilter }) {
  const capture = useCapture()
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="target inline-flex shrink-0 items-center gap-1.5 rounded-md border border-line-strong bg-surface px-2.5 text-xs font-medium hover:bg-surface-2">
        <Download size={13} aria-hidden /> Export
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 min-w-56 rounded-md bg-surface p-1 text-sm shadow-pop"
        >
          {formats.map(({ format, title, gloss }) => (
            <DropdownMenu.Item key={format} asChild>
              <a
                href={apiOf(capture).exportHref({ ...filter, format })}
                download
                className="target flex items-center gap-2 rounded-sm px-2 outline-none data-highlighted:bg-surface-3"
              >
                <span className="font-medium">{title}</span>
                <span className="text-text-2">{gloss}</span>
              </a>
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Label className="max-w-64 px-2 py-1.5 text-xs text-text-2">
            All rows that the filter keeps, with source, time, filter and unknown share on top.
          </DropdownMenu.Label>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
