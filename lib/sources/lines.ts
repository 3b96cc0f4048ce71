/** Line feeds between two offsets. */
export function countLines(text: string, from: number, to: number): number {
  // Cut out first, since a search in the whole text would run on to a line feed far behind.
  const part = text.slice(from, to)
  let lines = 0
  for (let at = part.indexOf('\n'); at >= 0; at = part.indexOf('\n', at + 1)) lines += 1
  return lines
}
