import type { Family } from '../model/address'
import { tunnelPort, type Address, type Dial, type Hop, type Route } from '../model/mesh'
import type { PortRange, Protocol } from '../model/port'
import type { Direction, Plane } from '../model/rule'
import type { Pillars, ServerAccepts, Transport, TrustClass, Verdict } from '../model/verdict'
import { isTransportUnread, Legs, type Leg } from './legs'
import { resolvePorts } from './matching'
import { allowedByDefault, denied, eitherOf, ofUnseen, type Outcomes } from './readings'
import { judgeSide, viewSide, wayOn, type GoverningLookup, type SideView } from './sides'
import {
  authorizedBy,
  isMoreOpen,
  trustClassOf,
  verdictOf,
  wirePillars,
  worseClass,
  worsePillars,
  worseTransport,
} from './trust'
import type { Party, Way, World } from './world'

/**
 * The readable evaluator: one pair, one port, by the sentences of the specification. It stays as explanation and as
 * second opinion for any faster engine.
 */

/** Both ends of a pair over one way, ready to be asked about ports. */
export interface PairView {
  readonly from: Party
  readonly to: Party
  readonly sides: readonly SideView[]
  /** Transport at this pair could not be read. */
  readonly transportUnread: boolean
  /** The ways to dial the far end, where a mesh has a say. */
  readonly legs?: Legs
  /** Ports that may be dialled in other ways than all others. */
  readonly meshPorts: readonly number[]
  /** Those at which the far end's proxy itself answers. */
  readonly ownPorts: readonly number[]
}

/** What is to be said of one port of one pair. */
export interface Judgement {
  readonly verdict: Verdict
  readonly pillars: Pillars
  readonly trustClass: TrustClass
  readonly transport: Transport
  readonly serverAccepts?: ServerAccepts
  /** How it is dialled, where it is more open in another way than the usual one. */
  readonly address?: Address
  /** Keys of the workloads that the bytes pass, in order. */
  readonly through?: readonly string[]
}

/** Prepares a pair: every policy that governs either end, with the rules that match the other. */
export function viewPair(
  world: World,
  from: Party,
  to: Party,
  way: Way,
  lookup: GoverningLookup,
  dial: Dial = {},
): PairView {
  const planes: readonly Plane[] = world.mesh ? ['network', 'authorization'] : ['network']
  const meeting = dial.request ? { request: dial.request } : {}
  const sides = planes.flatMap(plane =>
    (['egress', 'ingress'] as const).map(direction =>
      viewSide(world, { plane, direction, from, to }, wayOn(world, plane, way), lookup, meeting),
    ),
  )
  const transportUnread = isTransportUnread(world, from, to)
  return {
    from,
    to,
    sides,
    transportUnread,
    ...(world.wire &&
      to.kind === 'pod' && { legs: new Legs(world, from, to, way, lookup, dial, transportUnread) }),
    meshPorts: world.wire && to.kind === 'pod' ? world.wire.portsOf(to.pod) : [],
    ownPorts: world.wire && to.kind === 'pod' ? world.wire.ownPorts(to.pod) : [],
  }
}

/** Whether who answers on a port is the mesh's own proxy: the platform's traffic, which is not listed (contract.md section 1). */
export const isProxysOwn = ({ ownPorts }: PairView, protocol: Protocol, port: number): boolean =>
  protocol === 'TCP' && ownPorts.includes(port)

/** Whether some side shuts every port, whatever the others say: no rule matches there, and its policies deny. */
export const isShut = ({ sides, legs }: PairView): boolean =>
  !legs &&
  sides.some(
    ({ plane, policed, unmatched }) => plane === 'network' && policed === 'yes' && unmatched === denied,
  )

/** Borders between ports that the pair's policies, or the mesh, may treat differently. */
export function portBorders({ sides, to, legs, meshPorts }: PairView): PortRange[] {
  const own = meshPorts.map((port): PortRange => ({ protocol: 'TCP', first: port, last: port }))
  // Every other port is dialled as any of them is.
  const stretches = legs ? [...meshPorts, unlisted(meshPorts)].flatMap(port => legs.all(port)) : []
  return [
    ...own,
    ...bordersOf(sides, to),
    ...stretches.flatMap(leg => bordersOf([...leg.network, ...leg.authorization, leg.anonymous], leg.to)),
  ]
}

