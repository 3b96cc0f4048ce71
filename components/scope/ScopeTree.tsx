'use client'

import { useQueries, useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import type { Overview } from '@/lib/api/contract'
import { count } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { ClassCount } from '../signs/ClassCount'
import { namespaceOf } from '../workbench/ends'
import { searchQuery, workloadsQuery } from '../workbench/queries'
import { scopeItems, step, type ScopeItem } from './scope-items'

interface ScopeTreeProps {
  readonly overview: Overview
  readonly about: string
  /** Settled text of the filter: keeps what it matches, opened. */
  readonly q: string
  readonly expand: readonly string[]
  readonly onExpand: (namespaces: string[]) => void
  readonly onLookAt: (about: string) => void
}

/** Namespaces, workloads, Anyone and Internet: the same selection as the map's, for keys and screen readers. */
export function ScopeTree({ overview, about, q, expand, onExpand, onLookAt }: ScopeTreeProps) {
  const items = useScopeItems(overview, q, expand)
  const [active, setActive] = useState<string>()
  const rows = useRef(new Map<string, HTMLLIElement>())
  const at = Math.max(
    0,
    items.findIndex(item => item.about === (active ?? about)),
  )

  const open = (item: ScopeItem, expanded: boolean) => {
    const namespace = namespaceOf(item.about)
    if (namespace === undefined || item.expanded === undefined) return
    onExpand(expanded ? [...new Set([...expand, namespace])] : expand.filter(other => other !== namespace))
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const item = items[at]
    if (item === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const next = step(items, at, event.key)
    const target = next === undefined ? undefined : items[next]
    if (target !== undefined) {
      setActive(target.about)
      rows.current.get(target.about)?.focus()
    } else if (event.key === 'ArrowRight') open(item, true)
    else if (event.key === 'ArrowLeft') open(item, false)
    else if (event.key === 'Enter' || event.key === ' ') onLookAt(item.about)
    else return
    event.preventDefault()
  }

  const outside = items.findIndex(({ about: end }) => end === 'anyone' || end === 'internet')
  return (
    <ul
      role="tree"
      aria-label={`Scope: ${count(overview.namespaces.length, 'namespace')} and what lies outside`}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-y-auto py-1"
    >
      {items.map((item, i) => (
        <li
          key={item.about}
          ref={row => {
            if (row) rows.current.set(item.about, row)
            else rows.current.delete(item.about)
          }}
          role="treeitem"
          aria-level={item.level}
          aria-expanded={item.expanded}
          aria-selected={item.about === about}
          tabIndex={i === at ? 0 : -1}
          onFocus={() => setActive(item.about)}
          onClick={() => {
            setActive(item.about)
            onLookAt(item.about === about ? '' : item.about)
          }}
          className={`target-row relative flex cursor-pointer items-center gap-1.5 pr-3 -outline-offset-2 hover:bg-surface-2 aria-selected:bg-surface-3 aria-selected:shadow-[inset_2px_0_var(--pt-ink)] ${
            item.level === 1
              ? 'pl-2 font-medium'
              : 'pl-8 text-[0.78125rem] text-text-2 aria-selected:text-text'
          } ${i === outside ? 'mt-7' : ''}`}
        >
          {i === outside && (
            <span aria-hidden className="absolute -top-5 left-3.5 text-2xs font-medium text-text-3">
              Outside
            </span>
          )}
          {item.level === 1 && (
            <Chevron
              item={item}
              onClick={() => {
                open(item, item.expanded !== true)
              }}
            />
          )}
          <bdi className="truncate">{visible(item.name)}</bdi>
          <span className="ml-auto flex items-center gap-2">
            {item.counts.unknown > 0 && <ClassCount of="unknown" count={item.counts.unknown} />}
            {item.counts.implicit > 0 && <ClassCount of="implicit" count={item.counts.implicit} />}
            {item.level === 1 && item.counts.unknown + item.counts.implicit === 0 && (
              <span className="text-xs text-text-3">
                0<span className="sr-only"> gaps</span>
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** For the pointer; the keys are Right and Left. */
function Chevron({ item, onClick }: { readonly item: ScopeItem; readonly onClick: () => void }) {
  if (item.expanded === undefined) return <span aria-hidden className="w-4" />
  const Icon = item.expanded ? ChevronDown : ChevronRight
  return (
    <span
      aria-hidden
      className="grid size-4 shrink-0 place-items-center text-text-2"
      onClick={event => {
        event.stopPropagation()
        onClick()
      }}
    >
      <Icon size={13} />
    </span>
  )
}

function useScopeItems(overview: Overview, q: string, expand: readonly string[]): ScopeItem[] {
  const searching = q !== ''
  const found = useQuery({ ...searchQuery(q), enabled: searching })
  const open = useQueries({
    queries: searching ? [] : expand.map(namespace => workloadsQuery(namespace)),
    combine: results => results.flatMap(({ data }) => data?.items ?? []),
  })
  const outside: ScopeItem[] = (['anyone', 'internet'] as const).map(end => ({
    about: end,
    name: end === 'anyone' ? 'Anyone' : 'Internet',
    level: 1,
    counts: overview.outside[end],
  }))

  const workloads = searching ? (found.data?.items ?? []) : open
  const matching = new Set(workloads.map(({ namespace }) => namespace))
  const namespaces = searching
    ? overview.namespaces.filter(({ name }) => matching.has(name) || name.includes(q))
    : overview.namespaces
  const items = scopeItems(namespaces, searching ? [...matching] : expand, namespace =>
    workloads.filter(workload => workload.namespace === namespace),
  )
  return [...items, ...outside]
}
