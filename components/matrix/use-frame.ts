'use client'

import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { useEffect, useMemo, type RefObject } from 'react'
import { cellSize, type CellMode, type Size } from './cell-size'
import type { Place } from './walk'

/** Pixels of the foot below, and of a scroll bar beside. */
export const footHeight = 36
const bar = 16

interface FrameOptions {
  readonly scroller: RefObject<HTMLElement | null>
  readonly room: Size
  readonly coarse: boolean
  /** Lines of the matrix, without the internet. */
  readonly lines: number
  readonly mode: CellMode
}

/** How large everything in the grid is, and what of it is in sight. */
export interface Frame {
  readonly size: Size
  readonly headWidth: number
  readonly headHeight: number
  /** Of the line of Anyone. */
  readonly lineHeight: number
  readonly width: number
  readonly height: number
  readonly rows: readonly VirtualItem[]
  readonly rowsInSight: readonly [number, number]
  /** The first and the last column in sight. */
  readonly first: number
  readonly last: number
  /** Rows that a page of the keys holds. */
  readonly page: number
  /** Scrolls until a place is in sight. */
  readonly show: (place: Place) => void
}

export function useFrame({ scroller, room, coarse, lines, mode }: FrameOptions): Frame {
  const [headWidth, headHeight] = room.width < 560 ? [112, 92] : [152, 100]
  const lineHeight = coarse ? 44 : 20
  const { width, height } = cellSize(
    {
      width: room.width - headWidth - bar,
      height: room.height - headHeight - lineHeight - footHeight - bar,
    },
    lines + 1,
    mode,
    coarse,
  )
  // The same object as long as it is the same size, so that rows know that nothing changed.
  const size = useMemo(() => ({ width, height }), [width, height])
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
  return {
    ...{ size, headWidth, headHeight, lineHeight, rows },
    width: headWidth + (lines + 1) * size.width,
    height: down.getTotalSize(),
    rowsInSight: [rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0],
    first: columns[0]?.index ?? 0,
    last: columns.at(-1)?.index ?? 0,
    page: Math.max(1, Math.floor((room.height - headHeight - footHeight) / size.height) - 1),
    show: ({ row, column }) => {
      if (row >= 0) down.scrollToIndex(row)
      if (column >= 0) across.scrollToIndex(column)
    },
  }
}
