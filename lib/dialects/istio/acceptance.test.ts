import { describe, expect, it } from 'vitest'
import {
  destinationRule,
  istioObject,
  meshPod,
  meshService,
  openMesh,
  peerAuthentication,
  wires,
} from '../../../test/kit/mesh'
import type { Proxy } from '../../model/mesh'
import { accept, seenIn, type Arrival, type ArrivalAt } from './acceptance'

/** Clients that send what the table's first column says, to a Service with a port of each protocol. */
const world = (mode: string): Parameters<typeof openMesh>[0] => [
  meshPod('out/plain', 'naked'),
  meshPod('mutual/mtls', 'sidecar'),
  meshPod('simple/tls', 'sidecar'),
  meshPod('shop/api', 'sidecar', { ip: '10.0.0.9' }),
  meshService('shop/api', { ports: ['http:8080', 'tcp-db:9000', 'any:7000'] }),
  destinationRule(
    'mutual/api',
    '{host: api.shop.svc.cluster.local, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}',
  ),
  destinationRule('simple/api', '{host: api.shop.svc.cluster.local, trafficPolicy: {tls: {mode: SIMPLE}}}'),
  // An entry gives the undeclared port a name, so that a rule can send mutual TLS to it.
  istioObject(
    'networking.istio.io/v1',
    'ServiceEntry',
    'mutual/undeclared',
    '{hosts: [undeclared.example], location: MESH_INTERNAL, resolution: NONE, addresses: [10.0.0.9], ports: [{number: 5000, name: tcp, protocol: TCP}]}',
  ),
  destinationRule(
    'mutual/undeclared',
    '{host: undeclared.example, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}',
  ),
  peerAuthentication('shop/all', `{mtls: {mode: ${mode}}}`),
]

// istio.md section 3, sidecar acceptance, row by row.
const rows: readonly (readonly [arriving: string, disable: string, permissive: string, strict: string])[] = [
  ['out/plain -> shop/api 8080 service as http', 'plaintext', 'plaintext', 'fail'],
  ['out/plain -> shop/api 9000 service as tcp', 'plaintext', 'plaintext', 'fail'],
  ['out/plain -> shop/api 7000 service as http', 'plaintext', 'plaintext', 'fail'],
  ['out/plain -> shop/api 5000 pod-ip as tcp', 'plaintext', 'plaintext', 'fail'],
  ['out/plain -> shop/api 8080 service as tcp', 'fail', 'fail', 'fail'],
  ['mutual/mtls -> shop/api 9000 service as tcp', 'fail', 'mtls', 'mtls'],
  ['mutual/mtls -> shop/api 7000 service as tcp', 'fail', 'mtls', 'mtls'],
  ['mutual/mtls -> shop/api 5000 pod-ip as tcp', 'fail', 'mtls', 'mtls'],
  ['mutual/mtls -> shop/api 8080 service as http', 'fail', 'mtls', 'mtls'],
  ['mutual/mtls -> shop/api 8080 service as tcp', 'fail', 'fail', 'fail'],
  ['simple/tls -> shop/api 9000 service as tcp', 'app-tls', 'app-tls', 'fail'],
  ['simple/tls -> shop/api 7000 service as http', 'app-tls', 'app-tls', 'fail'],
  ['out/plain -> shop/api 5000 pod-ip as tls', 'app-tls', 'app-tls', 'fail'],
  ['simple/tls -> shop/api 8080 service as http', 'fail', 'fail', 'fail'],
  ['out/plain -> shop/api 8080 service as tls', 'fail', 'fail', 'fail'],
]

describe.each([
  ['DISABLE', 'plaintext-only', 1],
  ['PERMISSIVE', 'any', 2],
  ['STRICT', 'mtls-only', 3],
] as const)('a sidecar under %s', (mode, accepts, column) => {
  it('takes what its mode and the port allow', () => {
    const table = Object.fromEntries(rows.map(row => [row[0], `${row[column]} ${accepts}`]))
    expect(wires(openMesh(world(mode)), table)).toEqual(table)
  })
})

it('a sidecar that takes tunnels passes other TLS to the application, under DISABLE alone', () => {
  const answer = (mode: string): string =>
    openMesh(
      world(mode).map(text => text.replace('app: api,', 'app: api, networking.istio.io/tunnel: http,')),
    ).wire('simple/tls -> shop/api 8080 service as http')
  expect([answer('DISABLE'), answer('PERMISSIVE'), answer('STRICT')]).toEqual([
    'app-tls plaintext-only',
    'fail any',
    'fail mtls-only',
  ])
})

