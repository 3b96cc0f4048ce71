'use client'

import { useLayoutEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { keptWidth, movedWidth, widthAfter, type PanelLimits } from './panel-width'
import { useKeptText } from './use-kept'

interface PanelBorderProps {
  /** What is made wider: `Width of the detail`. */
  readonly label: string
  /** The property of the page's grid that holds the width, and the name that it is kept under. */
  readonly name: 'scope' | 'detail'
  /** The side of the page that the panel stands at. */
  readonly at: 'left' | 'right'
  readonly limits: PanelLimits
}

/** The border between a panel and the views, to be moved by pointer or keys. Stands in an element as wide as the panel. */
export function PanelBorder({ label, name, at, limits }: PanelBorderProps) {
  const [text, keep] = useKeptText(`${name}-width`)
  const border = useRef<HTMLDivElement>(null)
  const held = useRef<{ readonly x: number; readonly width: number }>(undefined)
  const [width, setWidth] = useState<number>(limits.least)
  const kept = keptWidth(text, limits)

  useLayoutEffect(() => apply(border.current, name, kept), [name, kept])
  useLayoutEffect(() => {
    const panel = border.current?.parentElement
    if (!panel) return undefined
    const measure = () => setWidth(Math.round(panel.offsetWidth))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(panel)
    return () => observer.disconnect()
  }, [])

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    held.current = { x: event.clientX, width }
  }
  const onPointerMove = ({ clientX }: PointerEvent) => {
    if (held.current)
      apply(border.current, name, movedWidth(held.current.width, clientX - held.current.x, at, limits))
  }
  const onPointerUp = ({ clientX }: PointerEvent) => {
    const from = held.current
    held.current = undefined
    if (from && clientX !== from.x) keep(String(movedWidth(from.width, clientX - from.x, at, limits)))
  }
  const onPointerCancel = () => {
    held.current = undefined
    apply(border.current, name, kept)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const next = widthAfter(event.key, width, at, limits)
    if (next === undefined) return
    keep(next === 'usual' ? '' : String(next))
    event.preventDefault()
  }
  return (
    <div
      ref={border}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={limits.least}
      aria-valuemax={limits.most}
      aria-valuetext={`${width} pixels`}
      title="Drag or use the arrow keys; double-click or Enter for the usual width"
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerCancel}
      onDoubleClick={() => keep('')}
      onKeyDown={onKeyDown}
      className={`absolute inset-y-0 z-10 w-2 cursor-col-resize touch-none after:absolute after:inset-y-0 after:w-0.5 hover:after:bg-line-control focus-visible:outline-none focus-visible:after:bg-ink pointer-coarse:w-6 ${
        at === 'left'
          ? '-right-1 after:right-1 pointer-coarse:-right-3 pointer-coarse:after:right-3'
          : '-left-1 after:left-1 pointer-coarse:-left-3 pointer-coarse:after:left-3'
      }`}
    />
  )
}

/** The grid of the page reads the width from a property, so that a drag renders nothing. */
function apply(border: HTMLElement | null, name: string, width: number | undefined): void {
  const grid = border?.closest<HTMLElement>('[data-panels]')
  if (width === undefined) grid?.style.removeProperty(`--${name}-width`)
  else grid?.style.setProperty(`--${name}-width`, `${width}px`)
}
