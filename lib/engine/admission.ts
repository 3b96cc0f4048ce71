import { refKey, type ObjectRef } from '../model/object'
import type { Relation } from './relation/relation'

/**
 * Objects that can let anybody in at these slots, by an allow rule of theirs: whatever comes in is let in by one of them.
 * Empty where no policy has a say in what comes in; undefined where that cannot be told without looking at who sends: some
 * of them are limited and others are not, something is in doubt or hands on, or a mesh has a say on the way. Pods of the
 * host network come in from their own node whatever policies say (contract.md section 1), and are not spoken of.
 */
export function admittedBy(relation: Relation, slots: readonly number[]): readonly ObjectRef[] | undefined {
  const objects = new Map<string, ObjectRef>()
  const limited = new Set<boolean>()
  for (const slot of slots) {
    if (relation.slots.pods[slot]?.hostNetwork !== false || relation.hasProxyBefore(slot)) return undefined
    if (relation.holdings('authorization', 'ingress', slot).length > 0) return undefined
    const holdings = relation.holdings('network', 'ingress', slot)
    let isolated = false
    for (const { governor, certain } of holdings) {
      const { policy } = governor
      if (!certain || policy.refused || policy.unread || policy.isolates === 'maybe') return undefined
      isolated ||= policy.isolates === 'yes'
      for (const { action, present } of policy.rules) {
        if (present !== 'yes' || (action !== 'allow' && action !== 'deny')) return undefined
        if (action === 'allow') objects.set(refKey(policy.object), policy.object)
      }
    }
    if (holdings.length > 0 && !isolated) return undefined
    limited.add(isolated)
  }
  const [isLimited, ...others] = limited
  if (isLimited === undefined || others.length > 0 || (isLimited && objects.size === 0)) return undefined
  return [...objects.values()]
}
