import type { Pod } from '../model/inventory'
import type { Finding } from '../model/problem'
import { refKey, refText, type ObjectRef } from '../model/object'
import type { Policy } from '../model/rule'
import { selectorText } from '../model/selector'
import { inPodSet } from './matching'
import type { World } from './world'

/** What the compiled policies give away without looking at a connection: those that govern nobody. */
export function findings(world: World, selectsSomebody: (policy: Policy) => boolean): Finding[] {
  const byObject = new Map<string, { object: ObjectRef; policies: Policy[] }>()
  for (const policy of world.compiled.policies) {
    const key = refKey(policy.object)
    const known = byObject.get(key) ?? { object: policy.object, policies: [] }
    known.policies.push(policy)
    byObject.set(key, known)
  }
  return [...byObject.values()].flatMap(({ object, policies }) => {
    const [first] = policies
    if (!first || first.subject.kind !== 'pods' || policies.some(selectsSomebody)) return []
    const { subject } = first
    const selected = (pod: Pod): boolean => inPodSet(world, subject, pod) !== 'no'
    return [
      {
        code: 'governs-nobody',
        severity: 'medium',
        title: `${refText(object)} selects ${selectorText(subject.pods)}, which ${
          world.inventory.pods.some(selected)
            ? 'only host-network pods have, and no policy governs those'
            : 'no pod has'
        }`,
        evidence: [{ object, path: subject.path }],
        remedy: 'correct the selector, or delete the policy',
      } satisfies Finding,
    ]
  })
}
