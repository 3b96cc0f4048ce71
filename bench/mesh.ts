import type { JsonMap } from '../lib/model/json'
import type { Plan, PlannedWorkload } from './plan'

/**
 * Every application with a sidecar and a Service, and Istio's policies in every namespace: strict or permissive mutual TLS,
 * and for each second application an AuthorizationPolicy that names two callers, some of them for a few requests only.
 */
export function withMesh(plan: Plan): Plan {
  const workloads = plan.workloads.map(withSidecar)
  const byNamespace = new Map<string, PlannedWorkload[]>()
  for (const workload of workloads) {
    const known = byNamespace.get(workload.namespace.name)
    if (known) known.push(workload)
    else byNamespace.set(workload.namespace.name, [workload])
  }
  const objects = [...byNamespace].flatMap(([namespace, members], at) => [
    peerAuthentication(namespace, at % 3 === 0 ? 'PERMISSIVE' : 'STRICT'),
    ...members.map(serviceOf),
    ...members.flatMap((member, i) => (i % 2 === 0 ? [authorization(member, members, i)] : [])),
  ])
  return { ...plan, workloads, others: [...plan.others, settings, ...objects] }
}

const withSidecar = (workload: PlannedWorkload): PlannedWorkload => ({
  ...workload,
  labels: { ...workload.labels, 'security.istio.io/tlsMode': 'istio' },
  sidecar: true,
})

const settings: JsonMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'istio-system', name: 'istio' },
  data: { mesh: 'trustDomain: cluster.local' },
}

/** A mode of a namespace, or of one application of it. */
export const peerAuthentication = (namespace: string, mode: string, of?: PlannedWorkload): JsonMap => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: { namespace, name: of ? `mode-of-${of.name}` : 'mode' },
  spec: { ...(of && { selector: { matchLabels: own(of.labels) } }), mtls: { mode } },
})

/** Tokens that an application verifies. */
export const requestAuthentication = ({ namespace, name, labels }: PlannedWorkload): JsonMap => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'RequestAuthentication',
  metadata: { namespace: namespace.name, name },
  spec: { selector: { matchLabels: own(labels) }, jwtRules: [{ issuer: 'https://issuer.example' }] },
})

/** What clients send to an application, for everybody. */
export const destinationRule = ({ namespace, name }: PlannedWorkload): JsonMap => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { namespace: namespace.name, name },
  spec: { host: name, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } },
})

const serviceOf = ({ namespace, name, labels, ports }: PlannedWorkload): JsonMap => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace: namespace.name, name },
  spec: {
    selector: own(labels),
    ports: ports.map(({ name: port, protocol, port: number }) => ({
      name: port,
      protocol,
      port: number,
      targetPort: number,
    })),
  },
})

const own = ({ app, 'k8s-app': platform }: PlannedWorkload['labels']): JsonMap =>
  app === undefined ? { 'k8s-app': platform ?? '' } : { app }

/** Who may come to an application: two others of its namespace, some steps on. */
export function authorization(
  { namespace, name, labels, ports }: PlannedWorkload,
  neighbours: readonly PlannedWorkload[],
  at: number,
): JsonMap {
  const callers = [1, 2].flatMap(step => neighbours[(at + step) % neighbours.length] ?? [])
  const operation = {
    ports: [String(ports[0].port)],
    ...(at % 6 === 0 && { methods: ['GET'], paths: ['/api/*'] }),
  }
  const principals = callers.map(caller => `cluster.local/ns/${namespace.name}/sa/${caller.name}`)
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { namespace: namespace.name, name },
    spec: {
      selector: { matchLabels: own(labels) },
      action: 'ALLOW',
      rules: [{ from: [{ source: { principals } }], to: [{ operation }] }],
    },
  }
}
