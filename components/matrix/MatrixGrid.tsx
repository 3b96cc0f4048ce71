'use client'

import { useCallback, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { useSay } from '../announce/Announcements'
import { Failure } from '../states/Failure'
import { useOverdue } from '../workbench/use-overdue'
import type { ViewControl } from '../workbench/use-view'
import type { Size } from './cell-size'
import { MatrixFoot } from './MatrixFoot'
import { MatrixHead } from './MatrixHead'
import { cellId, MatrixRow } from './MatrixRow'
import { aboutOf, toggled } from './opening'
import { endAt } from './picture'
import { useActs } from './use-acts'
import { footHeight, useFrame, type Frame } from './use-frame'
import { useMatrix } from './use-matrix'
import { useStanding } from './use-standing'
import { placeAfter, type Place } from './walk'

interface MatrixGridProps {
  readonly control: ViewControl
  readonly room: Size
  readonly coarse: boolean
}

export function MatrixGrid({ control, room, coarse }: MatrixGridProps) {
  const { view, set } = control
  const scroller = useRef<HTMLDivElement>(null)
  const [lines, setLines] = useState(0)
  const [pointed, setPointed] = useState<Place>()
  const frame = useFrame({ scroller, room, coarse, lines, mode: view.cells })
  const { size, headWidth, headHeight, lineHeight, rows, first, last } = frame
  const { picture, head, stale, error, retry } = useMatrix(control, {
    rows: frame.rowsInSight,
    columns: [first, last],
  })
  if (picture.lines !== lines) setLines(picture.lines)
  const overdue = useOverdue(stale)
  const by = head?.grouping.by ?? view.group
  const acts = useActs(control, by)
  const say = useSay()

  const { active, setActive, follow } = useStanding(picture, stale)
  const toggle = useCallback(
    (...indexes: number[]) => {
      const opened = indexes.map(index => picture.lineAt(index))
      set({ expand: toggled(view.expand, opened) }, 'push')
    },
    [picture, set, view.expand],
  )
  const toggleOne = useCallback((index: number) => toggle(index), [toggle])

  if (error) return <Failure error={error} onRetry={retry} />

  const ends = ({ row, column }: Place) => ({ from: endAt(picture, row), to: endAt(picture, column) })
  const toggleAt = (place: Place): void => {
    const opening = [place.row, place.column].filter(index => index >= 0 && index < lines)
    if (opening.length === 0) return say('Nothing here opens or closes.')
    follow(place)
    toggle(...opening)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.metaKey || event.altKey) return
    const next = placeAfter(event, active, lines, frame.page)
    if (next) {
      setActive(next)
      setPointed(undefined)
      frame.show(next)
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
          style={{ width: frame.width, height: frame.height }}
          className={`group relative mx-auto outline-none ${overdue ? 'opacity-60' : ''}`}
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
          {looked !== undefined && <LookedColumn column={looked} frame={frame} />}
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

interface LookedColumnProps {
  readonly column: number
  readonly frame: Frame
}

/** A ring around the column of what is looked at. */
const LookedColumn = ({ column, frame: { headWidth, headHeight, size, height } }: LookedColumnProps) => (
  <div
    aria-hidden
    style={{
      left: headWidth + column * size.width - 1,
      width: size.width + 1,
      height: height - headHeight,
      top: headHeight,
    }}
    className="pointer-events-none absolute z-3 rounded-sm outline-2 outline-ink"
  />
)

/** The place that an element of the grid stands for. */
function placeOf(target: EventTarget): Place | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null
  const { row, column } = cell?.dataset ?? {}
  return row === undefined || column === undefined ? undefined : { row: Number(row), column: Number(column) }
}
