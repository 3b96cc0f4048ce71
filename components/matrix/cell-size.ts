export interface Size {
  readonly width: number
  readonly height: number
}

export type CellMode = 'fit' | 'large'

/** Pixels: a cell that shows its glyph only, one that shows a count, one that shows `31 / 35`; and one for a finger. */
const [least, counting, largest, tall, finger] = [14, 24, 72, 28, 44] as const

const between = (low: number, value: number, high: number): number => Math.max(low, Math.min(value, high))

/**
 * The size of a cell: as large as lets all be seen at once, if there is room for that; else as small as can be read, and
 * the rest is reached by scrolling. `room` is what the heads leave.
 */
export function cellSize(room: Size, lines: number, mode: CellMode, coarse: boolean): Size {
  const [smallest, lowest] = coarse ? [finger, finger] : [least, counting]
  if (mode === 'large') return { width: largest, height: Math.max(tall, coarse ? finger : 0) }
  const each = { width: Math.floor(room.width / lines), height: Math.floor(room.height / lines) }
  if (coarse || each.width >= counting)
    return {
      width: between(Math.max(smallest, counting), each.width, largest),
      height: between(lowest, each.height, Math.max(lowest, tall)),
    }
  const side = between(least, Math.min(each.width, each.height), counting)
  return { width: side, height: side }
}
