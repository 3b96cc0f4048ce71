import { addressText, type AddressRange } from '../model/address'
import type { Explanation, Principal, Reason, RouteTrace, SideTrace, TraceStep } from '../model/explanation'
import type { Pod } from '../model/inventory'
import type { Alterer, Issuer, Route } from '../model/mesh'
import { pathText } from '../model/object'
import type { Protocol } from '../model/port'
import type { Policy } from '../model/rule'
import { and } from '../model/tri'
import { naming, type Cause } from '../model/verdict'
import { isCertain, whoIsAsked, type RuleHit } from './asked'
import { carries, causeOf, type Decided } from './decided'
import { isProxysOwn, judgeWays, portsOnWire, type Judgement, type PairView } from './evaluate'
import type { Leg } from './legs'
import { allowedByDefault } from './readings'
import { judgeSide, type Candidate, type Ends, type SideView } from './sides'
import { matchesPort, namingsOf } from './matching'
import type { NearIndex } from './near-index'
import { nearMisses } from './near-miss'
import { stepsOf } from './steps'
import { verdictOf } from './trust'
import type { Party, World } from './world'

/** What holds for a pair beyond the one way that is explained. */
type Beyond = Pick<Explanation, 'alike' | 'engineDependent'>

/** Answers for one pair and one port, with everything that led to the answer. */
export function explainPair(
  world: World,
  near: NearIndex,
  pair: PairView,
  protocol: Protocol,
  port: number,
  { alike, engineDependent }: Beyond,
): Explanation {
  const { judgement: fact, route } = judgeWays(pair, protocol, port)
  const legs = route && pair.legs ? pair.legs.of(route) : []
  const trace = (sides: readonly SideView[], ends: Ends, on: number): SideTrace[] =>
    sides.filter(hasSomethingToSay).map(side => traceSide(world, near, side, ends, protocol, on))
  const isOwn = isProxysOwn(pair, protocol, port)
  const sides =
    legs.length === 0
      ? trace(pair.sides, pair, port)
      : [
          ...legs.flatMap(leg => portsOnWire(leg).flatMap(on => trace(leg.network, leg, on))),
          ...legs.flatMap(leg =>
            trace(isOwn ? leg.authorization.map(toProxy) : leg.authorization, leg, leg.enforcedPort),
          ),
        ]
  const open = fact.verdict !== 'deny'
  // What the network denies never comes to a proxy.
  const isStopped = !open && sides.some(({ plane, verdict }) => plane === 'network' && verdict === 'deny')
  const alteredBy = isStopped ? [] : alterersOf(world, pair, protocol, port)
  return {
    from: partyText(pair.from),
    to: partyText(pair.to),
    protocol,
    port,
    alike,
    verdict: fact.verdict,
    ...(open && !isExempt(pair) && !isOwn && { trustClass: fact.trustClass, pillars: fact.pillars }),
    transport: fact.transport,
    ...(fact.serverAccepts && { serverAccepts: fact.serverAccepts }),
    ...principals(world, legs, fact),
    ...(route && { route: routeTrace(route, legs, fact.address !== undefined) }),
    ...((route || !pair.legs) && alteredBy.length > 0 && { alteredBy }),
    engineDependent,
    sides,
  }
}

/** What may change some way, each once; where no pod is, what the client's own proxy sends there. */
function alterersOf(
  { wire }: Pick<World, 'wire'>,
  { from, to, legs }: PairView,
  protocol: Protocol,
  port: number,
): readonly Alterer[] {
  if (legs)
    return [
      ...new Set(legs.routes(port).flatMap(({ hops }) => hops.flatMap(({ alteredBy = [] }) => alteredBy))),
    ]
  const leaves = protocol === 'TCP' && from.kind === 'pod' && to.kind !== 'pod'
  return leaves && wire?.mayAlter ? wire.alterersLeaving(from.pod, port) : []
}

type Principals = Pick<Explanation, 'principal' | 'originPrincipal' | 'principalIssuer' | 'originIssuer'>

