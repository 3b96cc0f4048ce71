import type { Direction } from '../../model/rule'
import type { RowSelection } from '../../model/table'
import { kindsOfMap, type Kind, type KindsOfMap } from './kinds'
import { Spreads } from './namespaces'
import type { PortMapId } from './port-maps'
import { forEachBase, forEachException } from './rectangles'
import { areasOf, internetSlot, type Area, type Lie } from './row-areas'
import { everything, nothing, type SetId } from './sets'
import type { OutsideRow, RelationView } from './view'
import { always } from './conditions'

/** A selection over slots: which pairs fit, and which kinds of each. */
export class RowFilter {
  readonly areas: readonly Area[]
  private readonly known = new Map<number, Map<PortMapId, KindsOfMap>>()
  private readonly spreads: Spreads

  constructor(
    private readonly view: RelationView,
    selection: RowSelection,
  ) {
    this.areas = areasOf(view, selection)
    this.spreads = new Spreads(view)
  }

  /** What a map of facts comes to in an area. */
  kept(map: PortMapId, area: Area): KindsOfMap {
    const whole = this.view.kinds.of(map)
    if (area.test === always) return whole
    let byMap = this.known.get(area.test)
    if (!byMap) this.known.set(area.test, (byMap = new Map<PortMapId, KindsOfMap>()))
    let kept = byMap.get(map)
    if (!kept) byMap.set(map, (kept = kindsOfMap(whole.kinds.filter(kind => area.keeps(kind)))))
    return kept
  }

  /** The area that a pair is in; none where no kind of it can fit. */
  areaOf(from: number, to: number): Area | undefined {
    const { sets } = this.view.relation.stores
    return this.areas.find(
      area => sets.has(area.from, from) && sets.has(area.to, to) && this.lies(from, to, area.lie),
    )
  }

  /** Whether two ends lie as an area has it; the internet is in no namespace. */
  lies(from: number, to: number, lie: Lie): boolean {
    if (lie === 'any') return true
    const outside = internetSlot(this.view)
    const { namespaceOf } = this.view.relation.slots
    const across = from !== outside && to !== outside && namespaceOf[from] !== namespaceOf[to]
    return across === (lie === 'across')
  }

  /** A workload's rows with the internet that fit. */
  outside(slot: number, direction: Direction): readonly OutsideRow[] {
    const beyond = internetSlot(this.view)
    const area = direction === 'egress' ? this.areaOf(slot, beyond) : this.areaOf(beyond, slot)
    if (!area) return []
    const rows = this.view.outside(slot, direction)
    return area.test === always ? rows : rows.filter(({ kind }) => area.keeps(kind))
  }

  /**
   * The relation, cut to the areas: a sum over pairs is the sum over these with their signs. Pairs of a workload with itself
   * are among them. Of the pairs of a part, those count that lie as its area has it.
   */
  forEachPart(visit: (from: SetId, to: SetId, map: PortMapId, sign: 1 | -1, area: Area) => void): void {
    for (const area of this.areas) {
      this.forEachBaseOf(area, (from, to, map) => visit(from, to, map, 1, area))
      this.forEachExceptionOf(area, (from, to, map, replaced) => {
        visit(from, to, map, 1, area)
        visit(from, to, replaced, -1, area)
      })
    }
  }

  forEachBaseOf(area: Area, visit: (from: SetId, to: SetId, map: PortMapId) => void): void {
    forEachBase(this.view.pairs.rectangles, (sources, destinations, map) =>
      this.cut(area, sources, destinations, (from, to) => visit(from, to, map)),
    )
  }

  forEachExceptionOf(
    area: Area,
    visit: (from: SetId, to: SetId, map: PortMapId, replaced: PortMapId) => void,
  ): void {
    forEachException(this.view.pairs.rectangles, (sources, destinations, map, replaced) =>
      this.cut(area, sources, destinations, (from, to) => visit(from, to, map, replaced)),
    )
  }