describe('where requests are seen', () => {
  const table: readonly (readonly [question: string, sees: string])[] = [
    ['out/plain -> shop/api 8080 service as http', 'requests'],
    ['out/plain -> shop/api 7000 service as http', 'requests'],
    ['out/plain -> shop/api 5000 pod-ip as http', 'requests'],
    ['mutual/mtls -> shop/api 8080 service as http', 'requests'],
    ['out/plain -> shop/api 9000 service as http', 'bytes'],
    ['out/plain -> shop/api 7000 service as tcp', 'bytes'],
    ['out/plain -> shop/api 7000 service as tls', 'bytes'],
    // Other TLS is not opened.
    ['simple/tls -> shop/api 7000 service as http', 'bytes'],
  ]
  it.each(table)('%s: %s', (question, sees) => {
    const [hop] = openMesh(world('PERMISSIVE')).hops(question)
    expect(hop?.enforcer).toEqual({
      proxy: 'sidecar',
      sees,
      // A policy about the wire that could not be read may change that for HTTP alone.
      ...(question.endsWith('http') && { seesIfUnread: 'unknown' }),
      port: Number(question.split(' ')[3]),
    })
  })
})

describe('what is seen, over readings', () => {
  const arrival: Arrival = { wire: 'plain', speaks: 'http', mode: 'PERMISSIVE', declared: 'sniffed' }
  const at = (proxy: Proxy, also: Partial<Arrival> = {}): ArrivalAt => ({
    proxy,
    arrival: { ...arrival, ...also },
    outcome: accept(proxy, { ...arrival, ...also }),
  })
  const tls = { wire: 'tls' } as const
  const rows: readonly [string, readonly ArrivalAt[], sees: string][] = [
    ['requests in plaintext and in mutual TLS', [at('sidecar'), at('sidecar', { wire: 'mtls' })], 'requests'],
    ['requests, or other TLS', [at('sidecar'), at('sidecar', tls)], 'unknown'],
    ['other TLS, or requests', [at('sidecar', tls), at('sidecar')], 'unknown'],
    // What is not taken in is not seen.
    [
      'a port for HTTP',
      [at('sidecar', { declared: 'http' }), at('sidecar', { ...tls, declared: 'http' })],
      'requests',
    ],
    ['plaintext under STRICT', [at('sidecar', { mode: 'STRICT' }), at('sidecar', tls)], 'bytes'],
    ['nothing that is taken in', [at('sidecar', { mode: 'STRICT' })], 'requests'],
    // Rules of ztunnel are the same in either reading, and where there is no proxy nobody asks.
    ['whatever proxy it has', [at('none'), at('sidecar'), at('ztunnel')], 'requests'],
    ['bytes at ztunnel', [at('ztunnel')], 'bytes'],
    ['a gateway of which no listener is known', [at('gateway')], 'unknown'],
    [
      'a gateway that listens for bytes',
      [at('gateway', { listener: { takes: 'plain', http: false } })],
      'bytes',
    ],
    ['bytes at such a gateway', [at('gateway', { speaks: 'tcp' })], 'bytes'],
  ]
  it.each(rows)('%s', (_, readings, sees) => {
    expect(seenIn(readings)).toBe(sees)
  })
})

// istio.md section 3, undeclared workload ports: plaintext and mutual TLS on the port with an override, then on another.
const pairs: readonly (readonly [mesh: string, override: string | undefined, expected: string])[] = [
  ['DISABLE', undefined, 'y/n; y/n'],
  ['STRICT', undefined, 'n/y; n/y'],
  ['PERMISSIVE', undefined, 'y/y; y/y'],
  ['DISABLE', 'STRICT', 'n/y; y/n'],
  ['STRICT', 'DISABLE', 'y/n; n/y'],
  ['PERMISSIVE', 'STRICT', 'n/y; y/y'],
  ['STRICT', 'PERMISSIVE', 'y/y; n/y'],
  ['PERMISSIVE', 'DISABLE', 'y/n; y/y'],
  ['DISABLE', 'PERMISSIVE', 'y/y; y/n'],
]

