import { refKey, type ObjectRef } from '../../../model/object'
import type { Pod } from '../../../model/inventory'
import type { Policy, Subject } from '../../../model/rule'
import { selects } from '../../../model/selector'
import { and, type Tri } from '../../../model/tri'
import type { Ground, Member } from './ground'

/** All that one object of Istio compiles to in the plane of authorization. */
export interface PolicyObject {
  readonly object: ObjectRef
  readonly policies: readonly Policy[]
}

/** Enforced objects of one kind, in the order of the input. */
export function policyObjects({ read }: Ground, kind: string): PolicyObject[] {
  const found = new Map<string, { object: ObjectRef; policies: Policy[] }>()
  for (const policy of read.policies) {
    const { object, dialect, enforcement } = policy
    if (dialect !== 'istio' || object.kind !== kind || enforcement !== 'enforced') continue
    const known = found.get(refKey(object)) ?? { object, policies: [] }
    known.policies.push(policy)
    found.set(refKey(object), known)
  }
  return [...found.values()]
}

/** A workload's pods that a policy governs, or may. */
export interface GovernedMember extends Member {
  readonly policy: Policy
  readonly governs: Exclude<Tri, 'no'>
}

/** Looks up who is governed, by namespace, since a policy outside the root namespace is for its own alone. */
export class Governing {
  private readonly byNamespace = new Map<string, Member[]>()
  private readonly places = new Map<Pod, number>()

  constructor(private readonly ground: Ground) {
    for (const member of ground.members) {
      this.places.set(member.pod, this.places.size)
      const known = this.byNamespace.get(member.workload.namespace)
      if (known) known.push(member)
      else this.byNamespace.set(member.workload.namespace, [member])
    }
  }

  /** One entry for each policy and member, in the order of the members. */
  by(policies: readonly Policy[]): GovernedMember[] {
    const found = policies.flatMap(policy =>
      this.inScope(policy.subject).flatMap((member): GovernedMember[] => {
        const met = governs(policy.subject, member.pod)
        return met === 'no' ? [] : [{ ...member, policy, governs: met }]
      }),
    )
    const placeOf = ({ pod }: Member): number => this.places.get(pod) ?? 0
    return policies.length > 1 ? found.sort((a, b) => placeOf(a) - placeOf(b)) : found
  }

  private inScope({ namespaces }: Subject): readonly Member[] {
    return namespaces.kind === 'named'
      ? (this.byNamespace.get(namespaces.namespace) ?? [])
      : this.ground.members
  }
}

/** Whether a policy of Istio governs a pod; of namespaces it knows its own and all. Host-network pods are in no mesh. */
export function governs(subject: Subject, pod: Pod): Tri {
  const { namespaces } = subject
  if (pod.hostNetwork || (namespaces.kind === 'named' && namespaces.namespace !== pod.namespace)) return 'no'
  if (subject.kind === 'unreadable') return 'maybe'
  const proxied: Tri =
    !subject.proxies || subject.proxies.includes(pod.proxy) ? 'yes' : pod.proxy === 'unknown' ? 'maybe' : 'no'
  return and(
    proxied,
    selects(subject.pods, key => pod.labels.get(key)),
  )
}

/** Why it is not sure that a policy governs anybody as written. */
export function doubtOfPolicy(governed: readonly GovernedMember[]): string | undefined {
  if (governed.some(({ policy }) => policy.refused)) return 'Istio would refuse the policy as written'
  if (governed.some(({ policy }) => policy.rules.some(({ present }) => present === 'maybe')))
    return 'whether this control plane heeds the policy as written is unknown'
  if (governed.every(each => each.governs === 'maybe'))
    return governed.every(({ pod }) => pod.proxy === 'unknown')
      ? 'whether these pods get a proxy is unknown'
      : 'whom the policy is for could not be read'
  return undefined
}
