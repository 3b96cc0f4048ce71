import { describe, expect, it } from 'vitest'
import { meshPod, meshService, openMesh, peerAuthentication } from '../../../test/kit/mesh'
import { namespace, object } from '../../../test/kit/manifests'

const waypointPod = (name: string): string => {
  const [home = '', short = ''] = name.split('/')
  return `apiVersion: v1
kind: Pod
metadata: {namespace: ${home}, name: ${short}-pod, labels: {gateway.networking.k8s.io/gateway-name: ${short}, gateway.istio.io/managed: istio.io-mesh-controller}}
spec: {containers: [{name: istio-proxy}], serviceAccountName: ${short}}`
}

interface GatewayOptions {
  readonly labels?: string
  readonly status?: string
  readonly listener?: string
  readonly className?: string
}

const gateway = (name: string, options: GatewayOptions = {}): string => {
  const [home = '', short = ''] = name.split('/')
  return `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {namespace: ${home}, name: ${short}, labels: {${options.labels ?? ''}}}
spec: {gatewayClassName: ${options.className ?? 'istio-waypoint'}, listeners: [{name: mesh, port: 15008, protocol: HBONE${options.listener ?? ''}}]}
status: ${options.status ?? '{addresses: [{value: 10.0.0.1}]}'}`
}

const use = 'istio.io/use-waypoint: wp'

interface World {
  readonly gateway?: GatewayOptions
  readonly service?: string
  readonly pod?: string
  readonly namespace?: string
  readonly client?: 'ambient' | 'sidecar' | 'naked'
  readonly server?: 'ambient' | 'sidecar' | 'tunnel-sidecar' | 'naked'
  readonly home?: string
  readonly beside?: readonly string[]
}

const world = (of: World): ReturnType<typeof openMesh> =>
  openMesh([
    namespace('shop', of.namespace ?? ''),
    meshPod('c/client', of.client ?? 'ambient'),
    meshPod('c/always', 'ambient'),
    meshPod('shop/api', of.server ?? 'ambient', of.pod === undefined ? {} : { labels: of.pod }),
    meshService('shop/api', { ports: ['http:80>8080', 'tcp:90>9000'], labels: of.service ?? '' }),
    gateway(`${of.home ?? 'shop'}/wp`, of.gateway),
    waypointPod(`${of.home ?? 'shop'}/wp`),
    ...(of.beside ?? []),
  ])

const through = (of: World, question: string): string =>
  world(of)
    .hops(question)
    .map(({ at }) => at?.name ?? 'api')
    .join(' > ')

const service = 'c/client -> shop/api 8080 service'
const podIp = 'c/client -> shop/api 8080 pod-ip'

