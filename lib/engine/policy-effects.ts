import type { Workload } from '../model/inventory'
import { sameRef, type ObjectRef } from '../model/object'
import { mostPairs, type DecidedPair, type PolicyEffects } from '../model/policy-report'
import { cutPorts, firstPort } from '../model/port'
import type { Direction, Plane, Policy } from '../model/rule'
import { classesOf, type PodClass, type Relevance } from './classes'
import { portBorders, viewPair, waysBetween } from './evaluate'
import {
  bearingsAt,
  judgeSide,
  meetsPolicies,
  viewSide,
  wayOn,
  type GoverningLookup,
  type SideView,
} from './sides'
import { governs } from './matching'
import type { Memory } from './memory'
import { exemptPairs } from './pairwise'
import { allowsAtSide, isDoubtful, keepsShut } from './part-played'
import { mayAllow } from './readings'
import { better, shownIn, type Shown } from './shown-port'
import { verdictOf } from './trust'
import type { Party, Way, World } from './world'

/**
 * What one object does, pair by pair, with the readable evaluator: proportional to the pods it governs times all
 * endpoints. It stays as the reference for any faster way of counting.
 */
export function policyEffectsOf(world: World, memory: Memory, object: ObjectRef): PolicyEffects {
  const policies = world.compiled.policies.filter(
    ({ object: of, tier }) => sameRef(of, object) && (tier.plane === 'network' || world.mesh),
  )
  const ends = endpointsOf(world, memory.relevance)
  const pairs = new Map<string, Found>()
  for (const { plane, direction } of sidesOf(policies)) {
    const here = policies.filter(policy => policy.tier.plane === plane && policy.direction === direction)
    for (const self of ends) {
      if (self.workload === undefined || !isGoverned(world, here, self.workload)) continue
      for (const peer of ends) {
        if (peer === self) continue
        const [from, to] = direction === 'egress' ? [self, peer] : [peer, self]
        const found = lookAt({ world, lookup: memory.lookup, object, plane, direction }, from, to)
        if (found) merge(pairs, `${from.name} ${to.name}`, found)
      }
    }
  }
  return sumUp([...pairs.values()])
}

/** A workload, or everything outside. */
interface Endpoint {
  readonly name: string
  readonly workload?: Workload
  readonly parts: readonly Part[]
}

/** Pods that no policy tells apart, or one piece of the address space. */
interface Part {
  readonly party: Party
  readonly pods?: PodClass
}

function endpointsOf({ inventory }: World, relevance: Relevance): Endpoint[] {
  const workloads = inventory.workloads.map((workload): Endpoint => ({
    name: workload.key,
    workload,
    parts: classesOf(workload, relevance).map(pods => ({ party: { kind: 'pod', pod: pods.pod }, pods })),
  }))
  const outside = relevance.atoms.map((range): Part => ({ party: { kind: 'outside', range } }))
  return [...workloads, { name: 'internet', parts: outside }]
}

function sidesOf(policies: readonly Policy[]): { plane: Plane; direction: Direction }[] {
  const sides = policies.map(({ tier: { plane }, direction }) => ({ plane, direction }))
  return [...new Map(sides.map(side => [`${side.plane} ${side.direction}`, side])).values()]
}

const isGoverned = (world: World, policies: readonly Policy[], { pods }: Workload): boolean =>
  pods.some(pod => policies.some(({ subject }) => governs(world, subject, pod) !== 'no'))

interface Asked {
  readonly world: World
  readonly lookup: GoverningLookup
  readonly object: ObjectRef
  readonly plane: Plane
  readonly direction: Direction
}

/** What the object does about one pair of endpoints at one side. */
interface Found {
  readonly from: string
  readonly to: string
  readonly direction: Direction
  allows?: Shown
  sole?: Shown
  unknown?: Shown
  /** Every port of every pair of pods is shut here, and the object has its part in it. */
  denies: boolean
}

function lookAt(asked: Asked, from: Endpoint, to: Endpoint): Found | undefined {
  const found: Found = { from: from.name, to: to.name, direction: asked.direction, denies: false }
  const shut = { everywhere: true, byObject: false }
  for (const source of from.parts)
    for (const target of to.parts) {
      if (isExempt(source, target)) continue
      for (const way of waysBetween(source.party, target.party))
        lookAtWay(asked, source.party, target.party, way, found, shut)
    }
  found.denies = shut.everywhere && shut.byObject
  return found.denies || found.allows || found.unknown ? found : undefined
}

