import { isAdminPolicy } from './admin'
import { namespaceOf, type End } from './ends'
import { textAt, type RawObject } from './raw'

/**
 * What an object of a policy kind that is not evaluated could do to a side it reaches:
 * - `either`: allow or deny, whatever the NetworkPolicies say;
 * - `baseline`: deny what no NetworkPolicy isolates;
 * - `mesh-in`, `mesh-out`: refuse at the destination or at the source, on top of what the network says.
 */
export type Power = 'either' | 'baseline' | 'mesh-in' | 'mesh-out'

interface UnreadKind {
  readonly powers: readonly Power[]
  readonly clusterWide: boolean
}

const inNamespace = (...powers: Power[]): UnreadKind => ({ powers, clusterWide: false })
const everywhere = (...powers: Power[]): UnreadKind => ({ powers, clusterWide: true })

const UNREAD = new Map<string, UnreadKind>([
  ['cilium.io CiliumNetworkPolicy', inNamespace('either')],
  ['cilium.io CiliumClusterwideNetworkPolicy', everywhere('either')],
  ['projectcalico.org NetworkPolicy', inNamespace('either')],
  ['projectcalico.org GlobalNetworkPolicy', everywhere('either')],
  ['crd.projectcalico.org NetworkPolicy', inNamespace('either')],
  ['crd.projectcalico.org GlobalNetworkPolicy', everywhere('either')],
  // In the versions that are not judged.
  ['policy.networking.k8s.io AdminNetworkPolicy', everywhere('either')],
  ['policy.networking.k8s.io BaselineAdminNetworkPolicy', everywhere('baseline')],
  ['policy.linkerd.io Server', inNamespace('mesh-in')],
  ['policy.linkerd.io EgressNetwork', inNamespace('mesh-out')],
  ['kuma.io MeshTrafficPermission', everywhere('mesh-in', 'mesh-out')],
])

/** The policy groups of the contract. A kind of theirs that is neither judged nor listed above is a gap in here. */
const POLICY_GROUPS = new Set([
  'networking.k8s.io',
  'policy.networking.k8s.io',
  'gateway.networking.k8s.io',
  'cilium.io',
  'projectcalico.org',
  'crd.projectcalico.org',
  'security.istio.io',
  'networking.istio.io',
  'policy.linkerd.io',
  'spire.spiffe.io',
  'crd.antrea.io',
  'k8s.ovn.org',
  'kubeovn.io',
  'kuma.io',
  'consul.hashicorp.com',
  'networking.k8s.aws',
  'vpcresources.k8s.aws',
])

const kindOf = (object: RawObject): string => `${groupOf(object)} ${textAt(object, 'kind') ?? ''}`

export const isNetworkPolicy = (object: RawObject): boolean =>
  kindOf(object) === 'networking.k8s.io NetworkPolicy'

/** Throws on a policy kind whose powers are not known here, rather than judge as if it were not there. */
export function refuseUnknownKinds(objects: readonly RawObject[]): void {
  const strange = objects.find(
    o => POLICY_GROUPS.has(groupOf(o)) && !isNetworkPolicy(o) && !isAdminPolicy(o) && !UNREAD.has(kindOf(o)),
  )
  if (strange) throw new Error(`the third opinion does not know what a \`${kindOf(strange)}\` may do`)
}

export const groupOf = (object: RawObject): string =>
  (textAt(object, 'apiVersion') ?? '').replace(/\/?[^/]*$/, '')

/** Whether some unread object with this power has the pod in its reach. Host-network pods are in nobody's reach. */
export function reached(end: End, power: Power, objects: readonly RawObject[]): boolean {
  if (end.kind === 'outside' || end.hostNetwork) return false
  return objects.some(object => {
    const unread = UNREAD.get(kindOf(object))
    if (!unread?.powers.includes(power) || isAdminPolicy(object)) return false
    return unread.clusterWide || namespaceOf(object) === end.namespace
  })
}