describe('what a waypoint stands before', () => {
  const rows: readonly (readonly [title: string, of: World, byService: string, byPod: string])[] = [
    ['no label', {}, 'api', 'api'],
    ['a label on the Service', { service: use }, 'wp-pod > api', 'api'],
    ['a label on the namespace', { namespace: use }, 'wp-pod > api', 'api'],
    ['a label on the pod, for Services only', { pod: use }, 'api', 'api'],
    [
      'a label on the pod, for workloads',
      { pod: use, gateway: { labels: 'istio.io/waypoint-for: workload' } },
      'api',
      'wp-pod > api',
    ],
    [
      'a label on the namespace, for all',
      { namespace: use, gateway: { labels: 'istio.io/waypoint-for: all' } },
      'wp-pod > api',
      'wp-pod > api',
    ],
    ['for nobody', { namespace: use, gateway: { labels: 'istio.io/waypoint-for: none' } }, 'api', 'api'],
    ['a Service that opts out', { namespace: use, service: 'istio.io/use-waypoint: none' }, 'api', 'api'],
    [
      'a Service with one that is not there',
      { namespace: use, service: 'istio.io/use-waypoint: typo' },
      'api',
      'api',
    ],
    ['not ready', { service: use, gateway: { status: '{addresses: []}' } }, 'api', 'api'],
    ['without a status', { service: use, gateway: { status: '{}' } }, 'api', 'api'],
    ['of another class', { service: use, gateway: { className: 'istio' } }, 'api', 'api'],
    [
      'of a class whose controller is the mesh’s',
      {
        service: use,
        gateway: { className: 'own' },
        beside: [
          object(
            'gateway.networking.k8s.io/v1',
            'GatewayClass',
            'own',
            'spec: {controllerName: istio.io/mesh-controller}',
          ),
        ],
      },
      'wp-pod > api',
      'api',
    ],
    [
      'of a class of another controller',
      {
        service: use,
        beside: [
          object(
            'gateway.networking.k8s.io/v1',
            'GatewayClass',
            'istio-waypoint',
            'spec: {controllerName: example.org/x}',
          ),
        ],
      },
      'api',
      'api',
    ],
    [
      'in another namespace, closed to this one',
      { home: 'edge', service: `${use}, istio.io/use-waypoint-namespace: edge` },
      'api',
      'api',
    ],
    [
      'in another namespace, open to all',
      {
        home: 'edge',
        service: `${use}, istio.io/use-waypoint-namespace: edge`,
        gateway: { listener: ', allowedRoutes: {namespaces: {from: All}}' },
      },
      'wp-pod > api',
      'api',
    ],
    [
      'in another namespace, open to those with a label',
      {
        home: 'edge',
        namespace: 'team: a',
        service: `${use}, istio.io/use-waypoint-namespace: edge`,
        gateway: {
          listener: ', allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: a}}}}',
        },
      },
      'wp-pod > api',
      'api',
    ],
    [
      'in another namespace, open to those with another label',
      {
        home: 'edge',
        namespace: 'team: b',
        service: `${use}, istio.io/use-waypoint-namespace: edge`,
        gateway: {
          listener: ', allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: a}}}}',
        },
      },
      'api',
      'api',
    ],
    ['a client with a sidecar', { service: use, client: 'sidecar' }, 'api', 'api'],
    ['a client in no mesh', { service: use, client: 'naked' }, 'api', 'api'],
  ]
  it.each(rows)('%s', (_, of, byService, byPod) => {
    expect([through(of, service), through(of, podIp)]).toEqual([byService, byPod])
  })

  it('the class says for what, where the Gateway does not', () => {
    const classes = object(
      'gateway.networking.k8s.io/v1',
      'GatewayClass',
      'istio-waypoint',
      'spec: {controllerName: istio.io/mesh-controller}',
    ).replace('name: "istio-waypoint"', 'name: "istio-waypoint", labels: {istio.io/waypoint-for: workload}')
    const of = { namespace: use, beside: [classes] }
    expect([through(of, service), through(of, podIp)]).toEqual(['api', 'wp-pod > api'])
  })

  it('the Service of a waypoint has none of its own', () => {
    const own = meshService('shop/front', {
      ports: ['http:80>8080'],
      selector: 'app: api',
      labels:
        'gateway.networking.k8s.io/gateway-name: wp, gateway.istio.io/managed: istio.io-mesh-controller',
    })
    const routes = world({ namespace: use, service: 'istio.io/use-waypoint: none', beside: [own] })
    const { mesh, pod } = routes
    expect(
      mesh
        .routes(pod('c/client'), pod('shop/api'), 8080)
        .map(({ service: by, hops }) => [by?.name, hops.length]),
    ).toEqual([
      ['api', 1],
      ['front', 1],
      [undefined, 1],
    ])
  })

  it('gateways go through it where the Service says so', () => {
    const front = `apiVersion: v1
kind: Pod
metadata: {namespace: c, name: gate, labels: {istio: ingressgateway}}
spec: {containers: [{name: istio-proxy}]}`
    const ask = (labels: string): string =>
      through({ service: labels, beside: [front] }, 'c/gate -> shop/api 8080 service')
    expect([ask(use), ask(`${use}, istio.io/ingress-use-waypoint: "true"`)]).toEqual(['api', 'wp-pod > api'])
  })
})

describe('the two stretches', () => {
  const strict = [peerAuthentication('istio-system/mesh', '{mtls: {mode: STRICT}}')]

  it('the waypoint sees requests at the Service’s port, ztunnel bytes at the pod’s', () => {
    expect(world({ service: use }).hops('c/client -> shop/api 8080 service as http')).toMatchObject([
      {
        port: 15008,
        transport: 'mtls',
        accepts: 'mtls-only',
        enforcer: { proxy: 'waypoint', sees: 'requests', port: 80 },
      },
      {
        port: 15008,
        transport: 'mtls',
        accepts: 'any',
        enforcer: { proxy: 'ztunnel', sees: 'bytes', port: 8080 },
      },
    ])
    expect(world({ service: use }).hops('c/client -> shop/api 9000 service as http')).toMatchObject([
      { enforcer: { proxy: 'waypoint', sees: 'bytes', port: 90 } },
      {},
    ])
  })

  it.each([
    ['ambient', 'mtls mtls-only > mtls mtls-only'],
    ['tunnel-sidecar', 'mtls mtls-only > mtls mtls-only'],
    ['sidecar', 'mtls mtls-only > mtls mtls-only'],
    ['naked', 'mtls mtls-only > plaintext plaintext-only'],
  ] as const)('to a server that is %s', (server, expected) => {
    expect(world({ service: use, server, beside: strict }).wire(service)).toBe(expected)
  })

  it('before a pod the ports are the pod’s', () => {
    const of = { pod: use, gateway: { labels: 'istio.io/waypoint-for: workload' } }
    expect(world(of).hops(podIp)[0]?.enforcer.port).toBe(8080)
  })

  it('by the names of a headless Service are those before a pod', () => {
    const names = meshService('shop/names', {
      ports: ['http:8080>8080'],
      selector: 'app: api',
      headless: true,
    })
    const of = { pod: use, gateway: { labels: 'istio.io/waypoint-for: workload' }, beside: [names] }
    const opened = world(of)
    expect(opened.wire('c/client -> shop/api 8080 headless')).toBe(opened.wire(podIp))
    expect(opened.wire(podIp)).toBe('mtls mtls-only > mtls any')
  })

  it('are unknown where no pod of the waypoint is seen', () => {
    const opened = openMesh([
      meshPod('c/client', 'ambient'),
      meshPod('shop/api', 'ambient'),
      meshService('shop/api', { labels: use }),
      gateway('shop/wp'),
    ])
    expect(opened.wire(service)).toBe('unknown unknown')
  })
})
