/** The row that a key leads to; undefined where the key means nothing. `page` is how many rows are in sight. */
export function rowAfter(key: string, at: number, total: number, page: number): number | undefined {
  const last = total - 1
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, last)
    case 'ArrowUp':
      return Math.max(at - 1, 0)
    case 'PageDown':
      return Math.min(at + page, last)
    case 'PageUp':
      return Math.max(at - page, 0)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return undefined
  }
}

/** Numbers of the pages that hold these rows. */
export const pagesWith = (rows: readonly number[], size: number): number[] => [
  ...new Set(rows.map(row => Math.floor(row / size))),
]
