import type { Address } from '../model/address'
import type { Pod } from '../model/inventory'
import type { Policy } from '../model/rule'
import type { Question } from '../model/session'
import { trustClasses, type Verdict } from '../model/verdict'
import { relevanceOf, type Relevance } from './classes'
import { governing, unmatchedBy, type Governed, type GoverningLookup } from './sides'
import { holderOf, holdersIn, type Holders } from './holders'
import { PolicyIndex, type NearIndex } from './near-index'
import type { Relation } from './relation/relation'
import type { Fact } from './relation/values'
import { isMoreOpen } from './trust'
import type { Party, World } from './world'

/** What depends on the world alone and is asked again and again: worked out once per session. */
export interface Memory {
  readonly lookup: GoverningLookup
  readonly relevance: Relevance
}

/** What questions need besides. */
export interface AnsweringMemory extends Memory {
  readonly near: NearIndex
  /** What a pair of kinds of pods answers, by number, and how open that is: lower ranks are more open. */
  readonly openness: (
    from: Party,
    to: Party,
    protocol: Question['protocol'],
    port: Question['port'],
  ) => { readonly answer: number; readonly rank: number }
  /** Whoever has an address: a pod, a node, or somebody outside. */
  readonly holderOf: (address: Address) => Party
}

/** For a session: who governs a pod, who nearly does and who has an address, without looking at everything anew. */
export function rememberForAnswers(relation: Relation): AnsweringMemory {
  const { world, slots, selections, stores, live } = relation
  const { sets } = stores
  let holders: Holders | undefined
  return {
    lookup: governingLookup(relation),
    relevance: slots.relevance,
    near: new PolicyIndex(world.compiled.policies, set => {
      const { yes, maybe } = selections.podSet(set)
      return !sets.meet(live, sets.or(yes, maybe))
    }),
    openness: (from, to, protocol, port) => opennessOf(relation, from, to, protocol, port),
    holderOf: address => holderOf((holders ??= holdersIn(world.inventory)), address),
  }
}

/** Most open first. */
const verdicts: readonly Verdict[] = ['allow', 'conditional', 'unknown', 'deny']

/** From the relation, which knows no nodes, and of pods that share a node only what holds for the others of their kind. */
function opennessOf(
  relation: Relation,
  from: Party,
  to: Party,
  protocol: Question['protocol'],
  port: Question['port'],
): { answer: number; rank: number } {
  const { slots, stores } = relation
  const slotOf = (party: Party): number | undefined => {
    if (party.kind === 'pod') return slots.slotOfPod(party.pod)
    return party.kind === 'outside'
      ? slots.slotOfAddress({ family: party.range.family, value: party.range.first })
      : undefined
  }
  const [source, target] = [slotOf(from), slotOf(to)]
  if (source === undefined || target === undefined) return { answer: -1, rank: 0 }
  const answer = relation.between(source, target)
  const open = stores.values
    .portsByFact(answer)
    .filter(({ ports: ranges }) =>
      ranges.some(
        range =>
          range.protocol === protocol &&
          (typeof port !== 'number' || (range.first <= port && port <= range.last)),
      ),
    )
  const most = open
    .map(({ fact }) => fact)
    .reduce<Fact | undefined>((a, b) => (a && !isMoreOpen(b, a) ? a : b), undefined)
  const rank = most
    ? verdicts.indexOf(most.verdict) * trustClasses.length + trustClasses.indexOf(most.trustClass)
    : Number.MAX_SAFE_INTEGER
  return { answer, rank }
}

export const remember = (world: World): Memory => ({
  lookup: rememberGoverning(world),
  relevance: relevanceOf(world.compiled, world.wire),
})

/** Who governs a pod depends on nothing but the pod. */
function rememberGoverning(world: World): GoverningLookup {
  const known = new Map<Pod, Map<string, Governed>>()
  const near = worldsNear(world)
  return (plane, direction, pod) => {
    const ofPod = known.get(pod) ?? new Map<string, Governed>()
    known.set(pod, ofPod)
    const key = `${plane}/${direction}`
    const found = ofPod.get(key) ?? governedBy(governing(near(pod), plane, direction, pod))
    ofPod.set(key, found)
    return found
  }
}

/** The world as one pod may meet it: without the policies of namespaces that are not its own. */
function worldsNear(world: World): (pod: Pod) => World {
  let places: ReadonlyMap<string | undefined, readonly number[]> | undefined
  const known = new Map<string, World>()
  const { policies } = world.compiled
  return ({ namespace }) => {
    let near = known.get(namespace)
    if (!near) {
      places ??= placesByNamespace(policies)
      const met = [...(places.get(namespace) ?? []), ...(places.get(undefined) ?? [])]
      const own = met.sort((a, b) => a - b).flatMap(place => policies[place] ?? [])
      near = { ...world, compiled: { ...world.compiled, policies: own } }
      known.set(namespace, near)
    }
    return near
  }
}

/** Where the policies of each namespace stand in the list; those that are bound to none come under `undefined`. */
function placesByNamespace(policies: readonly Policy[]): Map<string | undefined, number[]> {
  const places = new Map<string | undefined, number[]>()
  for (const [place, { subject }] of policies.entries()) {
    const namespace = subject.namespaces.kind === 'named' ? subject.namespaces.namespace : undefined
    const known = places.get(namespace)
    if (known) known.push(place)
    else places.set(namespace, [place])
  }
  return places
}

/** The same policies, each as `see` has it; whom they govern must stay as it is. */
export function seenThrough(lookup: GoverningLookup, see: (policy: Policy) => Policy): GoverningLookup {
  const seen = new Map<Policy, Policy>()
  const known = new Map<Governed, Governed>()
  const look = (policy: Policy): Policy => {
    const made = seen.get(policy) ?? see(policy)
    seen.set(policy, made)
    return made
  }
  return (plane, direction, pod) => {
    const governed = lookup(plane, direction, pod)
    const made = known.get(governed) ?? {
      ...governed,
      policies: governed.policies.map(each => ({ ...each, policy: look(each.policy) })),
    }
    known.set(governed, made)
    return made
  }
}

const governedBy = (policies: Governed['policies']): Governed => ({
  policies,
  unmatched: unmatchedBy(policies),
})

/**
 * Who governs a pod, as the relation knows it, class by class. Pods that are in no class, because somebody made them up,
 * are looked at one by one.
 */
function governingLookup(relation: Relation): GoverningLookup {
  const known = new Map<string, Governed>()
  const madeUp = rememberGoverning(relation.world)
  return (plane, direction, pod) => {
    const slot = relation.slots.slotOfPod(pod)
    if (slot === undefined) return madeUp(plane, direction, pod)
    const key = `${plane} ${direction} ${slot}`
    let found = known.get(key)
    if (!found) {
      found = governedBy(
        relation.holdings(plane, direction, slot).map(({ governor: { policy }, certain }) => ({
          policy,
          governs: certain ? 'yes' : 'maybe',
        })),
      )
      known.set(key, found)
    }
    return found
  }
}
