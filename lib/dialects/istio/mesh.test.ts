import { describe, expect, it } from 'vitest'
import {
  destinationRule,
  istioObject,
  meshPod,
  meshService,
  meshSettings,
  openMesh,
  peerAuthentication,
  wires,
} from '../../../test/kit/mesh'
import { namespace, pod } from '../../../test/kit/manifests'
import { captureOf, open, problems } from '../../../test/kit/world'
import { compile } from '../../analyze'
import { takeInventory } from '../../engine/inventory'
import { defaultSettings } from '../../model/settings'

describe('a mesh', () => {
  it('is none where no pod is in one', () => {
    const capture = captureOf([pod('shop/cart'), peerAuthentication('shop/a', '{mtls: {mode: STRICT}}')])
    const { inventory } = takeInventory(capture, defaultSettings)
    expect(compile(capture).mesh?.(inventory)).toBeUndefined()
  })

  it('gives identities to pods in it', () => {
    const { mesh, pod: find } = openMesh([
      meshSettings('trustDomain: corp.example'),
      meshPod('shop/cart', 'sidecar', { account: 'buyer' }),
      meshPod('shop/api', 'ambient'),
      meshPod('shop/naked', 'naked'),
    ])
    expect(['cart', 'api', 'naked'].map(name => mesh.identityOf(find(`shop/${name}`)))).toEqual([
      'corp.example/ns/shop/sa/buyer',
      'corp.example/ns/shop/sa/api',
      undefined,
    ])
  })

  it('names every way to dial a port, Services with an address first', () => {
    const { mesh, pod: find } = openMesh([
      meshPod('c/client', 'sidecar'),
      meshPod('shop/api', 'sidecar'),
      meshService('shop/a-pods', { headless: true, selector: 'app: api' }),
      meshService('shop/b', { ports: ['http:80>8080'], selector: 'app: api' }),
      meshService('shop/c', { ports: ['http:81>8080', 'http-x:82>9090'], selector: 'app: api' }),
      meshService('shop/other', { ports: ['http:80>8080'], selector: 'app: other' }),
    ])
    const ways = (port: number): readonly string[] =>
      mesh
        .routes(find('c/client'), find('shop/api'), port)
        .map(({ address, service }) => `${address} ${service?.name ?? '-'}:${service?.port ?? port}`)
    expect(ways(8080)).toEqual(['service b:80', 'service c:81', 'headless a-pods:8080', 'pod-ip -:8080'])
    expect(ways(9090)).toEqual(['service c:82', 'pod-ip -:9090'])
    expect(ways(1234)).toEqual(['pod-ip -:1234'])
  })

  it('a name of a port means that of the pod', () => {
    const opened = openMesh([
      meshPod('c/client', 'sidecar'),
      meshPod('shop/api', 'sidecar').replace(
        '{name: app}',
        '{name: app, ports: [{name: web, containerPort: 8080}]}',
      ),
      meshService('shop/api', { ports: ['http:80>8080'] }).replace('targetPort: 8080', 'targetPort: web'),
    ])
    expect(opened.wire('c/client -> shop/api 8080 service')).toBe('mtls any')
  })
})

describe('pods whose proxy is only meant', () => {
  const template =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {namespace: shop, name: maybe}\nspec: {template: {metadata: {labels: {app: maybe}}, spec: {containers: [{name: app}]}}}'
  const documents = [
    namespace('shop', 'istio-injection: enabled'),
    template,
    meshPod('c/client', 'sidecar'),
    meshPod('c/plain', 'naked'),
    meshPod('c/api', 'sidecar'),
    meshService('c/api'),
    meshService('shop/maybe'),
  ]

  it('make unknown what hangs on it, and nothing else', () => {
    const table = {
      'c/plain -> shop/maybe 8080': 'plaintext unknown',
      'shop/maybe -> c/api 8080': 'unknown any',
      'c/client -> c/api 8080': 'mtls any',
    }
    expect(wires(openMesh(documents), table)).toEqual(table)
    expect(openMesh(documents).hops('c/plain -> shop/maybe 8080')[0]?.enforcer.proxy).toBe('unknown')
  })
})

