import { contains, cutSpace, rangeOf, type Block } from '../model/address'
import type { RequestField, RequestTest } from '../model/request'
import type { TextPattern } from '../model/text-pattern'
import type { Tri } from '../model/tri'
import { holds, patternFor, principalBorder, type TextField } from './request-values'

/** One test that is to hold, or to fail. */
export interface Literal {
  readonly test: RequestTest
  readonly fails: boolean
}

const isNegated = ({ test, fails }: Literal): boolean => test.negated !== fails

/** More values than these are not tried. */
const mostValues = 4096

/**
 * Whether some request has a value for the field with which all of the literals come out as asked; `maybe` where it cannot
 * be told. If any value will do, then so does one of a few: an exact one, or the longest beginning with the longest end and
 * between them letters that stand in no pattern, which no further pattern can catch.
 */
export function satisfiable(field: RequestField, literals: readonly Literal[]): Tri {
  if (field.kind === 'unreadable') return 'maybe'
  if (field.kind === 'remote-address') return someAddress(literals)
  const positive = literals.filter(literal => !isNegated(literal)).map(({ test }) => test.values)
  const negative = literals.filter(isNegated).flatMap(({ test }) => test.values)
  if (positive.length === 0 && !isAlwaysThere(field)) return 'yes'
  const fresh = freshText([...positive.flat(), ...negative])
  // Of several values each may meet another test.
  const groups = hasManyValues(field) ? positive.map(patterns => [patterns]) : [positive]
  const answers = groups.map(group => someValue(field, group, negative, fresh))
  return answers.includes('no') ? 'no' : answers.includes('maybe') ? 'maybe' : 'yes'
}

const isAlwaysThere = ({ kind }: TextField): boolean =>
  kind === 'method' || kind === 'path' || kind === 'host'

const hasManyValues = ({ kind }: TextField): boolean => kind === 'audience' || kind === 'claim'

/** A value that meets all of the positive lists and none of the negative patterns. */
function someValue(
  field: TextField,
  positive: readonly (readonly TextPattern[])[],
  negative: readonly TextPattern[],
  fresh: string,
): Tri {
  const values = candidates(field, positive.flat(), fresh)
  if (
    values.some(
      value =>
        isPossible(field, value) &&
        positive.every(patterns => holds(field, patterns, value)) &&
        !holds(field, negative, value),
    )
  )
    return 'yes'
  if (positive.some(patterns => patterns.every(({ kind }) => kind === 'exact'))) return 'no'
  const isPlain = [...positive.flat(), ...negative].every(
    ({ kind }) => kind !== 'glob' && kind !== 'template',
  )
  return isPlain && values.length < mostValues ? 'no' : 'maybe'
}

function candidates(field: TextField, wanted: readonly TextPattern[], fresh: string): readonly string[] {
  const patterns = wanted.map(pattern => patternFor(field, pattern))
  const start = hasLeadingSlash(field) ? '/' : ''
  const prefixes = [start, ...textsOf(patterns, 'prefix')]
  const suffixes = ['', ...textsOf(patterns, 'suffix')]
  const values = [
    ...(isAlwaysThere(field) ? [] : ['']),
    ...textsOf(patterns, 'exact'),
    ...patterns.flatMap(pattern => samples(pattern, fresh)),
  ]
  for (const prefix of prefixes)
    for (const suffix of suffixes) {
      if (values.length >= mostValues) return values
      values.push(joined(field, prefix, fresh, suffix))
    }
  return values
}

const textsOf = (
  patterns: readonly TextPattern[],
  kind: 'exact' | 'prefix' | 'suffix',
): readonly string[] => [
  ...new Set(patterns.flatMap(pattern => (pattern.kind === kind ? [pattern.text] : []))),
]

function joined(field: TextField, prefix: string, fresh: string, suffix: string): string {
  if (field.kind !== 'request-principal') return `${prefix}${fresh}${suffix}`
  const before = prefix.indexOf(principalBorder)
  const behind = suffix.indexOf(principalBorder)
  // The one says the issuer, the other the subject.
  if (before >= 0 && behind >= 0) return `${prefix.slice(0, before)}${suffix.slice(behind)}`
  const middle = before < 0 && behind < 0 ? `${fresh}${principalBorder}${fresh}` : fresh
  return `${prefix}${middle}${suffix}`
}

/** Texts that meet a pattern of several open places, short and long. */
function samples(pattern: TextPattern, fresh: string): readonly string[] {
  if (pattern.kind === 'glob') return [pattern.pieces.join(fresh), pattern.pieces.join('')]
  if (pattern.kind !== 'template') return []
  return ['', fresh, `${fresh}/${fresh}`].map(
    rest =>
      `/${pattern.segments
        .map(segment => (segment.kind === 'text' ? segment.text : segment.kind === 'one' ? fresh : rest))
        .join('/')}`,
  )
}

/** Proxies turn away what does not begin with a slash, unless they compare paths as they come. */
const hasLeadingSlash = (field: TextField): boolean => field.kind === 'path' && field.normalization !== 'none'

/** Whether there are requests with such a value. */
function isPossible(field: TextField, value: string): boolean {
  if (hasLeadingSlash(field)) return value.startsWith('/')
  switch (field.kind) {
    case 'request-principal': {
      const halves = value.split(principalBorder)
      return halves.length === 2 && halves.every(half => half !== '')
    }
    case 'method':
    case 'path':
    case 'host':
    case 'server-name':
      return value !== ''
    case 'claim':
      return !field.words || !value.includes(' ')
    case 'header':
    case 'audience':
    case 'presenter':
      return true
  }
}

/** Private letters of Unicode, in pairs, so that there is one which no pattern holds. */
function freshText(patterns: readonly TextPattern[]): string {
  const used = JSON.stringify(patterns)
  for (let code = 0xe000; code < 0xf8ff; code++) {
    const letter = String.fromCharCode(code)
    if (!used.includes(letter)) return letter
  }
  return '\uf8ff'
}

/** Every connection has an address; each piece between the borders of the blocks is alike in all that is asked. */
function someAddress(literals: readonly Literal[]): Tri {
  const blocks = literals.flatMap(({ test }) => test.blocks ?? [])
  return cutSpace(blocks).some(({ family, first }) =>
    literals.every(literal => isNegated(literal) !== isInside(literal.test.blocks ?? [], family, first)),
  )
    ? 'yes'
    : 'no'
}

const isInside = (blocks: readonly Block[], family: 4 | 6, value: bigint): boolean =>
  blocks.some(block => contains(block, rangeOf({ family, value })))
