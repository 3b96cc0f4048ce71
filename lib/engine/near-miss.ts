import type { Pod } from '../model/inventory'
import type { TraceStep } from '../model/explanation'
import type { Protocol } from '../model/port'
import type { Policy, PodSet, Rule } from '../model/rule'
import { meets, requirementText, selectsAll, type Requirement, type Selector } from '../model/selector'
import { peerText, portMatchText } from './describe'
import type { Ends, SideView } from './sides'
import type { NearIndex } from './near-index'
import { inScope, matchesPeer, matchesPort, podLabels } from './matching'
import type { Party, World } from './world'

/**
 * Policies and rules that would settle a side but for one label, namespace or port. Most selectors differ from most
 * pods, so only what looks like a slip is named: a selector that matches nobody, or a value that is nearly the pod's.
 */
export function nearMisses(
  world: World,
  near: NearIndex,
  side: SideView,
  pair: Ends,
  protocol: Protocol,
  port: number,
): TraceStep[] {
  const [self, peer] = side.direction === 'egress' ? [pair.from, pair.to] : [pair.to, pair.from]
  if (self.kind !== 'pod' || side.policed !== 'yes') return []
  return [
    ...nearSubjects(world, near, side, self.pod),
    ...side.governing.flatMap(({ policy }) => nearRules(world, near, policy, pair, peer, protocol, port)),
  ]
}

function nearSubjects(world: World, near: NearIndex, side: SideView, pod: Pod): TraceStep[] {
  return near.policiesNear(pod).flatMap((policy): TraceStep[] => {
    const { subject } = policy
    if (
      policy.tier.plane !== side.plane ||
      policy.direction !== side.direction ||
      policy.enforcement !== 'enforced'
    )
      return []
    if (subject.kind !== 'pods' || side.governing.some(each => each.policy === policy)) return []
    const slip = slipOf(world, near, subject, pod)
    if (!slip) return []
    const nobody = near.selectsNobody(subject)
    const detail = { kind: 'near-subject' as const, wants: slip.wants, has: slip.has, nobody }
    return [
      { role: 'near-miss', object: policy.object, path: slip.path ?? subject.path, certain: true, detail },
    ]
  })
}

/** Answers for a whole cluster at once. */
export type Near = Pick<NearIndex, 'selectsNobody'>

export interface Slip {
  readonly because: 'label' | 'namespace'
  readonly wants: string
  readonly has: string
  readonly path?: Requirement['path']
}

/** The one condition by which a set of pods misses the pod, if it looks like a slip. */
export function slipOf(world: World, near: Near, set: PodSet, pod: Pod): Slip | undefined {
  const labels = podLabels(world, pod)
  const failed = set.pods.requirements.filter(requirement => meets(requirement, labels) === 'no')
  const inNamespace = inScope(world, set.namespaces, pod.namespace) !== 'no'
  if (inNamespace && failed.length === 1) {
    const [requirement] = failed
    if (!requirement || !looksLikeSlip(near, set, requirement, pod.labels.get(requirement.key)))
      return undefined
    const value = pod.labels.get(requirement.key)
    return {
      because: 'label',
      wants: requirementText(requirement),
      has: value === undefined ? `no label ${requirement.key}` : `${requirement.key}=${value}`,
      path: requirement.path,
    }
  }
  if (
    !inNamespace &&
    failed.length === 0 &&
    !selectsAll(set.pods) &&
    set.namespaces.kind === 'named' &&
    near.selectsNobody(set)
  )
    return {
      because: 'namespace',
      wants: `namespace ${set.namespaces.namespace}`,
      has: `namespace ${pod.namespace}`,
    }
  return undefined
}

function looksLikeSlip(
  near: Near,
  set: PodSet,
  { operator, values }: Requirement,
  value: string | undefined,
): boolean {
  if (operator !== 'In' || value === undefined) return false
  if (values.some(wanted => areSimilar(wanted, value))) return true
  return values.some(wanted => wanted.includes(value) || value.includes(wanted)) && near.selectsNobody(set)
}

/** Same letters but for case and separators, or a typing error apart. */
export function areSimilar(a: string, b: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[-_.]/g, '')
  const [x, y] = [plain(a), plain(b)]
  if (x === y) return true
  const shorter = Math.min(x.length, y.length)
  const most = shorter >= 8 ? 2 : 1
  return shorter >= 4 && Math.abs(x.length - y.length) <= most && editDistance(x, y) <= most
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** Rules of a governing policy that let this peer in on other ports, or this port for a peer that is nearly this one. */
function nearRules(
  world: World,
  near: NearIndex,
  policy: Policy,
  pair: Ends,
  peer: Party,
  protocol: Protocol,
  port: number,
): TraceStep[] {
  return policy.rules
    .filter(rule => rule.action === 'allow' && !policy.unread)
    .flatMap((rule): TraceStep[] => {
      const peers = rule.peers.filter(entry => matchesPeer(world, entry, peer, {}) === 'yes')
      const ports = rule.ports.filter(entry => matchesPort(entry, pair.to, protocol, port) === 'yes')
      if (peers.length > 0 && ports.length === 0) {
        const detail = {
          kind: 'near-port' as const,
          wants: portMatchText(rule.ports),
          asked: `${protocol} ${port}`,
        }
        return [
          { role: 'near-miss', object: policy.object, path: [...rule.path, 'ports'], certain: true, detail },
        ]
      }
      return peers.length === 0 && ports.length > 0 && peer.kind === 'pod'
        ? nearPeers(world, near, policy, rule, peer.pod)
        : []
    })
}

function nearPeers(world: World, near: NearIndex, policy: Policy, rule: Rule, pod: Pod): TraceStep[] {
  return rule.peers.flatMap((entry): TraceStep[] => {
    if (entry.kind !== 'pods') return []
    const slip = slipOf(world, near, entry, pod) ?? otherNamespace(world, entry, entry.pods, pod)
    if (!slip) return []
    const detail = {
      kind: 'near-peer' as const,
      wants: peerText(entry),
      has: slip.has,
      because: slip.because,
    }
    return [
      { role: 'near-miss', object: policy.object, path: slip.path ?? entry.path, certain: true, detail },
    ]
  })
}

/** The peer's own labels are the wanted ones, in a namespace that is not: often a forgotten namespaceSelector. */
function otherNamespace(world: World, set: PodSet, pods: Selector, pod: Pod): Slip | undefined {
  if (selectsAll(pods) || inScope(world, set.namespaces, pod.namespace) !== 'no') return undefined
  const labels = podLabels(world, pod)
  const matches = pods.requirements.every(requirement => meets(requirement, labels) === 'yes')
  return matches ? { because: 'namespace', wants: '', has: `namespace ${pod.namespace}` } : undefined
}
