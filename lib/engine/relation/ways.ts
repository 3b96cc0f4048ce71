import { internet } from '../../model/table'
import type { Direction } from '../../model/rule'
import type { KindsOfMap } from './kinds'
import { nothing, type SetId } from './sets'
import type { RelationView } from './view'

/** Whether one goes along the connections or against them. */
export type Heading = 'out' | 'in'

export type Follows = (kinds: Pick<KindsOfMap, 'kinds' | 'certain'>) => boolean

/** Along everything that is not denied, and along what surely is not. */
export const somehow: Follows = ({ kinds }) => kinds.length > 0
export const surely: Follows = ({ certain }) => certain

/** What a breadth-first walk came by. */
export interface Walk {
  /** The workloads that are new in each step. */
  readonly hops: readonly SetId[]
  /** The step in which the internet is reached. */
  readonly internet: number | undefined
}

/** Whether a workload has a connection with the internet that is followed. */
export function meetsOutside(
  view: RelationView,
  slot: number,
  direction: Direction,
  follows: Follows,
): boolean {
  const kinds = view.outside(slot, direction).map(({ kind }) => kind)
  return follows({ kinds, certain: kinds.some(({ fact }) => fact.verdict !== 'unknown') })
}

/** Shortest ways back from what was reached: one is looked for when it is asked for, and remembered from hop to hop. */
export class Ways {
  private readonly before = new Map<number, number | undefined>()
  /** By slot: the step in which it was reached, less one. */
  private readonly levels = new Map<number, number>()

  constructor(
    private readonly view: RelationView,
    private readonly heading: Heading,
    private readonly possible: Walk,
    private readonly certain: Walk,
  ) {
    for (const [at, set] of possible.hops.entries())
      view.relation.stores.sets.forEach(set, slot => this.levels.set(slot, at))
  }

  via(end: string): readonly string[] {
    let slot = end === internet ? this.beforeInternet() : this.beforeSlot(this.view.slotOf(end))
    const passed: string[] = []
    for (; slot !== undefined; slot = this.beforeSlot(slot)) passed.push(this.view.keyOf(slot))
    return this.heading === 'out' ? passed.reverse() : passed
  }

  /** The workload from which one gets to another that was reached; undefined where that is the start. */
  private beforeSlot(slot: number | undefined): number | undefined {
    const level = slot === undefined ? undefined : this.levels.get(slot)
    if (slot === undefined || level === undefined || level === 0) return undefined
    if (!this.before.has(slot)) this.before.set(slot, this.find(slot, level))
    return this.before.get(slot)
  }

  private find(slot: number, level: number): number | undefined {
    const { sets } = this.view.relation.stores
    const sure = sets.has(this.certain.hops[level] ?? nothing, slot)
    const front = (sure ? this.certain : this.possible).hops[level - 1] ?? nothing
    const follows = sure ? surely : somehow
    return this.first(
      this.view.segments
        .within(slot, this.heading === 'out' ? 1 : 0, front)
        .filter(({ facts }) => follows(this.view.kinds.of(facts)))
        .map(({ set }) => set),
    )
  }

  private beforeInternet(): number | undefined {
    const { possible, certain, view } = this
    if (possible.internet === undefined || possible.internet < 2) return undefined
    const sure = certain.internet === possible.internet
    const front = (sure ? certain : possible).hops[possible.internet - 2] ?? nothing
    const direction = this.heading === 'out' ? 'egress' : 'ingress'
    return this.first([front], slot => meetsOutside(view, slot, direction, sure ? surely : somehow))
  }

  /** The first workload by the order of the inventory. */
  private first(from: readonly SetId[], fits: (slot: number) => boolean = () => true): number | undefined {
    const { placeOf, relation } = this.view
    let found: number | undefined
    const placed = (slot: number): number => placeOf[slot] ?? 0
    for (const set of from)
      relation.stores.sets.forEach(set, slot => {
        if ((found === undefined || placed(slot) < placed(found)) && fits(slot)) found = slot
      })
    return found
  }
}
