'use client'

import { Search, X } from 'lucide-react'
import { memo, useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { longestQuery } from '@/lib/views/query/parse'
import { problemOf } from '@/lib/views/query/problem'
import { numberText } from '@/lib/words/number'
import { useSay } from '../announce/Announcements'
import { fieldFrame } from '../ui/field-style'
import { useKey } from '../workbench/KeysProvider'
import { FilterHelp } from './FilterHelp'
import { FilterProblem } from './FilterProblem'
import { proposalId, Proposals } from './Proposals'
import { take } from './take'
import { useProposals } from './use-proposals'

interface FilterBoxProps {
  readonly value: string
  /** The filter that the views show: the text, or the last one that was a filter. */
  readonly inForce: string
  /** A spell of writing is one step back: its first change adds to the history, the others replace. */
  readonly onChange: (value: string, history: 'push' | 'replace') => void
}

/**
 * Narrows by a text in the filter language, which it proposes how to go on with. `/` comes here; Escape closes the proposals,
 * then empties the text, then leaves.
 */
export const FilterBox = memo(function FilterBox({ value, inForce, onChange }: FilterBoxProps) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState(false)
  const [caret, setCaret] = useState(value.length)
  const [active, setActive] = useState<number>()
  const placed = useRef<number>(undefined)
  const writing = useRef(false)
  const [refused, setRefused] = useState<string>()
  const say = useSay()
  const proposals = useProposals(value, caret, open && value.length <= longestQuery)
  const problem = problemOf(value)
  const items = proposals?.items ?? []

  useKey('/', () => {
    input.current?.focus()
    setOpen(true)
  })
  // Text that is put in moves the caret to its end; it belongs behind what was taken.
  useLayoutEffect(() => {
    if (placed.current === undefined) return
    input.current?.setSelectionRange(placed.current, placed.current)
    placed.current = undefined
  }, [value])
  useEffect(() => {
    if (active !== undefined)
      document.getElementById(proposalId(id, active))?.scrollIntoView({ block: 'nearest' })
  }, [active, id])

  const write = (text: string, at: number) => {
    // Cut to what fits it might be another filter; the one that is there stays instead.
    if (text.length > longestQuery && text.length > value.length) {
      const why = `That would be ${numberText(text.length)} characters, and a filter holds ${numberText(longestQuery)} at most: nothing was put in.`
      setRefused(why)
      say(why)
      return
    }
    setRefused(undefined)
    onChange(text, writing.current ? 'replace' : 'push')
    writing.current = true
    setCaret(at)
    setActive(undefined)
  }
  const takeAt = (at: number) => {
    const item = items[at]
    if (!proposals || item === undefined) return
    const next = take(value, proposals, item)
    if (next.text.length <= longestQuery) placed.current = next.caret
    write(next.text, next.caret)
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const shown = open && items.length > 0
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        if (!open) setOpen(true)
        if (shown)
          setActive(
            event.key === 'ArrowDown' ? following(active, items.length) : preceding(active, items.length),
          )
        event.preventDefault()
        return
      }
      case 'Tab':
      case 'Enter':
        if (shown && active !== undefined && !event.shiftKey) {
          takeAt(active)
          event.preventDefault()
        } else setOpen(false)
        return
      case 'Escape':
        // The page goes back a step on Escape; here it has something nearer to leave.
        event.stopPropagation()
        if (open) setOpen(false)
        else if (value !== '') write('', 0)
        else input.current?.blur()
        setActive(undefined)
    }
  }

  const problemId = `${id}-problem`
  const popup = open || problem !== undefined || refused !== undefined
  return (
    <div
      ref={box}
      role="search"
      onBlur={event => {
        if (box.current?.contains(event.relatedTarget)) return
        setOpen(false)
        setRefused(undefined)
        writing.current = false
      }}
      className="relative min-w-32 flex-1 sm:max-md:min-w-64 low:min-w-32"
    >
      <div
        className={`${fieldFrame} flex h-[1.875rem] items-center gap-2 focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-ink`}
      >
        <Search size={14} aria-hidden className="shrink-0 text-text-3" />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label="Filter"
          aria-expanded={open && items.length > 0}
          aria-controls={open && items.length > 0 ? id : undefined}
          aria-autocomplete="list"
          aria-activedescendant={open && active !== undefined ? proposalId(id, active) : undefined}
          aria-invalid={problem !== undefined}
          aria-describedby={problem && problemId}
          placeholder="Filter: name, ns = payments, port = 5432, sa = default …"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          value={value}
          onClick={() => setOpen(true)}
          onSelect={event => setCaret(event.currentTarget.selectionStart ?? value.length)}
          onChange={event => {
            setOpen(true)
            write(event.target.value, event.target.selectionStart ?? event.target.value.length)
          }}
          onKeyDown={onKeyDown}
          className="w-full min-w-0 bg-transparent text-ellipsis outline-none placeholder:text-text-3 focus-visible:shadow-none"
        />
        {value === '' ? (
          <kbd
            aria-hidden
            className="rounded-sm border border-line-strong bg-surface-2 px-1 font-sans text-2xs text-text-2 pointer-coarse:hidden"
          >
            /
          </kbd>
        ) : (
          <button
            type="button"
            aria-label="Clear the filter"
            onClick={() => {
              write('', 0)
              input.current?.focus()
            }}
            className="grid size-6 shrink-0 place-items-center rounded-sm text-text-2 hover:text-text pointer-coarse:size-11"
          >
            <X size={14} aria-hidden />
          </button>
        )}
      </div>
      {popup && (
        <div className="absolute inset-x-0 top-full z-30 mt-1 min-w-64 overflow-hidden rounded-md border border-line-control bg-surface shadow-pop">
          {refused !== undefined && <p className="border-b border-line px-3 py-2 font-medium">{refused}</p>}
          {problem && <FilterProblem id={problemId} text={value} problem={problem} inForce={inForce} />}
          {open && proposals && <Proposals id={id} answer={proposals} active={active} onTake={takeAt} />}
          {open && <FilterHelp />}
        </div>
      )}
    </div>
  )
})

/** Arrows go round, past a place where none is looked at. */
const following = (at: number | undefined, of: number): number | undefined =>
  at === undefined ? 0 : at + 1 < of ? at + 1 : undefined

const preceding = (at: number | undefined, of: number): number | undefined =>
  at === undefined ? of - 1 : at > 0 ? at - 1 : undefined
