import type { Need, Proxy } from '../../model/mesh'
import type { Selector } from '../../model/selector'

/** Proxies that run in the pod itself, so that policies for the pod are policies for them. */
const inPods: readonly Proxy[] = ['sidecar', 'gateway', 'waypoint']

const labelled = (key: string, value: string): Selector => ({
  requirements: [{ key, operator: 'In', values: [value], path: ['spec', 'selector'] }],
  unreadable: [],
})

/** What Envoy and ztunnel cannot do without (istio.md section 8, pitfall 10): istiod, and the names by which it is found. */
export const needs: readonly Need[] = [
  {
    what: 'istiod',
    pods: { namespaces: { kind: 'all' }, pods: labelled('app', 'istiod') },
    ports: [{ protocol: 'TCP', port: 15012 }],
    proxies: inPods,
    otherwise: 'proxies get neither their settings nor certificates',
  },
  {
    what: 'DNS',
    pods: { namespaces: { kind: 'named', namespace: 'kube-system' }, pods: labelled('k8s-app', 'kube-dns') },
    ports: [
      { protocol: 'UDP', port: 53 },
      { protocol: 'TCP', port: 53 },
    ],
    proxies: inPods,
    otherwise: 'no name resolves, not that of istiod either',
  },
]
