'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import { numberText } from '@/lib/words/number'
import { isLit } from '../filter/lit'
import { Failure } from '../states/Failure'
import { NoConnectionsState } from '../states/NoConnectionsState'
import { TableSkeleton } from '../states/TableSkeleton'
import { endsOf, sameEnds, selectedIn } from '../workbench/ends'
import { phone, useMedia } from '../workbench/use-media'
import { useOverdue } from '../workbench/use-overdue'
import type { ViewControl } from '../workbench/use-view'
import { cardColumns } from './columns'
import { ConnectionRowView } from './ConnectionRowView'
import { rowAfter } from './row-keys'
import { plainItems, runItems, type Openness } from './run-items'
import { RunLine } from './RunLine'
import { TableHead } from './TableHead'
import { useColumns } from './use-columns'
import { useFirstPage, useRowFilter, useRows } from './use-rows'
import { useSought } from './use-sought'

interface ConnectionTableProps {
  readonly overview: Overview
  readonly control: ViewControl
}

const rowId = (index: number): string => `connection-row-${index}`

/** Every connection, one per row: the map's equal. Arrows walk, Enter selects, and the detail panel says why. */
export function ConnectionTable({ overview, control }: ConnectionTableProps) {
  const { view, set, selectConnection } = control
  const cards = useMedia(phone)
  const chosen = useColumns()
  const shown = cards ? cardColumns : chosen.shown
  const rowHeight = cards ? 54 : 32

  const { sort, order, by } = view
  const filter = useRowFilter(control)
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const [openness, setOpenness] = useState<Readonly<Record<string, Openness>>>({})
  const { data: start } = useFirstPage(filter)
  const items = useMemo(
    () =>
      start?.runs
        ? runItems(start.runs, key => (Object.hasOwn(openness, key) ? openness[key] : undefined) ?? 'few')
        : plainItems(start?.total ?? 0),
    [start, openness],
  )
  const { total } = items
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    paddingStart: cards ? 0 : 30,
    scrollPaddingStart: 30,
  })
  const sight = virtual.getVirtualItems()
  const [first, last] = [sight[0]?.index ?? 0, sight.at(-1)?.index ?? 0]
  const rows = useRows(
    filter,
    sight.flatMap(({ index }) => {
      const item = items.at(index)
      return item?.kind === 'row' ? [item.row] : []
    }),
  )
  const overdue = useOverdue(rows.stale)
  useEffect(() => virtual.measure(), [virtual, rowHeight])
  // Another filter or order is another list, which begins at its beginning.
  const [listed, setListed] = useState(filter)
  if (listed !== filter) {
    setListed(filter)
    setActive(0)
    setOpenness({})
  }
  useEffect(() => void scroller.current?.scrollTo({ top: 0 }), [filter])

  const { from, to, port } = view
  const selected = useMemo(() => selectedIn({ from, to, port }).connection, [from, to, port])
  const open = (key: string, how: Openness) => setOpenness(known => ({ ...known, [key]: how }))
  const sought = useSought(filter, selected)
  // Sought once for each selection and list: reading again moves nothing under somebody's hands.
  const wanted = JSON.stringify([filter, selected])
  const [placed, setPlaced] = useState<{ readonly wanted: string; readonly line: number }>()
  if (sought?.row !== undefined && placed?.wanted !== wanted && start && !rows.stale) {
    // A row that its run leaves out is shown with all of the run.
    const hidden = items.hiddenIn(sought.row)
    if (hidden !== undefined) open(hidden, 'all')
    else {
      setPlaced({ wanted, line: items.lineOf(sought.row) })
      setActive(items.lineOf(sought.row))
    }
  }
  useEffect(() => {
    if (placed) virtual.scrollToIndex(placed.line)
  }, [virtual, placed])

  if (rows.error)
    return (
      <Failure
        error={rows.error}
        onRetry={rows.retry}
        onLeave={() => set({ about: '' }, 'push')}
        wasThere={rows.total !== undefined}
      />
    )
  if (rows.total === undefined) return <TableSkeleton />
  if (rows.total === 0) return <NoConnectionsState overview={overview} control={control} />

  const press = (index: number) => {
    const item = items.at(index)
    setActive(index)
    if (item?.kind === 'run') open(item.run.key, item.open ? 'none' : 'few')
    else if (item?.kind === 'more') open(item.run.key, 'all')
    else if (item) {
      const row = rows.at(item.row)
      if (row) selectConnection(endsOf(row))
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2)
    const next = rowAfter(event.key, active, total, page)
    if (next !== undefined) {
      setActive(next)
      virtual.scrollToIndex(next)
    } else if (event.key === 'Enter' || event.key === ' ') press(active)
    else return
    event.preventDefault()
  }

  const before = (sight[0]?.start ?? 0) - (cards ? 0 : 30)
  const after = virtual.getTotalSize() - (sight.at(-1)?.end ?? 0)
  return (
    <div ref={scroller} data-print="whole" className="min-h-0 flex-1 overflow-y-auto bg-surface">
      <table
        role="grid"
        aria-label="Connections"
        aria-rowcount={total + 1}
        aria-busy={rows.stale}
        aria-activedescendant={active >= first && active <= last ? rowId(active) : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="group w-full table-fixed border-separate border-spacing-0 -outline-offset-2"
      >
        <colgroup>
          {shown.map(({ id, width }) => (
            <col key={id} style={{ width }} />
          ))}
        </colgroup>
        <TableHead
          columns={shown}
          sort={by === 'none' ? sort : undefined}
          order={order}
          hidden={cards}
          onSort={(next, way) => set({ sort: next, order: way, by: 'none' })}
        />
        <Spacer height={before} span={shown.length} />
        <tbody className={overdue ? 'opacity-60' : ''}>
          {sight.map(({ index }) => {
            const item = items.at(index)
            if (item && item.kind !== 'row')
              return (
                <RunLine
                  key={index}
                  id={rowId(index)}
                  index={index}
                  item={item}
                  span={shown.length}
                  height={rowHeight}
                  active={index === active}
                  onPress={press}
                />
              )
            const row = item && rows.at(item.row)
            return (
              <ConnectionRowView
                key={index}
                id={rowId(index)}
                index={index}
                row={row}
                columns={shown}
                cards={cards}
                active={index === active}
                dimmed={row !== undefined && !isLit(view.lens, row)}
                selected={row !== undefined && selected !== undefined && sameEnds(endsOf(row), selected)}
                onSelect={press}
              />
            )
          })}
        </tbody>
        <Spacer height={after} span={shown.length} />
      </table>
      {sight.length < total && (
        <p className="hidden py-2 text-text-2 print:block">
          Printed are the lines in sight, {numberText(first + 1)} to {numberText(last + 1)} of{' '}
          {numberText(total)}. The export, as CSV or Markdown, holds all.
        </p>
      )}
    </div>
  )
}

/** Room for the rows that are not drawn. */
function Spacer({ height, span }: { readonly height: number; readonly span: number }) {
  if (height <= 0) return null
  return (
    <tbody role="presentation" aria-hidden data-print="none">
      <tr role="presentation">
        <td role="presentation" colSpan={span} style={{ height, padding: 0 }} />
      </tr>
    </tbody>
  )
}
