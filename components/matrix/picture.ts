import type { MatrixAnswer } from '@/lib/api/matrix-contract'
import type { Door, End, Line, Share } from './cell-text'
import type { Place } from './walk'

/** What is known of the matrix by now, of however many windows it came in. */
export interface Picture {
  /** Lines in all, without the internet. */
  readonly lines: number
  readonly lineAt: (index: number) => Line | undefined
  /** Cells of a row by column; the same object as long as nothing new is known of the row. */
  readonly rowAt: (row: number) => ReadonlyMap<number, Share> | undefined
  readonly doorAt: (column: number) => Door | undefined
  /** Whether the cell was answered, so that an empty one means that there is no connection. */
  readonly known: (place: Place) => boolean
  /** Where a line, or the first of a group that is expanded, stands among those that are known. */
  readonly find: (id: string) => number | undefined
}

/** Puts windows together; each says itself where it belongs. */
export function pictureOf(answers: readonly MatrixAnswer[]): Picture {
  const lines = answers[0]?.rows.of ?? 0
  const known = new Map<number, Line>()
  const rows = new Map<number, Map<number, Share>>()
  const doors = new Map<number, Door>()
  const put = (row: number, column: number, share: Share): void => {
    const cells = rows.get(row) ?? new Map<number, Share>()
    rows.set(row, cells)
    cells.set(column, share)
  }
  for (const answer of answers) {
    const [row, column] = [answer.rows.offset, answer.columns.offset]
    answer.rows.items.forEach((line, at) => known.set(row + at, line))
    answer.columns.items.forEach((line, at) => known.set(column + at, line))
    for (const cell of answer.cells) put(row + cell.row, column + cell.column, cell)
    for (const { at, ...share } of answer.toInternet) put(row + at, lines, share)
    for (const { at, ...share } of answer.fromInternet) put(lines, column + at, share)
    for (const { at, ...door } of answer.anyone) doors.set(column + at, door)
  }
  const holds = ({ row, column }: Place): boolean =>
    answers.some(
      ({ rows: down, columns: across }) =>
        (row >= lines || inside(down, row)) && (column >= lines || inside(across, column)),
    )
  return {
    lines,
    lineAt: index => known.get(index),
    rowAt: row => rows.get(row),
    doorAt: column => doors.get(column),
    known: holds,
    find: id =>
      [...known].sort(([a], [b]) => a - b).find(([, line]) => line.id === id || line.group === id)?.[0],
  }
}

const inside = ({ offset, items }: MatrixAnswer['rows'], index: number): boolean =>
  index >= offset && index < offset + items.length

/** What a row or a column is of; undefined where that is not known yet. */
export const endAt = (picture: Picture, index: number): End | undefined =>
  index === picture.lines ? 'internet' : picture.lineAt(index)

/** True where both ends are of one group, or are one line. */
export const sameGroup = (from: End, to: End): boolean =>
  from !== 'internet' && to !== 'internet' && groupOf(from) === groupOf(to)

/** The group that a line stands for or is in. */
export const groupOf = ({ id, group }: Line): string => group ?? id

/** Where windows begin that hold what is in sight, from `first` to `last`. */
export function windowsOf(first: number, last: number, size: number, lines: number): number[] {
  const from = Math.floor(Math.max(0, first) / size)
  const to = Math.floor(Math.min(Math.max(0, last), Math.max(0, lines - 1)) / size)
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => (from + at) * size)
}