describe('ports that no Service declares', () => {
  it.each(pairs)('%s with %s: %s', (mesh, override, expected) => {
    const ports = '[{number: 19092, name: a, protocol: TCP}, {number: 18083, name: b, protocol: TCP}]'
    const opened = openMesh([
      meshPod('out/plain', 'naked'),
      meshPod('mutual/mtls', 'sidecar'),
      meshPod('shop/api', 'sidecar', { ip: '10.0.0.9' }),
      istioObject(
        'networking.istio.io/v1',
        'ServiceEntry',
        'mutual/fake',
        `{hosts: [fake.example], location: MESH_INTERNAL, resolution: NONE, addresses: [10.0.0.9], ports: ${ports}}`,
      ),
      destinationRule('mutual/fake', '{host: fake.example, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}'),
      peerAuthentication('istio-system/mesh', `{mtls: {mode: ${mesh}}}`),
      ...(override === undefined
        ? []
        : [
            peerAuthentication(
              'shop/api',
              `{selector: {matchLabels: {app: api}}, portLevelMtls: {19092: {mode: ${override}}}}`,
            ),
          ]),
    ])
    const works = (client: string, port: number): string =>
      opened.wire(`${client} -> shop/api ${port} pod-ip as tcp`).startsWith('fail') ? 'n' : 'y'
    const both = (port: number): string => `${works('out/plain', port)}/${works('mutual/mtls', port)}`
    expect(`${both(19092)}; ${both(18083)}`).toBe(expected)
  })
})

describe('ztunnel as the server', () => {
  const ambient = (spec: string): ReturnType<typeof openMesh> =>
    openMesh([
      meshPod('out/plain', 'naked'),
      meshPod('shop/cart', 'ambient'),
      meshPod('shop/api', 'ambient'),
      peerAuthentication('istio-system/mesh', '{mtls: {mode: STRICT}}'),
      peerAuthentication('shop/api', spec),
    ])
  const selected = 'selector: {matchLabels: {app: api}}'

  it.each([
    ['{}', 'fail mtls-only', 'mtls mtls-only'],
    ['{mtls: {mode: PERMISSIVE}}', 'plaintext any', 'mtls any'],
    // DISABLE is as good as PERMISSIVE: tunnels are never switched off.
    ['{mtls: {mode: DISABLE}}', 'plaintext any', 'mtls any'],
    [`{${selected}, portLevelMtls: {8080: {mode: PERMISSIVE}}}`, 'plaintext any', 'mtls any'],
    // The exception of a workload that inherits STRICT is not seen.
    [`{${selected}, portLevelMtls: {8080: {mode: DISABLE}}}`, 'fail mtls-only', 'mtls mtls-only'],
    [
      `{${selected}, mtls: {mode: STRICT}, portLevelMtls: {8080: {mode: DISABLE}}}`,
      'plaintext any',
      'mtls any',
    ],
  ])('%s: %s, %s', (spec, plain, tunnel) => {
    const table = { 'out/plain -> shop/api 8080': plain, 'shop/cart -> shop/api 8080': tunnel }
    expect(wires(ambient(spec), table)).toEqual(table)
  })

  it('takes tunnels at a port of their own, and bytes only', () => {
    const { hops } = ambient('{}')
    expect(hops('shop/cart -> shop/api 8080 as http')).toMatchObject([
      { port: 15008, enforcer: { proxy: 'ztunnel', sees: 'bytes', port: 8080 } },
    ])
    expect(hops('out/plain -> shop/api 8080 as http')).toMatchObject([{ port: 8080 }])
  })

  it('says nothing of what comes in past it', () => {
    const opened = openMesh([
      meshPod('out/plain', 'naked'),
      meshPod('shop/cart', 'ambient'),
      meshPod('shop/api', 'ambient', { annotations: 'ambient.istio.io/bypass-inbound-capture: "true"' }),
      peerAuthentication('istio-system/mesh', '{mtls: {mode: STRICT}}'),
    ])
    const table = {
      'out/plain -> shop/api 8080': 'plaintext plaintext-only',
      'shop/cart -> shop/api 8080': 'unknown unknown',
    }
    expect(wires(opened, table)).toEqual(table)
    expect(opened.hops('out/plain -> shop/api 8080')[0]?.enforcer.proxy).toBe('none')
  })

  it('an empty selector in the root namespace may mean nobody there', () => {
    const documents = [
      meshPod('out/plain', 'naked'),
      meshPod('shop/api', 'ambient'),
      meshPod('shop/side', 'sidecar'),
      peerAuthentication('istio-system/mesh', '{selector: {}, mtls: {mode: STRICT}}'),
    ]
    const table = {
      'out/plain -> shop/api 8080': 'unknown unknown',
      'out/plain -> shop/side 8080': 'fail mtls-only',
    }
    expect(wires(openMesh(documents), table)).toEqual(table)
  })
})
