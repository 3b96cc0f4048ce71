'use client'

import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { rowAfter } from './row-keys'

interface RowGridOptions {
  /** Rows that are there. */
  readonly rows: number
  /** The row that is selected; negative where none of those that are there is. */
  readonly at: number
  /** Whether something is selected, be it there or not. */
  readonly isOpen: boolean
  readonly idOf: (index: number) => string
  readonly onOpen: (index: number) => void
}

interface RowGrid {
  readonly grid: RefObject<HTMLTableElement | null>
  /** The row that keys act on. */
  readonly active: number
  readonly open: (index: number) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** A table whose rows arrows walk and Enter opens; it has the focus itself and names the active row. */
export function useRowGrid({ rows, at, isOpen, idOf, onOpen }: RowGridOptions): RowGrid {
  const grid = useRef<HTMLTableElement>(null)
  const [active, setActive] = useState(Math.max(0, at))

  // The selection leads, also where it comes from the address or from going back.
  const [followed, setFollowed] = useState(at)
  if (followed !== at) {
    setFollowed(at)
    if (at >= 0) setActive(at)
  }
  const show = (index: number) =>
    grid.current?.querySelector(`#${idOf(index)}`)?.scrollIntoView({ block: 'nearest' })
  useEffect(() => {
    if (at >= 0) grid.current?.querySelector(`#${idOf(at)}`)?.scrollIntoView({ block: 'nearest' })
  }, [at, idOf])

  // Who closes the detail with its own button would be left standing nowhere.
  const wasOpen = useRef(isOpen)
  useEffect(() => {
    if (wasOpen.current && !isOpen && document.activeElement === document.body)
      grid.current?.focus({ preventScroll: true })
    wasOpen.current = isOpen
  }, [isOpen])

  const open = (index: number) => {
    setActive(index)
    onOpen(index)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const next = rowAfter(event.key, active, rows, 10)
    if (next !== undefined) {
      setActive(next)
      show(next)
    } else if (event.key === 'Enter' || event.key === ' ') open(active)
    else return
    event.preventDefault()
  }
  return { grid, active, open, onKeyDown }
}