const bordersOf = (sides: readonly SideView[], to: Party): PortRange[] =>
  sides.flatMap(({ governing: found }) =>
    found.flatMap(({ candidates: list }) => list.flatMap(({ port }) => resolvePorts(port, to))),
  )

function unlisted(ports: readonly number[]): number {
  let port = 1
  while (ports.includes(port)) port++
  return port
}

/** Verdict, pillars and class of one port of a pair; over several ways to dial, those of the most open one. */
export const judge = (pair: PairView, protocol: Protocol, port: number): Judgement =>
  judgeWays(pair, protocol, port).judgement

/** The same, with the way that it holds for. */
export function judgeWays(
  pair: PairView,
  protocol: Protocol,
  port: number,
): { readonly judgement: Judgement; readonly route?: Route } {
  const { legs } = pair
  if (!legs || protocol !== 'TCP') return { judgement: conclude([plainAnswer(pair, protocol, port)]) }
  const ways = legs.routes(port).map((route, place) => ({
    route,
    judgement: told(
      conclude(legs.of(route).map(leg => legAnswer(pair, leg, port))),
      place === 0 ? undefined : route.address,
      passed(legs.of(route)),
    ),
  }))
  const [first] = ways
  if (!first) return { judgement: conclude([plainAnswer(pair, protocol, port)]) }
  return ways.reduce((a, b) => (isMoreOpen(b.judgement, a.judgement) ? b : a), first)
}

/** What is said of a way besides: how it is dialled, where that is not the usual one, and whom it passes. */
export const told = (
  judgement: Judgement,
  address: Address | undefined,
  through: readonly string[] | undefined,
): Judgement => ({
  ...judgement,
  ...(address && { address }),
  ...(through && through.length > 0 && { through }),
})

const passed = (legs: readonly Leg[]): readonly string[] =>
  legs.flatMap(({ hop: { at } }) => (at ? [at.workload] : []))

/** A connection that no mesh has a say in: one stretch, on the port itself, in plaintext as far as anybody can tell. */
function plainAnswer(pair: PairView, protocol: Protocol, port: number): LegAnswer {
  const answers: Record<Plane, Record<Direction, Outcomes>> = {
    network: { egress: allowedByDefault, ingress: allowedByDefault },
    authorization: { egress: allowedByDefault, ingress: allowedByDefault },
  }
  for (const side of pair.sides) answers[side.plane][side.direction] = judgeSide(side, pair, protocol, port)
  const unread = pair.transportUnread && protocol === 'TCP'
  const destination = destinationOf(pair.to)
  return {
    ...answers,
    anonymous: answers.authorization.ingress,
    destination,
    ...plainWire(destination, unread),
  }
}

/** Nothing proves an identity or a cipher on the wire; where a mesh may, that could not be read. */
export const plainWire = (
  destination: Destination,
  unread: boolean,
): Pick<LegAnswer, 'transport' | 'accepts'> => ({
  transport: unread ? 'unknown' : 'plaintext',
  ...(destination !== 'beyond' && { accepts: unread ? 'unknown' : 'plaintext-only' }),
})

/** What the network sees of a stretch; several where nobody knows whether it goes through a tunnel. */
export const portsOnWire = ({ port, enforcedPort, unread, hop }: Leg): readonly number[] =>
  hop.mayTunnel || (unread && hop.mayTunnelIfUnread) ? [enforcedPort, tunnelPort] : [port]

