import { numberText } from '../../words/number'
import { readField, fieldNames, type Field } from './fields'
import { QueryProblem, reserved, tokensOf, type Token } from './tokens'

/** A value as it was written. */
export interface Value {
  readonly text: string
  readonly at: number
}

/** A filter text as it is meant; `README.md` beside this file says what it means. */
export type Query =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Query[] }
  | { readonly kind: 'not'; readonly of: Query }
  | { readonly kind: 'name'; readonly part: string }
  | { readonly kind: 'is'; readonly field: Field; readonly values: readonly Value[] }

/** Characters that one text may have; requests take no more (lib/api/terms-contract.ts). */
export const longestQuery = 1000
/** Comparisons and names that one text may hold. */
const mostTerms = 64
const mostValues = 200
/** Brackets and `not` inside one another. */
const deepest = 40

/** Undefined for a blank text; throws QueryProblem with what was expected, and where. */
export function parseQuery(text: string): Query | undefined {
  if (text.length > longestQuery)
    throw new QueryProblem(
      `a filter holds ${numberText(longestQuery)} characters at most: this has ${numberText(text.length)}`,
      longestQuery,
    )
  const parser = new Parser(tokensOf(text))
  return parser.isBlank ? undefined : parser.whole()
}

class Parser {
  private at = 0
  private terms = 0

  constructor(private readonly tokens: readonly Token[]) {}

  get isBlank(): boolean {
    return this.next.kind === 'end'
  }

  whole(): Query {
    const query = this.any(0)
    if (this.next.kind !== 'end')
      throw this.expected(
        this.next.text === ')' ? 'there is no `(` before this `)`' : 'write `and` or `or` before this',
      )
    return query
  }

  private any(depth: number): Query {
    return this.series('or', 'any', () => this.all(depth))
  }

  private all(depth: number): Query {
    return this.series('and', 'all', () => this.unary(depth))
  }

  private series(word: string, kind: 'all' | 'any', part: () => Query): Query {
    const first = part()
    const of = [first]
    while (this.takeWord(word)) of.push(part())
    return of.length > 1 ? { kind, of } : first
  }

  private unary(depth: number): Query {
    if (depth > deepest) throw this.expected(`brackets go ${deepest} deep and no deeper`)
    if (this.takeWord('not')) return { kind: 'not', of: this.unary(depth + 1) }
    if (!this.takeSign('(')) return this.term()
    const inner = this.any(depth + 1)
    if (!this.takeSign(')')) throw this.expected('a `)` is missing here')
    return inner
  }

  private term(): Query {
    const token = this.next
    if (token.kind === 'end') throw this.expected('a name or a comparison is missing here')
    if (token.kind === 'sign' || isWord(token, [...reserved]))
      throw this.expected(`a name or a comparison is missing before this; in quotes it would be a name`)
    if (++this.terms > mostTerms)
      throw this.expected(`a filter holds ${mostTerms} terms at most: join some with \`in (…)\``)
    this.at++
    const { next } = this
    if (isSign(next, ['=', '!=']) || isWord(next, ['in']) || isNotIn(this.tokens, this.at)) {
      const field = fieldOf(token)
      if (this.takeWord('in')) return { kind: 'is', field, values: this.list() }
      if (this.takeWord('not')) {
        this.at++
        return { kind: 'not', of: { kind: 'is', field, values: this.list() } }
      }
      const negated = next.text === '!='
      this.at++
      const is: Query = { kind: 'is', field, values: [this.value()] }
      return negated ? { kind: 'not', of: is } : is
    }
    return shortForm(token) ?? { kind: 'name', part: token.text }
  }

  private list(): Value[] {
    if (!this.takeSign('(')) throw this.expected('a `(` is missing here: write `in (one, other)`')
    const values = [this.value()]
    while (this.takeSign(',')) values.push(this.value())
    if (values.length > mostValues) throw this.expected(`a list holds ${mostValues} values at most`)
    if (!this.takeSign(')')) throw this.expected('a `,` or a `)` is missing here')
    return values
  }

  private value(): Value {
    const token = this.next
    if (token.kind !== 'word' && token.kind !== 'text') throw this.expected('a value is missing here')
    this.at++
    return { text: token.text, at: token.at }
  }

  private get next(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '', at: 0, end: 0 }
  }

  private takeWord(word: string): boolean {
    if (!isWord(this.next, [word])) return false
    this.at++
    return true
  }

  private takeSign(sign: string): boolean {
    if (!isSign(this.next, [sign])) return false
    this.at++
    return true
  }

  private expected(message: string): QueryProblem {
    return new QueryProblem(message, this.next.at)
  }
}

const isWord = ({ kind, text }: Token, words: readonly string[]): boolean =>
  kind === 'word' && words.includes(text.toLowerCase())

const isSign = ({ kind, text }: Token, signs: readonly string[]): boolean =>
  kind === 'sign' && signs.includes(text)

const isNotIn = (tokens: readonly Token[], at: number): boolean => {
  const [one, other] = [tokens[at], tokens[at + 1]]
  return one !== undefined && other !== undefined && isWord(one, ['not']) && isWord(other, ['in'])
}

function fieldOf({ text, at }: Token): Field {
  const field = readField(text)
  if (!field) throw new QueryProblem(`there is no field \`${short(text)}\`: there are ${fieldNames}`, at)
  return field
}

/** `ns:shop` for `ns = shop`; no name of an object holds a colon, but for those of RBAC, which are no ends. */
function shortForm({ kind, text, at }: Token): Query | undefined {
  const colon = text.lastIndexOf(':')
  const field = kind === 'word' && colon > 0 ? readField(text.slice(0, colon)) : undefined
  const value = { text: text.slice(colon + 1), at: at + colon + 1 }
  if (field && value.text === '') throw new QueryProblem('a value is missing here', value.at)
  if (!field && kind === 'word' && readField(text)?.of === 'ends' && colon > 0)
    throw new QueryProblem(`write what \`${short(text)}\` is: \`${short(text)} = …\``, at + text.length)
  return field && { kind: 'is', field, values: [value] }
}

export const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text)
