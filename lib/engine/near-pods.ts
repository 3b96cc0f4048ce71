import type { Pod } from '../model/inventory'
import type { PodSet } from '../model/rule'
import { areSimilar, slipOf, type Near, type Slip } from './near-miss'
import type { World } from './world'

export interface NearPod {
  readonly pod: Pod
  readonly slip: Slip
}

/** The pods that a set misses by one condition that looks like a slip, one of each workload; the most alike where some are. */
export function nearPods(world: World, near: Near, set: PodSet, pods: Iterable<Pod>): NearPod[] {
  const found = new Map<string, NearPod>()
  for (const pod of pods) {
    if (pod.hostNetwork || found.has(pod.workload)) continue
    const slip = slipOf(world, near, set, pod)
    if (slip) found.set(pod.workload, { pod, slip })
  }
  const all = [...found.values()]
  const value = (text: string): string => text.replace(/^[^=]*=/, '')
  const alike = all.filter(({ slip: { wants, has } }) => areSimilar(value(wants), value(has)))
  return alike.length > 0 ? alike : all
}
