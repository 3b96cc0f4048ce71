import type { TextPattern } from '../../model/text-pattern'

/**
 * How most fields read a value (istio.md section 5): `*` is anything that is there, one `*` in front or at the end
 * leaves that end open, in front first; every further `*` is a letter like others.
 */
export function readPattern(text: string): TextPattern {
  if (text === '*') return { kind: 'any' }
  if (text.startsWith('*')) return { kind: 'suffix', text: text.slice(1) }
  if (text.endsWith('*')) return { kind: 'prefix', text: text.slice(0, -1) }
  return { kind: 'exact', text }
}

/** Headers are asked whether they are there at all: `*` also takes an empty one. */
export const readHeaderPattern = (text: string): TextPattern =>
  text === '*' ? { kind: 'prefix', text: '' } : readPattern(text)
