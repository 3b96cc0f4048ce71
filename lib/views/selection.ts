import { internet, type RowSelection } from '../model/table'
import type { TrustClass } from '../model/verdict'
import type { Survey } from './survey'

/** What the page's filter holds; every view of connections takes the same. */
export interface Filter {
  /** Classes to keep; none = all. */
  readonly class: readonly TrustClass[]
  readonly q: string
}

/** The rows that a filter keeps. */
export const selectionOf = (survey: Survey, filter: Filter): RowSelection => ({
  ends: named(survey, filter.q),
  classes: filter.class,
})

/** Ends with a part of their name, whatever the case; each name is looked at once. */
function named({ workloads }: Survey, q: string): ReadonlySet<string>[] {
  const wanted = q.toLowerCase()
  if (wanted === '') return []
  return [new Set([...workloads.keys(), internet].filter(name => name.toLowerCase().includes(wanted)))]
}
