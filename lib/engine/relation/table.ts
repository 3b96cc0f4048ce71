import {
  internet,
  type Run,
  type Row,
  type RowPage,
  type RowQuery,
  type RunBy,
  type SortKey,
  type WantedRow,
} from '../../model/table'
import { joinRanges } from '../../model/address'
import type { Connection } from '../../model/connection'
import { portsText } from '../../model/port'
import type { Direction } from '../../model/rule'
import { trustClasses } from '../../model/verdict'
import { connection, sideOf } from '../merge'
import type { Kind } from './kinds'
import { RowCounts, type ValueOf } from './row-counts'
import { internetSlot } from './row-areas'
import { countKinds, RowFilter } from './row-filter'
import { Seek, Skip, type Passing } from './passing'
import type { OutsideRow, RelationView } from './view'

/** Worst first in all of them, as the words of the contract have it. */
const pillarValues = ['no', 'unknown', 'partial', 'yes'] as const
const verdicts = ['allow', 'conditional', 'unknown', 'deny'] as const

const valueOf: Readonly<Record<Exclude<SortKey, 'from' | 'to'>, ValueOf>> = {
  class: ({ fact }) => trustClasses.indexOf(fact.trustClass),
  ports: ({ ports }) => ports,
  verdict: ({ fact }) => verdicts.indexOf(fact.verdict),
  authenticated: ({ fact }) => pillarValues.indexOf(fact.pillars.authenticated),
  authorized: ({ fact }) => pillarValues.indexOf(fact.pillars.authorized),
  encrypted: ({ fact }) => pillarValues.indexOf(fact.pillars.encrypted),
}

/**
 * One page of the rows that fit. All rows are counted, by rectangles; made are those of the page alone, one workload at
 * a time. Rows alike in the column that they are sorted by stand source by source, in the order of the inventory.
 */
export function rowPage(view: RelationView, query: RowQuery): RowPage {
  return new Table(view, query).page(query.offset, query.limit)
}

/** Rows that stand together: how many they are, and how to make them, those to be skipped left out unmade. */
interface Group {
  readonly key: string | number
  readonly rows: number
  readonly make: (skip: Passing) => Iterable<Row>
}

/** The place of the first row between two ends (workload keys or `internet`) that fits; undefined where none is kept. */
export function rowPlace(
  view: RelationView,
  query: Omit<RowQuery, 'offset' | 'limit'>,
  wanted: WantedRow,
): number | undefined {
  return new Table(view, query).placeOf(wanted)
}

class Table {
  private readonly filter: RowFilter
  private readonly counts: RowCounts
  /** The slot that stands for the internet. */
  private readonly outer: number

  constructor(
    private readonly view: RelationView,
    private readonly query: Omit<RowQuery, 'offset' | 'limit'>,
  ) {
    this.filter = new RowFilter(view, query)
    this.counts = new RowCounts(this.filter)
    this.outer = internetSlot(view)
  }

  page(offset: number, limit: number): RowPage {
    const groups = this.inOrder()
    const rows: Row[] = []
    let total = 0
    for (const group of groups) {
      const before = total
      total += group.rows
      const skip = Math.max(0, offset - before)
      if (rows.length >= limit || skip >= group.rows) continue
      for (const row of group.make(new Skip(skip))) if (rows.push(row) === limit) break
    }
    return {
      total,
      rows,
      ...(this.query.runs && {
        runs: groups.map((group): Run => ({ key: runKey(this.query.runs?.by, group), rows: group.rows })),
      }),
    }
  }

  placeOf({ from, to, fits }: WantedRow): number | undefined {
    const slotOf = (name: string): number | undefined =>
      name === internet ? this.outer : this.view.slotOf(name)
    const [source, target] = [slotOf(from), slotOf(to)]
    if (source === undefined || target === undefined) return undefined
    const named = this.query.runs?.by ?? this.query.sort
    const name = named === 'from' ? from : named === 'to' ? to : undefined
    let before = 0
    for (const group of this.inOrder()) {
      if (name === undefined || group.key === name) {
        const seek = new Seek(source, target)
        for (const row of group.make(seek)) {
          if (fits(row)) return before + seek.passed
          seek.passed++
        }
      }
      before += group.rows
    }
    return undefined
  }

