import { visible } from './visible'

/** Messages begin in lower case, because they are printed after a place; alone they are sentences. Names stay as they are. */
export function sentence(message: string): string {
  const text = visible(message)
  const start = /^(?!podtrust)[a-z]+(?=[\s,])/.test(text)
    ? text.charAt(0).toUpperCase() + text.slice(1)
    : text
  return /[.!?]$/.test(start) ? start : `${start}.`
}
