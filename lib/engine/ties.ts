import { refKey, refText, type ObjectRef, type Origin } from '../model/object'
import type { Problem } from '../model/problem'
import type { Policy, Rule } from '../model/rule'
import type { Relevance } from './classes'
import { governs, matchesPeer } from './matching'
import type { Party, World } from './world'

/** What two policies have in common, in some reading. */
export interface Overlaps {
  /** Whether some pod is governed by both. */
  readonly shareSubject: (a: Policy, b: Policy) => boolean
  /** Whether rules of both that want different things may mean one peer. */
  readonly disagree: (a: Policy, b: Policy) => boolean
}

/**
 * Policies that no rule puts in order, that govern the same pod in the same direction and want different things: the
 * API leaves open which of them comes first, so verdicts on which they differ are unknown (networkpolicy.md 3.3). One
 * problem for each object, naming those before it that it ties with.
 */
export function ties(
  policies: readonly Policy[],
  { shareSubject, disagree }: Overlaps,
  originOf: (ref: ObjectRef) => Origin | undefined,
): Problem[] {
  const ordered = policies.filter(
    ({ tier, enforcement, unread }) =>
      tier.resolution === 'first-match' && enforcement === 'enforced' && !unread,
  )
  const peers = new Peers()
  const found = new Map<string, { readonly policy: Policy; readonly others: Map<string, ObjectRef> }>()
  for (const policy of ordered) {
    const key = refKey(policy.object)
    for (const earlier of peers.meet(policy)) {
      const other = refKey(earlier.object)
      if (other === key || !shareSubject(policy, earlier) || !disagree(policy, earlier)) continue
      const known = found.get(key) ?? { policy, others: new Map<string, ObjectRef>() }
      known.others.set(other, earlier.object)
      found.set(key, known)
    }
  }
  return [...found.values()].map(({ policy, others }) =>
    tieProblem(policy, [...others.values()], originOf(policy.object)),
  )
}

/** Policies that came before, by their place: only those of equal precedence, or of another series, stand beside one. */
class Peers {
  private readonly lanes = new Map<string, Map<string | undefined, Series>>()
  private count = 0

  /** Those beside which the policy stands, in the order in which they came; from then on it is one of them. */
  meet(policy: Policy): Policy[] {
    const { tier, direction, series, precedence } = policy
    const lane = entry(
      this.lanes,
      JSON.stringify([tier.name, direction]),
      () => new Map<string | undefined, Series>(),
    )
    const own = entry(lane, series, () => ({ all: [], byPrecedence: new Map<number, Placed[]>() }))
    const tied = entry(own.byPrecedence, precedence, () => [])
    const others = [...lane.values()].flatMap(each => (each === own ? [] : each.all))
    const found = [...tied, ...others].sort((a, b) => a.place - b.place).map(placed => placed.policy)
    const placed = { policy, place: this.count++ }
    own.all.push(placed)
    tied.push(placed)
    return found
  }
}

interface Placed {
  readonly policy: Policy
  readonly place: number
}

interface Series {
  readonly all: Placed[]
  readonly byPrecedence: Map<number, Placed[]>
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

/** The answers by looking at every pod and address each time; they stay as the reference for any faster way. */
export function lookForOverlaps(world: World, { atoms }: Relevance): Overlaps {
  const parties: Party[] = [
    ...world.inventory.pods.map(pod => ({ kind: 'pod' as const, pod })),
    ...atoms.map(range => ({ kind: 'outside' as const, range })),
  ]
  const mayMatch = (rule: Rule, party: Party): boolean =>
    rule.peers.some(peer => matchesPeer(world, peer, party, {}) !== 'no')
  return {
    shareSubject: (a, b) =>
      world.inventory.pods.some(
        pod => governs(world, a.subject, pod) !== 'no' && governs(world, b.subject, pod) !== 'no',
      ),
    disagree: (a, b) =>
      a.rules.some(one =>
        b.rules.some(
          other =>
            one.action !== other.action &&
            parties.some(party => mayMatch(one, party) && mayMatch(other, party)),
        ),
      ),
  }
}

function tieProblem(
  { object, tier, series, precedence }: Policy,
  others: readonly ObjectRef[],
  origin: Origin | undefined,
): Problem {
  const same = series === undefined || others.every(({ kind }) => kind === object.kind)
  return {
    code: 'tie',
    message: same
      ? `has priority ${precedence} in tier ${tier.name} like ${listed(others)}; either may come first`
      : `stands in tier ${tier.name} beside ${listed(others)}, and nothing says which comes first`,
    remedy: same
      ? 'give each policy of a tier a priority of its own'
      : 'keep one of the kinds, or make them say the same',
    effect: 'unknown',
    object,
    path: ['spec', 'priority'],
    ...(origin && { origin }),
  }
}

/** At most this many objects are named. */
const shown = 5

function listed(refs: readonly ObjectRef[]): string {
  const names = refs.slice(0, shown).map(ref => `\`${refText(ref)}\``)
  return refs.length > shown ? `${names.join(', ')} and ${refs.length - shown} more` : names.join(' and ')
}
