import type { ConnectionRun } from '@/lib/api/connection-contract'

/** What stands on a line of the table: a row by its place among all rows, the heading of a run, or what it leaves out. */
export type Item =
  | { readonly kind: 'row'; readonly row: number }
  | { readonly kind: 'run'; readonly run: ConnectionRun; readonly open: boolean }
  | { readonly kind: 'more'; readonly run: ConnectionRun; readonly hidden: number }

export interface Items {
  readonly total: number
  readonly at: (index: number) => Item | undefined
  /** The line of a row; of one that is left out, that of its run. */
  readonly lineOf: (row: number) => number
  /** The run that leaves a row out; undefined where it stands on a line of its own. */
  readonly hiddenIn: (row: number) => string | undefined
}

/** How far runs are open: `few` shows the first rows, which is how they begin. */
export type Openness = 'none' | 'few' | 'all'

/** Rows that a run shows of itself before it is asked for all. */
const few = 6

/** Every row a line of its own. */
export const plainItems = (rows: number): Items => ({
  total: rows,
  at: index => (index >= 0 && index < rows ? { kind: 'row', row: index } : undefined),
  lineOf: row => row,
  hiddenIn: () => undefined,
})

/** Rows under the headings of their runs; a run says how many rows it leaves out. */
export function runItems(runs: readonly ConnectionRun[], opennessOf: (key: string) => Openness): Items {
  const places: { line: number; row: number; shown: number; run: ConnectionRun }[] = []
  let [line, row] = [0, 0]
  for (const run of runs) {
    const openness = opennessOf(run.key)
    // To leave out a single row would save nothing.
    const shown = openness === 'none' ? 0 : openness === 'all' || run.rows <= few + 1 ? run.rows : few
    places.push({ line, row, shown, run })
    line += 1 + shown + (shown > 0 && shown < run.rows ? 1 : 0)
    row += run.rows
  }
  return {
    total: line,
    at: index => {
      const place = index < line ? lastNotAfter(places, index, each => each.line) : undefined
      if (!place) return undefined
      const { shown, run } = place
      const inside = index - place.line - 1
      if (inside < 0) return { kind: 'run', run, open: shown > 0 }
      if (inside < shown) return { kind: 'row', row: place.row + inside }
      return { kind: 'more', run, hidden: run.rows - shown }
    },
    lineOf: wanted => {
      const place = lastNotAfter(places, wanted, each => each.row)
      if (!place) return 0
      const inside = wanted - place.row
      return inside < place.shown ? place.line + 1 + inside : place.line
    },
    hiddenIn: wanted => {
      const place = lastNotAfter(places, wanted, each => each.row)
      return place && wanted - place.row >= place.shown ? place.run.key : undefined
    },
  }
}

function lastNotAfter<T>(list: readonly T[], value: number, of: (each: T) => number): T | undefined {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const found = list[middle]
    if (found !== undefined && of(found) <= value) low = middle + 1
    else high = middle
  }
  return list[low - 1]
}
