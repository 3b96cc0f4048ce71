'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import { count } from '@/lib/words/count'
import { Failure } from '../states/Failure'
import { endsOf, namespaceOf, sameEnds } from '../workbench/ends'
import { useMedia } from '../workbench/use-media'
import { useOverdue } from '../workbench/use-overdue'
import type { ViewControl } from '../workbench/use-view'
import type { ScopeItem } from './scope-items'
import { ScopeRow } from './ScopeRow'
import { shutSiblings, step, typeAhead } from './tree-keys'
import { useScopeItems } from './use-scope-items'

interface ScopeTreeProps {
  readonly overview: Overview
  readonly control: ViewControl
  /** Something was chosen: a drawer may close. */
  readonly onChosen?: (() => void) | undefined
}

/** Up to here every row is drawn; beyond it those in sight. */
const drawnAll = 300
/** Rows that one star opens. */
const mostOpened = 40
/** Milliseconds after which a letter begins another word. */
const pause = 600

/** Namespaces, workloads and connections, Anyone and Internet: the same selection as the map's, for keys and screen readers. */
export function ScopeTree({ overview, control, onChosen }: ScopeTreeProps) {
  const { view, set, lookAt, selectConnection } = control
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const { items, busy, error, retry } = useScopeItems(control, opened)
  const overdue = useOverdue(busy)
  const [active, setActive] = useState<string>()
  const scroller = useRef<HTMLUListElement>(null)
  const focusing = useRef<string>(undefined)
  const typed = useRef({ text: '', at: 0 })
  const rowHeight = useMedia('(pointer: coarse)') ? 44 : 26
  const outside = items.findIndex(({ id }) => id === 'anyone')
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => rowHeight + (index === outside ? 28 : 0),
    getItemKey: index => items[index]?.id ?? index,
    overscan: items.length <= drawnAll ? drawnAll : 12,
  })
  useEffect(() => virtual.measure(), [virtual, rowHeight, outside])

  const current = active ?? view.about
  const at = Math.max(
    0,
    items.findIndex(({ id }) => id === current),
  )
  // A row out of sight is drawn first and has the focus then.
  useEffect(() => {
    const row = focusing.current === undefined ? null : document.getElementById(rowId(focusing.current))
    if (!row) return
    focusing.current = undefined
    row.focus()
  })

  const goTo = (index: number) => {
    const item = items[index]
    if (!item) return
    focusing.current = item.id
    setActive(item.id)
    virtual.scrollToIndex(index)
  }
  const open = (wanted: readonly ScopeItem[], expanded: boolean) => {
    const ids = wanted
      .filter(item => item.expanded !== undefined)
      .slice(0, mostOpened)
      .map(({ id }) => id)
    const namespaces = ids.flatMap(id => namespaceOf(id) ?? [])
    const workloads = ids.filter(id => namespaceOf(id) === undefined)
    const change = (from: Iterable<string>, part: readonly string[]): string[] =>
      expanded ? [...new Set([...from, ...part])] : [...from].filter(id => !part.includes(id))
    if (namespaces.length > 0) set({ expand: change(view.expand, namespaces) })
    if (workloads.length > 0) setOpened(new Set(change(opened, workloads)))
  }
  const choose = (item: ScopeItem, toggle: boolean) => {
    const { shows } = item
    if (shows.kind === 'place') lookAt(toggle && shows.about === view.about ? '' : shows.about)
    else if (shows.kind === 'connection') selectConnection(endsOf(shows.row))
    else if (shows.kind === 'more')
      set({ about: shows.about, from: null, to: null, port: null, view: 'table' }, 'push')
    else return
    onChosen?.()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const item = items[at]
    if (item === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const next = step(items, at, event.key)
    if (next !== undefined) goTo(next)
    else if (event.key === 'ArrowRight') open([item], true)
    else if (event.key === 'ArrowLeft') open([item], false)
    else if (event.key === '*') open(shutSiblings(items, at), true)
    else if (event.key === 'Enter' || event.key === ' ') choose(item, false)
    else if (/^[\p{L}\p{N}]$/u.test(event.key)) {
      const { text, at: before } = typed.current
      const word = event.timeStamp - before < pause ? text + event.key : event.key
      typed.current = { text: word, at: event.timeStamp }
      const found = typeAhead(items, at, word)
      if (found !== undefined) goTo(found)
    } else return
    event.preventDefault()
  }

  if (error) return <Failure error={error} onRetry={retry} />
  const chosen =
    view.from !== null && view.to !== null
      ? { from: view.from, to: view.to, ...(view.port && { port: view.port }) }
      : undefined
  const isSelected = ({ shows }: ScopeItem): boolean =>
    shows.kind === 'place'
      ? shows.about === view.about
      : shows.kind === 'connection' && chosen !== undefined && sameEnds(endsOf(shows.row), chosen)
  const sight = virtual.getVirtualItems()
  const [before, after] = [sight[0]?.start ?? 0, virtual.getTotalSize() - (sight.at(-1)?.end ?? 0)]
  return (
    <ul
      ref={scroller}
      role="tree"
      aria-label={`Scope: ${count(overview.namespaces.length, 'namespace')} and what lies outside`}
      aria-busy={busy}
      onKeyDown={onKeyDown}
      className={`min-h-0 flex-1 overflow-y-auto py-1 ${overdue ? 'opacity-80' : ''}`}
    >
      {before > 0 && <li role="none" style={{ height: before }} />}
      {sight.map(({ index, key }) => {
        const item = items[index]
        return item === undefined ? null : (
          <ScopeRow
            key={key}
            id={rowId(item.id)}
            item={item}
            first={index === outside}
            focusable={index === at}
            selected={isSelected(item)}
            onFocus={() => setActive(item.id)}
            onChoose={() => {
              setActive(item.id)
              choose(item, true)
            }}
            onOpen={() => open([item], item.expanded !== true)}
          />
        )
      })}
      {after > 0 && <li role="none" style={{ height: after }} />}
    </ul>
  )
}

/** An id that holds no blanks, whatever the name. */
const rowId = (id: string): string =>
  `scope-${id.replace(/[^a-z0-9]/gi, unit => `_${unit.charCodeAt(0).toString(16)}`)}`
