import type { Finding } from '../model/finding'
import { refKey, refText, type ObjectRef } from '../model/object'
import type { PolicyNote } from '../model/policy-report'
import type { Policy, Subject } from '../model/rule'
import { selectorText } from '../model/selector'
import type { PodQuestions } from './pod-questions'

/** What the compiled policies give away without looking at a connection: those that govern nobody. */
export const findings = (policies: readonly Policy[], ask: PodQuestions): Finding[] =>
  byObject(policies).flatMap(({ object, policies: own }) => {
    const nobody = governsNobody(own, ask)
    if (!nobody) return []
    const { subject, why } = nobody
    return [
      {
        code: 'governs-nobody',
        severity: 'medium',
        about: { kind: 'object', object, path: subject.path },
        title: `${refText(object)} selects ${whomText(nobody)}`,
        remedy:
          why === 'no-proxy'
            ? 'take the pods into the mesh, or delete the policy'
            : 'correct the selector, or delete the policy',
        workloads: [],
        evidence: [],
      } satisfies Finding,
    ]
  })

function whomText({ subject, why }: Nobody): string {
  const selector = selectorText(subject.pods)
  switch (why) {
    case 'no-pod':
      return `${selector}, which no pod has`
    case 'host-network':
      return `${selector}, which only host-network pods have, and no policy governs those`
    case 'no-proxy':
      return selector === 'any'
        ? 'any pod, and none there has a proxy that could enforce it'
        : `${selector}, and no pod with these labels has a proxy that could enforce it`
  }
}

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

/** A selector that fits no pod, or only such as no policy governs, or as have no proxy to enforce this one. */
export interface Nobody {
  readonly subject: Extract<Subject, { kind: 'pods' }>
  readonly why: SelectsNobody['why']
}

type SelectsNobody = Extract<PolicyNote, { kind: 'selects-nobody' }>

/** The selector of an object whose policies govern no pod in any reading; undefined where one of them may govern one. */
export function governsNobody(policies: readonly Policy[], ask: PodQuestions): Nobody | undefined {
  const subject = policies[0]?.subject
  if (subject?.kind !== 'pods' || policies.some(policy => governsSomebody(policy, ask))) return undefined
  const { proxies: _proxies, ...fitting } = subject
  const why = ask.governsSomebody(fitting)
    ? 'no-proxy'
    : ask.fitsHostNetwork(fitting)
      ? 'host-network'
      : 'no-pod'
  return { subject, why }
}

const governsSomebody = ({ subject }: Policy, ask: PodQuestions): boolean =>
  subject.kind !== 'pods' || ask.governsSomebody(subject)
