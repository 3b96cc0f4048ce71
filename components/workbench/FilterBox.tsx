'use client'

import { Search, X } from 'lucide-react'
import { useEffect, useRef } from 'react'

interface FilterBoxProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Narrows by a part of the name of either end. `/` comes here, Escape empties and leaves. */
export function FilterBox({ value, onChange }: FilterBoxProps) {
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return
      event.preventDefault()
      input.current?.focus()
    }
    window.addEventListener('keydown', focus)
    return () => window.removeEventListener('keydown', focus)
  }, [])

  return (
    <div
      role="search"
      className="target flex h-[1.875rem] min-w-32 flex-1 items-center gap-2 rounded-md border border-line-control bg-surface px-2 focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-ink"
    >
      <Search size={14} aria-hidden className="shrink-0 text-text-3" />
      <input
        ref={input}
        type="text"
        aria-label="Filter by name"
        placeholder="Filter: part of a namespace or workload name"
        spellCheck={false}
        autoComplete="off"
        maxLength={200}
        value={value}
        onChange={event => onChange(event.target.value)}
        onKeyDown={event => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          if (value === '') input.current?.blur()
          else onChange('')
        }}
        className="w-full min-w-0 bg-transparent outline-none placeholder:text-text-3 focus-visible:shadow-none"
      />
      {value === '' ? (
        <kbd className="rounded-sm border border-line-strong bg-surface-2 px-1 font-sans text-2xs text-text-2 pointer-coarse:hidden">
          /
        </kbd>
      ) : (
        <button
          type="button"
          aria-label="Clear the filter"
          onClick={() => onChange('')}
          className="grid size-6 shrink-0 place-items-center rounded-sm text-text-2 hover:text-text"
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  )
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable)
