import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import {
  builtIn,
  refuse,
  type FakeApiServer,
  type FakeKind,
  type FakeObject,
  type Fault,
} from '../../../test/kit/fake-api-server'
import {
  fakeCluster,
  fakeNamespace,
  fakePod,
  fakePolicy,
  kubeconfigFor,
  readFake,
  hasty,
} from '../../../test/kit/live-cluster'
import type { Capture, Gap } from '../../model/capture'
import { refText } from '../../model/object'
import { readCluster } from './read'

const shop = {
  Namespace: [fakeNamespace('shop', { team: 'a' }), fakeNamespace('pay', { team: 'b' })],
  Pod: [fakePod('shop', 'web'), fakePod('pay', 'db')],
  NetworkPolicy: [fakePolicy('shop', 'deny'), fakePolicy('pay', 'deny')],
  Secret: [{ metadata: { name: 'token', namespace: 'shop' } }],
}

const names = ({ objects }: Capture): string[] => objects.map(({ ref }) => refText(ref))

/** `NetworkPolicy in pay: forbidden`. */
const gapText = (gap: Gap): string =>
  gap.kind === 'unlisted'
    ? `${gap.object.kind}${gap.object.name === '*' ? '' : ` ${gap.object.name}`}${
        gap.namespace === undefined ? '' : ` in ${gap.namespace}`
      }: ${gap.why}`
    : gap.kind === 'namespace-labels'
      ? `labels of ${gap.namespace}`
      : `policy ${gap.object.name}`

const gapsOf = ({ gaps }: Capture): string[] => gaps.map(gapText)

/** Refuses what the path fits, as an API server refuses somebody without the right. */
const forbid =
  (pattern: RegExp): Fault =>
  ({ path }, response) =>
    pattern.test(path) && refuse(response, 403, `${path} is forbidden`)

describe('a cluster that shows everything', () => {
  it('is read as manifests are: slim, complete, with what is not installed as a fact', async () => {
    const server = await fakeCluster(shop)
    const capture = await readFake(server)
    expect(capture.source).toEqual({ kind: 'cluster', label: 'prod' })
    expect(names(capture)).toEqual([
      'Namespace shop',
      'Namespace pay',
      'Pod shop/web',
      'Pod pay/db',
      'NetworkPolicy shop/deny',
      'NetworkPolicy pay/deny',
    ])
    expect(capture).toMatchObject({ gaps: [], problems: [], cluster: { version: 'v1.36.3' } })
    expect(capture.cluster?.notInstalled).toContain('cilium.io')
    expect(capture.cluster?.notInstalled).not.toContain('networking.k8s.io')
    expect(JSON.stringify(capture)).not.toContain('hush')
    expect(capture.objects[2]).toEqual({
      ref: { group: '', kind: 'Pod', namespace: 'shop', name: 'web' },
      version: 'v1',
      body: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web', namespace: 'shop' },
        spec: { containers: [{ name: 'c' }] },
      },
    })
  })

  it('is asked by GET alone, never for Secrets, and for ConfigMaps by name only', async () => {
    const server = await fakeCluster(shop)
    await readFake(server)
    expect(new Set(server.seen.map(({ method }) => method))).toEqual(new Set(['GET']))
    const paths = server.seen.map(({ path }) => path)
    expect(paths.filter(path => path.includes('secrets'))).toEqual([])
    expect(paths.filter(path => path.includes('configmaps'))).toEqual([
      '/api/v1/namespaces/kube-system/configmaps/cilium-config',
      '/api/v1/namespaces/kube-system/configmaps/calico-config',
    ])
    expect(server.seen[0]?.headers).toMatchObject({
      'user-agent': expect.stringMatching(/^podtrust\/\d/) as string,
      accept: 'application/json',
    })
  })

  it('is read page by page, and packed answers are unpacked', async () => {
    const pods = Array.from({ length: 1203 }, (_, i) => fakePod('shop', `p${i}`, { filler: 'x'.repeat(400) }))
    const server = await fakeCluster({ ...shop, Pod: pods })
    const seen: number[] = []
    let pod = 0
    const capture = await readFake(
      server,
      {},
      {
        onProgress: ({ objects, kinds }) => {
          seen.push(objects)
          pod = kinds.find(({ kind }) => kind === 'Pod')?.count ?? 0
        },
      },
    )
    expect(pod).toBe(1203)
    expect(names(capture).filter(name => name.startsWith('Pod '))).toHaveLength(1203)
    const pages = server.seen
      .filter(({ path }) => path === '/api/v1/pods')
      .map(({ query }) => query.toString())
    expect(pages).toEqual(['limit=500', 'limit=500&continue=500', 'limit=500&continue=1000'])
    expect(seen.some(objects => objects >= 500 && objects < 1000)).toBe(true)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
  })

  it('is read in the version that is known here, else in the preferred one', async () => {
    const group = 'policy.networking.k8s.io'
    const kind = {
      group,
      kind: 'AdminNetworkPolicy',
      plural: 'adminnetworkpolicies',
      namespaced: false,
    } as const
    const other = { group, kind: 'Strange', plural: 'stranges', namespaced: false } as const
    const server = await fakeCluster(shop, [
      ...builtIn,
      { ...kind, version: 'v9' },
      { ...kind, version: 'v1alpha1' },
      { ...other, version: 'v9' },
      { ...other, version: 'v1alpha1' },
    ])
    await readFake(server)
    const paths = server.seen.map(({ path }) => path)
    expect(paths).toContain(`/apis/${group}/v1alpha1/adminnetworkpolicies`)
    expect(paths).not.toContain(`/apis/${group}/v9/adminnetworkpolicies`)
    expect(paths).toContain(`/apis/${group}/v9/stranges`)
  })

  it('is not asked for kinds that decide nothing and that nobody reads', async () => {
    const server = await fakeCluster(shop, [
      ...builtIn,
      { group: 'cilium.io', version: 'v2', kind: 'CiliumIdentity', plural: 'ciliumidentities' },
      { group: 'example.org', version: 'v1', kind: 'Thing', plural: 'things' },
      { group: 'apps', version: 'v1', kind: 'ControllerRevision', plural: 'controllerrevisions' },
    ])
    await readFake(server)
    expect(server.seen.filter(({ path }) => /ciliumidentities|things|revisions/.test(path))).toEqual([])
  })
})

