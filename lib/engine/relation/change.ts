import type { Namespace, Node, Pod } from '../../model/inventory'
import { refKey } from '../../model/object'
import type { Policy } from '../../model/rule'
import type { Worlds } from './relation'

/** What is to become of a relation: the world afterwards, and where it differs from the one before. */
export interface Change {
  readonly worlds: Worlds
  readonly policiesRemoved: readonly Policy[]
  readonly policiesAdded: readonly Policy[]
  readonly podsRemoved: readonly Pod[]
  readonly podsAdded: readonly Pod[]
  /** Names of those whose labels are others, or that came or went. */
  readonly namespaces: readonly string[]
}

/**
 * Where two worlds differ, as far as a relation can follow; undefined where they differ in more than their policies, pods
 * and namespaces, and in how a mesh leads from pod to pod. What says the same is the same.
 */
export function changeBetween(before: Worlds, after: Worlds): Change | undefined {
  const [old, now] = [before.world, after.world]
  const alike =
    old.enforced === now.enforced &&
    old.mesh === now.mesh &&
    (old.wire === undefined) === (now.wire === undefined) &&
    old.addressesMeanPods === now.addressesMeanPods &&
    old.hidesLabel === now.hidesLabel &&
    (before.other === undefined) === (after.other === undefined) &&
    sameItems(old.podCIDRs, now.podCIDRs) &&
    sameItems(old.compiled.transports, now.compiled.transports) &&
    sameNodes(old.inventory.nodes, now.inventory.nodes)
  if (!alike) return undefined
  const [policiesRemoved, policiesAdded] = policyDifferences(old.compiled.policies, now.compiled.policies)
  const [podsRemoved, podsAdded] = podDifferences(old.inventory.pods, now.inventory.pods)
  const names = new Set([...old.inventory.namespaces.keys(), ...now.inventory.namespaces.keys()])
  const namespaces = [...names].filter(
    name => !sameNamespace(old.inventory.namespaces.get(name), now.inventory.namespaces.get(name)),
  )
  return { worlds: after, policiesRemoved, policiesAdded, podsRemoved, podsAdded, namespaces }
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, at) => item === b[at]))
}

/** What is in one list only. */
function differences<T>(before: readonly T[], after: readonly T[]): [removed: T[], added: T[]] {
  if (before === after) return [[], []]
  const [old, now] = [new Set(before), new Set(after)]
  return [before.filter(item => !now.has(item)), after.filter(item => !old.has(item))]
}

/** Policies of one capture are told apart by being other objects; those of two, by what they say. */
function policyDifferences(
  before: readonly Policy[],
  after: readonly Policy[],
): [removed: Policy[], added: Policy[]] {
  const [removed, added] = differences(before, after)
  if (removed.length === 0 || added.length === 0) return [removed, added]
  const left = new Map<string, Policy[]>()
  for (const policy of removed) {
    const place = placeOf(policy)
    const there = left.get(place)
    if (there) there.push(policy)
    else left.set(place, [policy])
  }
  const fresh = added.filter(policy => {
    const there = left.get(placeOf(policy)) ?? []
    const same = there.findIndex(other => saysSame(other, policy))
    if (same >= 0) there.splice(same, 1)
    return same < 0
  })
  return [[...left.values()].flat(), fresh]
}

const placeOf = ({ object, direction, tier }: Policy): string => `${refKey(object)} ${direction} ${tier.name}`

/** Whether two pieces of plain data are equal in every part. */
function saysSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof Map || b instanceof Map)
    return a instanceof Map && b instanceof Map && saysSame([...a], [...b])
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => Object.hasOwn(b, key) && saysSame(Reflect.get(a, key), Reflect.get(b, key)))
  )
}

/** The pods that are in one list only, or say something else in the other. */
export function podDifferences(
  before: readonly Pod[],
  after: readonly Pod[],
): [removed: Pod[], added: Pod[]] {
  if (before === after) return [[], []]
  // Both lists come in the same order, so that most differences lie behind a long beginning that is the same.
  let first = 0
  for (; first < before.length && first < after.length; first++) {
    const [old, now] = [before[first], after[first]]
    if (!old || !now || keyOf(old) !== keyOf(now) || !samePod(old, now)) break
  }
  const old = new Map(before.slice(first).map(pod => [keyOf(pod), pod]))
  const added: Pod[] = []
  for (const pod of after.slice(first)) {
    const key = keyOf(pod)
    const known = old.get(key)
    if (known && samePod(known, pod)) old.delete(key)
    else added.push(pod)
  }
  return [[...old.values()], added]
}

const keyOf = ({ namespace, name, workload }: Pod): string => `${namespace}/${name}/${workload}`

const samePod = (a: Pod, b: Pod): boolean =>
  a === b ||
  (a.node === b.node &&
    a.hostNetwork === b.hostNetwork &&
    a.serviceAccount === b.serviceAccount &&
    a.proxy === b.proxy &&
    sameMap(a.meshAnnotations ?? none, b.meshAnnotations ?? none) &&
    a.predicted === b.predicted &&
    sameMap(a.labels, b.labels) &&
    sameList(a.addresses, b.addresses, (x, y) => x.family === y.family && x.value === y.value) &&
    sameList(a.ports, b.ports, (x, y) => x.name === y.name && x.protocol === y.protocol && x.port === y.port))

export const sameNamespace = (a: Namespace | undefined, b: Namespace | undefined): boolean =>
  a === b ||
  (a !== undefined && b !== undefined && a.labelsKnown === b.labelsKnown && sameMap(a.labels, b.labels))

const sameNodes = (a: readonly Node[], b: readonly Node[]): boolean =>
  sameList(
    a,
    b,
    (x, y) =>
      x.name === y.name &&
      sameMap(x.labels, y.labels) &&
      sameList(x.addresses, y.addresses, (p, q) => p.family === q.family && p.value === q.value),
  )

const none: ReadonlyMap<string, string> = new Map()

const sameMap = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a === b || (a.size === b.size && [...a].every(([key, value]) => b.get(key) === value))

const sameList = <T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): boolean =>
  a.length === b.length &&
  a.every((item, at) => {
    const other = b[at]
    return other !== undefined && same(item, other)
  })
