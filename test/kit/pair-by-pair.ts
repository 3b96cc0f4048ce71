import { joinRanges, type AddressRange } from '../../lib/model/address'
import { openDoor, type Side } from '../../lib/model/connection'
import { portsText, type PortRange } from '../../lib/model/port'
import type { Reached } from '../../lib/model/reach'
import type { Session } from '../../lib/model/session'
import {
  internet,
  type Row,
  type RowQuery,
  type RowSelection,
  type RowTest,
  type SortKey,
} from '../../lib/model/table'
import { trustClasses, type TrustClass } from '../../lib/model/verdict'

/**
 * Sums, rows and reach worked out connection by connection, from the list of all of them: what the relation engine must
 * say too, without such a list.
 */

export type Counts = Record<TrustClass, number>

export interface PairClass {
  readonly from: string
  readonly to: string
  readonly trustClass: TrustClass
  readonly door: boolean
}

const endpointOf = (side: Side): string => (side.kind === 'workload' ? side.key : internet)

const isDoor = (session: Session, from: string, to: string, trustClass: TrustClass): boolean => {
  const isolation = session.isolation.get(to)
  return (
    trustClass === 'implicit' &&
    from !== internet &&
    to !== internet &&
    isolation !== undefined &&
    openDoor(isolation)
  )
}

/** Every class that every ordered pair has. */
export function pairClasses(session: Session): PairClass[] {
  const seen = new Map<string, PairClass>()
  for (const connection of session.connections) {
    const [from, to] = [endpointOf(connection.from), endpointOf(connection.to)]
    const { trustClass } = connection
    seen.set(JSON.stringify([from, to, trustClass]), {
      from,
      to,
      trustClass,
      door: isDoor(session, from, to, trustClass),
    })
  }
  return [...seen.values()]
}

export const none = (): Counts => ({ implicit: 0, unknown: 0, partial: 0, verified: 0 })

export function countIn<K>(counts: Map<K, Counts>, key: K, trustClass: TrustClass): void {
  const known = counts.get(key) ?? none()
  counts.set(key, known)
  known[trustClass]++
}

/** All rows, the ranges of one answer gathered where the first of them stands. */
export function allRows(session: Session): Row[] {
  const rows: Row[] = []
  const outside = new Map<string, { row: Row; ranges: AddressRange[] }>()
  for (const connection of session.connections) {
    const { from, to, ports, ...facts } = connection
    const ends = { from: endpointOf(from), to: endpointOf(to), ports: portsText(ports) }
    const range = from.kind === 'outside' ? from.range : to.kind === 'outside' ? to.range : undefined
    const row: Row = { connection, ...ends, ranges: [] }
    if (!range) {
      rows.push(row)
      continue
    }
    const key = JSON.stringify([ends, facts])
    const known = outside.get(key)
    if (known) known.ranges.push(range)
    else {
      rows.push(row)
      outside.set(key, { row, ranges: [range] })
    }
  }
  const gathered = new Map([...outside.values()].map(({ row, ranges }) => [row, joinRanges(ranges)]))
  return rows.map(row => ({ ...row, ranges: gathered.get(row) ?? [] }))
}

const pillarValues = ['no', 'unknown', 'partial', 'yes']
const verdicts = ['allow', 'conditional', 'unknown']

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

/** Whether a row meets a condition, by looking at it. */
export function rowFits(session: Session, row: Row, test: RowTest): boolean {
  const { from, to, connection } = row
  /** What holds at every port at which it may change. */
  const ports = (
    fits: (port: number, protocol: string) => boolean,
    ranges: readonly PortRange[],
  ): boolean[] =>
    connection.ports.flatMap(({ protocol, first, last }) =>
      [first, last, ...ranges.flatMap(range => [range.first - 1, range.first, range.last, range.last + 1])]
        .filter(port => first <= port && port <= last)
        .map(port => fits(port, protocol)),
    )
  const within = (ranges: readonly PortRange[]) => (port: number, protocol: string) =>
    ranges.some(range => range.protocol === protocol && range.first <= port && port <= range.last)
  switch (test.kind) {
    case 'all':
      return test.of.every(each => rowFits(session, row, each))
    case 'any':
      return test.of.some(each => rowFits(session, row, each))
    case 'not':
      return !rowFits(session, row, test.of)
    case 'end':
      return test.names.has(test.side === 'from' ? from : to)
    case 'class':
      return test.classes.includes(connection.trustClass)
    case 'verdict':
      return test.verdicts.includes(connection.verdict)
    case 'pillar':
      return test.values.includes(connection.pillars[test.pillar])
    case 'transport':
      return test.transports.includes(connection.transport)
    case 'accepts':
      return connection.serverAccepts !== undefined && test.accepts.includes(connection.serverAccepts)
    case 'some-port':
      return ports(within(test.ranges), test.ranges).includes(true)
    case 'only-ports':
      return !ports(within(test.ranges), test.ranges).includes(false)
    case 'crosses-namespaces': {
      const spaceOf = (name: string): string | undefined =>
        session.inventory.workloads.find(({ key }) => key === name)?.namespace
      return from !== internet && to !== internet && spaceOf(from) !== spaceOf(to)
    }
  }
}