  /** Pairs of workloads with themselves that were counted among those that fit. */
  forEachSelf(visit: (slot: number, map: PortMapId, area: Area) => void): void {
    for (const slot of this.view.order) {
      const area = this.areaOf(slot, slot)
      if (area) visit(slot, this.view.pairs.itself(slot), area)
    }
  }

  /** How many pairs of a part lie as an area has it, pairs of a workload with itself included. */
  pairs(from: SetId, to: SetId, lie: Lie): number {
    const { sets } = this.view.relation.stores
    const all = sets.count(from) * sets.count(to)
    if (lie === 'any') return all
    const [sources, destinations] = [this.spreads.of(from).workloads, this.spreads.of(to).workloads]
    let within = 0
    for (const [namespace, count] of sources) within += count * (destinations.get(namespace) ?? 0)
    return lie === 'within' ? within : all - within
  }

  /**
   * By slot, `width` numbers each: what `weigh` gives for a part, for each workload at the far end. Nobody is a pair with
   * itself. `near` 0: of the sources, 1: of the destinations.
   */
  sumBySlot(
    near: 0 | 1,
    width: number,
    weigh: (map: PortMapId, area: Area) => ArrayLike<number> | undefined,
  ): Float64Array {
    const { relation } = this.view
    const { sets } = relation.stores
    const { namespaceOf, size } = relation.slots
    const all = new Map<SetId, Float64Array>()
    const within = new Map<SetId, Map<number, Float64Array>>()
    this.forEachPart((from, to, map, sign, area) => {
      const weights = weigh(map, area)
      if (!weights) return
      const [own, far] = near === 0 ? [from, to] : [to, from]
      if (area.lie !== 'within')
        add(
          sumOf(all, own, () => new Float64Array(width)),
          0,
          weights,
          sign * sets.count(far),
        )
      if (area.lie === 'any') return
      const byNamespace = sumOf(within, own, () => new Map<number, Float64Array>())
      const times = area.lie === 'within' ? sign : -sign
      for (const [namespace, count] of this.spreads.of(far).workloads)
        add(
          sumOf(byNamespace, namespace, () => new Float64Array(width)),
          0,
          weights,
          times * count,
        )
    })
    const numbers = new Float64Array(size * width)
    for (const [set, sum] of all) sets.forEach(set, slot => add(numbers, slot * width, sum, 1))
    for (const [set, byNamespace] of within)
      sets.forEach(set, slot => {
        const sum = byNamespace.get(namespaceOf[slot] ?? -1)
        if (sum) add(numbers, slot * width, sum, 1)
      })
    this.forEachSelf((slot, map, area) => {
      const weights = weigh(map, area)
      if (weights) add(numbers, slot * width, weights, -1)
    })
    return numbers
  }

  private cut(
    area: Area,
    sources: SetId,
    destinations: SetId,
    found: (from: SetId, to: SetId) => void,
  ): void {
    const { sets } = this.view.relation.stores
    const from = area.from === everything ? sources : sets.and(sources, area.from)
    if (from === nothing) return
    const to = area.to === everything ? destinations : sets.and(destinations, area.to)
    if (to !== nothing) found(from, to)
  }
}

/** How many kinds of a list pass. */
export const countKinds = (kinds: readonly Kind[], fits: (kind: Kind) => boolean): number =>
  kinds.reduce((count, kind) => count + Number(fits(kind)), 0)

function add(numbers: Float64Array, at: number, weights: ArrayLike<number>, times: number): void {
  for (let place = 0; place < weights.length; place++)
    numbers[at + place] = (numbers[at + place] ?? 0) + times * (weights[place] ?? 0)
}

function sumOf<K, V>(sums: Map<K, V>, key: K, make: () => V): V {
  let found = sums.get(key)
  if (found === undefined) sums.set(key, (found = make()))
  return found
}
