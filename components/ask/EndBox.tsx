'use client'

import { useQuery } from '@tanstack/react-query'
import { useId, useState, type KeyboardEvent, type Ref } from 'react'
import { EndName } from '../signs/EndName'
import { field } from '../ui/field-style'
import { endsNamedQuery } from '../workbench/queries'
import { useSettled } from '../workbench/use-settled'

interface EndBoxProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly invalid: boolean
  readonly describedBy: string | undefined
  readonly input?: Ref<HTMLInputElement>
}

/** One end of a question: a workload by part of its name, `anyone`, `internet`, or whatever else the server knows how to find. */
export function EndBox({ label, value, onChange, invalid, describedBy, input }: EndBoxProps) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState<number>()
  const part = useSettled(value.trim(), 80)
  const { data } = useQuery({ ...endsNamedQuery(part), enabled: open })
  const found = ['anyone', 'internet'].filter(outside => outside.includes(value.trim().toLowerCase()))
  const near = found.length === 0 && data?.items.length === 0 ? (data.near ?? []) : []
  const ends = [...(data?.items ?? []).map(({ key }) => key), ...found, ...near]
  const shown = open && ends.length > 0
  const at = active !== undefined && active < ends.length ? active : undefined

  const take = (end: string) => {
    onChange(end)
    setOpen(false)
    setActive(undefined)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      if (ends.length === 0) return
      const from = at ?? (event.key === 'ArrowDown' ? -1 : 0)
      setActive((from + (event.key === 'ArrowDown' ? 1 : -1) + ends.length) % ends.length)
    } else if ((event.key === 'Enter' || event.key === 'Tab') && shown && at !== undefined) {
      // Enter takes, and a second one asks; Tab takes and goes on.
      if (event.key === 'Enter') event.preventDefault()
      take(ends[at] ?? value)
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation()
      setOpen(false)
      setActive(undefined)
    } else if (event.key === 'Enter' || event.key === 'Tab') setOpen(false)
  }
  return (
    <div className="relative" onBlur={() => setOpen(false)}>
      <label htmlFor={`${id}-box`} className="text-xs font-medium">
        {label}
      </label>
      <input
        ref={input}
        id={`${id}-box`}
        type="text"
        role="combobox"
        aria-expanded={shown}
        aria-controls={shown ? id : undefined}
        aria-autocomplete="list"
        aria-activedescendant={shown && at !== undefined ? `${id}-${at}` : undefined}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        maxLength={600}
        placeholder="namespace/name, anyone, 203.0.113.0/24"
        value={value}
        onClick={() => setOpen(true)}
        onChange={event => {
          setOpen(true)
          setActive(undefined)
          onChange(event.target.value)
        }}
        onKeyDown={onKeyDown}
        className={field}
      />
      {shown && (
        <div className="absolute inset-x-0 top-full z-30 mt-1 rounded-md border border-line-control bg-surface shadow-pop">
          {near.length > 0 && (
            <p className="px-2.5 pt-1.5 text-xs text-text-2">Nothing is called so. Did you mean:</p>
          )}
          <ul
            id={id}
            role="listbox"
            aria-label={`${label}: what is called ${near.length > 0 ? 'nearly ' : ''}so`}
            className="max-h-56 overflow-y-auto py-1"
          >
            {ends.map((end, i) => (
              <li
                key={end}
                id={`${id}-${i}`}
                role="option"
                aria-selected={i === at}
                // The box keeps the focus.
                onMouseDown={event => event.preventDefault()}
                onClick={() => take(end)}
                className="target-row flex cursor-pointer items-center px-2.5 hover:bg-surface-2 aria-selected:bg-surface-3"
              >
                <span className="truncate">
                  <EndName end={end} withKind />
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
