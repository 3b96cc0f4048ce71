import type { ConnectionsQuery, SortKey } from '../api/contract'
import { trustClasses } from '../model/verdict'
import type { Row } from './row'
import { entry } from './tally'

/** Worst first in all of them, as the words of the contract have it. */
const pillarValues = ['no', 'unknown', 'partial', 'yes'] as const
const verdicts = ['allow', 'conditional', 'unknown'] as const

const valueOf: Readonly<Record<SortKey, (row: Row) => string | number>> = {
  class: ({ connection }) => trustClasses.indexOf(connection.trustClass),
  from: ({ from }) => from,
  to: ({ to }) => to,
  ports: ({ ports }) => ports,
  verdict: ({ connection }) => verdicts.indexOf(connection.verdict),
  authenticated: ({ connection }) => pillarValues.indexOf(connection.pillars.authenticated),
  authorized: ({ connection }) => pillarValues.indexOf(connection.pillars.authorized),
  encrypted: ({ connection }) => pillarValues.indexOf(connection.pillars.encrypted),
}

/** Rows by one column; those alike in it keep their order. Few values are sorted, so that many rows cost little. */
export function ordered(
  rows: Iterable<Row>,
  { sort, order }: Pick<ConnectionsQuery, 'sort' | 'order'>,
): Row[] {
  const groups = new Map<string | number, Row[]>()
  for (const row of rows) entry(groups, valueOf[sort](row), () => []).push(row)
  const sign = order === 'asc' ? 1 : -1
  return [...groups].sort(([a], [b]) => (a < b ? -sign : a > b ? sign : 0)).flatMap(([, group]) => group)
}