describe('what fails becomes a gap', () => {
  /** Answers every list of NetworkPolicies in this way. */
  const policies =
    (answer: Fault): Fault =>
    (seen, response) =>
      seen.path.endsWith('/networkpolicies') && answer(seen, response)

  it.each<[string, Fault, string, RegExp]>([
    ['a timeout', () => true, 'timeout', /no answer after 0\.3 s/],
    [
      'an answer that stops',
      (_, response) => (response.writeHead(200).write('{"kind":"NetworkPolicyList","items":['), true),
      'timeout',
      /stops in the middle/,
    ],
    [
      'an answer that is cut off',
      (_, response) => (
        response.writeHead(200, { 'content-length': 100 }).write('{"kind":'),
        setTimeout(() => response.destroy(), 20),
        true
      ),
      'cut-off',
      /ends in the middle/,
    ],
    [
      'JSON that is cut off',
      (_, response) => (response.end('{"kind":"NetworkPolicyList","items":[{"metad'), true),
      'cut-off',
      /ends in the middle/,
    ],
    [
      'a web page',
      (_, response) => (response.end('<html>please log in</html>'), true),
      'server-error',
      /is no JSON/,
    ],
    [
      'another object',
      (_, response) => (response.end('{"kind":"Status","status":"Success"}'), true),
      'server-error',
      /is no list of NetworkPolicy/,
    ],
    [
      'a connection that is reset',
      (_, response) => (response.socket?.destroy(), true),
      'cut-off',
      /the connection was reset/,
    ],
    [
      'a server error',
      (_, response) => refuse(response, 500, 'etcd is ill'),
      'server-error',
      /answers 500: etcd is ill/,
    ],
    [
      'too many requests, for ever',
      (_, response) => refuse(response, 429, 'Too many requests', { 'retry-after': '0' }),
      'server-error',
      /answers 429: Too many requests/,
    ],
    [
      'a wait that nobody has time for',
      (_, response) => refuse(response, 503, 'later', { 'retry-after': '3600' }),
      'server-error',
      /answers 503: later/,
    ],
    [
      'a redirect',
      (_, response) => (response.writeHead(302, { location: '/' }).end(), true),
      'server-error',
      /302/,
    ],
    [
      'no credentials',
      (_, response) => refuse(response, 401, 'Unauthorized'),
      'unauthorized',
      /401: Unauthorized/,
    ],
    ['a state that is gone', (_, response) => refuse(response, 410, 'too old'), 'expired', /410: too old/],
  ])('%s', async (_, fault, why, reason) => {
    const server = await fakeCluster(shop)
    server.fault = policies(fault)
    const capture = await readFake(server)
    expect(capture.gaps).toEqual([
      {
        kind: 'unlisted',
        object: { group: 'networking.k8s.io', kind: 'NetworkPolicy', name: '*' },
        why,
        reason: expect.stringMatching(reason) as string,
      },
    ])
    expect(names(capture)).toContain('Pod shop/web')
  })

  it('does not when it passes: 429 while a kind is made ready, then the list', async () => {
    const server = await fakeCluster(shop)
    let left = 2
    server.fault = policies(
      (_, response) =>
        left-- > 0 && refuse(response, 429, 'storage is (re)initializing', { 'retry-after': '0' }),
    )
    expect(gapsOf(await readFake(server))).toEqual([])
  })

  it('keeps the pages before a failure', async () => {
    const pods = Array.from({ length: 700 }, (_, i) => fakePod('shop', `p${i}`))
    const server = await fakeCluster({ ...shop, Pod: pods })
    server.fault = ({ path, query }, response) =>
      path === '/api/v1/pods' && query.has('continue') && refuse(response, 500, 'no')
    const capture = await readFake(server)
    expect(gapsOf(capture)).toEqual(['Pod: server-error'])
    expect(names(capture).filter(name => name.startsWith('Pod '))).toHaveLength(500)
  })

  it('asks a server that has gone silent no more', async () => {
    const server = await fakeCluster(shop)
    server.fault = ({ path }) => /pods|services|nodes|deployments|replicasets|daemonsets|ingresses/.test(path)
    const capture = await readFake(server)
    expect(gapsOf(capture)).toContain('Ingress: timeout')
    // Some at a time, and each of the first ones twice.
    expect(
      server.seen.filter(({ path }) => server.fault({ path } as never, {} as never)).length,
    ).toBeLessThan(14)
  })
})

