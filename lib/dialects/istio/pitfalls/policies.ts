import type { Pod } from '../../../model/inventory'
import type { Proxy } from '../../../model/mesh'
import { refKey, type ObjectRef, type Path } from '../../../model/object'
import type { Policy, Rule } from '../../../model/rule'
import { selects, selectsAll } from '../../../model/selector'
import type { Tri } from '../../../model/tri'
import type { Ground, Member } from './ground'

/** An AuthorizationPolicy in force that selects pods, as its two kinds of proxies have it. */
export interface Written {
  readonly object: ObjectRef
  readonly refused: boolean
  /** At sidecars and gateways. */
  readonly envoy: Policy
  /** Absent: ztunnel is handed nothing of it. */
  readonly ztunnel?: Policy
}

/** Those that are attached by `targetRefs` are left out. */
export function writtenPolicies({ read: { policies } }: Ground): readonly Written[] {
  const found = new Map<string, Written>()
  for (const policy of policies.filter(isAuthorization)) {
    const { object, refused, subject } = policy
    if (subject.kind !== 'pods') continue
    const key = refKey(object)
    const known = found.get(key)
    if (subject.proxies?.includes('sidecar')) found.set(key, { ...known, object, refused, envoy: policy })
    else if (known && subject.proxies?.includes('ztunnel')) found.set(key, { ...known, ztunnel: policy })
  }
  return [...found.values()]
}

export const isAuthorization = ({ object, dialect, enforcement }: Policy): boolean =>
  dialect === 'istio' && object.kind === 'AuthorizationPolicy' && enforcement === 'enforced'

/** Whether sidecars take the policy for one about every pod and ztunnel for one about none. */
export const isEmptySelector = ({ subject }: Policy): boolean =>
  subject.kind === 'pods' && subject.path.at(-1) === 'selector' && selectsAll(subject.pods)

/** Whether the policy means the pod, were it met at such a proxy. */
export function means({ subject }: Policy, pod: Pod, proxy: Proxy = pod.proxy): Tri {
  const { namespaces } = subject
  if (namespaces.kind === 'named' && namespaces.namespace !== pod.namespace) return 'no'
  if (subject.kind !== 'pods') return 'maybe'
  if (subject.proxies && !subject.proxies.includes(proxy)) return 'no'
  const selected = selects(subject.pods, key => pod.labels.get(key))
  return namespaces.kind === 'selected' && selected === 'yes' ? 'maybe' : selected
}

/** Members that a policy means, as if it were met at such a proxy, and surely so. */
export function meant(ground: Ground, policy: Policy, at: Proxy, as: Proxy = at): readonly Member[] {
  const { namespaces } = policy.subject
  const members = namespaces.kind === 'named' ? ground.membersIn(namespaces.namespace) : ground.members
  return members.filter(({ pod }) => pod.proxy === at && means(policy, pod, as) !== 'no')
}

/** Where the rule stands that was compiled to this one. */
export const ruleOf = ({ path }: Rule): Path => path.slice(0, 3)

/** Whether a rule looks at what only requests have. */
export const looksAtRequests = ({ request }: Rule): boolean =>
  request?.tests.some(({ field: { kind } }) => kind !== 'remote-address' && kind !== 'server-name') ?? false

/** Why it is not sure that a policy does what it says. */
export function doubtOfPolicy({ refused }: Written, rules: readonly Rule[]): string | undefined {
  if (refused) return 'Istio would refuse the policy as it is written, so that it may not be there'
  return rules.some(({ present }) => present === 'maybe') ? 'the policy could not be read in full' : undefined
}
