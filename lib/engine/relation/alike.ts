import type { Inventory } from '../../model/inventory'
import type { Mesh } from '../../model/mesh'
import { wireOf } from '../classes'
import type { Slots } from './slots'

/**
 * Whether another mesh tells no pods apart that share a slot, and takes nobody for somebody else. The work is proportional
 * to pods, and next to nothing for those of a workload that are written alike.
 */
export function keepsTogether(mesh: Mesh, before: Mesh, slots: Slots, { workloads }: Inventory): boolean {
  const wire = wireOf([mesh])
  let same = true
  slots.forEachClass((_, pod) => (same &&= mesh.identityOf(pod) === before.identityOf(pod)))
  return (
    same &&
    workloads.every(({ pods: [first, ...others] }) => {
      if (!first || others.every(pod => wire.alike(first, pod))) return true
      return [first, ...others].every(pod => {
        const slot = slots.slotOfPod(pod)
        const known = slot === undefined ? undefined : slots.pods[slot]
        return known !== undefined && wire.alike(known, pod)
      })
    })
  )
}
