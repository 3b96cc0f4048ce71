import type { Family } from '../model/address'
import type { Pod } from '../model/inventory'
import { compareRefs } from '../model/object'
import type { PortRange, Protocol } from '../model/port'
import type { Direction, Peer, Plane, Policy, PortMatch, Rule, Tier } from '../model/rule'
import { and, type Tri } from '../model/tri'
import type { PillarValue, Pillars, ServerAccepts, Transport, TrustClass, Verdict } from '../model/verdict'
import { governs, matchesPeer, matchesPort, namingsOf, resolvePorts } from './matching'
import {
  allowedByDefault,
  denied,
  foldTiers,
  type Bearing,
  type Hit,
  type Outcomes,
  type TierBearings,
} from './readings'
import { authorizedBy, trustClassOf, verdictOf } from './trust'
import type { Party, Way, World } from './world'

/**
 * The readable evaluator: one pair, one port, by the sentences of the specification. It stays as explanation and as
 * second opinion for any faster engine.
 */

/** A policy that governs a pod, or may. */
export interface Governing {
  readonly policy: Policy
  readonly governs: Exclude<Tri, 'no'>
}

/** A rule, through one of its peer entries and one of its port entries, that matches the peer of a pair. */
export interface Candidate {
  readonly rule: Rule
  readonly peer: Peer
  readonly port: PortMatch
  readonly match: Exclude<Tri, 'no'>
}

/** Why no policy can be put to a side, or that one can. */
export type Policed = 'yes' | 'outside' | 'host-network' | 'same-node' | 'itself' | 'not-enforced'

/** One plane at one end of a pair, ready to be asked about ports. */
export interface SideView {
  readonly plane: Plane
  readonly direction: Direction
  readonly policed: Policed
  readonly governing: readonly (Governing & { readonly candidates: readonly Candidate[] })[]
  /** The answer where no rule matches; present where none matches this peer on any port. */
  readonly unmatched?: Outcomes
}

/** Both ends of a pair over one way, ready to be asked about ports. */
export interface PairView {
  readonly from: Party
  readonly to: Party
  readonly sides: readonly SideView[]
  /** Transport at this pair could not be read. */
  readonly transportUnread: boolean
}

/** What is to be said of one port of one pair. */
export interface Judgement {
  readonly verdict: Verdict
  readonly pillars: Pillars
  readonly trustClass: TrustClass
  readonly transport: Transport
  readonly serverAccepts?: ServerAccepts
}

/** The enforced policies that govern a pod in one direction of one plane, in the order of evaluation. */
export function governing(world: World, plane: Plane, direction: Direction, pod: Pod): Governing[] {
  return world.compiled.policies
    .filter(
      policy =>
        policy.tier.plane === plane && policy.direction === direction && policy.enforcement === 'enforced',
    )
    .map(policy => ({ policy, governs: governs(world, policy.subject, pod) }))
    .filter((each): each is Governing => each.governs !== 'no')
    .sort((a, b) => compareTurns(a.policy, b.policy))
}

/**
 * The order of evaluation: by tier, then by precedence. Where order means nothing, by namespace and name: an answer does
 * not hang on which object was read first.
 */
export const compareTurns = (a: Policy, b: Policy): number =>
  a.tier.order - b.tier.order || a.precedence - b.precedence || compareRefs(a.object, b.object)

/** Who governs a pod, and what they answer to a peer that none of their rules matches. */
export interface Governed {
  readonly policies: readonly Governing[]
  readonly unmatched: Outcomes
}

/** Looks up who governs a pod; the caller may remember, because it depends on nothing else. */
export type GoverningLookup = (plane: Plane, direction: Direction, pod: Pod) => Governed

export const nobodyGoverns: Governed = { policies: [], unmatched: allowedByDefault }

/** The answer of policies whose rules do not match. */
export const unmatchedBy = (policies: readonly Governing[]): Outcomes =>
  foldTiers(inTiers(policies.map(each => ({ ...each, hits: [] }))))

/** Prepares a pair: every policy that governs either end, with the rules that match the other. */
export function viewPair(world: World, from: Party, to: Party, way: Way, lookup: GoverningLookup): PairView {
  const planes: readonly Plane[] = world.mesh ? ['network', 'authorization'] : ['network']
  const sides = planes.flatMap(plane =>
    (['egress', 'ingress'] as const).map(direction =>
      viewSide(world, { plane, direction, from, to }, way, lookup),
    ),
  )
  return { from, to, sides, transportUnread: world.mesh && isTransportUnread(world, from, to) }
}

