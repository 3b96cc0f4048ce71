import { contains, overlaps, rangeOf, type AddressRange } from '../model/address'
import type { Endpoint, Question } from '../model/session'
import { internet, type Row, type WantedRow } from '../model/table'
import type { Survey } from './survey'

/** Rows that an answer looks at: blocks that a policy names can make any number. */
const maxRows = 2000

/** Rows between two ends; the ends of a question are single workloads, so that there are few. */
export function rowsBetween({ session }: Survey, { from, to }: Question): Row[] {
  const { rows } = session.rows({ from: namesOf(from), to: namesOf(to), offset: 0, limit: maxRows })
  return rows.filter(({ ranges }) => holds(from, ranges) && holds(to, ranges))
}

/** The row that a question is about: between its ends, at its port where it names one by number. */
export function wantedRow({ from, to, protocol, port }: Question): WantedRow | undefined {
  const [[source], [target]] = [namesOf(from), namesOf(to)]
  if (source === undefined || target === undefined) return undefined
  return {
    from: source,
    to: target,
    fits: ({ ranges, connection }) =>
      holds(from, ranges) &&
      holds(to, ranges) &&
      (typeof port !== 'number' ||
        connection.ports.some(run => run.protocol === protocol && run.first <= port && port <= run.last)),
  }
}

/** What the rows of an end are called; nodes have no connections of their own, and those of everybody are the table. */
function namesOf(endpoint: Endpoint): ReadonlySet<string> {
  switch (endpoint.kind) {
    case 'pods':
      return new Set(endpoint.pods.map(({ workload }) => workload))
    case 'internet':
    case 'address':
    case 'block':
      return new Set([internet])
    case 'node':
    case 'anyone':
      return new Set()
  }
}

function holds(endpoint: Endpoint, ranges: readonly AddressRange[]): boolean {
  if (endpoint.kind === 'block') return ranges.some(range => overlaps(range, endpoint.range))
  return endpoint.kind !== 'address' || ranges.some(range => contains(range, rangeOf(endpoint.address)))
}
