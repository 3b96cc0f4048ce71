import { pathText, refKey } from '../model/object'
import type { Policy } from '../model/rule'
import type { HeldBy } from '../model/session'
import type { Relation } from './relation/relation'

/** The policy objects that govern some of these slots, in evaluation order. */
export function heldBy(relation: Relation, slots: readonly number[]): HeldBy[] {
  const held = new Map<string, { policies: Policy[]; certain: boolean }>()
  for (const plane of ['network', 'authorization'] as const)
    for (const direction of ['ingress', 'egress'] as const)
      for (const slot of slots)
        for (const { governor, certain } of relation.holdings(plane, direction, slot)) {
          const { policy } = governor
          const own = held.get(refKey(policy.object)) ?? { policies: [], certain: false }
          held.set(refKey(policy.object), own)
          if (!own.policies.includes(policy)) own.policies.push(policy)
          own.certain ||= certain && !policy.refused
        }
  return [...held.values()]
    .sort(({ policies: [a] }, { policies: [b] }) => (a && b ? inEvaluationOrder(a, b) : 0))
    .flatMap(({ policies, certain }) => {
      const [first] = policies
      if (!first) return []
      const paths = policies.flatMap(({ subject, path }) => [subject.path, path])
      return {
        object: first.object,
        directions: [...new Set(policies.map(({ direction }) => direction))],
        certain,
        paths: [...new Map(paths.map(path => [pathText(path), path])).values()],
      }
    })
}

/** A tier that limits one direction only has its place among all; order inside a tier counts where the first match does. */
function inEvaluationOrder(a: Policy, b: Policy): number {
  const plane = ({ tier }: Policy): number => (tier.plane === 'network' ? 0 : 1)
  return (
    plane(a) - plane(b) ||
    a.tier.order - b.tier.order ||
    (a.tier.resolution === 'first-match' ? a.precedence - b.precedence : 0)
  )
}
