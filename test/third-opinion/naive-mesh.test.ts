/**
 * Rows that pin the third opinion of meshes itself, each decided by hand from the tables of istio.md: the two could otherwise
 * agree on the same mistake. The engine answers them too.
 */
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { openEngine, textOf } from './mesh-engine'
import { naiveMesh, waysTo } from './mesh/naive-mesh'
import type { Request } from './mesh/requests'
import type { RawObject } from './raw'

const yaml = (text: string): RawObject => load(text) as RawObject

type Meshed = 'none' | 'sidecar' | 'tunnels' | 'unlabelled' | 'ambient'

/** A pod `NAMESPACE/APP` with an account of its own name. */
function pod(name: string, meshed: Meshed, labels: Record<string, string> = {}): RawObject {
  const [namespace = '', app = ''] = name.split('/')
  const injected = meshed !== 'none' && meshed !== 'ambient'
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace,
      name: app,
      labels: {
        app,
        ...(injected && meshed !== 'unlabelled' && { 'security.istio.io/tlsMode': 'istio' }),
        ...(meshed === 'tunnels' && { 'networking.istio.io/tunnel': 'http' }),
        ...labels,
      },
      annotations: { ...(meshed === 'ambient' && { 'ambient.istio.io/redirection': 'enabled' }) },
    },
    spec: {
      serviceAccountName: app,
      containers: [{ name: 'app' }, ...(injected ? [{ name: 'istio-proxy' }] : [])],
    },
    status: { podIP: `10.244.0.${String(app.charCodeAt(0))}` },
  }
}

const service = (type: 'service' | 'headless'): RawObject =>
  yaml(`{apiVersion: v1, kind: Service, metadata: {namespace: shop, name: api, labels: {}}, spec: {selector: {app: api},
    ${type === 'headless' ? 'clusterIP: None, ' : ''}ports: [{name: http, port: ${type === 'headless' ? 8080 : 80}, targetPort: 8080},
    {name: tcp, port: 9000}]}}`)

const mode = (namespace: string, spec: string): RawObject =>
  yaml(`{apiVersion: security.istio.io/v1, kind: PeerAuthentication,
    metadata: {namespace: ${namespace}, name: mode${String(spec.length)}, creationTimestamp: "2026-01-01T00:00:00Z"}, spec: ${spec}}`)

const tls = (said: string): RawObject =>
  yaml(`{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {namespace: shop, name: rule,
    creationTimestamp: "2026-01-01T00:00:00Z"}, spec: {host: api, trafficPolicy: {tls: {mode: ${said}}}}}`)

const policy = (spec: string): RawObject =>
  yaml(`{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {namespace: shop, name: policy,
    creationTimestamp: "2026-01-01T00:00:00Z"}, spec: ${spec}}`)

const waypoint: RawObject[] = [
  yaml(`{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio.io/use-waypoint: wp}}}`),
  yaml(`{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {namespace: shop, name: wp},
    spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]},
    status: {addresses: [{value: 10.96.0.1}]}}`),
  yaml(`{apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: wp-1, labels: {gateway.networking.k8s.io/gateway-name: wp,
    gateway.istio.io/managed: istio.io-mesh-controller}}, spec: {serviceAccountName: wp, containers: [{name: istio-proxy}]},
    status: {podIP: 10.244.9.9}}`),
]

const config = yaml(
  '{apiVersion: v1, kind: ConfigMap, metadata: {namespace: istio-system, name: istio}, data: {mesh: "{}"}}',
)

/** What both answer, in `verdict transport accepts`; throws where they differ. */
function answer(objects: readonly RawObject[], by: string, port: number, request?: Request): string {
  const question = { from: 'shop/cart', to: 'shop/api', port, ...(request && { request }) }
  const way = waysTo(objects, question.to, port).find(each => textOf(each) === by)
  if (way === undefined) throw new Error(`nobody dials by ${by}`)
  const naive = naiveMesh(objects, question, way)
  const engine = openEngine(objects).ask(question, way)
  expect(engine).toMatchObject({ ...naive })
  return naive ? `${naive.verdict} ${naive.transport} ${naive.accepts ?? 'open'}` : 'open'
}

const byService = 'service shop/api'

