import type { Reach, Reached } from '../../model/reach'
import { internet } from '../../model/table'
import type { KindsOfMap } from './kinds'
import { nothing, type SetId } from './sets'
import type { RelationView } from './view'

/** Whether one goes along the connections or against them. */
export type Heading = 'out' | 'in'

/**
 * Where one gets from an end (a workload key, or `internet`), or from where one gets there, in at most so many steps.
 * Every connection that is not denied is followed; what can be reached in as many steps without one that may be denied
 * is certain. Undefined where nobody is called so.
 */
export function reach(view: RelationView, start: string, heading: Heading, hops: number): Reach | undefined {
  const slot = view.slotOf(start)
  if (start !== internet && slot === undefined)
    return view.relation.slots.workloadIndex.has(start) ? { hops: [] } : undefined
  const possible = walk(view, slot, heading, hops, ({ kinds }) => kinds.length > 0)
  const certain = walk(view, slot, heading, hops, kinds => kinds.certain)
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
  }
}

interface Walk {
  /** The workloads that are new in each step. */
  readonly hops: readonly SetId[]
  /** The step in which the internet is reached. */
  readonly internet: number | undefined
}

/** Breadth first. Every rectangle is looked at for what is left alone, and no more once nothing of it is. */
function walk(
  view: RelationView,
  start: number | undefined,
  heading: Heading,
  most: number,
  follows: (kinds: KindsOfMap) => boolean,
): Walk {
  const { sets } = view.relation.stores
  const [leaving, entering] =
    heading === 'out' ? (['egress', 'ingress'] as const) : (['ingress', 'egress'] as const)
  const outside = (slot: number, direction: 'egress' | 'ingress'): boolean => {
    const kinds = view.outside(slot, direction).map(({ kind }) => kind)
    return follows({
      kinds,
      classes: [],
      certain: kinds.some(({ fact }) => fact.verdict !== 'unknown'),
    })
  }
  let left = view.pairs.inside
  let front: SetId = nothing
  let found: number | undefined
  const hops: SetId[] = []
  const enter = (set: SetId): void => {
    front = set
    left = sets.minus(left, set)
  }
  if (start !== undefined) enter(sets.one(start))
  else {
    enter(sets.of(view.order.filter(slot => outside(slot, entering)).sort((a, b) => a - b)))
    if (front !== nothing && most > 0) hops.push(front)
  }
  while (front !== nothing && hops.length < most) {
    const next: SetId[] = []
    let missing = left
    sets.forEach(front, slot => {
      if (start !== undefined && found === undefined && outside(slot, leaving)) found = hops.length + 1
      if (missing === nothing) return
      for (const { set, facts } of view.segments.within(slot, heading === 'out' ? 0 : 1, missing)) {
        if (!follows(view.kinds.of(facts))) continue
        next.push(set)
        missing = sets.minus(missing, set)
      }
    })
    enter(sets.unionOf(next))
    if (front !== nothing) hops.push(front)
  }
  return { hops, internet: found }
}
