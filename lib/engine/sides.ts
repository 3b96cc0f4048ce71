import type { Address } from '../model/address'
import type { Pod } from '../model/inventory'
import { compareRefs } from '../model/object'
import type { Protocol } from '../model/port'
import type { AskedRequest, RequestMatch } from '../model/request'
import type { Direction, Peer, Plane, Policy, PortMatch, Rule, Tier } from '../model/rule'
import { and, type Tri } from '../model/tri'
import { governs, matchesPeer, matchesPort, namingsOf } from './matching'
import {
  allowedByDefault,
  foldEither,
  foldTiers,
  type Bearing,
  type Hit,
  type Outcomes,
  type TierBearings,
} from './readings'
import { isDoubtful, meetsRequest, withoutDoubts } from './requests'
import type { Party, Way, World } from './world'

/** One plane at one end of a pair, by the sentences of the specification: who governs it, and which rules match the peer. */

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
  /** The requests that it is about, where none was given. */
  readonly request?: RequestMatch
}

/** Why no policy can be put to a side, or that one can. */
export type Policed =
  'yes' | 'outside' | 'host-network' | 'same-node' | 'itself' | 'proxys-own' | 'not-enforced'

/** One plane at one end of a pair, ready to be asked about ports. */
export interface SideView {
  readonly plane: Plane
  readonly direction: Direction
  readonly policed: Policed
  readonly governing: readonly (Governing & { readonly candidates: readonly Candidate[] })[]
  /** Whether the proxy sees requests or bytes is not known: candidates are those of either reading. */
  readonly seesEither: boolean
  /** The answer where no rule matches; present where none matches this peer on any port. */
  readonly unmatched?: Outcomes
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

/** One plane at one end of a pair. */
export interface Sided {
  readonly plane: Plane
  readonly direction: Direction
  readonly from: Party
  readonly to: Party
}

/** How the bytes come in where a mesh enforces, and what is known of the request. */
export interface Meeting {
  /** Whether the proxy that policies speak of takes in these bytes; else only what is not known to need one has a say. */
  readonly proxied?: boolean
  /** The Service that was dialled. */
  readonly service?: Policy['service']
  readonly request?: AskedRequest
  /** Policies that deny the request for its token. */
  readonly rejectedBy?: readonly Policy[]
}

/**
 * How a side is looked at apart from any route: where there is a mesh, as if whoever speaks had proven its identity and the
 * proxy saw requests.
 */
export const wayOn = ({ wire }: World, plane: Plane, way: Way): Way =>
  wire && plane === 'authorization' ? { ...way, identified: true, sees: 'requests' } : way

/** Prepares one side of a pair. */
export function viewSide(
  world: World,
  { plane, direction, from, to }: Sided,
  way: Way,
  lookup: GoverningLookup,
  meeting: Meeting = {},
): SideView {
  const [self, peer] = direction === 'egress' ? [from, to] : [to, from]
  const policed = isPoliced(world, plane, self, peer)
  const { policies, unmatched } =
    policed === 'yes' && self.kind === 'pod' ? lookup(plane, direction, self.pod) : nobodyGoverns
  const met = policies.filter(({ policy }) => isMet(policy, meeting))
  const found = met.map(each => ({
    ...each,
    candidates: candidates(world, each.policy, self, peer, way, meeting),
  }))
  const matched = found.some(each => each.candidates.length > 0)
  const answer = met.length === policies.length ? unmatched : unmatchedBy(met)
  return {
    plane,
    direction,
    policed,
    governing: found,
    seesEither: way.sees === 'unknown',
    ...(!matched && { unmatched: answer }),
  }
}

/** A policy of a proxy is met by what comes in there, and one that is bound to a Service by what was dialled through it. */
export const isMet = ({ subject, service }: Policy, meeting: Meeting): boolean => {
  if (meeting.proxied === false && subject.kind === 'pods' && subject.proxies) return false
  if (!service) return true
  return service.namespace === meeting.service?.namespace && service.name === meeting.service.name
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

function candidates(
  world: World,
  policy: Policy,
  self: Party,
  peer: Party,
  way: Way,
  { request, rejectedBy }: Meeting,
): Candidate[] {
  if (rejectedBy?.includes(policy)) return [rejection(policy)].filter(({ rule }) => isSeen(rule, way))
  return policy.rules.flatMap(rule => {
    if (!isSeen(rule, way)) return []
    const base = and(rule.present, rule.self ? matchesPeer(world, rule.self, self, way) : 'yes')
    const stands = and(base, metBy(rule, request, peer))
    const open = request ? undefined : demandOf(rule)
    return rule.peers.flatMap(entry => {
      const match = and(stands, matchesPeer(world, entry, peer, way))
      if (match === 'no') return []
      return rule.ports.map(port => ({
        rule,
        peer: entry,
        port,
        match,
        ...(open && { request: open }),
      }))
    })
  })
}

/** A request whose token does not verify is denied like one that a rule denies; bytes carry no token. */
const rejection = ({ tokens }: Policy): Candidate => {
  const path = tokens?.[0]?.path ?? []
  const peer: Peer = { kind: 'anyone', path }
  const port: PortMatch = { kind: 'every', path }
  return {
    rule: { action: 'deny', path, peers: [peer], ports: [port], present: 'yes', sees: 'requests' },
    peer,
    port,
    match: 'yes',
  }
}

/** Some rules are there only where the proxy sees requests, or only where it sees bytes (istio.md section 5). */
export const isSeen = ({ sees }: Rule, way: Seen): boolean =>
  sees === undefined || way.sees === undefined || way.sees === 'unknown' || sees === way.sees

/** Whether a request meets the demand of a rule; where none is given, a demand that parses stays open. */
function metBy(rule: Rule, asked: AskedRequest | undefined, peer: Party): Tri {
  if (!rule.request || !asked) return isLegible(rule) ? 'yes' : 'maybe'
  return meetsRequest(rule.request, asked, addressOf(peer))
}

/** Whether everything that a rule demands of a request is understood. */
export const isLegible = ({ request }: Rule): boolean => !request || !isDoubtful(request)

/** What a rule demands of a request, as far as it is understood; undefined where it takes all. */
export const demandOf = ({ request }: Rule): RequestMatch | undefined =>
  request && isDoubtful(request) ? withoutDoubts(request) : request

const addressOf = (party: Party): Address | undefined => {
  if (party.kind === 'pod') return party.pod.addresses[0]
  const range = party.kind === 'outside' ? party.range : party.addresses[0]
  return range && { family: range.family, value: range.first }
}

/** What one side may answer for a port, over all readings. */
export function judgeSide(side: SideView, pair: Ends, protocol: Protocol, port: number): Outcomes {
  if (!meetsPolicies(side, protocol)) return allowedByDefault
  if (side.unmatched !== undefined) return side.unmatched
  return foldEither(seenIn(side).map(seen => inTiers(bearingsAt(side, pair, protocol, port, seen))))
}

/** The readings of what the proxy sees. */
const seenIn = ({ seesEither }: SideView): readonly Seen[] =>
  seesEither ? [{ sees: 'requests' }, { sees: 'bytes' }] : [{}]

type Seen = Pick<Way, 'sees'>

/** Both ends of a connection. */
export interface Ends {
  readonly from: Party
  readonly to: Party
}

/** Meshes carry TCP only; any other protocol never meets an authorization (istio.md section 1). */
export const meetsPolicies = ({ policed, plane }: SideView, protocol: Protocol): boolean =>
  policed === 'yes' && (plane !== 'authorization' || protocol === 'TCP')

/** A bearing that still knows whose it is. */
export type OwnedBearing = Bearing & Governing

/** The policies that govern a side, each with its rules that match the pair on this port, in one reading of what is seen. */
export const bearingsAt = (
  side: SideView,
  pair: Ends,
  protocol: Protocol,
  port: number,
  seen: Seen = {},
): OwnedBearing[] =>
  side.governing.map(({ policy, governs: governed, candidates: list }) => ({
    policy,
    governs: governed,
    hits: list
      .filter(({ rule }) => isSeen(rule, seen))
      .flatMap(candidate => hitOf(side, pair, candidate, protocol, port)),
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
  { rule, peer, port: entry, match, request }: Candidate,
  protocol: Protocol,
  port: number,
): Hit[] {
  const hit = and(match, matchesPort(entry, pair.to, protocol, port))
  const party = side.direction === 'egress' ? pair.to : pair.from
  if (hit === 'no') return []
  const namings = namingsOf(peer, entry, party, rule.request)
  return [{ action: rule.action, match: hit, namings, ...(request && { request }) }]
}