describe('a list whose state is forgotten', () => {
  const expired =
    (times: number): Fault =>
    ({ path, query }, response) =>
      path === '/api/v1/pods' && query.has('continue') && times-- > 0 && refuse(response, 410, 'expired')
  const pods = Array.from({ length: 700 }, (_, i) => fakePod('shop', `p${i}`))

  it('is begun anew, and its first pages are dropped', async () => {
    const server = await fakeCluster({ ...shop, Pod: pods })
    server.fault = expired(2)
    const capture = await readFake(server)
    expect(gapsOf(capture)).toEqual([])
    expect(capture.problems).toEqual([])
    expect(names(capture).filter(name => name.startsWith('Pod '))).toHaveLength(700)
  })

  it('is given up at the third time, and the inconsistent rest is never taken', async () => {
    const server = await fakeCluster({ ...shop, Pod: pods })
    server.fault = (seen, response) =>
      seen.path === '/api/v1/pods' &&
      seen.query.has('continue') &&
      (response
        .writeHead(410)
        .end(JSON.stringify({ kind: 'Status', message: 'expired', metadata: { continue: 'rest' } })),
      true)
    const capture = await readFake(server)
    expect(gapsOf(capture)).toEqual(['Pod: expired'])
    const asked = server.seen.filter(({ path }) => path === '/api/v1/pods')
    expect(asked.filter(({ query }) => !query.has('continue'))).toHaveLength(3)
    expect(asked.filter(({ query }) => query.get('continue') === 'rest')).toEqual([])
  })
})