  private inOrder(): Group[] {
    return this.query.runs ? this.inRuns(this.query.runs) : this.groups()
  }

  /** Groups as they were asked for; those that nobody named come last, by name. */
  private inRuns({ by, order }: NonNullable<RowQuery['runs']>): Group[] {
    const places = new Map(order.map((key, at) => [key, at]))
    const placeOf = (group: Group): number => places.get(runKey(by, group)) ?? order.length
    const groups = by === 'class' ? this.byValue(valueOf.class) : this.byName(by)
    return inOrder(groups, 1).sort((a, b) => placeOf(a) - placeOf(b))
  }

  private groups(): Group[] {
    const { sort = 'class', order = 'asc' } = this.query
    const keyed = sort === 'from' || sort === 'to' ? this.byName(sort) : this.byValue(valueOf[sort])
    return inOrder(keyed, order === 'asc' ? 1 : -1)
  }

  private byValue(value: ValueOf): Map<string | number, Group> {
    const rows = this.counts.byValue(value)
    for (const slot of this.view.order)
      for (const direction of ['egress', 'ingress'] as const)
        for (const { kind } of this.filter.outside(slot, direction)) {
          const key = value(kind)
          rows.set(key, (rows.get(key) ?? 0) + 1)
        }
    return new Map(
      [...rows]
        .filter(([, count]) => count > 0)
        .map(([key, count]) => [
          key,
          { key, rows: count, make: skip => this.sourceBySource(skip, kind => value(kind) === key) },
        ]),
    )
  }

  private *sourceBySource(skip: Passing, fits: (kind: Kind) => boolean): Generator<Row> {
    const counts = this.counts.bySlot(0, fits)
    for (const slot of this.view.order) {
      if (!skip.passes(counts[slot] ?? 0, slot)) yield* this.from(slot, skip, fits)
      for (const direction of ['egress', 'ingress'] as const)
        yield* this.outsideRows(slot, direction, skip, fits)
    }
  }

  private byName(sort: 'from' | 'to'): Map<string, Group> {
    const near = sort === 'from' ? 0 : 1
    const leaving = sort === 'from' ? 'egress' : 'ingress'
    const coming = sort === 'from' ? 'ingress' : 'egress'
    const counts = this.counts.bySlot(near, all)
    const groups = new Map<string, Group>()
    let far = 0
    for (const slot of this.view.order) {
      far += this.filter.outside(slot, coming).length
      const rows = (counts[slot] ?? 0) + this.filter.outside(slot, leaving).length
      if (rows > 0)
        groups.set(this.view.keyOf(slot), {
          key: this.view.keyOf(slot),
          rows,
          make: skip => (near === 0 ? this.ofSource(slot, skip) : this.ofDestination(slot, skip)),
        })
    }
    if (far > 0)
      groups.set(internet, { key: internet, rows: far, make: skip => this.ofInternet(coming, skip) })
    return groups
  }

  private *ofSource(slot: number, skip: Passing): Generator<Row> {
    yield* this.from(slot, skip, all)
    yield* this.outsideRows(slot, 'egress', skip, all)
  }

  /** What comes from the internet stands where the workload's own rows stand. */
  private *ofDestination(slot: number, skip: Passing): Generator<Row> {
    const own = this.view.placeOf[slot] ?? 0
    let told = false
    for (const { slot: source, rows } of this.ends(slot, 1, all)) {
      if (!told && (this.view.placeOf[source] ?? 0) > own) {
        told = true
        yield* this.outsideRows(slot, 'ingress', skip, all)
      }
      if (!skip.passes(rows, source, slot)) yield* this.between(source, slot, skip, all)
    }
    if (!told) yield* this.outsideRows(slot, 'ingress', skip, all)
  }

  private *ofInternet(direction: Direction, skip: Passing): Generator<Row> {
    for (const slot of this.view.order) yield* this.outsideRows(slot, direction, skip, all)
  }

