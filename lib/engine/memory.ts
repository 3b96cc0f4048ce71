import type { Pod } from '../model/inventory'
import { relevanceOf, type Relevance } from './classes'
import { governing, unmatchedBy, type Governed, type GoverningLookup } from './evaluate'
import type { Relation } from './relation/relation'
import type { World } from './world'

/** What depends on the world alone and is asked again and again: worked out once per session. */
export interface Memory {
  readonly lookup: GoverningLookup
  readonly relevance: Relevance
}

export const remember = (world: World): Memory => ({
  lookup: rememberGoverning(world),
  relevance: relevanceOf(world.compiled),
})

/** Who governs a pod depends on nothing but the pod. */
function rememberGoverning(world: World): GoverningLookup {
  const known = new Map<Pod, Map<string, Governed>>()
  return (plane, direction, pod) => {
    const ofPod = known.get(pod) ?? new Map<string, Governed>()
    known.set(pod, ofPod)
    const key = `${plane}/${direction}`
    const found = ofPod.get(key) ?? governedBy(governing(world, plane, direction, pod))
    ofPod.set(key, found)
    return found
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
export function governingLookup(relation: Relation): GoverningLookup {
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
