import type { Reach, Reached } from '../../model/reach'
import { internet } from '../../model/table'
import type { Direction } from '../../model/rule'
import type { KindsOfMap } from './kinds'
import { forEachBase, forEachException } from './rectangles'
import { nothing, type SetId } from './sets'
import type { RelationView } from './view'
import { meetsOutside, somehow, surely, Ways, type Follows, type Heading, type Walk } from './ways'

/**
 * Where one gets from an end (a workload key, or `internet`), or from where one gets there, in at most so many steps.
 * Every connection that is not denied is followed; what can be reached in as many steps without one that may be denied
 * is certain. Undefined where nobody is called so.
 */
export function reach(view: RelationView, start: string, heading: Heading, hops: number): Reach | undefined {
  const slot = view.slotOf(start)
  if (start !== internet && slot === undefined)
    return view.relation.slots.workloadIndex.has(start) ? { hops: [], via: () => [] } : undefined
  const possible = walk(view, slot, heading, hops, somehow)
  const certain = walk(view, slot, heading, hops, surely)
  const ways = new Ways(view, heading, possible, certain)
  const { sets } = view.relation.stores
  let sure: SetId = nothing
  const found = possible.hops.map((set, at): readonly Reached[] => {
    sure = sets.or(sure, certain.hops[at] ?? nothing)
    return sets
      .toArray(set)
      .sort((a, b) => (view.placeOf[a] ?? 0) - (view.placeOf[b] ?? 0))
      .map(each => ({ key: view.keyOf(each), certain: sets.has(sure, each) }))
  })
  return {
    hops: found,
    ...(possible.internet !== undefined && {
      internet: { hop: possible.internet, certain: certain.internet === possible.internet },
    }),
    via: end => ways.via(end),
  }
}

/** Breadth first, from set to set: a step looks at every rectangle once, and at pairs only where some are shut. */
function walk(
  view: RelationView,
  start: number | undefined,
  heading: Heading,
  most: number,
  follows: Follows,
): Walk {
  const { sets } = view.relation.stores
  const [leaving, entering] =
    heading === 'out' ? (['egress', 'ingress'] as const) : (['ingress', 'egress'] as const)
  const outside = (slot: number, direction: Direction): boolean =>
    meetsOutside(view, slot, direction, follows)
  const step = new Step(view, heading, follows)
  const hops: SetId[] = []
  let internet: number | undefined
  let front: SetId
  if (start !== undefined) front = sets.one(start)
  else {
    front = sets.of(view.order.filter(slot => outside(slot, entering)).sort((a, b) => a - b))
    if (front !== nothing) hops.push(front)
  }
  step.leave(front)
  while (front !== nothing && hops.length < most) {
    if (
      start !== undefined &&
      internet === undefined &&
      sets.toArray(front).some(slot => outside(slot, leaving))
    )
      internet = hops.length + 1
    front = step.from(front)
    if (front !== nothing) hops.push(front)
  }
  return { hops, internet }
}

class Step {
  /** By slot, one bit each: workloads that were not reached yet. */
  private readonly left: Int32Array
  /** Workloads at the far end of exceptions that are not followed. */
  private readonly shut: SetId
  private readonly near: 0 | 1

  constructor(
    private readonly view: RelationView,
    heading: Heading,
    private readonly follows: (kinds: KindsOfMap) => boolean,
  ) {
    const { sets } = view.relation.stores
    this.near = heading === 'out' ? 0 : 1
    this.left = new Int32Array((view.relation.slots.size >>> 5) + 1)
    sets.forEach(view.pairs.inside, slot => this.turn(this.left, slot))
    const shut: SetId[] = []
    forEachException(view.pairs.rectangles, (from, to, facts) => {
      if (!follows(view.kinds.of(facts))) shut.push(heading === 'out' ? to : from)
    })
    this.shut = sets.unionOf([...new Set(shut)])
  }

  /** Takes workloads out of what is left. */
  leave(set: SetId): void {
    this.view.relation.stores.sets.forEach(set, slot => this.turn(this.left, slot))
  }

  /** The workloads that are left and that one gets to from some of these; they are left no more. */
  from(front: SetId): SetId {
    const { pairs, kinds, relation } = this.view
    const { sets } = relation.stores
    const next = new Int32Array(this.left.length)
    const enter = (slot: number): void => {
      this.turn(this.left, slot)
      this.turn(next, slot)
    }
    const ends = (from: SetId, to: SetId): [SetId, SetId] => (this.near === 0 ? [from, to] : [to, from])
    forEachException(pairs.rectangles, (from, to, facts) => {
      const [near, far] = ends(from, to)
      if (!this.follows(kinds.of(facts)) || !sets.meet(near, front)) return
      sets.forEach(far, slot => {
        if (this.isLeft(slot)) enter(slot)
      })
    })
    const doubtful = new Set<number>()
    forEachBase(pairs.rectangles, (from, to, facts) => {
      const [near, far] = ends(from, to)
      if (!this.follows(kinds.of(facts)) || !sets.meet(near, front)) return
      sets.forEach(far, slot => {
        if (!this.isLeft(slot)) return
        if (sets.has(this.shut, slot)) doubtful.add(slot)
        else enter(slot)
      })
    })
    for (const slot of doubtful) if (this.isLeft(slot) && this.isReached(slot, front)) enter(slot)
    return sets.fromBits(next)
  }

  private isReached(slot: number, front: SetId): boolean {
    return this.view.segments
      .within(slot, this.near === 0 ? 1 : 0, front)
      .some(({ facts }) => this.follows(this.view.kinds.of(facts)))
  }

  private isLeft(slot: number): boolean {
    return (((this.left[slot >>> 5] ?? 0) >>> (slot & 31)) & 1) === 1
  }

  private turn(bits: Int32Array, slot: number): void {
    bits[slot >>> 5] = (bits[slot >>> 5] ?? 0) ^ (1 << (slot & 31))
  }
}
