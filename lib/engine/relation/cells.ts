import type { Cell } from '../../model/summary'
import type { Stepwise } from '../../model/stepwise'
import type { RowSelection } from '../../model/table'
import { trustClasses } from '../../model/verdict'
import type { Area } from './row-areas'
import { RowFilter } from './row-filter'
import type { SetId } from './sets'
import type { RelationView } from './view'

const width = trustClasses.length

/** Destinations that are multiplied out before others get their turn. */
const step = 64

/**
 * Selected pairs of workloads by ordered pair of groups, summed over rectangles: the cells of a matrix that are not empty,
 * row by row. Groups are lists of workload keys; those of the rows share no workload, nor do those of the columns, and
 * either may leave workloads out. Rectangles with the same destinations are added up before anything is multiplied, so
 * that the work is that of walking sets, and of cells times different sets of destinations, never that of pairs.
 */
export function* cells(
  view: RelationView,
  selection: RowSelection,
  rows: readonly (readonly string[])[],
  columns: readonly (readonly string[])[],
): Stepwise<readonly Cell[]> {
  const sums = new Sums(view, rows, columns)
  const filter = new RowFilter(view, selection)
  for (const area of filter.areas) yield* sums.gather(filter, area)
  yield* sums.multiply()
  filter.forEachSelf((slot, map, area) => sums.leaveOut(slot, filter.kept(map, area).classes))
  return sums.found()
}

/** Members of a set that are in one group, and in one namespace. */
interface Share {
  readonly group: number
  readonly namespace: number
  readonly members: number
}

class Sums {
  private readonly rowOf: Int32Array
  private readonly columnOf: Int32Array
  private readonly numbers: Float64Array
  private readonly sharesOf = { rows: new Map<SetId, Share[]>(), columns: new Map<SetId, Share[]>() }
  /** By destinations: for each row and class the sources that all of them have in common. */
  private readonly bySet = new Map<SetId, Float64Array>()
  /** The same by namespace of the sources, of pairs that count within one only, or that do not count there. */
  private readonly within = new Map<SetId, Map<number, Float64Array>>()

  constructor(
    private readonly view: RelationView,
    private readonly rows: readonly (readonly string[])[],
    private readonly columns: readonly (readonly string[])[],
  ) {
    this.rowOf = this.placesOf(rows)
    this.columnOf = this.placesOf(columns)
    this.numbers = new Float64Array(rows.length * columns.length * width)
  }

  *gather(filter: RowFilter, area: Area): Stepwise<void> {
    const gather = (from: SetId, to: SetId, classes: readonly number[], sign: 1 | -1): void => {
      if (classes.length === 0 || this.shares(to, 'columns').length === 0) return
      const sources = this.shares(from, 'rows')
      if (sources.length === 0) return
      if (area.lie !== 'within') {
        const sum = this.sumOf(this.bySet, to)
        for (const { group, members } of sources) count(sum, group, classes, sign * members)
      }
      if (area.lie === 'any') return
      let byNamespace = this.within.get(to)
      if (!byNamespace) this.within.set(to, (byNamespace = new Map<number, Float64Array>()))
      const times = area.lie === 'within' ? sign : -sign
      for (const { group, namespace, members } of sources)
        count(this.sumOf(byNamespace, namespace), group, classes, times * members)
    }
    filter.forEachBaseOf(area, (from, to, map) => gather(from, to, filter.kept(map, area).classes, 1))
    yield { done: 1, of: 2 }
    filter.forEachExceptionOf(area, (from, to, map, replaced) => {
      gather(from, to, filter.kept(map, area).classes, 1)
      gather(from, to, filter.kept(replaced, area).classes, -1)
    })
    yield { done: 2, of: 2 }
  }

  *multiply(): Stepwise<void> {
    const of = this.bySet.size + this.within.size
    let done = 0
    for (const [to, sum] of this.bySet) {
      const destinations = new Map<number, number>()
      for (const { group, members } of this.shares(to, 'columns'))
        destinations.set(group, (destinations.get(group) ?? 0) + members)
      for (const [column, members] of destinations) this.add(column, sum, members)
      if (++done % step === 0) yield { done, of }
    }
    for (const [to, byNamespace] of this.within) {
      for (const { group, namespace, members } of this.shares(to, 'columns')) {
        const sum = byNamespace.get(namespace)
        if (sum) this.add(group, sum, members)
      }
      if (++done % step === 0) yield { done, of }
    }
  }

  /** Nobody is a pair with itself. */
  leaveOut(slot: number, classes: readonly number[]): void {
    const [row, column] = [this.rowOf[slot] ?? -1, this.columnOf[slot] ?? -1]
    if (row >= 0 && column >= 0) count(this.numbers, row * this.columns.length + column, classes, -1)
  }

  found(): Cell[] {
    const { numbers } = this
    const found: Cell[] = []
    for (let row = 0; row < this.rows.length; row++)
      for (let column = 0; column < this.columns.length; column++) {
        const at = (row * this.columns.length + column) * width
        const [implicit = 0, unknown = 0, partial = 0, verified = 0] = numbers.subarray(at, at + width)
        if (implicit + unknown + partial + verified > 0)
          found.push({ row, column, counts: { implicit, unknown, partial, verified } })
      }
    return found
  }

  /** Adds, for so many destinations of a column, all sources by row and class. */
  private add(column: number, sum: Float64Array, members: number): void {
    const { numbers } = this
    for (let row = 0; row < this.rows.length; row++) {
      const at = (row * this.columns.length + column) * width
      for (let place = 0; place < width; place++)
        numbers[at + place] = (numbers[at + place] ?? 0) + members * (sum[row * width + place] ?? 0)
    }
  }

  private placesOf(groups: readonly (readonly string[])[]): Int32Array {
    const places = new Int32Array(this.view.relation.slots.size).fill(-1)
    for (const [group, members] of groups.entries())
      for (const key of members) {
        const slot = this.view.slotOf(key)
        if (slot !== undefined) places[slot] = group
      }
    return places
  }

  private shares(set: SetId, axis: 'rows' | 'columns'): readonly Share[] {
    const known = this.sharesOf[axis]
    let shares = known.get(set)
    if (!shares) {
      const placeOf = axis === 'rows' ? this.rowOf : this.columnOf
      const { slots, stores } = this.view.relation
      const spaces = slots.namespaces.length + 1
      const members = new Map<number, number>()
      stores.sets.forEach(set, slot => {
        const group = placeOf[slot] ?? -1
        if (group < 0) return
        const key = group * spaces + (slots.namespaceOf[slot] ?? -1) + 1
        members.set(key, (members.get(key) ?? 0) + 1)
      })
      shares = [...members].map(([key, count]) => ({
        group: Math.floor(key / spaces),
        namespace: (key % spaces) - 1,
        members: count,
      }))
      known.set(set, shares)
    }
    return shares
  }

  private sumOf<Key>(sums: Map<Key, Float64Array>, key: Key): Float64Array {
    let sum = sums.get(key)
    if (!sum) sums.set(key, (sum = new Float64Array(this.rows.length * width)))
    return sum
  }
}

function count(numbers: Float64Array, at: number, classes: readonly number[], pairs: number): void {
  for (const place of classes) numbers[at * width + place] = (numbers[at * width + place] ?? 0) + pairs
}