const FAR = { DISABLE: 'plaintext-only', PERMISSIVE: 'any', STRICT: 'mtls-only' } as const

describe('the third opinion of a mesh, sidecar or naked server (section 4)', () => {
  const worlds: Record<string, RawObject[]> = {
    'naked client': [pod('shop/cart', 'none'), service('service')],
    automatic: [pod('shop/cart', 'sidecar'), service('service')],
    'automatic off': [
      pod('shop/cart', 'sidecar'),
      service('service'),
      { ...config, data: { mesh: 'enableAutoMtls: false' } },
    ],
    DISABLE: [pod('shop/cart', 'sidecar'), service('service'), tls('DISABLE')],
    ISTIO_MUTUAL: [pod('shop/cart', 'sidecar'), service('service'), tls('ISTIO_MUTUAL')],
    SIMPLE: [pod('shop/cart', 'sidecar'), service('service'), tls('SIMPLE')],
    'pod IP': [pod('shop/cart', 'sidecar')],
    headless: [pod('shop/cart', 'sidecar'), service('headless')],
    ztunnel: [pod('shop/cart', 'ambient'), service('service')],
  }
  const byWay: Record<string, string> = { 'pod IP': 'pod-ip', headless: 'headless shop/api' }

  // Of the port 9000, which carries bytes.
  it.each([
    ['naked client', 'plaintext', 'plaintext', 'plaintext', 'fail'],
    ['automatic', 'plaintext', 'plaintext', 'mtls', 'mtls'],
    ['automatic off', 'plaintext', 'plaintext', 'plaintext', 'fail'],
    ['DISABLE', 'plaintext', 'plaintext', 'plaintext', 'fail'],
    ['ISTIO_MUTUAL', 'fail', 'fail', 'mtls', 'mtls'],
    ['SIMPLE', 'app-tls', 'app-tls', 'app-tls', 'fail'],
    ['pod IP', 'plaintext', 'plaintext', 'plaintext', 'fail'],
    ['headless', 'plaintext', 'plaintext', 'mtls', 'mtls'],
    ['ztunnel', 'plaintext', 'plaintext', 'plaintext', 'fail'],
  ])('%s', (client, naked, ...atModes) => {
    const beside = worlds[client] ?? []
    const by = byWay[client] ?? byService
    const line = (transport: string, far: string): string =>
      `${transport === 'fail' ? 'deny' : 'allow'} ${transport} ${far}`
    expect(answer([...beside, pod('shop/api', 'none')], by, 9000)).toBe(line(naked, 'plaintext-only'))
    const found = Object.keys(FAR).map(said =>
      answer([...beside, pod('shop/api', 'sidecar'), mode('shop', `{mtls: {mode: ${said}}}`)], by, 9000),
    )
    expect(found).toEqual(Object.values(FAR).map((far, place) => line(atModes[place] ?? '', far)))
  })

  it.each([
    ['a TLS of the application at an HTTP port', [tls('SIMPLE')], 'sidecar', byService, 'deny fail any'],
    [
      'a server that does not say that it takes mutual TLS',
      [],
      'unlabelled',
      byService,
      'allow plaintext any',
    ],
    [
      'STRICT for the pod, DISABLE for its namespace',
      [
        mode('shop', '{mtls: {mode: DISABLE}}'),
        mode('shop', '{selector: {matchLabels: {app: api}}, mtls: {mode: STRICT}}'),
      ],
      'sidecar',
      byService,
      'deny fail mtls-only',
    ],
    [
      'a port apart, by the number at the pod',
      [
        mode(
          'shop',
          '{selector: {matchLabels: {app: api}}, mtls: {mode: STRICT}, portLevelMtls: {8080: {mode: PERMISSIVE}}}',
        ),
      ],
      'sidecar',
      'pod-ip',
      'allow plaintext any',
    ],
  ] as const)('%s', (_, beside, server, by, expected) => {
    const objects = [pod('shop/cart', 'sidecar'), pod('shop/api', server), service('service'), ...beside]
    expect(answer(objects, by, 8080)).toBe(expected)
  })
})