  private *from(slot: number, skip: Passing, fits: (kind: Kind) => boolean): Generator<Row> {
    for (const { slot: target, rows } of this.ends(slot, 0, fits))
      if (!skip.passes(rows, slot, target)) yield* this.between(slot, target, skip, fits)
  }

  /** Workloads at the far end of one with rows that fit, in the order of the inventory. */
  private ends(
    slot: number,
    near: 0 | 1,
    fits: (kind: Kind) => boolean,
  ): { readonly slot: number; readonly rows: number }[] {
    const { segments, placeOf, relation } = this.view
    const { sets } = relation.stores
    const found: { slot: number; rows: number }[] = []
    const segmentsOf = near === 0 ? segments.from(slot) : segments.into(slot)
    for (const area of this.filter.areas) {
      const [own, far] = near === 0 ? [area.from, area.to] : [area.to, area.from]
      if (!sets.has(own, slot)) continue
      for (const { set, facts } of segmentsOf) {
        const rows = countKinds(this.filter.kept(facts, area).kinds, fits)
        if (rows === 0) continue
        sets.forEach(sets.and(set, far), other => {
          const [from, to] = near === 0 ? [slot, other] : [other, slot]
          if (other !== slot && this.filter.lies(from, to, area.lie)) found.push({ slot: other, rows })
        })
      }
    }
    return found.sort((a, b) => (placeOf[a.slot] ?? 0) - (placeOf[b.slot] ?? 0))
  }

  private *between(from: number, to: number, skip: Passing, fits: (kind: Kind) => boolean): Generator<Row> {
    const { workloadOf } = this.view.relation.slots
    const area = this.filter.areaOf(from, to)
    if (!area) return
    for (const found of this.view.connections.between(workloadOf[from] ?? -1, workloadOf[to] ?? -1)) {
      const kind = kindOf(found)
      if (area.keeps(kind) && fits(kind) && !skip.passes(1, from, to))
        yield {
          connection: found,
          from: this.view.keyOf(from),
          to: this.view.keyOf(to),
          ranges: [],
          ports: kind.ports,
        }
    }
  }

  private *outsideRows(
    slot: number,
    direction: Direction,
    skip: Passing,
    fits: (kind: Kind) => boolean,
  ): Generator<Row> {
    const [from, to] = direction === 'egress' ? [slot, this.outer] : [this.outer, slot]
    for (const each of this.filter.outside(slot, direction))
      if (fits(each.kind) && !skip.passes(1, from, to)) yield this.outsideRow(slot, direction, each)
  }

  private outsideRow(slot: number, direction: Direction, { part, kind }: OutsideRow): Row {
    const { merged, ranges } = part
    const key = this.view.keyOf(slot)
    const [range] = ranges
    // INVARIANT: every part holds some address.
    if (!range) throw new Error(`nothing outside of ${key}`)
    const [inside, outside] = [sideOf({ key }), { kind: 'outside' as const, range }]
    const egress = direction === 'egress'
    const { ports, ...run } = merged
    return {
      connection: connection(
        egress ? { from: inside, to: outside } : { from: outside, to: inside },
        ports,
        run,
      ),
      from: egress ? key : internet,
      to: egress ? internet : key,
      ranges: joinRanges(ranges),
      ports: kind.ports,
    }
  }
}

const all = (): boolean => true

const inOrder = (groups: ReadonlyMap<string | number, Group>, sign: 1 | -1): Group[] =>
  [...groups.values()].sort(({ key: a }, { key: b }) => (a < b ? -sign : a > b ? sign : 0))

/** What a run is called: rows by class are kept by its place among the classes. */
const runKey = (by: RunBy | undefined, { key }: Group): string =>
  by === 'class' ? (trustClasses[Number(key)] ?? '') : String(key)

const kindOf = ({ from: _from, to: _to, ports, pods: _pods, ...fact }: Connection): Kind => ({
  fact,
  open: ports,
  ports: portsText(ports),
})
