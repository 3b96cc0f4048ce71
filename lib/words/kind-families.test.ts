import { expect, it } from 'vitest'
import { familyCounts } from './kind-families'

it.each([
  ['', 'Namespace', 'Namespaces'],
  ['', 'Pod', 'Pods'],
  ['apps', 'Deployment', 'Controllers'],
  ['batch', 'CronJob', 'Controllers'],
  ['', 'ReplicationController', 'Controllers'],
  ['', 'Service', 'Services and routes'],
  ['discovery.k8s.io', 'EndpointSlice', 'Services and routes'],
  ['networking.k8s.io', 'Ingress', 'Services and routes'],
  ['gateway.networking.k8s.io', 'HTTPRoute', 'Services and routes'],
  ['route.openshift.io', 'Route', 'Services and routes'],
  ['networking.k8s.io', 'NetworkPolicy', 'NetworkPolicies'],
  ['policy.networking.k8s.io', 'AdminNetworkPolicy', 'Admin policies'],
  ['cilium.io', 'CiliumNetworkPolicy', 'Cilium'],
  ['crd.projectcalico.org', 'NetworkPolicy', 'Calico'],
  ['security.istio.io', 'PeerAuthentication', 'Istio'],
  ['policy.linkerd.io', 'Server', 'Linkerd'],
  ['crd.antrea.io', 'ClusterNetworkPolicy', 'Other policies'],
  ['', 'ServiceAccount', 'Others'],
  ['networking.k8s.io', 'IngressClass', 'Others'],
])('%s/%s counts as %s', (group, kind, name) => {
  expect(familyCounts([{ group, kind, count: 3 }]).filter(({ count }) => count > 0)).toEqual([
    { name, count: 3 },
  ])
})

it('has a place for every family before anything is read, and adds up', () => {
  const none = familyCounts([])
  expect(none).toHaveLength(12)
  const some = familyCounts([
    { group: 'apps', kind: 'Deployment', count: 1200 },
    { group: 'batch', kind: 'Job', count: 4 },
  ])
  expect(some.map(({ name }) => name)).toEqual(none.map(({ name }) => name))
  expect(some).toContainEqual({ name: 'Controllers', count: 1204 })
})
