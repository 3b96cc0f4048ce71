import type { JsonMap } from '../../lib/model/json'
import { objectsOf } from './manifests'

/** One pod of a workload, with what its controllers and its kubelet would have made, and a Service before it. */
const workload = (
  kind: 'Deployment' | 'StatefulSet',
  name: string,
  address: string,
  port: number,
): string => {
  const [namespace, app] = name.split('/')
  const labels = `{app: ${app}}`
  const spec = `{serviceAccountName: ${app}, containers: [{name: main, image: registry.example.com/${app}:1, ports: [{name: main, containerPort: ${port}}]}]}`
  const template = `template: {metadata: {labels: ${labels}}, spec: ${spec}}`
  const at = `namespace: ${namespace}, name: ${app}`
  const owner = kind === 'Deployment' ? 'ReplicaSet' : kind
  const suffix = kind === 'Deployment' ? '-1' : ''
  return `{apiVersion: v1, kind: ServiceAccount, metadata: {${at}}}
---
{apiVersion: v1, kind: Service, metadata: {${at}}, spec: {selector: ${labels}, ports: [{port: 80, targetPort: main}]}}
---
{apiVersion: apps/v1, kind: ${kind}, metadata: {${at}}, spec: {selector: {matchLabels: ${labels}}, ${kind === 'StatefulSet' ? `serviceName: ${app}, ` : ''}${template}}}
---
${
  kind === 'StatefulSet'
    ? ''
    : `{apiVersion: apps/v1, kind: ReplicaSet, metadata: {namespace: ${namespace}, name: ${app}-1, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: ${app}, controller: true}]}, spec: {selector: {matchLabels: ${labels}}, ${template}}}`
}
---
apiVersion: v1
kind: Pod
metadata:
  namespace: ${namespace}
  name: ${app}${suffix}-0
  labels: ${labels}
  ownerReferences: [{apiVersion: apps/v1, kind: ${owner}, name: ${app}${suffix}, controller: true}]
spec: {serviceAccountName: ${app}, nodeName: n1, containers: [{name: main, image: registry.example.com/${app}:1, ports: [{name: main, containerPort: ${port}}]}]}
status: {phase: Running, podIP: ${address}, podIPs: [{ip: ${address}}]}
`
}

const policy = (name: string, spec: string): string => {
  const [namespace, short] = name.split('/')
  return `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {namespace: ${namespace}, name: ${short}}, spec: ${spec}}`
}

const namespace = (name: string): string =>
  `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}, labels: {team: ${name}}}}`

/**
 * A small cluster of three namespaces whose policies name namespaces, pods and ports, with something in it that enforces
 * them: what is denied in it must never come out allowed because some of it could not be read.
 */
export const shop: readonly JsonMap[] = objectsOf(
  ...['shop', 'pay', 'ops'].map(namespace),
  '{apiVersion: v1, kind: Node, metadata: {name: n1}, status: {addresses: [{type: InternalIP, address: 10.9.0.1}]}}',
  `apiVersion: apps/v1
kind: DaemonSet
metadata: {namespace: kube-system, name: kube-network-policies}
spec:
  selector: {matchLabels: {app: kube-network-policies}}
  template:
    metadata: {labels: {app: kube-network-policies}}
    spec: {hostNetwork: true, containers: [{name: main, image: registry.example.com/engine:1}]}`,
  workload('Deployment', 'shop/web', '10.0.1.1', 8080),
  workload('Deployment', 'shop/cart', '10.0.1.2', 8080),
  workload('Deployment', 'pay/api', '10.0.2.1', 8080),
  workload('StatefulSet', 'pay/db', '10.0.2.2', 5432),
  workload('Deployment', 'ops/probe', '10.0.3.1', 9000),
  policy('pay/default-deny', '{podSelector: {}, policyTypes: [Ingress, Egress]}'),
  policy(
    'pay/api',
    '{podSelector: {matchLabels: {app: api}}, policyTypes: [Ingress, Egress], ingress: [{from: [{namespaceSelector: {matchLabels: {team: shop}}, podSelector: {matchLabels: {app: cart}}}], ports: [{port: 8080}]}], egress: [{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 5432}]}]}',
  ),
  policy(
    'pay/db',
    '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 5432}]}]}',
  ),
  policy(
    'shop/cart',
    '{podSelector: {matchLabels: {app: cart}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 8080}]}]}',
  ),
)

/** Policies that select nobody, in a namespace that a list has first: those that decide are on its second page. */
export const fillers: readonly JsonMap[] = objectsOf(
  namespace('bulk'),
  ...Array.from({ length: 501 }, (_, at) =>
    policy(`bulk/filler-${at}`, '{podSelector: {matchLabels: {app: nobody}}}'),
  ),
)
