import type { ClusterFacts } from '../model/capture'
import { count, listed } from './count'
import { visible } from './visible'

/** Who a group of kinds belongs to, by the end of its name; a group that is not here goes by its own name. */
const owners: readonly (readonly [group: string, owner: string])[] = [
  ['policy.networking.k8s.io', 'AdminNetworkPolicy'],
  ['gateway.networking.k8s.io', 'Gateway API'],
  ['route.openshift.io', 'OpenShift Route'],
  ['cilium.io', 'Cilium'],
  ['projectcalico.org', 'Calico'],
  ['istio.io', 'Istio'],
  ['linkerd.io', 'Linkerd'],
  ['spiffe.io', 'SPIRE'],
  ['antrea.io', 'Antrea'],
  ['antrea.tanzu.vmware.com', 'Antrea'],
  ['k8s.ovn.org', 'OVN'],
  ['kubeovn.io', 'Kube-OVN'],
  ['kuma.io', 'Kuma'],
  ['consul.hashicorp.com', 'Consul'],
  ['k8s.aws', 'AWS'],
]

export function ownerOf(group: string): string {
  const known = owners.find(([end]) => group === end || group.endsWith(`.${end}`))
  return known?.[1] ?? visible(group)
}

/** What the groups belong to, each once, in order of the alphabet: `Calico`, `Cilium`, `Istio`. */
export const ownersOf = (groups: readonly string[]): string[] =>
  [...new Set(groups.map(ownerOf))].sort((a, b) => a.localeCompare(b, 'en'))

/**
 * What a live cluster is, in one or two sentences: `Kubernetes v1.36.3. Not installed, so nothing of it decides anything:
 * Calico and Istio.`
 */
export function clusterSentence({ version, notInstalled, namespaces }: ClusterFacts): string {
  const owners = ownersOf(notInstalled)
  return [
    version === undefined ? 'Its version was not told.' : `Kubernetes ${visible(version)}.`,
    ...(namespaces === undefined
      ? []
      : [`Only ${count(namespaces.length, 'namespace')} read: ${listed(namespaces.map(visible), 6)}.`]),
    ...(owners.length === 0
      ? []
      : [`Not installed, so nothing of it decides anything: ${listed(owners, owners.length)}.`]),
  ].join(' ')
}
