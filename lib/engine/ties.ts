import { refKey, refText, type ObjectRef, type Origin } from '../model/object'
import type { Problem } from '../model/problem'
import type { Policy, Rule } from '../model/rule'
import type { Relevance } from './classes'
import { governs, matchesPeer } from './matching'
import type { Party, World } from './world'

/**
 * Policies that no rule puts in order, that govern the same pod in the same direction and want different things: the
 * API leaves open which of them comes first, so verdicts on which they differ are unknown (networkpolicy.md 3.3). One
 * problem for each object, naming those before it that it ties with.
 */
export function ties(
  world: World,
  { atoms }: Relevance,
  originOf: (ref: ObjectRef) => Origin | undefined,
): Problem[] {
  const ordered = world.compiled.policies.filter(
    ({ tier, enforcement, unread }) =>
      tier.resolution === 'first-match' && enforcement === 'enforced' && !unread,
  )
  const parties: Party[] = [
    ...world.inventory.pods.map(pod => ({ kind: 'pod' as const, pod })),
    ...atoms.map(range => ({ kind: 'outside' as const, range })),
  ]
  const found = new Map<string, { readonly policy: Policy; readonly others: Map<string, ObjectRef> }>()
  for (const [i, policy] of ordered.entries())
    for (const earlier of ordered.slice(0, i)) {
      if (
        !standEqual(policy, earlier) ||
        !shareSubject(world, policy, earlier) ||
        !disagree(world, parties, policy, earlier)
      )
        continue
      const known = found.get(refKey(policy.object)) ?? { policy, others: new Map<string, ObjectRef>() }
      known.others.set(refKey(earlier.object), earlier.object)
      found.set(refKey(policy.object), known)
    }
  return [...found.values()].map(({ policy, others }) =>
    tieProblem(policy, [...others.values()], originOf(policy.object)),
  )
}

const standEqual = (a: Policy, b: Policy): boolean =>
  a.tier.name === b.tier.name &&
  a.direction === b.direction &&
  (a.series !== b.series || a.precedence === b.precedence) &&
  refKey(a.object) !== refKey(b.object)

/** Whether rules of both that want different things may mean one peer. */
const disagree = (world: World, parties: readonly Party[], a: Policy, b: Policy): boolean =>
  a.rules.some(one =>
    b.rules.some(
      other =>
        one.action !== other.action &&
        parties.some(party => mayMatch(world, one, party) && mayMatch(world, other, party)),
    ),
  )

const mayMatch = (world: World, rule: Rule, party: Party): boolean =>
  rule.peers.some(peer => matchesPeer(world, peer, party, {}) !== 'no')

const shareSubject = (world: World, a: Policy, b: Policy): boolean =>
  world.inventory.pods.some(
    pod => governs(world, a.subject, pod) !== 'no' && governs(world, b.subject, pod) !== 'no',
  )

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
