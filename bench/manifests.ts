import type { JsonMap } from '../lib/model/json'
import {
  podsOf,
  type Namespace,
  type NamedPort,
  type Plan,
  type PlannedPod,
  type PlannedPolicy,
  type PlannedWorkload,
} from './plan'
import { servedPod, type Detail } from './served-pod'

/** Whether a cluster is written as its running pods or as the controllers that make them. */
export const forms = ['pods', 'workloads'] as const
export type Form = (typeof forms)[number]

/** All objects of a plan as the API server takes them, namespace by namespace where they have one. */
export function* manifestsOf(plan: Plan, form: Form, detail: Detail = 'lean'): Generator<JsonMap> {
  for (const namespace of plan.namespaces) yield namespaceManifest(namespace)
  if (form === 'pods') for (const pod of podsOf(plan)) yield servedPod(podManifest(pod), pod, detail)
  else for (const workload of plan.workloads) yield workloadManifest(workload)
  for (const policy of plan.policies) yield policyManifest(policy)
  yield* plan.others
}

export const namespaceManifest = ({ name, labels }: Namespace): JsonMap => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
})

export const policyManifest = ({ namespace, name, spec }: PlannedPolicy): JsonMap => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { namespace, name },
  spec,
})

export function podManifest({ workload, name, labels, address, node }: PlannedPod): JsonMap {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: workload.namespace.name,
      labels,
      ownerReferences: [ownerOf(workload)],
    },
    spec: { ...podSpecOf(workload), nodeName: node },
    status: { phase: 'Running', podIP: address, podIPs: [{ ip: address }] },
  }
}

/** A Deployment owns its pods through a ReplicaSet. */
const ownerOf = ({ kind, name, revision }: PlannedWorkload): JsonMap => ({
  apiVersion: 'apps/v1',
  ...(kind === 'Deployment'
    ? { kind: 'ReplicaSet', name: `${name}-${revision}` }
    : { kind: 'StatefulSet', name }),
  controller: true,
})

export function workloadManifest(workload: PlannedWorkload): JsonMap {
  const { kind, namespace, name, labels, replicas } = workload
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: namespace.name, labels },
    spec: {
      ...(kind === 'StatefulSet' && { serviceName: name }),
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpecOf(workload) },
    },
  }
}

const podSpecOf = ({ name, ports, sidecar }: PlannedWorkload): JsonMap => ({
  serviceAccountName: name,
  containers: [
    { name, image: `registry.example/${name}:1`, ports: ports.map(containerPort) },
    ...(sidecar ? [{ name: 'istio-proxy', image: 'registry.example/istio/proxyv2:1' }] : []),
  ],
})

const containerPort = ({ name, protocol, port }: NamedPort): JsonMap => ({
  name,
  containerPort: port,
  protocol,
})