describe('the third opinion of a mesh, DestinationRules (section 4)', () => {
  const rule = (name: string, spec: string): RawObject =>
    yaml(`{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {namespace: istio-system, name: ${name},
      creationTimestamp: "2026-01-01T00:00:0${String(name.length)}Z"}, spec: {${spec}, trafficPolicy: {tls: {mode: DISABLE}}}}`)
  const exact = 'host: api.shop.svc.cluster.local'

  it.each([
    ['a wildcard counts', [rule('w', "host: '*.local'")], 'plaintext'],
    [
      'unless a rule for others is nearer',
      [rule('w', "host: '*.local'"), rule('ex', `${exact}, exportTo: [x]`)],
      'mtls',
    ],
    [
      'which hides nothing if it is private',
      [rule('w', "host: '*.local'"), rule('ex', `${exact}, exportTo: [.]`)],
      'plaintext',
    ],
  ] as const)('%s', (_, rules, transport) => {
    const objects = [pod('shop/cart', 'sidecar'), pod('shop/api', 'sidecar'), service('service'), ...rules]
    expect(answer(objects, byService, 8080)).toBe(`allow ${transport} any`)
  })
})

describe('the third opinion of a mesh, ambient (section 4)', () => {
  it.each([
    ['ambient', 'ambient', byService, 'PERMISSIVE', 'allow mtls any'],
    ['ambient', 'ambient', 'pod-ip', 'STRICT', 'allow mtls mtls-only'],
    ['ambient', 'ambient', byService, 'DISABLE', 'allow mtls any'],
    ['ambient', 'tunnels', byService, 'STRICT', 'allow mtls mtls-only'],
    ['ambient', 'sidecar', byService, 'STRICT', 'deny fail mtls-only'],
    ['ambient', 'none', byService, 'STRICT', 'allow plaintext plaintext-only'],
    ['none', 'ambient', byService, 'PERMISSIVE', 'allow plaintext any'],
    ['none', 'ambient', byService, 'STRICT', 'deny fail mtls-only'],
    ['sidecar', 'ambient', byService, 'STRICT', 'allow mtls mtls-only'],
    ['sidecar', 'ambient', 'pod-ip', 'STRICT', 'deny fail mtls-only'],
  ] as const)('%s to %s by %s under %s', (client, server, by, said, expected) => {
    const objects = [
      pod('shop/cart', client),
      pod('shop/api', server),
      service('service'),
      mode('shop', `{mtls: {mode: ${said}}}`),
    ]
    expect(answer(objects, by, 8080)).toBe(expected)
  })

  it.each([
    ['a workload without a mode of its own keeps what it inherits', '', 'DISABLE', 'deny fail mtls-only'],
    ['but not against PERMISSIVE', '', 'PERMISSIVE', 'allow plaintext any'],
    ['and not where it says STRICT itself', 'mtls: {mode: STRICT}, ', 'DISABLE', 'allow plaintext any'],
  ])('%s', (_, own, said, expected) => {
    const objects = [
      pod('shop/cart', 'none'),
      pod('shop/api', 'ambient'),
      mode('shop', '{mtls: {mode: STRICT}}'),
      mode('shop', `{selector: {matchLabels: {app: api}}, ${own}portLevelMtls: {8080: {mode: ${said}}}}`),
    ]
    expect(answer(objects, 'pod-ip', 8080)).toBe(expected)
  })
})

