import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { readKinds } from '../../lib/analyze'
import type { Capture } from '../../lib/model/capture'
import type { ClusterChoice } from '../../lib/sources/cluster/choice'
import { readCluster, type ClusterOptions } from '../../lib/sources/cluster/read'
import { folderOf } from './command-line'
import {
  builtIn,
  startFakeApiServer,
  type FakeApiServer,
  type FakeKind,
  type FakeObject,
} from './fake-api-server'

/** A fake API server that is gone when the test is over; by kind, what it holds. */
export async function fakeCluster(
  objects: Readonly<Record<string, readonly FakeObject[]>>,
  kinds: readonly FakeKind[] = builtIn,
): Promise<FakeApiServer> {
  const server = await startFakeApiServer(
    kinds.map(kind => ({ ...kind, objects: objects[kind.kind] ?? kind.objects ?? [] })),
  )
  onTestFinished(() => server.close())
  return server
}

/** A kubeconfig with one context, gone when the test is over. */
export async function kubeconfigFor(
  server: string,
  { user = {}, namespace, cluster = {} }: { user?: object; namespace?: string; cluster?: object } = {},
): Promise<string> {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server, ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'prod', context: { cluster: 'c', user: 'u', ...(namespace && { namespace }) } }],
    'current-context': 'prod',
  }
  return join(await folderOf({ config: JSON.stringify(config) }), 'config')
}

/** Patience for tests: what would take seconds takes milliseconds. */
export const hasty: Partial<ClusterOptions> = {
  pace: { first: 1, longest: 4, obeyed: 2000 },
  limits: { connect: 2000, begin: 300, idle: 300, whole: 3000 },
}

/** Reads a fake API server to the end. */
export async function readFake(
  server: FakeApiServer,
  choice: Omit<ClusterChoice, 'kubeconfig'> = {},
  options: Partial<ClusterOptions> & { readonly home?: string } = {},
): Promise<Capture> {
  const { home, ...rest } = options
  const kubeconfig = await kubeconfigFor(server.url, { ...(home && { namespace: home }) })
  return readCluster({ ...choice, kubeconfig }, { reads: readKinds, ...hasty, ...rest })
}

export const fakeNamespace = (name: string, labels: object = {}): FakeObject => ({
  metadata: { name, labels },
})

export const fakePod = (namespace: string, name: string, more: object = {}): FakeObject => ({
  metadata: { name, namespace },
  ...{ spec: { containers: [{ name: 'c', env: [{ name: 'KEY', value: 'hush' }] }] }, ...more },
})

export const fakePolicy = (namespace: string, name: string): FakeObject => ({
  metadata: { name, namespace },
  ...{ spec: { podSelector: {}, policyTypes: ['Ingress'] } },
})
