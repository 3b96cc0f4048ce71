/**
 * The words of a filter text. Blanks, brackets and operators part words; what stands in double quotes is one word, in
 * which `\"` and `\\` stand for themselves. One pass, whatever the text.
 */
export interface Token {
  readonly kind: 'word' | 'text' | 'sign' | 'end'
  /** What it says; of a quoted word without its quotes. */
  readonly text: string
  /** Where it begins, and where what follows may begin, in UTF-16 units. */
  readonly at: number
  readonly end: number
}

/** A filter text that says nothing; `at` is where the caret belongs. */
export class QueryProblem extends Error {
  override readonly name = 'QueryProblem'

  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message)
  }
}

const signs = ['!=', '=', '(', ')', ','] as const

/** Throws QueryProblem where a quote is never closed. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    if (isBlank(text, at)) {
      at++
      continue
    }
    const start = at
    const sign = signs.find(each => text.startsWith(each, start))
    if (sign) {
      at += sign.length
      tokens.push({ kind: 'sign', text: sign, at: start, end: at })
    } else if (text[at] === '"') {
      let said = ''
      for (at++; at < text.length && text[at] !== '"'; at++) {
        if (text[at] === '\\' && at + 1 < text.length) at++
        said += text[at]
      }
      if (at >= text.length)
        throw new QueryProblem('this quote is never closed: write another `"` where the text ends', start)
      at++
      tokens.push({ kind: 'text', text: said, at: start, end: at })
    } else {
      while (
        at < text.length &&
        !isBlank(text, at) &&
        text[at] !== '"' &&
        !signs.some(each => text.startsWith(each, at))
      )
        at++
      tokens.push({ kind: 'word', text: text.slice(start, at), at: start, end: at })
    }
  }
  tokens.push({ kind: 'end', text: '', at: text.length, end: text.length })
  return tokens
}

/** As `\s` has it, for which a browser takes milliseconds to make ready when the first filter is asked. */
const isBlank = (text: string, at: number): boolean => text[at]?.trim() === ''

/** A value as it has to be written: in quotes where it would be taken for something else. */
export const quoted = (value: string): string =>
  value !== '' && !isParted(value) && !reserved.has(value.toLowerCase())
    ? value
    : `"${value.replace(/["\\]/g, '\\$&')}"`

/** Whether the value holds what parts words. */
const isParted = (value: string): boolean =>
  [...value].some(character => '"(),=!'.includes(character) || character.trim() === '')

export const reserved: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in'])
