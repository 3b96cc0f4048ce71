import { ChevronDown, ChevronRight } from 'lucide-react'
import { visible } from '@/lib/words/visible'
import { ClassCount } from '../signs/ClassCount'
import { ClassGlyph } from '../signs/ClassGlyph'
import { EndName } from '../signs/EndName'
import type { ScopeItem } from './scope-items'

interface ScopeRowProps {
  readonly id: string
  readonly item: ScopeItem
  /** The first of what lies outside. */
  readonly first: boolean
  readonly focusable: boolean
  readonly selected: boolean
  readonly onFocus: () => void
  readonly onChoose: () => void
  readonly onOpen: () => void
}

const indent = {
  1: 'pl-2 font-medium',
  2: 'pl-5 text-[0.78125rem] text-text-2 aria-selected:text-text',
  3: 'pl-11 text-xs text-text-2 aria-selected:text-text',
}

/** One row: a namespace, a workload, a connection, or a way to more of them. */
export function ScopeRow(props: ScopeRowProps) {
  const { id, item, first, focusable, selected, onFocus, onChoose, onOpen } = props
  return (
    <li
      id={id}
      role="treeitem"
      aria-level={item.level}
      aria-setsize={item.of}
      aria-posinset={item.place}
      aria-expanded={item.expanded}
      aria-selected={selected}
      tabIndex={focusable ? 0 : -1}
      onFocus={onFocus}
      onClick={onChoose}
      className={`relative flex h-[26px] cursor-pointer items-center gap-1.5 pr-3 -outline-offset-2 pointer-coarse:h-11 hover:bg-surface-2 aria-selected:bg-surface-3 aria-selected:shadow-[inset_2px_0_var(--pt-ink)] ${indent[item.level]} ${first ? 'mt-7' : ''}`}
    >
      {first && (
        <span aria-hidden className="absolute -top-5 left-3.5 text-2xs font-medium text-text-3">
          Outside
        </span>
      )}
      {item.level < 3 && <Chevron item={item} onClick={onOpen} />}
      <Content item={item} />
    </li>
  )
}

function Content({ item: { shows, name, level } }: { readonly item: ScopeItem }) {
  if (shows.kind === 'more') return <span className="truncate underline underline-offset-3">{name}</span>
  if (shows.kind === 'wait') return <span className="truncate text-text-3">{name}</span>
  if (shows.kind === 'connection') {
    const { row, way, end } = shows
    return (
      <>
        <ClassGlyph of={row.trustClass} size={11} />
        <span className="sr-only">{row.trustClass} </span>
        <span className="truncate">
          <span className="text-text-3 in-aria-selected:text-text-2">{way} </span>
          <EndName end={end} />
        </span>
        <span className="ml-auto max-w-20 shrink-0 truncate font-mono text-2xs">
          {row.ports === 'All Connections' ? 'all' : row.ports}
        </span>
      </>
    )
  }
  const { implicit, unknown } = shows.counts
  return (
    <>
      <bdi className="truncate">{visible(name)}</bdi>
      <span className="ml-auto flex items-center gap-2">
        {unknown > 0 && <ClassCount of="unknown" count={unknown} />}
        {implicit > 0 && <ClassCount of="implicit" count={implicit} />}
        {level === 1 && unknown + implicit === 0 && (
          <span className="text-xs text-text-3">
            0<span className="sr-only"> gaps</span>
          </span>
        )}
      </span>
    </>
  )
}

/** For the pointer; the keys are Right and Left. */
function Chevron({ item, onClick }: { readonly item: ScopeItem; readonly onClick: () => void }) {
  if (item.expanded === undefined) return <span aria-hidden className="w-4 shrink-0" />
  const Icon = item.expanded ? ChevronDown : ChevronRight
  return (
    <span
      aria-hidden
      className="grid size-6 shrink-0 -ml-1 place-items-center text-text-2 pointer-coarse:size-11"
      onClick={event => {
        event.stopPropagation()
        onClick()
      }}
    >
      <Icon size={13} />
    </span>
  )
}
