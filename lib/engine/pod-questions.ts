import type { Pod } from '../model/inventory'
import type { Peer, PodSet, PortMatch, Subject } from '../model/rule'
import { governs, inPodSet, matchesPeer } from './matching'
import { nearPods, type NearPod } from './near-pods'
import type { World } from './world'

export type NamedPort = Extract<PortMatch, { kind: 'named' }>

/** What reports on policies ask about all pods of a cluster; every answer holds in some reading. */
export interface PodQuestions {
  /** Whether a policy with this subject governs somebody. */
  readonly governsSomebody: (subject: Subject) => boolean
  /** Whether a pod of the host network, which no policy governs, fits the set. */
  readonly fitsHostNetwork: (set: PodSet) => boolean
  readonly matchesSomebody: (peer: Peer) => boolean
  /** Whether a governed pod has a port of this name. */
  readonly governedServe: (subject: Subject, port: NamedPort) => boolean
  /** Whether a pod that one of the peers means has a port of this name. */
  readonly matchedServe: (peers: readonly Peer[], port: NamedPort) => boolean
  /** Who misses, by what looks like a slip, a set that fits nobody. */
  readonly near: (set: PodSet) => readonly NearPod[]
}

/** The answers by looking at every pod each time; they stay as the reference for any faster way. */
export function askEveryPod(world: World): PodQuestions {
  const { pods } = world.inventory
  const isGoverned =
    (subject: Subject) =>
    (pod: Pod): boolean =>
      governs(world, subject, pod) !== 'no'
  const isMatched = (peer: Peer, pod: Pod): boolean =>
    matchesPeer(world, peer, { kind: 'pod', pod }, {}) !== 'no'
  const fits = (set: PodSet, pod: Pod): boolean => inPodSet(world, set, pod) !== 'no'
  const serves =
    ({ name, protocol }: NamedPort) =>
    ({ ports }: Pod): boolean =>
      ports.some(port => port.name === name && port.protocol === protocol)
  return {
    governsSomebody: subject => pods.some(isGoverned(subject)),
    fitsHostNetwork: set => pods.some(pod => pod.hostNetwork && fits(set, pod)),
    matchesSomebody: peer => pods.some(pod => isMatched(peer, pod)),
    governedServe: (subject, port) => pods.filter(isGoverned(subject)).some(serves(port)),
    matchedServe: (peers, port) =>
      pods.filter(pod => peers.some(peer => isMatched(peer, pod))).some(serves(port)),
    near: set => {
      const selectsNobody = (other: PodSet): boolean =>
        !pods.some(pod => !pod.hostNetwork && fits(other, pod))
      return nearPods(world, { selectsNobody }, set, pods)
    },
  }
}