describe('gateway pods', () => {
  const gate = `apiVersion: v1
kind: Pod
metadata: {namespace: edge, name: gate, labels: {istio: ingressgateway}}
spec: {containers: [{name: istio-proxy}]}`
  const servers = (text: string): ReturnType<typeof openMesh> =>
    openMesh([
      gate,
      meshPod('out/plain', 'naked'),
      meshPod('c/client', 'sidecar'),
      meshPod('shop/api', 'sidecar'),
      meshService('shop/api'),
      meshService('edge/gate', {
        ports: ['http2:80>8080', 'https:443>8443'],
        selector: 'istio: ingressgateway',
      }),
      istioObject(
        'networking.istio.io/v1',
        'Gateway',
        'shop/g',
        `{selector: {istio: ingressgateway}, servers: [${text}]}`,
      ),
      destinationRule(
        'c/gate',
        '{host: gate.edge.svc.cluster.local, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}',
      ),
      peerAuthentication('istio-system/mesh', '{mtls: {mode: STRICT}}'),
    ])

  it.each([
    ['{port: {number: 80, protocol: HTTP}, hosts: ["*"]}', 'plaintext plaintext-only', 'fail plaintext-only'],
    [
      '{port: {number: 80, protocol: HTTPS}, hosts: ["*"], tls: {mode: ISTIO_MUTUAL}}',
      'fail mtls-only',
      'mtls mtls-only',
    ],
    [
      '{port: {number: 80, protocol: HTTPS}, hosts: ["*"], tls: {mode: SIMPLE}}',
      'fail unknown',
      'fail unknown',
    ],
    // Refused, so that it may not be there.
    [
      '{port: {number: 80, protocol: HTTPS}, hosts: ["*"], tls: {mode: EASY}}',
      'unknown unknown',
      'unknown unknown',
    ],
    ['{port: {number: 81, protocol: HTTP}, hosts: ["*"]}', 'unknown unknown', 'unknown unknown'],
  ])('listen as their Gateways say, whatever the mode is: %s', (text, plain, mutual) => {
    const table = {
      'out/plain -> edge/gate 8080 as http': plain,
      'c/client -> edge/gate 8080 service as http': mutual,
    }
    expect(wires(servers(text), table)).toEqual(table)
  })

  it('a listener with TLS of its own takes TLS of the application', () => {
    const opened = servers('{port: {number: 443, protocol: TLS}, hosts: ["*"], tls: {mode: PASSTHROUGH}}')
    expect(opened.wire('out/plain -> edge/gate 8443 as tls')).toBe('app-tls unknown')
  })

  it('are clients with an identity', () => {
    const opened = servers('{port: {number: 80, protocol: HTTP}, hosts: ["*"]}')
    expect(opened.wire('edge/gate -> shop/api 8080')).toBe('mtls mtls-only')
  })
})