/** Connections between a node and its own pods are the platform's (contract.md section 1). */
const isExempt = (source: Part, target: Part): boolean =>
  source.pods !== undefined &&
  target.pods !== undefined &&
  exemptPairs(source.pods, target.pods) === source.pods.members.length * target.pods.members.length

function lookAtWay(
  asked: Asked,
  from: Party,
  to: Party,
  way: Way,
  found: Found,
  shut: { everywhere: boolean; byObject: boolean },
): void {
  const { world, lookup, object, plane, direction } = asked
  const side = viewSide(world, { plane, direction, from, to }, wayOn(world, plane, way), lookup)
  const has = ({ governing }: SideView): boolean =>
    governing.some(({ policy }) => sameRef(policy.object, object))
  if (!has(side)) {
    // Others may shut these pods, but whether they do matters only where the object governs some of the rest.
    if (shut.everywhere && !isShutAltogether(side, from, to)) shut.everywhere = false
    return
  }
  // Where no rule matches this peer at all, every port has one answer.
  if (side.unmatched !== undefined && !mayAllow(side.unmatched)) {
    shut.byObject ||= keepsShut(bearingsAt(side, { from, to }, 'TCP', firstPort), object)
    return
  }
  const view = viewPair(world, from, to, way, lookup)
  for (const ports of cutPorts(portBorders(view))) {
    const { protocol, first } = ports
    if (!meetsPolicies(side, protocol)) continue
    const bearings = bearingsAt(side, view, protocol, first)
    if (mayAllow(judgeSide(side, view, protocol, first))) {
      shut.everywhere = false
      const verdict = verdictOf(view.sides.map(each => judgeSide(each, view, protocol, first)))
      if (verdict === 'deny') continue
      const port = shownIn(ports, to)
      if (verdict === 'unknown' && isDoubtful(bearings, object)) found.unknown = better(found.unknown, port)
      const part = allowsAtSide(bearings, object)
      if (part !== 'no') found.allows = better(found.allows, port)
      if (part === 'sole') found.sole = better(found.sole, port)
    } else shut.byObject ||= keepsShut(bearings, object)
  }
}

/** Whether no port gets through a side. */
function isShutAltogether(side: SideView, from: Party, to: Party): boolean {
  if (side.policed !== 'yes') return false
  const borders = portBorders({
    from,
    to,
    sides: [side],
    transportUnread: false,
    meshPorts: [],
    ownPorts: [],
  })
  return cutPorts(borders)
    .filter(({ protocol }) => meetsPolicies(side, protocol))
    .every(({ protocol, first }) => !mayAllow(judgeSide(side, { from, to }, protocol, first)))
}

/** A pair can meet the object at both of its ends. */
function merge(pairs: Map<string, Found>, key: string, found: Found): void {
  const known = pairs.get(key)
  if (!known) {
    pairs.set(key, found)
    return
  }
  known.denies ||= found.denies
  for (const part of ['allows', 'sole', 'unknown'] as const) {
    const port = known[part] ?? found[part]
    if (port) known[part] = port
  }
}

const effects = ['unknown', 'allows', 'denies'] as const

function sumUp(found: readonly Found[]): PolicyEffects {
  const pairs = effects.flatMap(effect =>
    found.filter(each => each[effect]).map(each => decided(each, effect)),
  )
  const count = (effect: keyof Found): number => found.filter(each => each[effect]).length
  return {
    allows: count('allows'),
    denies: count('denies'),
    soleAllow: count('sole'),
    unknown: count('unknown'),
    pairs: pairs.slice(0, mostPairs),
  }
}

function decided(found: Found, effect: DecidedPair['effect']): DecidedPair {
  const port =
    effect === 'allows' ? (found.sole ?? found.allows) : effect === 'unknown' ? found.unknown : undefined
  return {
    from: found.from,
    to: found.to,
    direction: found.direction,
    effect,
    sole: effect === 'allows' && found.sole !== undefined,
    ...(port && { port: { protocol: port.protocol, port: port.port } }),
  }
}
