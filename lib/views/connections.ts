import type {
  ConnectionRow,
  ConnectionRun,
  ConnectionsPage,
  ConnectionsQuery,
} from '../api/connection-contract'
import type { Question } from '../model/session'
import type { Stepwise } from '../model/stepwise'
import type { Counts, Tally } from '../model/summary'
import { internet, type Row, type RowPage, type RowQuery, type RunBy } from '../model/table'
import { trustClasses } from '../model/verdict'
import { membersOf } from './group'
import { wantedRow } from './between'
import { reasonsOf } from './reasons'
import { factsOf } from './row'
import { selectionOf } from './selection'
import type { Survey } from './survey'
import { anyone, noCounts, sumCounts } from './tally'

/** What `about` narrows the rows to. */
export type About = Pick<RowQuery, 'ends' | 'throughDoors'>

/** Reads `about`: a workload key, the name of a group, `internet` or `anyone`; undefined where nothing bears that name. */
export function readAbout(survey: Survey, text: string): About | undefined {
  if (text === '') return {}
  if (text === anyone) return { throughDoors: true }
  const members = membersOf(survey, text)
  if (members) return { ends: [new Set(members)] }
  return text === internet || survey.workloads.has(text) ? { ends: [new Set([text])] } : undefined
}

/** What one page shows, its rows without the reasons. */
export interface PageOfRows extends Omit<RowPage, 'runs'> {
  /** Of what matches on all pages, and of what stands together; on the first page. */
  readonly counts?: Counts
  readonly runs?: NonNullable<ConnectionsPage['runs']>
}

/** The rows of one page, and on the first what they are of. */
export function* pageOfRows(survey: Survey, about: About, query: ConnectionsQuery): Stepwise<PageOfRows> {
  if (query.by === 'none' && query.offset > 0) return plainPage(selectRows(survey, about, query))
  const tally = yield* survey.session.tallyOf({ ...about, ...selectionOf(survey, query) })
  yield { done: 1, of: 2 }
  if (query.by === 'none') return { ...plainPage(selectRows(survey, about, query)), counts: tally.counts }
  const known = runCounts(tally, query.by)
  const { runs = [], ...page } = selectRows(survey, about, query, { by: query.by, order: runOrder(known) })
  if (query.offset > 0) return page
  const hosts = hostsIn(survey)
  return {
    ...page,
    counts: tally.counts,
    runs: runs.map(run => {
      const counts = known.get(run.key) ?? noCounts()
      const admitted = query.by === 'to' ? admission(survey, run.key, counts, hosts) : undefined
      const unlimited = query.by === 'from' && isUnlimited(survey, run.key)
      return { ...run, counts, ...(admitted && { admitted }), ...(unlimited && { unlimited }) }
    }),
  }
}

/**
 * What lets in the rows of one destination; undefined where that is not the same for whoever sends, or something is unknown.
 * Pods of the host network come in from their own node whatever policies say.
 */
function admission(
  { session, workloads }: Survey,
  key: string,
  { unknown }: Counts,
  hosts: ReadonlySet<string | undefined>,
): ConnectionRun['admitted'] {
  const objects = unknown === 0 ? session.admittedBy(key) : undefined
  if (!objects) return undefined
  const [only, ...others] = objects
  const butHosts = (workloads.get(key)?.pods ?? []).some(({ node }) => hosts.has(node))
  return {
    policies: objects.length,
    ...(only && others.length === 0 && { only }),
    ...(butHosts && { butHosts }),
  }
}

/** Whether nothing limits what a workload sends, nor may do so where something could not be read. */
const isUnlimited = ({ session }: Survey, key: string): boolean =>
  session.isolation.get(key)?.egress === 'no' &&
  !session.policiesOf(key).some(({ directions }) => directions.includes('egress'))

/** Nodes with a pod of the host network; `undefined` where it is not known on which one such a pod is. */
const hostsIn = ({ session: { inventory } }: Survey): Set<string | undefined> =>
  new Set(inventory.pods.filter(({ hostNetwork }) => hostNetwork).map(({ node }) => node))

/** At which place among all rows of the table the first one stands that a question is about. */
export function* placeOfRow(
  survey: Survey,
  about: About,
  { by, sort, order, ...filter }: Omit<ConnectionsQuery, 'offset' | 'limit'>,
  question: Question,
): Stepwise<number | undefined> {
  const wanted = wantedRow(question)
  if (!wanted) return undefined
  const selection = { ...about, ...selectionOf(survey, filter) }
  const runs =
    by === 'none'
      ? undefined
      : { by, order: runOrder(runCounts(yield* survey.session.tallyOf(selection), by)) }
  return survey.session.rowPlace({ ...selection, ...(runs && { runs }), sort, order }, wanted)
}

const runOrder = (known: ReadonlyMap<string, Counts>): string[] =>
  [...known].sort(([a, x], [b, y]) => worstFirst(x, y) || (a < b ? -1 : 1)).map(([key]) => key)

const plainPage = ({ total, rows }: RowPage): PageOfRows => ({ total, rows })

const worstFirst = (a: Counts, b: Counts): number =>
  b.implicit - a.implicit || b.unknown - a.unknown || b.partial - a.partial || b.verified - a.verified

/** What may stand together, with what it counts. */
function runCounts({ counts, byWorkload }: Tally, by: RunBy): Map<string, Counts> {
  if (by === 'class')
    return new Map(trustClasses.map(each => [each, { ...noCounts(), [each]: counts[each] }]))
  const tallies = [...byWorkload]
  const own = tallies.map(
    ([key, { incoming, outgoing }]) => [key, by === 'to' ? incoming : outgoing] as const,
  )
  const outside = sumCounts(
    tallies.map(([, { fromInternet, toInternet }]) => (by === 'to' ? toInternet : fromInternet)),
  )
  return new Map([...own, [internet, outside]])
}

/** The rows of one page, without the reasons, and how many there are on all pages. */
export function selectRows(
  survey: Survey,
  about: About,
  query: Omit<ConnectionsQuery, 'by'>,
  runs?: RowQuery['runs'],
): RowPage {
  return survey.session.rows({
    ...about,
    ...selectionOf(survey, query),
    ...(runs && { runs }),
    sort: query.sort,
    order: query.order,
    offset: query.offset,
    limit: query.limit,
  })
}

/** One row with what decided it; asks `explain`, so it is for rows that somebody sees. */
export const describeRow = (survey: Survey, row: Row): ConnectionRow => ({
  ...factsOf(row, survey),
  ...reasonsOf(survey, row),
})
