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

/** Numbers of the pages that hold the rows from `first` to `last`. */
export function pagesOf(first: number, last: number, size: number): number[] {
  const [from, to] = [Math.floor(first / size), Math.floor(last / size)]
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
}
