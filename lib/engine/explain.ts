import { addressText, type AddressRange } from '../model/address'
import type { Explanation, Reason, SideTrace, TraceStep } from '../model/explanation'
import { pathText } from '../model/object'
import type { Protocol } from '../model/port'
import type { Policy } from '../model/rule'
import { and } from '../model/tri'
import { naming, type Cause, type Verdict } from '../model/verdict'
import { peerText, portMatchText } from './describe'
import { judge, judgeSide, type Candidate, type Governing, type PairView, type SideView } from './evaluate'
import { matchesPort, namingsOf } from './matching'
import { nearMisses } from './near-miss'
import { mayAllow, mayDeny, namingsAllowed, type Outcomes } from './readings'
import { verdictOf } from './trust'
import type { Party, World } from './world'

/** What holds for a pair beyond the one way that is explained. */
type Beyond = Pick<Explanation, 'alike' | 'engineDependent'>

/** Answers for one pair and one port, with everything that led to the answer. */
export function explainPair(
  world: World,
  pair: PairView,
  protocol: Protocol,
  port: number,
  { alike, engineDependent }: Beyond,
): Explanation {
  const fact = judge(pair, protocol, port)
  const sides = pair.sides.filter(hasSomethingToSay).map(side => traceSide(world, side, pair, protocol, port))
  const open = fact.verdict !== 'deny'
  return {
    from: partyText(pair.from),
    to: partyText(pair.to),
    protocol,
    port,
    alike,
    verdict: fact.verdict,
    ...(open && !isExempt(pair) && { trustClass: fact.trustClass, pillars: fact.pillars }),
    transport: fact.transport,
    ...(fact.serverAccepts && { serverAccepts: fact.serverAccepts }),
    engineDependent,
    sides,
  }
}

/** Platform exemptions have no class (contract.md section 1, pillars). */
const isExempt = (pair: PairView): boolean =>
  pair.sides.some(({ policed }) => policed === 'itself' || policed === 'same-node')

/** Outside ends have no side; a mesh that governs neither end has nothing to say. */
const hasSomethingToSay = ({ plane, policed, governing }: SideView): boolean =>
  policed !== 'outside' && (plane === 'network' || governing.length > 0)

/** ICMP has no ports, and a NetworkPolicy does not define what becomes of it (networkpolicy.md 4, rule 23). */
export function explainWithoutPorts(pair: PairView, protocol: string): Explanation {
  const sides = pair.sides
    .filter(side => side.plane === 'network' && side.policed !== 'outside')
    .map((side): SideTrace => {
      const step: TraceStep = {
        role: 'decided',
        certain: false,
        detail: { kind: 'undefined-protocol', protocol },
      }
      return {
        ...head(side, pair),
        verdict: 'unknown',
        cause: 'unread',
        reasons: [{ plane: side.plane, dialect: 'kubernetes', cause: 'unread' }],
        steps: [step],
      }
    })
  const pillars = { authenticated: 'no', authorized: 'unknown', encrypted: 'no' } as const
  return {
    from: partyText(pair.from),
    to: partyText(pair.to),
    protocol,
    alike: [],
    verdict: 'unknown',
    trustClass: 'unknown',
    pillars,
    transport: 'plaintext',
    engineDependent: false,
    sides,
  }
}

const head = (side: SideView, pair: PairView): Pick<SideTrace, 'plane' | 'direction' | 'at'> => ({
  plane: side.plane,
  direction: side.direction,
  at: partyText(side.direction === 'egress' ? pair.from : pair.to),
})

export function partyText(party: Party): string {
  switch (party.kind) {
    case 'pod':
      return `${party.pod.namespace}/${party.pod.name}`
    case 'node':
      return `node ${party.name}`
    case 'outside':
      return outsideText(party.range)
  }
}

const outsideText = ({ family, first, last }: AddressRange): string =>
  first === last
    ? addressText({ family, value: first })
    : `${addressText({ family, value: first })}-${addressText({ family, value: last })}`

function traceSide(
  world: World,
  side: SideView,
  pair: PairView,
  protocol: Protocol,
  port: number,
): SideTrace {
  const outcomes = judgeSide(side, pair, protocol, port)
  const hits = side.governing.flatMap(governing =>
    governing.candidates.flatMap(candidate => {
      const match = and(candidate.match, matchesPort(candidate.port, pair.to, protocol, port))
      return match === 'no'
        ? []
        : [
            {
              governing,
              candidate,
              certain: match === 'yes' && governing.governs === 'yes' && !governing.policy.refused,
            },
          ]
    }),
  )
  const verdict = verdictOf([outcomes])
  const cause = causeOf(side, outcomes, hits)
  const decided = { verdict, cause, hits }
  return {
    ...head(side, pair),
    verdict,
    cause,
    reasons: reasonsOf(side, pair, decided),
    steps: [...stepsOf(side, pair, decided), ...nearMisses(world, side, pair, protocol, port)],
  }
}

