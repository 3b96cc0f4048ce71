import { nothing, type SetId, type SetStore } from './sets'

/** Pairs of ends, by one of the two: with whom each has one. A pair of an end with itself is none, and may be there. */
export type PairSet = ReadonlyMap<number, SetId>

/** How many pairs are in both of two lists, the one by its sources, the other by its destinations. */
export function countBoth(sets: SetStore, bySource: PairSet, byDestination: PairSet): number {
  if (bySource.size === 0 || byDestination.size === 0) return 0
  const destinations = grouped(byDestination)
  let both = 0
  for (const [targets, from] of grouped(bySource))
    for (const [sources, to] of destinations) {
      const some = countIn(sets, from, sources)
      if (some > 0) both += some * countIn(sets, to, targets)
    }
  for (const [self, targets] of bySource)
    if (sets.has(targets, self) && sets.has(byDestination.get(self) ?? nothing, self)) both--
  return both
}

export const withoutSelf = (sets: SetStore, ends: SetId, self: number): SetId =>
  sets.has(ends, self) ? sets.minus(ends, sets.one(self)) : ends

/** Ends that have pairs with the same ends. */
function grouped(pairs: PairSet): Map<SetId, number[]> {
  const groups = new Map<SetId, number[]>()
  for (const [self, ends] of pairs) {
    const known = groups.get(ends)
    if (known) known.push(self)
    else groups.set(ends, [self])
  }
  return groups
}

function countIn(sets: SetStore, list: readonly number[], set: SetId): number {
  let count = 0
  for (const end of list) if (sets.has(set, end)) count++
  return count
}
