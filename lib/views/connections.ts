import type { ConnectionRow, ConnectionsQuery } from '../api/contract'
import { ordered } from './order'
import { reasonsOf } from './reasons'
import { factsOf, type Row } from './row'
import type { Survey } from './survey'
import { anyone, comesThroughDoor, internet } from './tally'

/** The rows of one page, without the reasons, and how many there are on all pages. */
export interface Selected {
  readonly total: number
  readonly offset: number
  readonly rows: readonly Row[]
}

/** What `about` narrows the rows to. */
export type About = (row: Row) => boolean

/** Reads `about`: a workload key, `namespace:NAME`, `internet` or `anyone`; undefined where nothing bears that name. */
export function readAbout({ session, workloads, tally }: Survey, text: string): About | undefined {
  if (text === '') return () => true
  if (text === anyone)
    return ({ connection, from, to }) => comesThroughDoor(session, from, to, connection.trustClass)
  if (text.startsWith('namespace:')) {
    const name = text.slice('namespace:'.length)
    return session.inventory.namespaces.has(name)
      ? ({ from, to }) => tally.namespaceOf.get(from) === name || tally.namespaceOf.get(to) === name
      : undefined
  }
  return text === internet || workloads.has(text) ? ({ from, to }) => from === text || to === text : undefined
}

/** Filters, sorts and pages; linear in the rows, because it runs for every request. */
export function selectRows(survey: Survey, about: About, query: ConnectionsQuery): Selected {
  const named = nameFilter(survey, query.q)
  const kept = survey.rows.filter(
    row =>
      (query.class.length === 0 || query.class.includes(row.connection.trustClass)) &&
      about(row) &&
      named(row),
  )
  return {
    total: kept.length,
    offset: query.offset,
    rows: ordered(kept, query).slice(query.offset, query.offset + query.limit),
  }
}

/** One row with what decided it; asks `explain`, so it is for rows that somebody sees. */
export const describeRow = (survey: Survey, row: Row): ConnectionRow => ({
  ...factsOf(row, survey.workloads),
  ...reasonsOf(survey, row),
})

/** Part of the name of either end, whatever the case; each name is looked at once. */
function nameFilter({ workloads }: Survey, q: string): About {
  const wanted = q.toLowerCase()
  if (wanted === '') return () => true
  const fitting = new Set([...workloads.keys(), internet].filter(name => name.toLowerCase().includes(wanted)))
  return ({ from, to }) => fitting.has(from) || fitting.has(to)
}
