'use client'

import { ChevronDown } from 'lucide-react'
import { Button } from '../ui/Button'
import { Popover } from '../ui/Popover'
import { columns, fixedColumns } from './columns'
import { useColumns } from './use-columns'

/** Which columns the table shows; this browser keeps it. */
export function ColumnsMenu() {
  const { shown, chosen, toggle, reset } = useColumns()
  const ids = shown.map(({ id }) => id)
  return (
    <Popover
      label="Columns"
      trigger={
        <Button className="shrink-0 text-xs">
          Columns <ChevronDown size={13} aria-hidden className="text-text-2" />
        </Button>
      }
    >
      <fieldset className="px-3 py-2.5">
        <legend className="sr-only">Columns to show</legend>
        <p aria-hidden className="font-semibold">
          Columns
        </p>
        {columns
          .filter(({ id }) => !fixedColumns.includes(id))
          .map(({ id, title }) => (
            <label
              key={id}
              className="mt-1 flex min-h-6 cursor-pointer items-center gap-2.5 pointer-coarse:min-h-11"
            >
              <input
                type="checkbox"
                checked={ids.includes(id)}
                onChange={() => toggle(id)}
                className="size-4 shrink-0 accent-ink pointer-coarse:size-6"
              />
              {title}
            </label>
          ))}
      </fieldset>
      <div className="flex items-center gap-3 border-t border-line px-3 py-2 text-xs text-text-2">
        <span className="flex-1">From and To are always there. What is hidden stands in the detail.</span>
        <Button className="text-xs" disabled={chosen === ''} onClick={reset}>
          As usual
        </Button>
      </div>
    </Popover>
  )
}
