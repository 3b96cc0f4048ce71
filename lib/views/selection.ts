import type { Noise } from '../model/filter'
import type { RowSelection, RowTest } from '../model/table'
import type { TrustClass } from '../model/verdict'
import { without } from './noise'
import { meaningOf } from './query/meaning'
import { parseQuery } from './query/parse'
import type { Survey } from './survey'

/** What the page's filter holds; every view of connections takes the same. */
export interface Filter {
  /** Classes to keep; none = all. */
  readonly class: readonly TrustClass[]
  /** Text in the filter language (query/README.md). */
  readonly q: string
  readonly hide: readonly Noise[]
}

/** The rows that a filter keeps. Throws QueryProblem where its text says nothing. */
export function selectionOf(survey: Survey, { class: classes, q, hide }: Filter): RowSelection {
  const query = parseQuery(q)
  const tests = [query && meaningOf(query, survey.session.inventory), without(survey, hide)]
  const of = tests.filter((test): test is RowTest => test !== undefined)
  return { classes, ...(of.length > 0 && { where: { kind: 'all', of } }) }
}

/** A selection cut down by one more condition. */
export const narrowed = (selection: RowSelection, test: RowTest): RowSelection => ({
  ...selection,
  where: selection.where ? { kind: 'all', of: [selection.where, test] } : test,
})