function legAnswer(pair: PairView, leg: Leg, port: number): LegAnswer {
  const answers: Record<Plane, Record<Direction, Outcomes>> = {
    network: { egress: allowedByDefault, ingress: allowedByDefault },
    authorization: { egress: allowedByDefault, ingress: allowedByDefault },
  }
  for (const side of leg.network) {
    const asked = portsOnWire(leg)
      .map(on => judgeSide(side, leg, 'TCP', on))
      .reduce(eitherOf)
    answers.network[side.direction] = leg.hop.throughUnseen ? ofUnseen(asked) : asked
  }
  for (const side of leg.authorization)
    answers.authorization[side.direction] =
      side.direction === 'egress'
        ? judgeSide(side, pair, 'TCP', port)
        : judgeSide(side, leg, 'TCP', leg.enforcedPort)
  return {
    ...answers,
    anonymous: judgeSide(leg.anonymous, leg, 'TCP', leg.enforcedPort),
    destination: destinationOf(leg.to),
    ...readWire(leg.hop, leg.unread),
  }
}

/**
 * What is on the wire of one stretch, where some policy about it could not be read, or not: such a one may also have the
 * handshake fail. Where only the client's bytes are not known, a server that does not take everything may refuse them.
 */
export const readWire = (
  {
    transport,
    accepts,
    mayFail = false,
  }: Pick<Hop, 'transport' | 'accepts'> & { readonly mayFail?: boolean },
  unread: boolean,
): Pick<LegAnswer, 'transport' | 'accepts' | 'mayFail'> => ({
  transport: unread ? 'unknown' : transport,
  accepts: unread ? 'unknown' : accepts,
  mayFail:
    unread ||
    mayFail ||
    transport === 'fail' ||
    (transport === 'unknown' && (accepts === 'mtls-only' || accepts === 'unknown')),
})

/** What all sides of one stretch of the way answer, and what is on its wire. */
export interface LegAnswer {
  readonly network: Readonly<Record<Direction, Outcomes>>
  readonly authorization: Readonly<Record<Direction, Outcomes>>
  /** What the authorization at its end says to somebody without identity. */
  readonly anonymous: Outcomes
  readonly destination: Destination
  readonly transport: Transport
  readonly accepts?: ServerAccepts
  /** Some reading of the wire has a handshake that cannot succeed. */
  readonly mayFail?: boolean
}

const perhaps: Outcomes = denied | allowedByDefault

const outcomesOfLeg = ({ network, authorization, mayFail }: LegAnswer): readonly Outcomes[] => [
  network.egress,
  network.ingress,
  authorization.egress,
  authorization.ingress,
  ...(mayFail ? [perhaps] : []),
]

/** What the answers of all stretches come to: all are needed, and the worst of them counts (contract.md section 1). */
export function conclude(legs: readonly LegAnswer[]): Judgement {
  const [first, ...later] = legs.map(concludeLeg)
  // INVARIANT: a way has a stretch.
  if (!first) throw new Error('a way without stretches')
  if (later.length === 0) return first
  const verdict = verdictOf(legs.flatMap(outcomesOfLeg))
  const whole = later.reduce(
    (a, b) => ({
      ...a,
      pillars: worsePillars(a.pillars, b.pillars),
      trustClass: worseClass(a.trustClass, b.trustClass),
      transport: worseTransport(a.transport, b.transport),
    }),
    first,
  )
  if (legs.some(({ transport }) => transport === 'fail'))
    return { ...whole, verdict: 'deny', transport: 'fail' }
  return { ...whole, verdict, trustClass: worseClass(whole.trustClass, trustClassOf(verdict, whole.pillars)) }
}

function concludeLeg(leg: LegAnswer): Judgement {
  const { network, authorization, destination, transport, accepts } = leg
  const decided = verdictOf(outcomesOfLeg(leg))
  // A handshake that cannot succeed denies, whatever the policies say (contract.md section 1, `transport`).
  const verdict = transport === 'fail' ? 'deny' : decided
  // The destination's planes; where none can police it, the source's egress side (contract.md section 1, pillars).
  const judged = destination === 'pod' ? 'ingress' : 'egress'
  const pillars = {
    ...wirePillars(leg),
    authorized: authorizedBy([network[judged], authorization[judged]]),
  }
  return {
    verdict,
    pillars: {
      authenticated: pillars.authenticated,
      authorized: pillars.authorized,
      encrypted: pillars.encrypted,
    },
    trustClass: trustClassOf(verdict, pillars),
    transport,
    ...(accepts && { serverAccepts: accepts }),
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
