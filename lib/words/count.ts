import { numberText } from './number'

/** `1 policy`, `3 policies`, `1,204 pods`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${numberText(number)} ${number === 1 ? one : many}`
}

/** `a`, `a and b`, `a, b and c`; beyond `most` entries the rest is counted. */
export function listed(items: readonly string[], most = 3): string {
  const shown = items.length > most ? items.slice(0, most - 1) : [...items]
  const rest = items.length - shown.length
  if (rest > 0) shown.push(`${rest} more`)
  const last = shown.pop() ?? ''
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`
}