/** One plane at one end of a pair. */
export interface Sided {
  readonly plane: Plane
  readonly direction: Direction
  readonly from: Party
  readonly to: Party
}

/** Prepares one side of a pair. */
export function viewSide(
  world: World,
  { plane, direction, from, to }: Sided,
  way: Way,
  lookup: GoverningLookup,
): SideView {
  const [self, peer] = direction === 'egress' ? [from, to] : [to, from]
  const policed = isPoliced(world, plane, self, peer)
  const { policies, unmatched } =
    policed === 'yes' && self.kind === 'pod' ? lookup(plane, direction, self.pod) : nobodyGoverns
  const found = policies.map(each => ({
    ...each,
    candidates: candidates(world, each.policy, self, peer, way),
  }))
  const matched = found.some(each => each.candidates.length > 0)
  return { plane, direction, policed, governing: found, ...(!matched && { unmatched }) }
}

/** Whether any policy can be put to this end of a pair. */
function isPoliced(world: World, plane: Plane, self: Party, peer: Party): Policed {
  // Only pods are governed by policies; what lies outside has no policy of this cluster.
  if (self.kind !== 'pod') return 'outside'
  // "A pod cannot block itself": to its own address it is always allowed (networkpolicy.md 4, rule 29).
  if (peer.kind === 'pod' && peer.pod === self.pod) return 'itself'
  // "Traffic to and from the node where a pod is running is always allowed" (rule 28); a mesh knows no such exemption.
  if (plane === 'network' && sharesNode(self.pod, peer)) return 'same-node'
  // Host-network pods have the node's address and are governed by no policy (rule 27).
  if (self.pod.hostNetwork) return 'host-network'
  // A cluster whose network engine does not enforce policies is as if there were none (rule 35).
  return plane === 'network' && !world.enforced ? 'not-enforced' : 'yes'
}

/** Whether the peer is the pod's own node, or speaks with its address. */
export function sharesNode(pod: Pod, peer: Party): boolean {
  if (pod.node === undefined || pod.hostNetwork) return false
  if (peer.kind === 'node') return peer.name === pod.node
  return peer.kind === 'pod' && peer.pod.hostNetwork && peer.pod.node === pod.node
}

function candidates(world: World, policy: Policy, self: Party, peer: Party, way: Way): Candidate[] {
  return policy.rules.flatMap(rule => {
    const base = and(rule.present, rule.self ? matchesPeer(world, rule.self, self, way) : 'yes')
    // Which requests a request-shaped rule lets through is not read here: some, so it may match or not.
    const stands = rule.request ? and(base, 'maybe') : base
    return rule.peers.flatMap(entry => {
      const match = and(stands, matchesPeer(world, entry, peer, way))
      return match === 'no' ? [] : rule.ports.map(port => ({ rule, peer: entry, port, match }))
    })
  })
}

const isTransportUnread = (world: World, from: Party, to: Party): boolean =>
  world.compiled.transports.some(({ direction, subject }) => {
    const end = direction === 'egress' ? from : to
    return end.kind === 'pod' && governs(world, subject, end.pod) !== 'no'
  })

/** Whether some side shuts every port, whatever the others say: no rule matches there, and its policies deny. */
export const isShut = ({ sides }: PairView): boolean =>
  sides.some(
    ({ plane, policed, unmatched }) => plane === 'network' && policed === 'yes' && unmatched === denied,
  )

/** Borders between ports that the pair's policies may treat differently. */
export const portBorders = ({ sides, to }: PairView): PortRange[] =>
  sides.flatMap(({ governing: found }) =>
    found.flatMap(({ candidates: list }) => list.flatMap(({ port }) => resolvePorts(port, to))),
  )

/** What one side may answer for a port, over all readings. */
export function judgeSide(side: SideView, pair: Ends, protocol: Protocol, port: number): Outcomes {
  if (!meetsPolicies(side, protocol)) return allowedByDefault
  if (side.unmatched !== undefined) return side.unmatched
  return foldTiers(inTiers(bearingsAt(side, pair, protocol, port)))
}

type Ends = Pick<PairView, 'from' | 'to'>

