import type { Policy } from '../model/rule'
import { naming, type Cause, type Verdict } from '../model/verdict'
import type { Asked, RuleHit } from './asked'
import type { SideView } from './sides'
import { mayAllow, mayDeny, namingsAllowed, type Outcomes } from './readings'

/** What one side answers for a port, and by whom. */
export interface Decided {
  readonly verdict: Verdict
  readonly cause: Cause
  readonly asked: Asked
}

export function causeOf(side: SideView, outcomes: Outcomes, { hits }: Asked): Cause {
  if (side.policed === 'not-enforced') return 'not-enforced'
  if (side.policed !== 'yes') return 'bypass'
  if (!mayAllow(outcomes))
    return hits.some(({ candidate, certain }) => certain && candidate.rule.action === 'deny')
      ? 'explicit-deny'
      : 'default-deny'
  if (mayDeny(outcomes))
    return hits.some(({ candidate }) => candidate.rule.action === 'delegate') ? 'delegated' : 'unread'
  // Several readings let the port through in different ways: the weakest is the one that can be relied on.
  const namings = namingsAllowed(outcomes)
  if (namings.includes(0)) return 'default-allow'
  return namings.every(kinds => (kinds & naming.peerAndPort) !== 0) ? 'explicit-allow' : 'broad-allow'
}

/** Which hits and policies carry the decision: allows for an allow, isolation or denies for a deny, doubts for unknown. */
export function carries({ verdict, cause }: Decided, hit: RuleHit | undefined, policy: Policy): boolean {
  switch (cause) {
    case 'explicit-allow':
    case 'broad-allow':
      return hit?.candidate.rule.action === 'allow' && hit.certain
    case 'explicit-deny':
      return hit?.candidate.rule.action === 'deny'
    case 'default-deny':
      return hit === undefined && policy.isolates === 'yes'
    case 'unread':
    case 'delegated':
      // A policy that neither isolates nor matches changes nothing, whether or not it is there.
      if (!hit) return policy.isolates !== 'no'
      return policy.unread || policy.refused || !hit.certain || verdict === 'unknown'
    default:
      return false
  }
}
