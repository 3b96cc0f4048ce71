/** The text of a cluster of so many workloads, the same every time: ten to a namespace, three pods each, half of it policed. */
export function clusterText(workloads: number): string {
  const namespaces = Math.ceil(workloads / 10)
  const documents = Array.from({ length: namespaces }, (_, at) =>
    namespaceDocuments(at, Math.min(10, workloads - at * 10)),
  )
  return documents
    .flat()
    .map(document => JSON.stringify(document))
    .join('\n---\n')
}

function namespaceDocuments(at: number, workloads: number): object[] {
  const namespace = `team-${at}`
  const own = { namespace, labels: { team: `t${at}` } }
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { zone: `z${at % 4}` } } },
    ...Array.from({ length: workloads }, (_, i) => pods(namespace, at, i)).flat(),
    ...(at % 2 === 0 ? policies(own) : []),
  ]
}

const pods = (namespace: string, at: number, i: number): object[] =>
  [0, 1, 2].map(replica => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace,
      name: `app-${i}-${replica}`,
      labels: { app: `app-${i}`, tier: ['web', 'api', 'db'][i % 3] },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: `app-${i}`, controller: true }],
    },
    spec: {
      nodeName: `node-${(at + i + replica) % 20}`,
      serviceAccountName: `app-${i}`,
      containers: [{ ports: [{ name: 'http', containerPort: 8080 }] }],
    },
    status: { phase: 'Running', podIP: `10.${at % 250}.${i}.${replica + 1}` },
  }))

const policies = (metadata: object): object[] => [
  networkPolicy(metadata, 'default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
  networkPolicy(metadata, 'api-from-web', {
    podSelector: { matchLabels: { tier: 'api' } },
    ingress: [{ from: [{ podSelector: { matchLabels: { tier: 'web' } } }], ports: [{ port: 'http' }] }],
  }),
  networkPolicy(metadata, 'db-from-api', {
    podSelector: { matchLabels: { tier: 'db' } },
    ingress: [{ from: [{ podSelector: { matchLabels: { tier: 'api' } } }], ports: [{ port: 5432 }] }],
  }),
  networkPolicy(metadata, 'out', {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      { to: [{ podSelector: {} }] },
      {
        to: [{ namespaceSelector: { matchLabels: { zone: 'z1' } } }],
        ports: [{ port: 53, protocol: 'UDP' }],
      },
      { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }], ports: [{ port: 443 }] },
    ],
  }),
]

const networkPolicy = (metadata: object, name: string, spec: object): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { ...metadata, name },
  spec,
})