describe('keys', () => {
  const documents = [
    meshPod('a/x', 'sidecar', { account: 'one' }),
    meshPod('b/y', 'sidecar', { account: 'two' }),
    meshPod('c/z', 'sidecar'),
    meshPod('c/v', 'sidecar', { labels: 'v: a' }),
    meshPod('d/excluded', 'sidecar', {
      annotations: 'traffic.sidecar.istio.io/excludeOutboundPorts: "7777"',
    }),
    meshPod('a/naked', 'naked'),
    meshPod('b/naked', 'naked'),
    meshPod('a/captured', 'ambient'),
    meshPod('b/captured', 'ambient'),
    meshPod('shop/api', 'sidecar', { labels: 'group: api' }),
    meshPod('shop/other', 'sidecar', { labels: 'group: api' }),
    meshPod('shop/third', 'sidecar'),
    meshService('shop/api', { selector: 'group: api' }),
    destinationRule(
      'c/r',
      '{host: "*.local", trafficPolicy: {tls: {mode: DISABLE}}, workloadSelector: {matchLabels: {v: a}}}',
    ),
    peerAuthentication(
      'shop/third',
      '{selector: {matchLabels: {app: third}}, portLevelMtls: {9000: {mode: STRICT}}}',
    ),
  ]
  const { mesh, pod: find } = openMesh(documents)
  const client = (name: string): string => mesh.clientKey(find(name))
  const server = (name: string): string => mesh.serverKey(find(name))

  it('clients that see the same are one, whoever they are', () => {
    expect(client('a/x')).toBe(client('b/y'))
    expect(client('a/naked')).toBe(client('b/naked'))
    expect(client('a/captured')).toBe(client('b/captured'))
    const different = ['a/x', 'c/z', 'c/v', 'd/excluded', 'a/naked', 'a/captured'].map(client)
    expect(new Set(different).size).toBe(different.length)
  })

  it('servers that are dialled and take in the same are one', () => {
    expect(server('shop/api')).toBe(server('shop/other'))
    expect(server('a/x')).toBe(server('b/y'))
    const different = ['shop/api', 'shop/third', 'a/x', 'a/naked', 'a/captured'].map(server)
    expect(new Set(different).size).toBe(different.length)
  })

  it.each([
    ['no object for one of them', '', true],
    ['a rule for one of them', destinationRule('a/r', '{host: api.shop.svc.cluster.local}'), false],
    ['a rule for something else', destinationRule('a/r', '{host: db.shop.svc.cluster.local}'), true],
    ['a rule for both by a wildcard', destinationRule('a/r', '{host: "*.shop.svc.cluster.local"}'), false],
    [
      'a route for one of them',
      istioObject('networking.istio.io/v1', 'VirtualService', 'shop/v', '{hosts: [api], tcp: []}'),
      false,
    ],
    [
      'a Sidecar resource, which may name any of them',
      istioObject('networking.istio.io/v1', 'Sidecar', 'a/s', '{egress: [{hosts: ["shop/*"]}]}'),
      false,
    ],
    [
      'one of them being shown to some clients',
      meshService('shop/api', { annotations: 'networking.istio.io/exportTo: "."' }),
      false,
    ],
  ])('servers behind Services that are alike, with %s', (_, document, alike) => {
    const opened = openMesh([
      meshPod('a/x', 'sidecar'),
      meshPod('shop/api', 'sidecar'),
      meshPod('shop/other', 'sidecar'),
      ...(document.includes('exportTo') ? [] : [meshService('shop/api')]),
      meshService('shop/other'),
      document,
    ])
    const [api, other] = ['shop/api', 'shop/other'].map(name => opened.mesh.serverKey(opened.pod(name)))
    expect(api === other).toBe(alike)
  })

  it('servers in namespaces of other modes', () => {
    const opened = openMesh([
      ...['one/api', 'two/api'].flatMap(name => [meshPod(name, 'naked'), meshService(name)]),
      meshPod('a/x', 'sidecar'),
      peerAuthentication('one/p', '{mtls: {mode: DISABLE}}'),
    ])
    const [one, two] = ['one/api', 'two/api'].map(name => opened.mesh.serverKey(opened.pod(name)))
    expect(one).not.toBe(two)
  })

  it('servers without a proxy that clients take for some with one, by the modes that clients look at', () => {
    const opened = openMesh([
      meshPod('a/x', 'sidecar'),
      ...['api', 'other', 'third'].flatMap(name => [
        meshPod(`shop/${name}`, 'naked', { labels: 'security.istio.io/tlsMode: istio' }),
        meshService(`shop/${name}`),
      ]),
      peerAuthentication('shop/p', '{selector: {matchLabels: {app: api}}, mtls: {mode: DISABLE}}'),
      peerAuthentication(
        'shop/q',
        '{selector: {matchLabels: {app: third}}, mtls: {mode: STRICT}, portLevelMtls: {9000: {mode: DISABLE}}}',
      ),
    ])
    expect(opened.wire('a/x -> shop/api 8080')).not.toBe(opened.wire('a/x -> shop/other 8080'))
    const [api, other, third] = ['api', 'other', 'third'].map(name => opened.pod(`shop/${name}`))
    if (!api || !other || !third) throw new Error('three pods were written')
    expect(opened.mesh.serverKey(api)).not.toBe(opened.mesh.serverKey(other))
    expect(opened.mesh.portsOf(third)).toContain(9000)
  })

  describe('toward one server', () => {
    const opened = openMesh([
      ...['a/x', 'b/y', 'c/z', 'd/w', 'e/v'].map(name => meshPod(name, 'sidecar')),
      meshPod('d/excluded', 'sidecar', {
        annotations: 'traffic.sidecar.istio.io/excludeOutboundPorts: "7777"',
      }),
      meshPod('a/naked', 'naked'),
      meshPod('shop/api', 'sidecar'),
      meshPod('shop/other', 'sidecar'),
      meshService('shop/api'),
      meshService('shop/other'),
      destinationRule('a/r', '{host: api.shop.svc.cluster.local, trafficPolicy: {tls: {mode: DISABLE}}}'),
      destinationRule('b/r', '{host: db.shop.svc.cluster.local, trafficPolicy: {tls: {mode: DISABLE}}}'),
      istioObject('networking.istio.io/v1', 'Sidecar', 'e/s', '{egress: [{hosts: ["./*", "shop/other*"]}]}'),
      istioObject(
        'networking.istio.io/v1',
        'VirtualService',
        'd/v',
        '{hosts: [other.shop.svc.cluster.local], exportTo: ["."], tcp: [{route: [{destination: {host: other.shop.svc.cluster.local, subset: new}}]}]}',
      ),
    ])
    const seenFrom = (client: string, server: string): string =>
      opened.mesh.clientKeyAt(opened.pod(client), opened.pod(server))

    it('clients are told apart by what is for it', () => {
      expect(seenFrom('b/y', 'shop/api')).toBe(seenFrom('c/z', 'shop/api'))
      expect(seenFrom('d/w', 'shop/api')).toBe(seenFrom('c/z', 'shop/api'))
      expect(seenFrom('a/x', 'shop/other')).toBe(seenFrom('b/y', 'shop/other'))
      expect(opened.mesh.clientKey(opened.pod('a/x'))).not.toBe(opened.mesh.clientKey(opened.pod('c/z')))
      const toApi = ['a/x', 'c/z', 'd/excluded', 'e/v', 'a/naked'].map(name => seenFrom(name, 'shop/api'))
      expect(new Set(toApi).size).toBe(toApi.length)
      expect(seenFrom('d/w', 'shop/other')).not.toBe(seenFrom('c/z', 'shop/other'))
    })
  })

  it('ports that differ stand alone', () => {
    expect(mesh.portsOf(find('shop/api'))).toEqual([7777, 8080, 15020, 15021, 15090])
    expect(mesh.portsOf(find('shop/third'))).toEqual([7777, 9000, 15020, 15021, 15090])
    expect(mesh.portsOf(find('a/naked'))).toEqual([7777])
  })
})