describe('the third opinion of a mesh, authorization (section 5)', () => {
  const get: Request = { method: 'GET', path: '/a', host: 'web' }
  const put: Request = { ...get, method: 'PUT' }
  const anonymous = 'allow plaintext any'
  const known = 'allow mtls any'

  it.each([
    // No identity: what is demanded is not there, and what is ruled out is not either.
    [
      'none',
      'sidecar',
      8080,
      '{rules: [{from: [{source: {principals: ["*"]}}]}]}',
      undefined,
      'deny plaintext any',
    ],
    ['none', 'sidecar', 8080, '{rules: [{from: [{source: {notNamespaces: [x]}}]}]}', undefined, anonymous],
    [
      'sidecar',
      'sidecar',
      8080,
      '{rules: [{from: [{source: {serviceAccounts: [cart]}}]}]}',
      undefined,
      known,
    ],
    ['sidecar', 'sidecar', 8080, '{}', undefined, 'deny mtls any'],
    [
      'sidecar',
      'sidecar',
      8080,
      '{rules: [{to: [{operation: {ports: ["80"]}}]}]}',
      undefined,
      'deny mtls any',
    ],
    ['sidecar', 'sidecar', 8080, '{rules: [{to: [{operation: {ports: ["8080"]}}]}]}', undefined, known],
    // Requests, where there are some.
    [
      'sidecar',
      'sidecar',
      8080,
      '{rules: [{to: [{operation: {methods: [GET]}}]}]}',
      undefined,
      'conditional mtls any',
    ],
    ['sidecar', 'sidecar', 8080, '{rules: [{to: [{operation: {methods: [GET]}}]}]}', get, known],
    ['sidecar', 'sidecar', 8080, '{rules: [{to: [{operation: {methods: [GET]}}]}]}', put, 'deny mtls any'],
    // A port of bytes: an ALLOW is dropped, and what is left of a DENY denies all.
    ['sidecar', 'sidecar', 9000, '{rules: [{to: [{operation: {methods: [GET]}}]}]}', get, 'deny mtls any'],
    [
      'sidecar',
      'sidecar',
      9000,
      '{action: DENY, rules: [{to: [{operation: {methods: [PUT]}}]}]}',
      get,
      'deny mtls any',
    ],
    // ztunnel: what is left of a DENY does nothing, unless something of the same operation is left.
    ['ambient', 'ambient', 8080, '{rules: [{to: [{operation: {methods: [GET]}}]}]}', get, 'deny mtls any'],
    [
      'ambient',
      'ambient',
      8080,
      '{action: DENY, rules: [{to: [{operation: {methods: [GET]}}]}]}',
      get,
      known,
    ],
    [
      'ambient',
      'ambient',
      8080,
      '{action: DENY, rules: [{to: [{operation: {methods: [PUT], ports: ["8080"]}}]}]}',
      get,
      'deny mtls any',
    ],
    // Policies for a waypoint are not for the pod.
    ['ambient', 'ambient', 8080, '{targetRefs: [{group: "", kind: Service, name: api}]}', undefined, known],
  ] as const)('%s to %s on %i under %s', (client, server, port, spec, request, expected) => {
    const objects = [pod('shop/cart', client), pod('shop/api', server), service('service'), policy(spec)]
    expect(answer(objects, byService, port, request)).toBe(expected)
  })

  it.each([
    [
      'only a request that it allows',
      byService,
      '{targetRefs: [{group: "", kind: Service, name: api}], rules: [{to: [{operation: {methods: [GET]}}]}]}',
      'conditional mtls mtls-only',
    ],
    [
      'the port of the Service',
      byService,
      '{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: wp}], rules: [{to: [{operation: {ports: ["80"]}}]}]}',
      'allow mtls mtls-only',
    ],
    [
      'who dials it',
      byService,
      '{targetRefs: [{group: "", kind: Service, name: api}], rules: [{from: [{source: {serviceAccounts: [cart]}}]}]}',
      'allow mtls mtls-only',
    ],
    [
      'and the pod sees the waypoint',
      byService,
      '{rules: [{from: [{source: {serviceAccounts: [cart]}}]}]}',
      'deny mtls mtls-only',
    ],
    [
      'by the address of the pod it is passed by',
      'pod-ip',
      '{targetRefs: [{group: "", kind: Service, name: api}]}',
      known,
    ],
  ])('a waypoint: %s', (_, by, spec, expected) => {
    const objects = [
      ...waypoint,
      pod('shop/cart', 'ambient'),
      pod('shop/api', 'ambient'),
      service('service'),
      policy(spec),
    ]
    expect(answer(objects, by, 8080)).toBe(expected)
  })

  it.each([
    [15008, 'allow mtls any'],
    [8080, 'deny mtls any'],
  ])('the network sees the tunnel alone: %i', (port, expected) => {
    const below =
      yaml(`{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {namespace: shop, name: np},
      spec: {podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{port: ${String(port)}}]}]}}`)
    const objects = [pod('shop/cart', 'ambient'), pod('shop/api', 'ambient'), service('service'), below]
    expect(answer(objects, byService, 8080)).toBe(expected)
  })
})