describe('what is not installed', () => {
  const policy: FakeKind = {
    group: 'cilium.io',
    version: 'v2',
    kind: 'CiliumNetworkPolicy',
    plural: 'ciliumnetworkpolicies',
  }

  it('is a fact also where only the group itself may be asked for', async () => {
    const server = await fakeCluster(shop)
    server.fault = ({ path }, response) => path === '/apis' && refuse(response, 403, 'no')
    const capture = await readFake(server)
    expect(gapsOf(capture)).toEqual([])
    expect(capture.cluster?.notInstalled).toContain('cilium.io')
  })

  it('is unknown where the server tells of no group', async () => {
    const server = await fakeCluster(shop, [...builtIn, policy])
    server.fault = forbid(/^\/apis(?:\/[^/]+){0,2}$|cilium|^\/apis\/(?!apps|networking.k8s.io)[^/]+\/[^/]+\//)
    const capture = await readFake(server)
    expect(gapsOf(capture)).toContain('CiliumNetworkPolicy: forbidden')
    expect(gapsOf(capture)).toContain('*: forbidden')
    expect(names(capture)).toContain('NetworkPolicy shop/deny')
    expect(capture.cluster?.notInstalled).toEqual([])
  })

  it('is a kind that goes while it is asked for', async () => {
    const server = await fakeCluster(shop, [...builtIn, policy])
    let asked = 0
    server.fault = ({ path }, response) => {
      if (path.startsWith('/apis/cilium.io') && (asked > 0 || path.endsWith(policy.plural))) {
        asked += 1
        response.writeHead(404).end('404 page not found')
        return true
      }
      return false
    }
    const capture = await readFake(server)
    expect(gapsOf(capture)).toEqual([])
    expect(capture.cluster?.notInstalled).toContain('cilium.io')
  })

  it('is not a kind that the server says it serves', async () => {
    const server = await fakeCluster(shop, [...builtIn, policy])
    server.fault = ({ path }, response) =>
      path.endsWith(policy.plural) && (response.writeHead(404).end('404 page not found'), true)
    expect(gapsOf(await readFake(server))).toEqual(['CiliumNetworkPolicy: server-error'])
  })

  it('is not a group whose server is away: all of its kinds may be there', async () => {
    const kind = {
      ...policy,
      group: 'projectcalico.org',
      version: 'v3',
      kind: 'NetworkPolicy',
      plural: 'networkpolicies',
    }
    const server = await fakeCluster(shop, [...builtIn, kind])
    server.fault = ({ path }, response) =>
      path.startsWith('/apis/projectcalico.org/') && refuse(response, 503, 'service unavailable')
    expect(gapsOf(await readFake(server))).toEqual(
      expect.arrayContaining([
        'NetworkPolicy: server-error',
        'GlobalNetworkPolicy: server-error',
        '*: server-error',
      ]),
    )
  })
})

describe('rights in some namespaces only', () => {
  it('show those, and the rest is a gap in each of the others', async () => {
    const server = await fakeCluster(shop)
    server.fault = forbid(/^\/apis\/networking.k8s.io\/v1\/(?:namespaces\/pay\/)?networkpolicies$/)
    const capture = await readFake(server)
    expect(gapsOf(capture)).toEqual(['NetworkPolicy in pay: forbidden'])
    expect(names(capture)).toContain('NetworkPolicy shop/deny')
  })

  it('for policies alone are asked for wherever pods were seen, if namespaces are hidden too', async () => {
    const server = await fakeCluster(shop)
    server.fault = forbid(/networkpolicies$|\/namespaces$|\/namespaces\/(?:pay|default)$/)
    const capture = await readFake(server)
    expect(gapsOf(capture)).toEqual(['Namespace: forbidden', 'NetworkPolicy: forbidden', 'labels of pay'])
    expect(server.seen.map(({ path }) => path)).toContain(
      '/apis/networking.k8s.io/v1/namespaces/pay/networkpolicies',
    )
    expect(names(capture)).toContain('Namespace shop')
  })

  it("begin with the context's own namespace where nothing else is known", async () => {
    const server = await fakeCluster(shop)
    server.fault = forbid(/^(?!.*\/namespaces\/shop)\/api(?:\/v1|s\/[^/]+\/v1)\/.+/)
    const capture = await readFake(server, {}, { home: 'shop' })
    expect(names(capture)).toEqual(['Pod shop/web', 'NetworkPolicy shop/deny', 'Namespace shop'])
    // Policies of namespaces without known pods decide nothing; that there may be pods is told.
    expect(gapsOf(capture)).toContain('Pod: forbidden')
    expect(gapsOf(capture)).not.toContain('NetworkPolicy: forbidden')
    expect(capture.gaps.find(gap => gapText(gap) === 'Pod: forbidden')?.reason).toMatch(
      /only those in shop are read$/,
    )
  })

  it('do not bound what reaches the whole cluster', async () => {
    const server = await fakeCluster(shop, [
      ...builtIn,
      {
        group: 'kuma.io',
        version: 'v1alpha1',
        kind: 'MeshTrafficPermission',
        plural: 'meshtrafficpermissions',
      },
    ])
    server.fault = forbid(/^\/apis\/kuma.io\/v1alpha1\/(?:namespaces\/pay\/)?meshtrafficpermissions$/)
    expect(gapsOf(await readFake(server))).toEqual(['MeshTrafficPermission: forbidden'])
  })
})

describe('namespaces that were named', () => {
  it('are all that is asked for, beside what belongs to no namespace', async () => {
    const server = await fakeCluster({ ...shop, Node: [{ metadata: { name: 'n1' } }] })
    const capture = await readFake(server, { namespaces: ['shop'] })
    expect(names(capture)).toEqual(['Pod shop/web', 'Node n1', 'NetworkPolicy shop/deny', 'Namespace shop'])
    expect(capture.cluster?.namespaces).toEqual(['shop'])
    expect(gapsOf(capture)).toEqual(['Pod: not-asked'])
    expect(capture.gaps[0]?.reason).toBe('only the namespace shop was asked for')
    expect(server.seen.map(({ path }) => path)).not.toContain('/api/v1/pods')
  })

  it("come with the mesh's root namespace, whose policies hold for all, and with what else reaches them", async () => {
    const kinds = [
      {
        group: 'security.istio.io',
        version: 'v1',
        kind: 'AuthorizationPolicy',
        plural: 'authorizationpolicies',
      },
      {
        group: 'kuma.io',
        version: 'v1alpha1',
        kind: 'MeshTrafficPermission',
        plural: 'meshtrafficpermissions',
      },
    ]
    const server = await fakeCluster(shop, [...builtIn, ...kinds])
    await readFake(server, { namespaces: ['shop'] })
    const paths = server.seen.map(({ path }) => path)
    expect(paths).toContain('/apis/security.istio.io/v1/namespaces/istio-system/authorizationpolicies')
    expect(paths).toContain('/apis/kuma.io/v1alpha1/meshtrafficpermissions')
    expect(paths).not.toContain('/apis/networking.k8s.io/v1/namespaces/istio-system/networkpolicies')
  })

  it('must be there', async () => {
    const server = await fakeCluster(shop)
    await expect(readFake(server, { namespaces: ['shop', 'shopp'] })).rejects.toThrow(
      'there is no namespace `shopp` in this cluster',
    )
  })
})

describe('labels of namespaces', () => {
  it('are asked for by name where the list did not show them', async () => {
    const server = await fakeCluster(shop)
    server.fault = ({ path }, response) =>
      path === '/api/v1/namespaces' && (response.end('{"kind":"NamespaceList","items":null}'), true)
    const capture = await readFake(server)
    expect(gapsOf(capture)).toEqual([])
    expect(names(capture)).toContain('Namespace pay')
  })

  it('stay hidden where the namespace is gone', async () => {
    const server = await fakeCluster({ ...shop, Pod: [fakePod('gone', 'x')] })
    expect(gapsOf(await readFake(server))).toEqual(['Namespace gone: server-error', 'labels of gone'])
  })
})

describe('the settings of Cilium', () => {
  const crd: FakeKind = {
    group: 'cilium.io',
    version: 'v2',
    kind: 'CiliumNetworkPolicy',
    plural: 'ciliumnetworkpolicies',
  }
  const agent: FakeObject = { metadata: { name: 'cilium', namespace: 'net' } }
  const hidden = forbid(/configmaps/)

  it.each<[string, readonly FakeKind[], readonly FakeObject[], readonly string[]]>([
    ['are no gap where no Cilium is', builtIn, [], []],
    [
      'are one where its kinds are served',
      [...builtIn, crd],
      [],
      ['ConfigMap cilium-config in kube-system: forbidden'],
    ],
    [
      'are one where its agent runs',
      builtIn,
      [agent],
      [
        'Namespace net: server-error',
        'ConfigMap cilium-config in kube-system: forbidden',
        'ConfigMap cilium-config in net: forbidden',
        'labels of net',
      ],
    ],
  ])('%s', async (_, kinds, DaemonSet, gaps) => {
    const server = await fakeCluster({ ...shop, DaemonSet }, kinds)
    server.fault = hidden
    expect(gapsOf(await readFake(server))).toEqual(gaps)
  })

  it('are read, and of other ConfigMaps nothing', async () => {
    const server = await fakeCluster({
      ...shop,
      ConfigMap: [
        {
          metadata: { name: 'cilium-config', namespace: 'kube-system' },
          ...{ data: { 'enable-policy': 'never', 'other-key': 'hush' } },
        },
      ],
    })
    const capture = await readFake(server)
    expect(capture.objects.find(({ ref }) => ref.kind === 'ConfigMap')?.body).toMatchObject({
      data: { 'enable-policy': 'never' },
    })
    expect(JSON.stringify(capture)).not.toContain('hush')
  })
})

describe('the settings of a mesh', () => {
  const istiod = (name: string): FakeObject => ({ metadata: { name, namespace: 'mesh' } })
  const asked = (server: FakeApiServer): readonly string[] =>
    server.seen.map(({ path }) => path).filter(path => path.includes('configmaps/istio'))

  it('are asked for by name, where a control plane runs', async () => {
    const without = await fakeCluster(shop)
    await readFake(without)
    expect(asked(without)).toEqual([])
    const server = await fakeCluster({
      ...shop,
      Deployment: [istiod('istiod'), istiod('istiod-canary'), istiod('istio-cni')],
      ConfigMap: [
        {
          metadata: { name: 'istio', namespace: 'mesh' },
          ...{ data: { mesh: 'trustDomain: corp.example\nother: hush', meshNetworks: 'hush' } },
        },
      ],
    })
    const capture = await readFake(server)
    expect(asked(server)).toEqual([
      '/api/v1/namespaces/mesh/configmaps/istio',
      '/api/v1/namespaces/mesh/configmaps/istio-canary',
    ])
    expect(capture.objects.find(({ ref }) => ref.kind === 'ConfigMap')?.body).toMatchObject({
      data: { mesh: { trustDomain: 'corp.example' } },
    })
    expect(JSON.stringify(capture)).not.toContain('hush')
  })

  it('are a gap where they may not be read', async () => {
    const server = await fakeCluster({ ...shop, Deployment: [istiod('istiod')] })
    server.fault = forbid(/configmaps/)
    expect(gapsOf(await readFake(server))).toContain('ConfigMap istio in mesh: forbidden')
  })
})

describe('the webhooks that inject sidecars', () => {
  const list = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations'
  const configuration = {
    metadata: { name: 'istio-sidecar-injector', labels: { 'istio.io/rev': 'default' } },
    webhooks: [
      {
        name: 'namespace.sidecar-injector.istio.io',
        clientConfig: { caBundle: 'hush', service: { name: 'hush', namespace: 'hush', path: '/hush' } },
        rules: [{ resources: ['hush'] }],
        namespaceSelector: { matchLabels: { 'istio-injection': 'enabled' } },
        objectSelector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] },
        failurePolicy: 'Fail',
        matchConditions: [{ name: 'hush', expression: 'hush' }],
      },
    ],
  }
  const webhooks: FakeKind = {
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    plural: 'mutatingwebhookconfigurations',
    kind: 'MutatingWebhookConfiguration',
    namespaced: false,
    objects: [configuration],
  }
  const asked = ({ seen }: FakeApiServer): number => seen.filter(({ path }) => path.startsWith(list)).length
  const template = (metadata: object): FakeObject => ({
    metadata: { name: 'cart', namespace: 'shop' },
    spec: { template: { metadata } },
  })

  const injected: FakeObject = {
    metadata: { name: 'a', namespace: 'shop', annotations: { 'sidecar.istio.io/status': '{}' } },
  }

  it.each<[string, Parameters<typeof fakeCluster>[0], number]>([
    ['nothing', shop, 0],
    ['a control plane', { ...shop, Deployment: [{ metadata: { name: 'istiod-x', namespace: 'mesh' } }] }, 1],
    ['a namespace', { ...shop, Namespace: [fakeNamespace('shop', { 'istio-injection': 'enabled' })] }, 1],
    ['a revision', { ...shop, Namespace: [fakeNamespace('shop', { 'istio.io/rev': 'x' })] }, 1],
    ['a template', { ...shop, Deployment: [template({ labels: { 'sidecar.istio.io/inject': 'true' } })] }, 1],
    ['a template without a word of it', { ...shop, Deployment: [template({ labels: { app: 'x' } })] }, 0],
    ['a pod that went through it', { ...shop, Pod: [injected] }, 1],
  ])('are asked for where %s speaks of injection', async (_, objects, times) => {
    const server = await fakeCluster(objects, [...builtIn, webhooks])
    await readFake(server)
    expect(asked(server)).toBe(times)
  })

  const meshed = {
    ...shop,
    Namespace: [fakeNamespace('shop', { 'istio-injection': 'enabled' }), fakeNamespace('pay', {})],
  }

  it('keep whom they are called for, and no address or certificate', async () => {
    const capture = await readFake(await fakeCluster(meshed, [...builtIn, webhooks]))
    const { name, namespaceSelector, objectSelector, failurePolicy } = configuration.webhooks[0] ?? {}
    expect(capture.objects.find(({ ref }) => ref.kind === webhooks.kind)?.body).toEqual({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: configuration.metadata,
      webhooks: [{ name, namespaceSelector, objectSelector, failurePolicy, matchConditions: [{}] }],
    })
    expect(JSON.stringify(capture)).not.toContain('hush')
    expect(capture.gaps).toEqual([])
  })

  it('are a gap where they may not be listed', async () => {
    const server = await fakeCluster(meshed, [...builtIn, webhooks])
    server.fault = forbid(/webhook/)
    expect(gapsOf(await readFake(server))).toEqual(['MutatingWebhookConfiguration: forbidden'])
  })
})

