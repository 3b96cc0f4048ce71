import type { GroupingView, MatrixAnswer, MatrixQuery } from '../api/matrix-contract'
import { startingGroups } from '../model/filter'
import type { Stepwise } from '../model/stepwise'
import type { Counts, WorkloadTally } from '../model/summary'
import type { TrustClass } from '../model/verdict'
import { count } from '../words/count'
import { groupByText, readGroupBy, type GroupBy } from './group-name'
import { coveringLabel, groupsOf, type Group } from './grouping'
import { lensOf } from './lenses'
import { narrowed, selectionOf } from './selection'
import type { Survey } from './survey'
import { sumCounts, total, worst } from './tally'

/** More namespaces than this are gathered by a label, unless something else was asked for. */
export const mostNamespaces = 300

/** How workloads are gathered, and why so where nobody asked for it. */
export interface Grouping {
  readonly by: GroupBy
  readonly view: GroupingView
}

/** Reads a parameter that says what to gather by, `auto` included; undefined where it says nothing. */
export function readGrouping(
  { session: { inventory }, namespaces }: Survey,
  text: string,
): Grouping | undefined {
  const by = readGroupBy(text)
  if (by) return { by, view: { by: text } }
  if (text !== 'auto') return undefined
  const inhabited = [...inventory.namespaces.values()].filter(
    ({ name }) => (namespaces.get(name)?.workloads.length ?? 0) > 0,
  )
  const covering = inhabited.length > mostNamespaces ? coveringLabel(inhabited) : undefined
  if (!covering) return { by: { kind: 'namespace' }, view: { by: 'namespace' } }
  const found: GroupBy = { kind: 'namespace-label', key: covering.key }
  return {
    by: found,
    view: {
      by: groupByText(found),
      why: `${count(inhabited.length, 'namespace')} are more than can be shown at once: ${covering.why}`,
    },
  }
}

/** A row and a column: a group, or a workload of one that is expanded. */
interface Line {
  readonly item: MatrixAnswer['rows']['items'][number]
  readonly members: readonly string[]
  readonly tallies: readonly WorkloadTally[]
  readonly owned: Counts
}

/** A window of the matrix: what is in it is worked out, the rest is counted. */
export function* matrixView(
  survey: Survey,
  { by, view }: Grouping,
  query: MatrixQuery,
): Stepwise<MatrixAnswer> {
  const { session } = survey
  const selection = selectionOf(survey, query)
  const tally = yield* session.tallyOf(selection)
  const lines = linesOf(survey, groupsOf(session.inventory, by), new Set(query.expand), tally.byWorkload)
  yield { done: 1, of: 2 }
  const rows = lines.slice(query.rowOffset, query.rowOffset + query.rowLimit)
  const columns = lines.slice(query.columnOffset, query.columnOffset + query.columnLimit)
  const membersOf = ({ members }: Line): readonly string[] => members
  const cells = yield* session.cells(selection, rows.map(membersOf), columns.map(membersOf))
  const lit = query.lens && narrowed(selection, lensOf[query.lens].test)
  const lights = lit && {
    cells: new Map(
      (yield* session.cells(lit, rows.map(membersOf), columns.map(membersOf))).map(
        ({ row, column, counts }) => [`${row} ${column}`, total(counts)] as const,
      ),
    ),
    tallies: (yield* session.tallyOf(lit)).byWorkload,
  }
  return {
    grouping: view,
    counts: tally.counts,
    rows: { offset: query.rowOffset, of: lines.length, items: rows.map(({ item }) => item) },
    columns: { offset: query.columnOffset, of: lines.length, items: columns.map(({ item }) => item) },
    cells: cells.map(({ row, column, counts }) => ({
      ...{ row, column, ...shareOf(counts) },
      ...(lights && { lit: lights.cells.get(`${row} ${column}`) ?? 0 }),
    })),
    toInternet: ends(rows, ({ toInternet }) => toInternet, lights?.tallies),
    fromInternet: ends(columns, ({ fromInternet }) => fromInternet, lights?.tallies),
    anyone: columns.flatMap(({ tallies, members }, at) => {
      const open = tallies.filter(({ throughDoor }) => throughDoor > 0)
      const connections = open.reduce((sum, { throughDoor }) => sum + throughDoor, 0)
      return connections > 0 ? [{ at, open: open.length, workloads: members.length, connections }] : []
    }),
  }
}

/** Groups with most that is implicit first, then unknown, then by name; those expanded as their workloads, likewise. */
function linesOf(
  survey: Survey,
  groups: readonly Group[],
  expanded: ReadonlySet<string>,
  tallies: ReadonlyMap<string, WorkloadTally>,
): Line[] {
  const lineOf = (
    members: readonly string[],
    item: Pick<Line['item'], 'id' | 'label' | 'kind' | 'group' | 'start'>,
  ): Line => {
    const own = members.flatMap(key => tallies.get(key) ?? [])
    return {
      item: {
        ...item,
        workloads: members.length,
        outgoing: sumCounts(own.map(({ outgoing }) => outgoing)),
        incoming: sumCounts(own.map(({ incoming }) => incoming)),
      },
      members,
      tallies: own,
      owned: sumCounts(own.map(({ owned }) => owned)),
    }
  }
  return groups
    .map(({ id, label, kind, members }) => lineOf(members, { id, label, kind }))
    .sort(worstFirst)
    .map((line, at) =>
      at < startingGroups && line.owned.implicit > 0
        ? { ...line, item: { ...line.item, start: at + 1 } }
        : line,
    )
    .flatMap(line =>
      expanded.has(line.item.id)
        ? line.members
            .map(key =>
              lineOf([key], {
                id: key,
                label: survey.workloads.get(key)?.name ?? key,
                kind: 'workload',
                group: line.item.id,
                ...(line.item.start !== undefined && { start: line.item.start }),
              }),
            )
            .sort(worstFirst)
        : [line],
    )
}

const worstFirst = (a: Line, b: Line): number =>
  b.owned.implicit - a.owned.implicit ||
  b.owned.unknown - a.owned.unknown ||
  (a.item.label < b.item.label ? -1 : a.item.label > b.item.label ? 1 : a.item.id < b.item.id ? -1 : 1)

/** How many members have the worst class that occurs, of all. */
function shareOf(counts: Counts): { trustClass: TrustClass; worst: number; all: number } {
  const trustClass = worst(counts) ?? 'verified'
  return { trustClass, worst: counts[trustClass], all: total(counts) }
}

function ends(
  lines: readonly Line[],
  of: (tally: WorkloadTally) => Counts,
  lit: ReadonlyMap<string, WorkloadTally> | undefined,
): MatrixAnswer['toInternet'] {
  return lines.flatMap(({ tallies, members }, at) => {
    const counts = sumCounts(tallies.map(of))
    if (total(counts) === 0) return []
    const lights = lit && members.flatMap(key => lit.get(key) ?? []).map(of)
    return [{ at, ...shareOf(counts), ...(lights && { lit: total(sumCounts(lights)) }) }]
  })
}