it('what Istio refuses is told, with what to write instead', () => {
  const session = open([
    pod('shop/a'),
    peerAuthentication('shop/p', '{mtls: {mode: STRICKT}, portLevelMtls: {8080: {mode: STRICT}}}'),
    destinationRule('shop/d', '{trafficPolicy: {tls: {mode: MUTUAL}}}'),
    destinationRule('shop/e', '{host: a, trafficPolicy: {tls: {mode: ISTIO_MUTUAL, caCertificates: /x}}}'),
    istioObject('networking.istio.io/v1', 'Sidecar', 'shop/s', '{egress: [{hosts: [api]}]}'),
  ])
  expect(problems(session)).toEqual([
    'bad-mtls: spec.mtls.mode: `STRICKT` is no mode; write STRICT, PERMISSIVE, DISABLE or UNSET',
    'bad-mtls: spec.portLevelMtls: has no effect without a selector, and Istio refuses it; add `selector.matchLabels`, or remove the ports',
    'bad-host: spec.host: `nothing` is no host; name the Service that is called',
    'bad-tls: spec.trafficPolicy.tls: MUTUAL needs a certificate and its key; name both, or `credentialName`',
    'bad-tls: spec.trafficPolicy.tls: ISTIO_MUTUAL takes no certificates; remove them, or write MUTUAL',
    'bad-egress: spec.egress[0]: `["api"]` are no hosts; write `hosts: ["NAMESPACE/HOST"]`',
  ])
})
