'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { Failure } from '../states/Failure'
import type { ViewControl } from '../workbench/use-view'
import { cellSize, type Size } from './cell-size'
import { MatrixFoot } from './MatrixFoot'
import { MatrixHead } from './MatrixHead'
import { cellId, MatrixRow } from './MatrixRow'
import { aboutOf, toggled } from './opening'
import { endAt, groupOf } from './picture'
import { useActs } from './use-acts'
import { useMatrix } from './use-matrix'
import { placeAfter, within, type Place } from './walk'

interface MatrixGridProps {
  readonly control: ViewControl
  readonly room: Size
  readonly coarse: boolean
}

/** Pixels of the foot below, and of a scroll bar beside. */
const [footHeight, bar] = [36, 16] as const

export function MatrixGrid({ control, room, coarse }: MatrixGridProps) {
  const { view, set } = control
  const scroller = useRef<HTMLDivElement>(null)
  const [lines, setLines] = useState(0)
  const [active, setActive] = useState<Place>({ row: 0, column: 0 })
  const [pointed, setPointed] = useState<Place>()
  const narrow = room.width < 560
  const [headWidth, headHeight] = narrow ? [112, 92] : [152, 100]

  const lineHeight = coarse ? 44 : 20
  const size = cellSize(
    {
      width: room.width - headWidth - bar,
      height: room.height - headHeight - lineHeight - footHeight - bar,
    },
    lines + 1,
    view.cells,
    coarse,
  )
  const shared = { count: lines + 1, getScrollElement: () => scroller.current, overscan: 4 }
  const down = useVirtualizer({
    ...shared,
    estimateSize: () => size.height,
    paddingStart: headHeight + lineHeight,
    scrollPaddingStart: headHeight + lineHeight,
  })
  const across = useVirtualizer({
    ...shared,
    horizontal: true,
    estimateSize: () => size.width,
    paddingStart: headWidth,
    scrollPaddingStart: headWidth,
  })
  useEffect(() => {
    down.measure()
    across.measure()
  }, [down, across, size.width, size.height])
  const rows = down.getVirtualItems()
  const columns = across.getVirtualItems()
  const [first, last] = [columns[0]?.index ?? 0, columns.at(-1)?.index ?? 0]
  const { picture, head, stale, error, retry } = useMatrix(control, {
    rows: [rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0],
    columns: [first, last],
  })
  if (picture.lines !== lines) setLines(picture.lines)
  const by = head?.grouping.by ?? view.group
  const acts = useActs(control, by)

  // Whoever opens or closes a group stays where that group is.
  const [followed, setFollowed] = useState<{ readonly row?: string; readonly column?: string }>()
  const [seen, setSeen] = useState(picture)
  if (picture !== seen) {
    setSeen(picture)
    const place = {
      row: (followed?.row !== undefined && picture.find(followed.row)) || undefined,
      column: (followed?.column !== undefined && picture.find(followed.column)) || undefined,
    }
    if (followed && !stale) {
      setFollowed(undefined)
      setActive({ row: place.row ?? active.row, column: place.column ?? active.column })
    } else {
      const kept = within(active, picture.lines)
      if (kept.row !== active.row || kept.column !== active.column) setActive(kept)
    }
  }
  const toggle = useCallback(
    (...indexes: number[]) => {
      const opened = indexes.map(index => picture.lineAt(index))
      set({ expand: toggled(view.expand, opened) }, 'push')
    },
    [picture, set, view.expand],
  )
  const toggleOne = useCallback((index: number) => toggle(index), [toggle])

  if (error) return <Failure error={error} onRetry={retry} />

  const show = ({ row, column }: Place): void => {
    if (row >= 0) down.scrollToIndex(row)
    if (column >= 0) across.scrollToIndex(column)
  }
  const ends = ({ row, column }: Place) => ({ from: endAt(picture, row), to: endAt(picture, column) })
  const toggleAt = (place: Place): void => {
    const [row, column] = [picture.lineAt(place.row), picture.lineAt(place.column)]
    setFollowed({ ...(row && { row: groupOf(row) }), ...(column && { column: groupOf(column) }) })
    toggle(...[place.row, place.column].filter(index => index >= 0 && index < lines))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor((room.height - headHeight - footHeight) / size.height) - 1)
    const next = placeAfter(event, active, lines, page)
    if (next) {
      setActive(next)
      setPointed(undefined)
      show(next)
    } else if (event.ctrlKey) return
    else if (event.key === 'Enter' || event.key === ' ') acts.open(active, ends(active))
    else if (event.key === 'x') toggleAt(active)
    else return
    event.preventDefault()
  }
  const onClick = (event: MouseEvent): void => {
    const place = placeOf(event.target)
    if (!place) return
    setActive(place)
    acts.open(place, ends(place))
  }

  const named = (index: number): boolean => {
    const end = endAt(picture, index)
    return view.about !== '' && end !== undefined && aboutOf(end, by) === view.about
  }
  const looked = Array.from({ length: last - first + 1 }, (_, at) => first + at).find(named)
  const shown = pointed ?? active
  const width = headWidth + (lines + 1) * size.width
  return (
    <>
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
        <div
          role="grid"
          aria-label="Matrix"
          aria-rowcount={lines + 3}
          aria-colcount={lines + 2}
          aria-busy={stale}
          aria-activedescendant={cellId(active.row, active.column)}
          aria-describedby="matrix-keys"
          tabIndex={0}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onPointerOver={event => setPointed(placeOf(event.target))}
          onPointerLeave={() => setPointed(undefined)}
          style={{ width, height: down.getTotalSize() }}
          className={`group relative mx-auto outline-none ${stale ? 'opacity-60' : ''}`}
        >
          <MatrixHead
            picture={picture}
            size={size}
            headWidth={headWidth}
            headHeight={headHeight}
            lineHeight={lineHeight}
            first={first}
            last={last}
            active={active}
            looked={looked}
          />
          {rows.map(({ index, start }) => (
            <MatrixRow
              key={index}
              row={index}
              picture={picture}
              top={start}
              headWidth={headWidth}
              size={size}
              first={first}
              last={last}
              active={active.row === index ? active.column : undefined}
              by={by}
              from={view.from}
              to={view.to}
              looked={named(index)}
              onToggle={toggleOne}
            />
          ))}
          {looked !== undefined && (
            <div
              aria-hidden
              style={{
                left: headWidth + looked * size.width - 1,
                width: size.width + 1,
                height: down.getTotalSize() - headHeight,
                top: headHeight,
              }}
              className="pointer-events-none absolute z-3 rounded-sm outline-2 outline-ink"
            />
          )}
        </div>
      </div>
      <MatrixFoot
        picture={picture}
        place={shown}
        acts={acts}
        onToggle={lines > 0 ? () => toggleAt(shown) : undefined}
        height={footHeight}
      />
    </>
  )
}

/** The place that an element of the grid stands for. */
function placeOf(target: EventTarget): Place | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null
  const { row, column } = cell?.dataset ?? {}
  return row === undefined || column === undefined ? undefined : { row: Number(row), column: Number(column) }
}
