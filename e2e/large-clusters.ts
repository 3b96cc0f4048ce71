import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Clusters that are too large to keep as files, written when a test starts a server for them. */

const names = [
  ...[
    'payments',
    'identity',
    'orders',
    'customer-data',
    'ingress',
    'billing',
    'ledger',
    'accounts',
    'kyc',
    'fraud',
  ],
  ...['cards', 'checkout', 'cart', 'catalog', 'search', 'pricing', 'promo', 'reviews', 'media', 'shipping'],
  ...[
    'returns',
    'warehouse',
    'labels',
    'carriers',
    'notify',
    'email',
    'sms',
    'push',
    'analytics',
    'etl',
    'kafka',
  ],
  ...['clickhouse', 'metabase', 'ci', 'grafana', 'loki', 'web', 'jobs', 'vault', 'monitoring'],
]

/** Workloads of the namespace at a place: from 2 to 9, so that no two columns need be alike. */
const sizeAt = (at: number): number => 2 + ((at * 5) % 8)

const pod = (namespace: string, name: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace, name, labels: { app: name } },
  spec: { containers: [{ name: 'main', image: 'main', ports: [{ name: 'http', containerPort: 8080 }] }] },
  status: { phase: 'Running' },
})

const namespace = (name: string, team: string): object => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name, team } },
})

async function written(name: string, items: readonly object[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'podtrust-e2e-'))
  const file = join(folder, `${name}.json`)
  await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
  return file
}

/** Forty namespaces in which everything is open to everyone. */
export const fortyOpen = {
  namespaces: names.length,
  workloads: names.reduce((sum, _, at) => sum + sizeAt(at), 0),
  write: () =>
    written(
      'forty-open',
      names.flatMap((name, at) => [
        namespace(name, `team-${at % 4}`),
        ...Array.from({ length: sizeAt(at) }, (_, i) => pod(name, `${name}-${i}`)),
      ]),
    ),
}

/** Four hundred namespaces of two open workloads each, in twelve teams. */
export const fourHundred = {
  namespaces: 400,
  teams: 12,
  workloads: 800,
  write: () =>
    written(
      'four-hundred',
      Array.from({ length: 400 }, (_, at) => `ns-${String(at).padStart(3, '0')}`).flatMap((name, at) => [
        namespace(name, `team-${String(at % 12).padStart(2, '0')}`),
        pod(name, 'web'),
        pod(name, 'db'),
      ]),
    ),
}

const team = Array.from({ length: 70 }, (_, at) => `x-${at}`)

/** Seventy namespaces that policies treat alike, and one that lets them in: on the map they are one end. */
export const oneTeam = {
  namespaces: team.length,
  write: () =>
    written('one-team', [
      ...team.flatMap(name => [namespace(name, 'x'), pod(name, 'app')]),
      namespace('hub', 'hub'),
      pod('hub', 'api'),
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { namespace: 'hub', name: 'in' },
        spec: {
          podSelector: {},
          policyTypes: ['Ingress', 'Egress'],
          ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'x' } } }], ports: [{ port: 80 }] }],
        },
      },
    ]),
}