/** Meshes carry TCP only; any other protocol never meets an authorization (istio.md section 1). */
export const meetsPolicies = ({ policed, plane }: SideView, protocol: Protocol): boolean =>
  policed === 'yes' && (plane !== 'authorization' || protocol === 'TCP')

/** A bearing that still knows whose it is. */
export type OwnedBearing = Bearing & Governing

/** The policies that govern a side, each with its rules that match the pair on this port. */
export const bearingsAt = (side: SideView, pair: Ends, protocol: Protocol, port: number): OwnedBearing[] =>
  side.governing.map(({ policy, governs: governed, candidates: list }) => ({
    policy,
    governs: governed,
    hits: list.flatMap(candidate => hitOf(side, pair, candidate, protocol, port)),
  }))

/** Bearings by tier; they come in the order of their tiers. */
export const inTiers = (bearings: readonly OwnedBearing[]): TierBearings[] =>
  tiersOf(bearings).map(tier => ({
    tier,
    bearings: bearings.filter(({ policy }) => policy.tier.name === tier.name),
  }))

const tiersOf = (found: readonly Governing[]): Tier[] => [
  ...new Map(found.map(({ policy }) => [policy.tier.name, policy.tier])).values(),
]

function hitOf(
  side: SideView,
  pair: Ends,
  { rule, peer, port: entry, match }: Candidate,
  protocol: Protocol,
  port: number,
): Hit[] {
  const hit = and(match, matchesPort(entry, pair.to, protocol, port))
  const party = side.direction === 'egress' ? pair.to : pair.from
  return hit === 'no' ? [] : [{ action: rule.action, match: hit, namings: namingsOf(peer, entry, party) }]
}

/** Verdict, pillars and class of one port of a pair. */
export function judge(pair: PairView, protocol: Protocol, port: number): Judgement {
  const answers: Record<Plane, Record<Direction, Outcomes>> = {
    network: { egress: allowedByDefault, ingress: allowedByDefault },
    authorization: { egress: allowedByDefault, ingress: allowedByDefault },
  }
  for (const side of pair.sides) answers[side.plane][side.direction] = judgeSide(side, pair, protocol, port)
  return conclude(answers, destinationOf(pair.to), pair.transportUnread && protocol === 'TCP')
}

/** What the answers of all sides come to. */
export function conclude(
  { network, authorization }: Readonly<Record<Plane, Readonly<Record<Direction, Outcomes>>>>,
  destination: Destination,
  transportUnread: boolean,
): Judgement {
  const verdict = verdictOf([network.egress, network.ingress, authorization.egress, authorization.ingress])
  // Nothing here proves an identity or a cipher on the wire; where a mesh may, that could not be read.
  const onTheWire: PillarValue = transportUnread ? 'unknown' : 'no'
  // The destination's planes; where none can police it, the source's egress side (contract.md section 1, pillars).
  const judged = destination === 'pod' ? 'ingress' : 'egress'
  const pillars = {
    authenticated: onTheWire,
    authorized: authorizedBy([network[judged], authorization[judged]]),
    encrypted: onTheWire,
  }
  return {
    verdict,
    pillars,
    trustClass: trustClassOf(verdict, pillars),
    transport: transportUnread ? 'unknown' : 'plaintext',
    ...(destination !== 'beyond' && { serverAccepts: transportUnread ? 'unknown' : 'plaintext-only' }),
  }
}

/** What can be told of the far end: a pod that policies govern, one that none governs, or no pod at all. */
export type Destination = 'pod' | 'host-network' | 'beyond'

export const destinationOf = (party: Party): Destination =>
  party.kind !== 'pod' ? 'beyond' : party.pod.hostNetwork ? 'host-network' : 'pod'

/**
 * The ways in which a pair can talk: one per IP family that both ends have, because policies are judged per family
 * (rule 33); one way of no known family where an end has no address yet.
 */
export function waysBetween(from: Party, to: Party): Way[] {
  const families = [familiesOf(from), familiesOf(to)].filter(set => set !== undefined)
  const shared = ([4, 6] as const).filter(family => families.every(set => set.has(family)))
  return families.length === 0 || shared.length === 0 ? [{}] : shared.map(family => ({ family }))
}

function familiesOf(party: Party): Set<Family> | undefined {
  if (party.kind === 'outside') return new Set([party.range.family])
  if (party.kind === 'node') return undefined
  const families = new Set(party.pod.addresses.map(({ family }) => family))
  return families.size > 0 ? families : undefined
}
