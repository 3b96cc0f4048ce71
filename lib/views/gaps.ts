import { isPolicyGroup } from '../model/policy-kinds'
import type { Session } from '../model/session'
import type { Stepwise } from '../model/stepwise'
import { gapWords, type GapWords } from '../words/gap'

/** What could not be listed, and what that costs. */
export interface GapCost extends GapWords {
  /**
   * Pairs that are unknown because of it and may be known once it is listed; 0 where others hide the same. Absent where
   * it decides nothing itself, or nobody can tell its part from that of others.
   */
  readonly unknown?: number
}

/** Every kind that could not be listed, step by step; those that make most unknown come first. */
export function* gapCosts({
  capture,
  unknownBecauseOf,
}: Pick<Session, 'capture' | 'unknownBecauseOf'>): Stepwise<readonly GapCost[]> {
  const words = gapWords(capture.gaps)
  const costs: GapCost[] = []
  for (const each of words) {
    const objects = each.gaps.map(({ object }) => object)
    const counts = each.decides && objects.every(({ group }) => isPolicyGroup(group))
    costs.push(counts ? { ...each, unknown: unknownBecauseOf(objects) } : each)
    yield { done: costs.length, of: words.length }
  }
  return costs.sort((a, b) => weight(b) - weight(a))
}

/** What decides comes before what does not. */
const weight = ({ decides, unknown }: GapCost): number => (decides ? (unknown ?? 0) : -1)
