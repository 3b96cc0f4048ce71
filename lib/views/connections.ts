import type { ConnectionRow, ConnectionsQuery } from '../api/contract'
import { internet, type Row, type RowPage, type RowQuery } from '../model/table'
import { reasonsOf } from './reasons'
import { factsOf } from './row'
import { selectionOf } from './selection'
import type { Survey } from './survey'
import { anyone } from './tally'

/** What `about` narrows the rows to. */
export type About = Pick<RowQuery, 'ends' | 'throughDoors'>

/** Reads `about`: a workload key, `namespace:NAME`, `internet` or `anyone`; undefined where nothing bears that name. */
export function readAbout({ workloads, namespaces }: Survey, text: string): About | undefined {
  if (text === '') return {}
  if (text === anyone) return { throughDoors: true }
  if (text.startsWith('namespace:')) {
    const found = namespaces.get(text.slice('namespace:'.length))
    return found && { ends: [new Set(found.workloads)] }
  }
  return text === internet || workloads.has(text) ? { ends: [new Set([text])] } : undefined
}

/** The rows of one page, without the reasons, and how many there are on all pages. */
export function selectRows(survey: Survey, about: About, query: ConnectionsQuery): RowPage {
  return survey.session.rows({
    ...about,
    ...selectionOf(survey, query),
    sort: query.sort,
    order: query.order,
    offset: query.offset,
    limit: query.limit,
  })
}

/** One row with what decided it; asks `explain`, so it is for rows that somebody sees. */
export const describeRow = (survey: Survey, row: Row): ConnectionRow => ({
  ...factsOf(row, survey.workloads),
  ...reasonsOf(survey, row),
})
