import { internet, type RowQuery } from '../../model/table'
import { trustClasses } from '../../model/verdict'
import { implicitPlace, type Kind } from './kinds'
import { everything, nothing, type SetId } from './sets'
import type { RelationView } from './view'

/** Ends that fit: slots of workloads, and whether all addresses outside are among them. */
interface Ends {
  readonly slots: SetId
  readonly internet: boolean
}

/** Pairs of workloads that fit, as rectangles that share none. */
interface Area {
  readonly from: SetId
  readonly to: SetId
}

/** A query over slots: which pairs, which kinds, and which workloads' rows with the internet. */
export class RowFilter {
  readonly areas: readonly Area[]
  private readonly classes: ReadonlySet<string>
  private readonly from: Ends
  private readonly to: Ends
  private readonly ends: readonly Ends[]
  private readonly doorsOnly: boolean

  constructor(
    private readonly view: RelationView,
    query: RowQuery,
  ) {
    const { sets } = view.relation.stores
    const implicit = trustClasses[implicitPlace] ?? 'implicit'
    this.doorsOnly = query.throughDoors ?? false
    const asked = query.classes && query.classes.length > 0 ? query.classes : trustClasses
    this.classes = new Set(this.doorsOnly ? asked.filter(each => each === implicit) : asked)
    this.from = this.endsOf(query.from)
    this.to = this.endsOf(query.to)
    this.ends = (query.ends ?? []).map(names => this.endsOf(names))
    let areas: Area[] = [
      { from: this.from.slots, to: this.doorsOnly ? sets.and(this.to.slots, view.doors) : this.to.slots },
    ]
    for (const { slots } of this.ends)
      areas = areas.flatMap(({ from, to }) => [
        { from: sets.and(from, slots), to },
        { from: sets.minus(from, slots), to: sets.and(to, slots) },
      ])
    this.areas = areas.filter(({ from, to }) => from !== nothing && to !== nothing)
  }

  keeps({ fact }: Kind): boolean {
    return this.classes.has(fact.trustClass)
  }

  holds(from: number, to: number): boolean {
    const { sets } = this.view.relation.stores
    return this.areas.some(area => sets.has(area.from, from) && sets.has(area.to, to))
  }

  /** Whether a workload's rows with the internet fit, in one direction. */
  keepsOutside(slot: number, direction: 'egress' | 'ingress'): boolean {
    if (this.doorsOnly) return false
    const { sets } = this.view.relation.stores
    const [near, far] = direction === 'egress' ? [this.from, this.to] : [this.to, this.from]
    return (
      far.internet &&
      sets.has(near.slots, slot) &&
      this.ends.every(ends => ends.internet || sets.has(ends.slots, slot))
    )
  }

  private endsOf(names: ReadonlySet<string> | undefined): Ends {
    if (!names) return { slots: everything, internet: true }
    const slots = [...names].flatMap(name => this.view.slotOf(name) ?? []).sort((a, b) => a - b)
    return { slots: this.view.relation.stores.sets.of(slots), internet: names.has(internet) }
  }
}