describe('a cluster of which nothing can be read', () => {
  const refusing = async (fault: Fault): Promise<FakeApiServer> => {
    const server = await fakeCluster(shop)
    server.fault = fault
    return server
  }

  it.each<[string, Fault, RegExp]>([
    [
      'since the credentials are not taken',
      (_, response) => refuse(response, 401, 'Unauthorized'),
      /^`prod` \(http:.*\) cannot be read: the API server answers 401: Unauthorized; log in again/,
    ],
    [
      'since everything is forbidden',
      forbid(/^\/(?:api|apis)\//),
      /cannot be read: the API server answers 403: .*forbidden; grant the rights of deploy\/rbac\.yaml, or name/,
    ],
    ['since no answer comes', () => true, /cannot be read: there is no answer after 0\.3 s; check that/],
    [
      'since it is no API server',
      (_, response) => (response.writeHead(404).end(), true),
      /the API server serves nothing that is read here/,
    ],
    [
      'since it is a web page',
      (_, response) => (response.end('<html>'), true),
      /the answer is no JSON, so no API server gave it; check the address/,
    ],
  ])('is bad input, %s', async (_, fault, message) => {
    const server = await refusing(fault)
    const read = readFake(server)
    await expect(read).rejects.toThrow(message)
    await expect(read).rejects.toMatchObject({ name: 'BadInput' })
  })

  it('names what was asked for first, whatever came back first', async () => {
    const server = await refusing(({ path }, response) => {
      if (!/^\/(?:api|apis)\//.test(path)) return false
      setTimeout(() => refuse(response, 403, `${path} is forbidden`), path.endsWith('/namespaces') ? 100 : 0)
      return true
    })
    await expect(readFake(server)).rejects.toThrow(/403: \/api\/v1\/namespaces is forbidden/)
  })

  it('is bad input, since nothing listens there', async () => {
    const probe = createServer()
    await new Promise<void>(listening => probe.listen(0, '127.0.0.1', listening))
    const { port } = probe.address() as AddressInfo
    await new Promise(closed => probe.close(closed))
    const kubeconfig = await kubeconfigFor(`http://127.0.0.1:${port}`)
    await expect(readCluster({ kubeconfig }, { reads: [], ...hasty })).rejects.toThrow(
      `nothing listens at 127.0.0.1:${port} (connection refused); check that the cluster runs`,
    )
  })

  it('is bad input, since it speaks no TLS', async () => {
    const server = await fakeCluster(shop)
    const kubeconfig = await kubeconfigFor(server.url.replace('http:', 'https:'))
    await expect(readCluster({ kubeconfig }, { reads: [], ...hasty })).rejects.toThrow(
      /speaks no TLS \(.*\); check the address and the port/,
    )
  })
})

it('stops when nobody waits any more', async () => {
  const server = await fakeCluster(shop)
  const stopped = new AbortController()
  server.fault = ({ path }) => path === '/api/v1/pods' && (stopped.abort(new Error('enough')), true)
  await expect(readFake(server, {}, { signal: stopped.signal })).rejects.toThrow('enough')
})