/** Every class that every ordered pair has in the rows that fit. */
export function pairClassesThatFit(
  session: Session,
  rows: readonly Row[],
  selection: RowSelection,
): PairClass[] {
  const fitting = rowsThatFit(session, rows, selection).map(({ from, to, connection: { trustClass } }) => ({
    from,
    to,
    trustClass,
    door: isDoor(session, from, to, trustClass),
  }))
  return [...new Map(fitting.map(each => [JSON.stringify(each), each])).values()]
}

/** The rows that fit, in their order, on all pages. */
export function rowsThatFit(
  session: Session,
  rows: readonly Row[],
  query: Omit<RowQuery, 'offset' | 'limit'>,
): Row[] {
  const { classes = [], sort = 'class', order = 'asc', throughDoors = false } = query
  const value = valueOf[sort]
  const sign = order === 'asc' ? 1 : -1
  return rows
    .filter(
      ({ from, to, connection: { trustClass } }) =>
        (classes.length === 0 || classes.includes(trustClass)) &&
        (!query.from || query.from.has(from)) &&
        (!query.to || query.to.has(to)) &&
        (query.ends ?? []).every(names => names.has(from) || names.has(to)) &&
        (!throughDoors || isDoor(session, from, to, trustClass)),
    )
    .filter(row => !query.where || rowFits(session, row, query.where))
    .map(row => ({ row, value: value(row) }))
    .sort((a, b) => (a.value < b.value ? -sign : a.value > b.value ? sign : 0))
    .map(({ row }) => row)
}

/** The ends of all connections, and whether they are certain. */
export function stepsOf(session: Session, heading: 'out' | 'in'): Map<string, Map<string, boolean>> {
  const steps = new Map<string, Map<string, boolean>>()
  for (const { from, to, verdict } of session.connections) {
    const ends = [endpointOf(from), endpointOf(to)] as const
    const [near, far] = heading === 'out' ? ends : [ends[1], ends[0]]
    const targets = steps.get(near) ?? new Map<string, boolean>()
    steps.set(near, targets)
    targets.set(far, (targets.get(far) ?? false) || verdict !== 'unknown')
  }
  return steps
}

/** Hop by hop from one end, by looking at every step. */
export function hopsFrom(
  steps: ReadonlyMap<string, ReadonlyMap<string, boolean>>,
  start: string,
  hops: number,
): { hops: Reached[][]; internet?: { hop: number; certain: boolean } } {
  const distances = (follow: (certain: boolean) => boolean): Map<string, number> => {
    const found = new Map([[start, 0]])
    for (let hop = 1; hop <= hops; hop++)
      for (const [end, at] of [...found])
        if (at === hop - 1 && (end !== internet || start === internet))
          for (const [far, certain] of steps.get(end) ?? [])
            if (follow(certain) && !found.has(far)) found.set(far, hop)
    return found
  }
  const [possible, certain] = [distances(() => true), distances(sure => sure)]
  const reached = Array.from({ length: hops }, (_, at) =>
    [...possible]
      .filter(([key, hop]) => hop === at + 1 && key !== internet)
      .map(([key, hop]): Reached => ({ key, certain: certain.get(key) === hop })),
  )
  const outside = start === internet ? undefined : possible.get(internet)
  return {
    hops: reached.filter(list => list.length > 0),
    ...(outside !== undefined && {
      internet: { hop: outside, certain: certain.get(internet) === outside },
    }),
  }
}
