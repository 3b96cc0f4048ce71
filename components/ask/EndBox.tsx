'use client'

import { useQuery } from '@tanstack/react-query'
import { useId, useState, type KeyboardEvent, type Ref } from 'react'
import { EndName } from '../signs/EndName'
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

/** One end of a question: a workload by part of its name, `internet`, or whatever else the server knows how to find. */
export function EndBox({ label, value, onChange, invalid, describedBy, input }: EndBoxProps) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState<number>()
  const part = useSettled(value.trim(), 80)
  const { data } = useQuery({ ...endsNamedQuery(part), enabled: open })
  const found = 'internet'.includes(value.trim().toLowerCase()) ? ['internet'] : []
  const ends = [...(data?.items ?? []).map(({ key }) => key), ...found]
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
        placeholder="namespace/name, internet, 203.0.113.7"
        value={value}
        onClick={() => setOpen(true)}
        onChange={event => {
          setOpen(true)
          setActive(undefined)
          onChange(event.target.value)
        }}
        onKeyDown={onKeyDown}
        className="target mt-0.5 block w-full rounded-md border border-line-control bg-surface px-2 placeholder:text-text-3 aria-invalid:border-ink aria-invalid:border-2"
      />
      {shown && (
        <ul
          id={id}
          role="listbox"
          aria-label={`${label}: what is called so`}
          className="absolute inset-x-0 top-full z-30 mt-1 max-h-56 overflow-y-auto rounded-md border border-line-control bg-surface py-1 shadow-pop"
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
      )}
    </div>
  )
}
