'use client'

import { useEffect, useRef, useState, type ReactNode } from 'react'
import { count } from '@/lib/words/count'
import { numberText } from '@/lib/words/number'

interface FirstFewProps<Item> {
  readonly items: readonly Item[]
  /** How many there are, where the answer counts more than it names. */
  readonly total?: number
  /** Items that are shown before all are asked for. */
  readonly few?: number
  /** What one of them is called. */
  readonly noun: string
  readonly label?: string
  readonly keyOf: (item: Item) => string
  readonly className?: string
  readonly children: (item: Item) => ReactNode
}

/** A list that begins with its first items, shows all that are named when asked, and says how many are only counted. */
export function FirstFew<Item>(props: FirstFewProps<Item>) {
  const { items, total = items.length, few = items.length, noun, label, keyOf, children } = props
  const [all, setAll] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  const shown = all ? items : items.slice(0, few)
  // The button that was pressed is gone: whoever pressed it goes on with what came.
  useEffect(() => {
    if (all) list.current?.children[few]?.querySelector<HTMLElement>('button, a')?.focus()
  }, [all, few])
  return (
    <>
      <ul ref={list} aria-label={label} className={`-mx-1.5 ${props.className ?? ''}`}>
        {shown.map(item => (
          <li key={keyOf(item)}>{children(item)}</li>
        ))}
      </ul>
      {shown.length < items.length ? (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="target text-xs font-medium underline decoration-line-control underline-offset-3"
        >
          Show {items.length === total ? 'all' : 'the first'} {numberText(items.length)}
        </button>
      ) : (
        shown.length < total && (
          <p className="mt-1 text-xs text-text-2">
            and {count(total - shown.length, `more ${noun}`)}, counted and not named
          </p>
        )
      )}
    </>
  )
}
