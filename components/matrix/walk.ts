/**
 * A place in the grid. Lines are 0 to n − 1, the internet is n. Above the rows stand the heads of columns and the line
 * of Anyone, before the columns the heads of rows.
 */
export interface Place {
  readonly row: number
  readonly column: number
}

export const heads = -1
export const anyoneLine = -1
export const columnHeads = -2

export interface Press {
  readonly key: string
  readonly ctrlKey: boolean
}

/** Where a key leads; undefined where it means nothing. `page` is how many rows are in sight, `lines` is n. */
export function placeAfter(
  { key, ctrlKey }: Press,
  { row, column }: Place,
  lines: number,
  page: number,
): Place | undefined {
  switch (key) {
    case 'ArrowRight':
      return within({ row, column: column + 1 }, lines)
    case 'ArrowLeft':
      return within({ row, column: row === columnHeads ? Math.max(0, column - 1) : column - 1 }, lines)
    case 'ArrowDown':
      return within({ row: row + 1, column }, lines)
    case 'ArrowUp':
      return within({ row: row - 1, column }, lines)
    case 'PageDown':
      return within({ row: Math.max(row, 0) + page, column }, lines)
    case 'PageUp':
      return within({ row: Math.max(0, row - page), column }, lines)
    case 'Home':
      return ctrlKey ? { row: 0, column: 0 } : { row, column: 0 }
    case 'End':
      return ctrlKey ? { row: lines, column: lines } : within({ row, column: lines }, lines)
    default:
      return undefined
  }
}

/** The nearest place that there is: the corner has nothing, and nobody stands for Anyone in the column of the internet. */
export function within({ row, column }: Place, lines: number): Place {
  const top = column < 0 ? anyoneLine : columnHeads
  const line = Math.max(top, Math.min(row, lines))
  const left = line === columnHeads ? 0 : heads
  return { row: line, column: Math.max(left, Math.min(column, lines)) }
}
