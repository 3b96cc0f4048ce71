'use client'

import { ArrowDown, PanelLeftClose, X } from 'lucide-react'
import { memo, useEffect, useRef, type ReactNode } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import { count } from '@/lib/words/count'
import { GraphLegend } from '../graph/GraphLegend'
import { ScopeTree } from '../scope/ScopeTree'
import { IconButton } from '../ui/IconButton'
import { PanelBorder } from './PanelBorder'
import { scopeLimits } from './panel-width'
import { useMedia } from './use-media'
import type { ViewControl } from './use-view'

/** One object for all times, so that it is drawn once. */
const legend = <GraphLegend />

interface ScopePanelProps {
  readonly overview: Overview
  readonly control: ViewControl
  readonly open: boolean
  readonly onClose: () => void
  /** The column is put away. */
  readonly shut: boolean
  readonly onShut: () => void
}

/** The tree and the legend: a column where there is room, else a drawer. */
export const ScopePanel = memo(function ScopePanel({
  overview,
  control,
  open,
  onClose,
  shut,
  onShut,
}: ScopePanelProps) {
  const column = useMedia('(min-width: 80rem)')
  const content = (onChosen?: () => void, close?: ReactNode) => (
    <>
      <div className="flex h-10 shrink-0 items-center gap-2 border-b border-line px-3">
        <h2 className="font-semibold">Scope</h2>
        <span className="truncate text-xs text-text-3">{count(overview.workloads, 'workload')}</span>
        <span className="flex-1" />
        <span className="flex items-center gap-1 text-xs text-text-2 lg:max-2xl:hidden">
          <ArrowDown size={13} aria-hidden /> gaps
        </span>
        {close}
      </div>
      <ScopeTree overview={overview} control={control} onChosen={onChosen} />
      {legend}
    </>
  )
  if (column && shut) return null
  if (column)
    return (
      <nav
        aria-label="Scope"
        className="relative flex min-h-0 min-w-0 flex-col border-r border-line bg-surface"
      >
        {content(
          undefined,
          <IconButton label="Hide the scope ( [ )" onClick={onShut} className="-mr-1.5">
            <PanelLeftClose size={15} aria-hidden />
          </IconButton>,
        )}
        <PanelBorder label="Width of the scope" name="scope" at="left" limits={scopeLimits} />
      </nav>
    )
  return (
    <Drawer open={open} onClose={onClose}>
      {content(
        onClose,
        <IconButton label="Close the scope" onClick={onClose}>
          <X size={15} aria-hidden />
        </IconButton>,
      )}
    </Drawer>
  )
})

interface DrawerProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The browser's own dialog keeps focus inside, closes on Escape and gives the focus back. */
function Drawer({ open, onClose, children }: DrawerProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open) dialog.current?.showModal()
    else dialog.current?.close()
  }, [open])
  return (
    <dialog
      ref={dialog}
      aria-label="Scope"
      onClose={onClose}
      onClick={event => {
        if (event.target === event.currentTarget) onClose()
      }}
      className="fixed inset-y-0 left-0 m-0 h-dvh max-h-none w-80 max-w-[90vw] border-r border-line bg-surface text-text shadow-pop backdrop:bg-overlay"
    >
      {open && <div className="flex h-full flex-col">{children}</div>}
    </dialog>
  )
}
