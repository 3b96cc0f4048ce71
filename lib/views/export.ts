import type { ExportPart, ExportQuery } from '../api/matrix-contract'
import { refText } from '../model/object'
import type { Stepwise } from '../model/stepwise'
import type { Counts } from '../model/summary'
import type { Row } from '../model/table'
import { count } from '../words/count'
import { csvRows, markdownRow, markdownText } from '../words/table-text'
import { visible } from '../words/visible'
import { selectRows, type About } from './connections'
import { factsOf } from './row'
import { selectionOf } from './selection'
import type { Survey } from './survey'
import { total } from './tally'

/** Rows that are made in one go, and rows that one export holds; who needs more narrows the filter. */
const rowsOfPart = 500
const mostRows = 50_000

const header = [
  ...['Class', 'From', 'To', 'Ports', 'Verdict', 'Authenticated', 'Authorized', 'Encrypted'],
  ...['On the wire', 'Server accepts', 'Pod pairs allowed', 'Pod pairs', 'May be altered by'],
] as const

/**
 * A part of the table as text, the first with what it is of: source, time, filter, how much is unknown, and the bound where
 * that cuts it off. Parts one after the other are the whole.
 */
export function* exportPart(survey: Survey, about: About, query: ExportQuery): Stepwise<ExportPart> {
  const limit = Math.min(rowsOfPart, mostRows - query.offset)
  if (limit <= 0) return { text: '' }
  const { total: all, rows } = selectRows(survey, about, { ...query, limit })
  yield { done: 1, of: 3 }
  const lines = rows.map(row => cellsOf(survey, row))
  yield { done: 2, of: 3 }
  const facts = query.offset === 0 ? yield* headOf(survey, about, query, all) : undefined
  const end = query.offset + rows.length
  return {
    text: query.format === 'csv' ? csvPart(facts, lines) : markdownPart(facts, lines),
    ...(end < Math.min(all, mostRows) && rows.length > 0 && { next: end }),
  }
}

type Fact = readonly [what: string, is: string]

function* headOf(survey: Survey, about: About, query: ExportQuery, rows: number): Stepwise<Fact[]> {
  const { session } = survey
  const { source, capturedAt } = session.capture
  const { counts } = yield* session.tallyOf({ ...about, ...selectionOf(survey, query) })
  const filter = [
    ...(query.q === '' ? [] : [query.q]),
    ...(query.class.length > 0 ? [`class: ${query.class.join(', ')}`] : []),
    ...(query.about === '' ? [] : [`about: ${query.about}`]),
    ...(query.hide.length > 0 ? [`hidden: ${query.hide.join(', ')}`] : []),
  ]
  return [
    ['Source', source.label === source.kind ? source.label : `${source.label} (${source.kind})`],
    ['Read at', capturedAt],
    ['Filter', filter.length > 0 ? filter.join('; ') : 'none'],
    ['Unknown', unknownText(counts, session.tally.counts)],
    ['Complete', session.incomplete ? 'no: something that verdicts depend on was not read' : 'yes'],
    [
      'Rows',
      rows > mostRows
        ? `the first ${mostRows} of ${rows}: no more fit into one export, so narrow the filter`
        : count(rows, 'row'),
    ],
  ]
}

/** How much is unknown of what the filter keeps, and of everything: what it leaves out may be all that is unknown. */
function unknownText(kept: Counts, whole: Counts): string {
  const share = (counts: Counts): string => {
    const all = total(counts)
    const percent = all === 0 ? 0 : (100 * counts.unknown) / all
    return `${counts.unknown} of ${all} pairs by class (${percent.toFixed(1)} %)`
  }
  return total(kept) === total(whole) ? share(kept) : `${share(kept)}; without the filter ${share(whole)}`
}

function cellsOf(survey: Survey, row: Row): (string | number)[] {
  const facts = factsOf(row, survey)
  const { pillars, pods } = facts
  const end = (side: typeof facts.from): string =>
    side.kind === 'workload'
      ? side.key
      : side.everything
        ? 'internet'
        : [...side.ranges, ...(side.rest === undefined ? [] : [`and ${side.rest} more`])].join(' ')
  return [
    ...[facts.trustClass, end(facts.from), end(facts.to), facts.ports, facts.verdict],
    ...[pillars.authenticated, pillars.authorized, pillars.encrypted],
    ...[facts.transport, facts.serverAccepts ?? '', pods.allowed, pods.of],
    (facts.alteredBy ?? []).map(refText).join('; '),
  ]
}

function csvPart(
  facts: readonly Fact[] | undefined,
  lines: readonly (readonly (string | number)[])[],
): string {
  const shown = (rows: readonly (readonly (string | number)[])[]) =>
    csvRows(rows.map(row => row.map(cell => (typeof cell === 'number' ? cell : visible(cell)))))
  return facts ? `${shown(facts)}\r\n${shown([header, ...lines])}` : shown(lines)
}

function markdownPart(
  facts: readonly Fact[] | undefined,
  lines: readonly (readonly (string | number)[])[],
): string {
  const rows = lines.map(markdownRow).join('')
  if (!facts) return rows
  const said = facts.map(([what, is]) => `- ${what}: ${markdownText(is)}\n`).join('')
  return `# Who may talk to whom\n\n${said}\n${markdownRow(header)}${markdownRow(header.map(() => '---'))}${rows}`
}
