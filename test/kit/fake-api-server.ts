import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

/** A kind as the fake server serves it; objects are what is inside `items`. */
export interface FakeKind {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly plural: string
  readonly namespaced?: false
  readonly objects?: readonly FakeObject[]
}

export interface FakeObject {
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: object
    readonly annotations?: object
  }
  readonly spec?: object
}

/** One request as the server saw it. */
export interface Seen {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
}

/** Answers instead of the server where it says true. */
export type Fault = (seen: Seen, response: ServerResponse) => boolean

export interface FakeApiServer {
  readonly url: string
  readonly seen: readonly Seen[]
  /** What goes wrong from now on. */
  fault: Fault
  close(): Promise<void>
}

/** The kinds that every API server has, as far as they are read. */
export const builtIn: readonly FakeKind[] = [
  { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false },
  { group: '', version: 'v1', kind: 'Pod', plural: 'pods' },
  { group: '', version: 'v1', kind: 'Service', plural: 'services' },
  { group: '', version: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts' },
  { group: '', version: 'v1', kind: 'Secret', plural: 'secrets' },
  { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps' },
  { group: '', version: 'v1', kind: 'Node', plural: 'nodes', namespaced: false },
  { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments' },
  { group: 'apps', version: 'v1', kind: 'ReplicaSet', plural: 'replicasets' },
  { group: 'apps', version: 'v1', kind: 'DaemonSet', plural: 'daemonsets' },
  { group: 'networking.k8s.io', version: 'v1', kind: 'NetworkPolicy', plural: 'networkpolicies' },
  { group: 'networking.k8s.io', version: 'v1', kind: 'Ingress', plural: 'ingresses' },
]

/** An API server on loopback that serves lists with `limit` and `continue`, objects by name, and discovery. */
export async function startFakeApiServer(
  kinds: readonly FakeKind[],
  { packs = true, write = object => object }: Partial<Omit<Store, 'kinds'>> = {},
): Promise<FakeApiServer> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake')
    const one: Seen = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
    }
    seen.push(one)
    if (!fake.fault(one, response)) answer({ kinds, packs, write }, one, response)
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const fake: FakeApiServer = {
    url: `http://127.0.0.1:${port}`,
    seen,
    fault: () => false,
    close: () =>
      new Promise(closed => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
  return fake
}

/** What is served and how. */
interface Store {
  readonly kinds: readonly FakeKind[]
  /** Whether long answers are packed for those who take them so. */
  readonly packs: boolean
  /** What is written of an object that is asked for. */
  readonly write: (object: FakeObject) => unknown
}

function answer(store: Store, { path, query, headers }: Seen, response: ServerResponse): void {
  const body = find(store, path, query)
  if (body === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n')
    return
  }
  const text = JSON.stringify(body)
  const packed = store.packs && headers['accept-encoding'] === 'gzip' && text.length > 128 * 1024
  response
    .writeHead(200, { 'content-type': 'application/json', ...(packed && { 'content-encoding': 'gzip' }) })
    .end(packed ? gzipSync(text, { level: 1 }) : text)
}

/** A Status object, as an API server refuses. */
export function refuse(response: ServerResponse, code: number, message: string, headers = {}): true {
  response
    .writeHead(code, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code }))
  return true
}

function find(store: Store, path: string, query: URLSearchParams): unknown {
  const { kinds } = store
  if (path === '/version') return { major: '1', minor: '36', gitVersion: 'v1.36.3' }
  if (path === '/apis')
    return { kind: 'APIGroupList', groups: groupsOf(kinds).map(name => group(kinds, name)) }
  const [, root, ...steps] = path.split('/').map(decodeURIComponent)
  const [groupName = '', version, ...rest] = root === 'api' ? ['', ...steps] : steps
  const served = kinds.filter(kind => kind.group === groupName)
  if (served.length === 0) return undefined
  if (version === undefined) return group(kinds, groupName)
  const ofVersion = served.filter(kind => kind.version === version)
  if (rest.length === 0) return ofVersion.length === 0 ? undefined : resources(ofVersion)
  return objects({ ...store, kinds: ofVersion }, rest, query)
}

const groupsOf = (kinds: readonly FakeKind[]): string[] =>
  [...new Set(kinds.map(({ group }) => group))].filter(name => name !== '')

function group(kinds: readonly FakeKind[], name: string): unknown {
  const versions = [...new Set(kinds.filter(kind => kind.group === name).map(({ version }) => version))]
  return {
    kind: 'APIGroup',
    name,
    versions: versions.map(version => ({ groupVersion: `${name}/${version}`, version })),
    preferredVersion: { groupVersion: `${name}/${versions[0]}`, version: versions[0] },
  }
}

const resources = (kinds: readonly FakeKind[]): unknown => ({
  kind: 'APIResourceList',
  resources: kinds.flatMap(({ plural, kind, namespaced }) => [
    { name: plural, kind, namespaced: namespaced !== false, verbs: ['get', 'list', 'watch'] },
    { name: `${plural}/status`, kind, namespaced: namespaced !== false, verbs: ['get', 'patch'] },
  ]),
})

function objects({ kinds, write }: Store, steps: readonly string[], query: URLSearchParams): unknown {
  const inside = steps[0] === 'namespaces' && steps.length > 2
  const [plural, name] = inside ? steps.slice(2) : steps
  const kind = kinds.find(each => each.plural === plural)
  if (!kind) return undefined
  const all = (kind.objects ?? []).filter(({ metadata }) => !inside || metadata.namespace === steps[1])
  if (name !== undefined) {
    const found = all.find(({ metadata }) => metadata.name === name)
    return found && { apiVersion: apiVersionOf(kind), kind: kind.kind, ...found }
  }
  const start = Number(query.get('continue') ?? 0)
  const end = start + Number(query.get('limit') ?? all.length)
  return {
    kind: `${kind.kind}List`,
    apiVersion: apiVersionOf(kind),
    metadata: { resourceVersion: '1', ...(end < all.length && { continue: String(end) }) },
    items: all.slice(start, end).map(write),
  }
}

const apiVersionOf = ({ group, version }: FakeKind): string =>
  group === '' ? version : `${group}/${version}`