interface CertainHit {
  readonly governing: Governing
  readonly candidate: Candidate
  readonly certain: boolean
}

interface Decided {
  readonly verdict: Verdict
  readonly cause: Cause
  readonly hits: readonly CertainHit[]
}

function causeOf(side: SideView, outcomes: Outcomes, hits: readonly CertainHit[]): Cause {
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
function carries({ verdict, cause }: Decided, hit: CertainHit | undefined, policy: Policy): boolean {
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
      return policy.unread || policy.refused || (hit ? !hit.certain || verdict === 'unknown' : true)
    default:
      return false
  }
}

function reasonsOf(side: SideView, pair: PairView, decided: Decided): Reason[] {
  const of = (policy: Policy, path: Policy['path'], cause: Cause): Reason => ({
    plane: side.plane,
    dialect: policy.dialect,
    kind: policy.object.kind,
    ...(policy.object.namespace !== undefined && { namespace: policy.object.namespace }),
    name: policy.object.name,
    ...(path.length > 0 && { path: pathText(path) }),
    cause,
  })
  const reasons = side.governing.flatMap(({ policy }): Reason[] => {
    const hits = decided.hits.filter(hit => hit.governing.policy === policy)
    if (decided.cause === 'default-deny')
      return carries(decided, undefined, policy) ? [of(policy, policy.path, 'default-deny')] : []
    const carrying = hits.filter(hit => carries(decided, hit, policy))
    if (carrying.length === 0)
      return decided.cause === 'unread' && hits.length === 0 && carries(decided, undefined, policy)
        ? [of(policy, policy.path, policy.unread ? 'unread' : 'default-deny')]
        : []
    const paths = new Map(carrying.map(hit => [pathText(hit.candidate.rule.path), hit]))
    return [...paths.values()].map(hit =>
      of(policy, hit.candidate.rule.path, hitCause(side, pair, decided, hit)),
    )
  })
  if (reasons.length > 0) return reasons
  return [
    { plane: side.plane, dialect: side.plane === 'network' ? 'kubernetes' : 'mesh', cause: decided.cause },
  ]
}

/** A rule that leaves peer or port open is a broad allow, also beside a narrow one. */
function hitCause(
  side: SideView,
  pair: PairView,
  { cause }: Decided,
  { candidate, certain }: CertainHit,
): Cause {
  if (!certain) return 'unread'
  if (candidate.rule.action === 'deny') return 'explicit-deny'
  if (candidate.rule.action !== 'allow') return cause
  const peer = side.direction === 'egress' ? pair.to : pair.from
  return namingsOf(candidate.peer, candidate.port, peer).includes(naming.peerAndPort)
    ? 'explicit-allow'
    : 'broad-allow'
}

function stepsOf(side: SideView, pair: PairView, decided: Decided): TraceStep[] {
  if (side.policed !== 'yes' && side.policed !== 'outside')
    return [{ role: 'decided', certain: true, detail: { kind: 'cannot-police', why: side.policed } }]
  const steps = side.governing.flatMap(({ policy, governs }): TraceStep[] => {
    const hits = decided.hits.filter(hit => hit.governing.policy === policy)
    const certain = governs === 'yes' && !policy.refused
    if (policy.unread)
      return [
        {
          role: decided.cause === 'unread' ? 'decided' : 'considered',
          object: policy.object,
          certain: false,
          detail: {
            kind: 'unread',
            reason: policy.subject.kind === 'unreadable' ? policy.subject.reason : '',
          },
        },
      ]
    if (hits.length === 0)
      return [
        {
          role: carries(decided, undefined, policy) ? 'decided' : 'considered',
          object: policy.object,
          path: policy.path,
          certain,
          detail: { kind: 'isolates', rules: policy.rules.length },
        },
      ]
    const byRule = new Map(hits.map(hit => [pathText(hit.candidate.rule.path), hit]))
    return [...byRule.values()].map(hit => ({
      role: carries(decided, hit, policy) ? 'decided' : 'considered',
      object: policy.object,
      path: hit.candidate.rule.path,
      certain: hit.certain,
      detail: {
        kind: 'rule-matches',
        action: hit.candidate.rule.action,
        peer: peerText(hit.candidate.peer),
        ports: portMatchText(hit.candidate.rule.ports),
      },
    }))
  })
  const nothing: TraceStep = {
    role: decided.cause === 'default-allow' ? 'decided' : 'considered',
    certain: true,
    detail: {
      kind: 'nothing-selects',
      namespace: namespaceOf(side.direction === 'egress' ? pair.from : pair.to),
    },
  }
  return steps.length === 0 || decided.cause === 'default-allow'
    ? [...steps, ...(steps.every(step => !step.certain) ? [nothing] : [])]
    : steps
}

const namespaceOf = (party: Party): string => (party.kind === 'pod' ? party.pod.namespace : '')