/** Who is seen at the far end, and who at the end of the first stretch (contract.md section 1, `principal`), and who signs for them. */
function principals(
  { wire }: World,
  legs: readonly Leg[],
  { transport }: Pick<Judgement, 'transport'>,
): Principals {
  const seen = (leg: Leg | undefined): { readonly name: Principal; readonly issuer?: Issuer } => {
    const known = leg?.transport ?? transport
    // Of several stretches the worst is told, so that one that could not be read shows in it.
    if (transport === 'unknown' || known === 'unknown') return { name: 'unknown' }
    if (known !== 'mtls' || transport === 'fail' || leg?.from.kind !== 'pod') return { name: null }
    const identity = wire?.identityOf(leg.from.pod)
    return wire && identity !== undefined
      ? { name: `spiffe://${identity}`, issuer: wire.issuerOf(leg.from.pod) }
      : { name: null }
  }
  const [last, first] = [seen(legs.at(-1)), seen(legs[0])]
  return {
    principal: last.name,
    originPrincipal: first.name,
    ...(last.issuer && { principalIssuer: last.issuer }),
    ...(first.issuer && { originIssuer: first.issuer }),
  }
}

const routeTrace = ({ address, service }: Route, legs: readonly Leg[], unusual: boolean): RouteTrace => ({
  address,
  ...(service && { service }),
  ...(unusual && { unusual }),
  through: legs.flatMap(({ hop: { at } }) => (at ? [workloadText(at)] : [])),
  because: legs.map(({ hop }) => hop.because),
})

/** `namespace/name` of a workload's key, `namespace/name[Kind]`. */
const workloadText = ({ workload }: Pod): string => workload.slice(0, workload.lastIndexOf('['))

/** Platform exemptions have no class (contract.md section 1, pillars). */
const isExempt = (pair: PairView): boolean =>
  pair.sides.some(({ policed }) => policed === 'itself' || policed === 'same-node')

/** The destination's side, where it is the proxy itself that answers. */
const toProxy = (side: SideView): SideView =>
  side.direction === 'ingress'
    ? { ...side, policed: 'proxys-own', governing: [], unmatched: allowedByDefault }
    : side

/** Outside ends have no side; a mesh that governs neither end has nothing to say. */
const hasSomethingToSay = ({ plane, policed, governing }: SideView): boolean =>
  policed !== 'outside' && (plane === 'network' || policed === 'proxys-own' || governing.length > 0)

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
    principal: null,
    originPrincipal: null,
    engineDependent: false,
    sides,
  }
}

const head = (side: SideView, pair: Ends): Pick<SideTrace, 'plane' | 'direction' | 'at'> => ({
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
  near: NearIndex,
  side: SideView,
  pair: Ends,
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
              certain:
                match === 'yes' &&
                isCertain(governing) &&
                isInEveryReading(side, candidate, governing.candidates),
            },
          ]
    }),
  )
  const verdict = verdictOf([outcomes])
  const asked = whoIsAsked(side.governing, hits)
  const cause = causeOf(side, outcomes, asked)
  const decided = { verdict, cause, asked }
  return {
    ...head(side, pair),
    verdict,
    cause,
    reasons: reasonsOf(side, pair, decided),
    steps: [...stepsOf(world, side, pair, decided), ...nearMisses(world, near, side, pair, protocol, port)],
  }
}

/** Where nobody knows what the proxy sees, a rule may be there in one reading alone. */
const isInEveryReading = (
  { seesEither }: SideView,
  { rule }: Candidate,
  beside: readonly Candidate[],
): boolean =>
  !seesEither ||
  rule.sees === undefined ||
  beside.some(
    ({ rule: other, match }) =>
      match === 'yes' &&
      other.sees !== undefined &&
      other.sees !== rule.sees &&
      pathText(other.path) === pathText(rule.path),
  )

function reasonsOf(side: SideView, pair: Ends, decided: Decided): Reason[] {
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
    if (!decided.asked.policies.has(policy)) return []
    const hits = decided.asked.hits.filter(hit => hit.governing.policy === policy)
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
function hitCause(side: SideView, pair: Ends, { cause }: Decided, { candidate, certain }: RuleHit): Cause {
  if (!certain) return 'unread'
  if (candidate.rule.action === 'deny') return 'explicit-deny'
  if (candidate.rule.action !== 'allow') return cause
  const peer = side.direction === 'egress' ? pair.to : pair.from
  return namingsOf(candidate.peer, candidate.port, peer, candidate.rule.request).includes(naming.peerAndPort)
    ? 'explicit-allow'
    : 'broad-allow'
}
