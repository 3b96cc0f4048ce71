/** Names that a sentence holds at most. */
const most = 3

/** `a`, `a and b`, `a, b, c and 4 more`. */
export function listed(names: readonly string[]): string {
  const rest = names.length - most
  const shown = rest > 1 ? [...names.slice(0, most), `${rest} more`] : names
  const last = shown.at(-1) ?? 'nothing'
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`
}
