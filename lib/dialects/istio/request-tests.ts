import { rangeText } from '../../model/address'
import type { RequestMatch, RequestTest } from '../../model/request'
import type { Term } from './term'

type RequestTerm = Extract<Term, { kind: 'request' }>

export const isRequestTerm = (term: Term): term is RequestTerm => term.kind === 'request'

/** What the terms demand of a request, all of it; undefined where they demand nothing. */
export function requestOf(terms: readonly Term[]): RequestMatch | undefined {
  const tests = terms.filter(isRequestTerm).map(testOf)
  return tests.length === 0 ? undefined : { key: [...new Set(tests.map(testKey))].sort().join('; '), tests }
}

const testOf = ({ path, field, negated, patterns, blocks, doubt }: RequestTerm): RequestTest => ({
  path,
  field: doubt === undefined ? field : { kind: 'unreadable', reason: doubt },
  negated,
  values: patterns,
  ...(blocks && { blocks }),
})

/** Two tests of one key hold for the same requests. Doubts do not: each is a question of its own. */
function testKey({ path, field, negated, values, blocks }: RequestTest): string {
  const where = field.kind === 'unreadable' ? path : []
  const asked = [...values.map(value => JSON.stringify(value)), ...(blocks ?? []).map(rangeText)]
  return JSON.stringify([field, where, negated, [...new Set(asked)].sort()])
}
