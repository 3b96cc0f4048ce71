import type { Finding } from '../model/problem'
import { refKey, refText, type ObjectRef } from '../model/object'
import type { Policy, Subject } from '../model/rule'
import { selectorText } from '../model/selector'
import { inPodSet } from './matching'
import type { GovernedClasses } from './governed-classes'
import type { World } from './world'

/** What the compiled policies give away without looking at a connection: those that govern nobody. */
export const findings = (world: World, governed: GovernedClasses): Finding[] =>
  byObject(world.compiled.policies).flatMap(({ object, policies }) => {
    const { subject, onlyHostNetwork } = governsNobody(world, policies, governed) ?? {}
    if (!subject) return []
    return [
      {
        code: 'governs-nobody',
        severity: 'medium',
        title: `${refText(object)} selects ${selectorText(subject.pods)}, which ${
          onlyHostNetwork ? 'only host-network pods have, and no policy governs those' : 'no pod has'
        }`,
        evidence: [{ object, path: subject.path }],
        remedy: 'correct the selector, or delete the policy',
      } satisfies Finding,
    ]
  })

/** All policies that one object compiles to. */
export interface ObjectPolicies {
  readonly object: ObjectRef
  readonly policies: readonly Policy[]
}

/** In the order in which the objects come first. */
export function byObject(policies: readonly Policy[]): ObjectPolicies[] {
  const objects = new Map<string, { object: ObjectRef; policies: Policy[] }>()
  for (const policy of policies) {
    const key = refKey(policy.object)
    const known = objects.get(key) ?? { object: policy.object, policies: [] }
    known.policies.push(policy)
    objects.set(key, known)
  }
  return [...objects.values()]
}

/** A selector that fits no pod, or only such as no policy governs. */
export interface Nobody {
  readonly subject: Extract<Subject, { kind: 'pods' }>
  readonly onlyHostNetwork: boolean
}

/** The selector of an object whose policies govern no pod in any reading; undefined where one of them may govern one. */
export function governsNobody(
  world: World,
  policies: readonly Policy[],
  governed: GovernedClasses,
): Nobody | undefined {
  const subject = policies[0]?.subject
  if (subject?.kind !== 'pods' || policies.some(policy => governsSomebody(policy, governed))) return undefined
  return {
    subject,
    onlyHostNetwork: world.inventory.pods.some(pod => inPodSet(world, subject, pod) !== 'no'),
  }
}

const governsSomebody = ({ subject }: Policy, governed: GovernedClasses): boolean =>
  subject.kind !== 'pods' || governed(subject).length > 0
