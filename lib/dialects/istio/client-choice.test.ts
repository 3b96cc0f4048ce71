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

/** One server under each mode, a naked one, and one on the network of its host, each behind a Service. */
const servers = [
  meshPod('shop/naked', 'naked'),
  meshPod('shop/host', 'naked', { hostNetwork: true }),
  meshPod('shop/disable', 'sidecar'),
  meshPod('shop/permissive', 'sidecar'),
  meshPod('shop/strict', 'sidecar'),
  ...['disable', 'permissive', 'strict'].map(name =>
    peerAuthentication(
      `shop/${name}`,
      `{selector: {matchLabels: {app: ${name}}}, mtls: {mode: ${name.toUpperCase()}}}`,
    ),
  ),
  ...['naked', 'host', 'disable', 'permissive', 'strict'].map(name =>
    meshService(`shop/${name}`, { ports: ['http:80>8080', 'tcp:90>9000'] }),
  ),
]

const tls = (mode: string, more = ''): string =>
  destinationRule('c/all', `{host: "*.shop.svc.cluster.local", trafficPolicy: {tls: {mode: ${mode}${more}}}}`)

const transports = (documents: readonly string[], client: string, port: number, way: string): string =>
  ['naked', 'host', 'disable', 'permissive', 'strict']
    .map(server => openMesh(documents).wire(`${client} -> shop/${server} ${port} ${way}`).split(' ')[0])
    .join(' ')

// istio.md section 4, sidecar client to sidecar or naked server: naked, host network, DISABLE, PERMISSIVE, STRICT.
const rows: readonly {
  readonly client: string
  readonly beside?: readonly string[]
  readonly naked?: true
  readonly way?: string
  readonly http: string
  readonly tcp?: string
}[] = [
  { client: 'no mesh', naked: true, http: 'plaintext plaintext plaintext plaintext fail' },
  { client: 'a sidecar, nothing said', http: 'plaintext plaintext plaintext mtls mtls' },
  {
    client: 'a sidecar without automatic mutual TLS',
    beside: [meshSettings('enableAutoMtls: false')],
    http: 'plaintext plaintext plaintext plaintext fail',
  },
  {
    client: 'a sidecar told DISABLE',
    beside: [tls('DISABLE')],
    http: 'plaintext plaintext plaintext plaintext fail',
  },
  { client: 'a sidecar told ISTIO_MUTUAL', beside: [tls('ISTIO_MUTUAL')], http: 'fail fail fail mtls mtls' },
  {
    client: 'a sidecar told SIMPLE',
    beside: [tls('SIMPLE')],
    http: 'app-tls app-tls fail fail fail',
    tcp: 'app-tls app-tls app-tls app-tls fail',
  },
  {
    client: 'a sidecar told MUTUAL with certificates of its own',
    beside: [tls('MUTUAL', ', clientCertificate: /c, privateKey: /k')],
    http: 'app-tls app-tls fail fail fail',
    tcp: 'app-tls app-tls app-tls app-tls fail',
  },
  {
    client: 'a sidecar told SIMPLE from a Secret that it cannot read',
    beside: [tls('SIMPLE', ', credentialName: ca')],
    http: 'plaintext plaintext plaintext plaintext fail',
  },
  {
    client: 'a sidecar that dials pods',
    way: 'pod-ip',
    http: 'plaintext plaintext plaintext plaintext fail',
  },
  {
    client: 'a sidecar that dials pods, told ISTIO_MUTUAL',
    beside: [tls('ISTIO_MUTUAL')],
    way: 'pod-ip',
    http: 'plaintext plaintext plaintext plaintext fail',
  },
]

describe('what a client outside ambient sends', () => {
  it.each(rows)('$client', ({ beside = [], naked, way = 'service', http, tcp }) => {
    const documents = [meshPod('c/client', naked ? 'naked' : 'sidecar'), ...servers, ...beside]
    expect(transports(documents, 'c/client', 8080, way)).toBe(http)
    expect(transports(documents, 'c/client', 9000, way)).toBe(tcp ?? http)
  })
})

describe('the two gates of automatic mutual TLS', () => {
  const pair = (namespace: string, workload?: string): string =>
    openMesh([
      meshPod('c/client', 'sidecar'),
      meshPod('shop/api', 'sidecar'),
      meshService('shop/api'),
      peerAuthentication('shop/all', `{mtls: {mode: ${namespace}}}`),
      ...(workload === undefined
        ? []
        : [peerAuthentication('shop/api', `{selector: {matchLabels: {app: api}}, ${workload}}`)]),
    ]).wire('c/client -> shop/api 8080')

  it.each([
    // Gate A: the namespace decides for all, whatever its workloads say.
    ['DISABLE', undefined, 'plaintext plaintext-only'],
    ['DISABLE', 'mtls: {mode: PERMISSIVE}', 'plaintext any'],
    ['DISABLE', 'mtls: {mode: STRICT}', 'fail mtls-only'],
    ['DISABLE', 'portLevelMtls: {8080: {mode: STRICT}}', 'fail mtls-only'],
    // Gate B: the mode of the pod's port.
    ['STRICT', 'mtls: {mode: DISABLE}', 'plaintext plaintext-only'],
    ['STRICT', 'portLevelMtls: {8080: {mode: DISABLE}}', 'plaintext plaintext-only'],
    ['STRICT', 'portLevelMtls: {80: {mode: DISABLE}}', 'mtls mtls-only'],
    ['STRICT', 'portLevelMtls: {8080: {mode: UNSET}}', 'mtls mtls-only'],
  ])('%s, %s: %s', (namespace, workload, expected) => {
    expect(pair(namespace, workload)).toBe(expected)
  })

  it('the label is what clients look at, and the server is what it is', () => {
    const documents = [
      meshPod('c/client', 'sidecar'),
      meshPod('shop/api', 'sidecar', { labels: 'security.istio.io/tlsMode: disabled' }).replace(
        ', security.istio.io/tlsMode: istio',
        '',
      ),
      meshService('shop/api'),
      peerAuthentication('shop/all', '{mtls: {mode: STRICT}}'),
    ]
    expect(openMesh(documents).wire('c/client -> shop/api 8080')).toBe('fail mtls-only')
  })

  it('a pod that is yet to be injected will have the label', () => {
    const documents = [
      meshPod('c/client', 'sidecar'),
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {namespace: shop, name: api}\nspec: {template: {metadata: {labels: {app: api}}, spec: {containers: [{name: app}, {name: istio-proxy}]}}}',
      meshService('shop/api'),
    ]
    expect(openMesh(documents).wire('c/client -> shop/api 8080')).toBe('mtls any')
  })
})

describe('a headless Service', () => {
  const headless = (other: 'sidecar' | 'naked', ...beside: readonly string[]): ReturnType<typeof openMesh> =>
    openMesh([
      meshPod('c/client', 'sidecar'),
      meshPod('shop/db', 'sidecar', { labels: 'group: db' }),
      meshPod('shop/other', other, { labels: 'group: db' }),
      meshService('shop/db', { headless: true, selector: 'group: db', ports: ['tcp:5432'] }),
      ...beside,
    ])
  const all = (mode: string): string => peerAuthentication('shop/all', `{mtls: {mode: ${mode}}}`)
  const one = (mode: string): string =>
    peerAuthentication('shop/db', `{selector: {matchLabels: {group: db}}, mtls: {mode: ${mode}}}`)

  it.each([
    [[], 'mtls any'],
    [[all('STRICT')], 'mtls mtls-only'],
    [[all('DISABLE')], 'plaintext plaintext-only'],
    // Nobody asks the pods one by one.
    [[one('DISABLE')], 'fail plaintext-only'],
  ] as const)('with sidecars everywhere, %j: %s', (beside, expected) => {
    expect(headless('sidecar', ...beside).wire('c/client -> shop/db 5432 headless')).toBe(expected)
  })

  it.each([
    [[], 'plaintext any'],
    [[all('STRICT')], 'fail mtls-only'],
    [[one('DISABLE')], 'plaintext plaintext-only'],
  ] as const)('with one naked pod, %j: %s', (beside, expected) => {
    expect(headless('naked', ...beside).wire('c/client -> shop/db 5432 headless')).toBe(expected)
  })

  it('is known by the addresses of its pods, where it carries bytes on the same port', () => {
    expect(headless('sidecar').wire('c/client -> shop/db 5432 pod-ip')).toBe('mtls any')
    const other = openMesh([
      meshPod('c/client', 'sidecar'),
      meshPod('shop/db', 'sidecar'),
      meshService('shop/db', { headless: true, ports: ['tcp:5432>5433', 'http:8080'] }),
    ])
    const table = {
      'c/client -> shop/db 5433 pod-ip': 'plaintext any',
      'c/client -> shop/db 8080 pod-ip': 'plaintext any',
    }
    expect(wires(other, table)).toEqual(table)
  })

  it('gets its endpoints as others do where istiod is told so', () => {
    const istiod =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {namespace: istio-system, name: istiod, labels: {app: istiod}}\nspec: {template: {spec: {containers: [{name: discovery, env: [{name: PILOT_ENABLE_EDS_FOR_HEADLESS_SERVICES, value: "true"}]}]}}}'
    expect(headless('naked', istiod).wire('c/client -> shop/db 5432 headless')).toBe('mtls any')
  })

  it('a rule that passes connections through makes any Service one', () => {
    const documents = [
      meshPod('c/client', 'sidecar'),
      meshPod('shop/db', 'sidecar', { labels: 'group: db' }),
      meshPod('shop/other', 'naked', { labels: 'group: db' }),
      meshService('shop/db', { selector: 'group: db', ports: ['tcp:5432'] }),
      destinationRule('shop/db', '{host: db, trafficPolicy: {loadBalancer: {simple: PASSTHROUGH}}}'),
    ]
    expect(openMesh(documents).wire('c/client -> shop/db 5432 service')).toBe('plaintext any')
  })
})

describe('levels of a DestinationRule', () => {
  const rule = (policy: string): string =>
    openMesh([
      meshPod('c/client', 'sidecar'),
      meshPod('shop/api', 'sidecar'),
      meshService('shop/api', { ports: ['http:80>8080'] }),
      destinationRule('shop/api', `{host: api, trafficPolicy: ${policy}}`),
    ]).wire('c/client -> shop/api 8080')

  it.each([
    // The number is that of the Service's port.
    ['{portLevelSettings: [{port: {number: 80}, tls: {mode: DISABLE}}]}', 'plaintext any'],
    ['{portLevelSettings: [{port: {number: 8080}, tls: {mode: DISABLE}}]}', 'mtls any'],
    [
      '{tls: {mode: DISABLE}, portLevelSettings: [{port: {number: 80}, tls: {mode: ISTIO_MUTUAL}}]}',
      'mtls any',
    ],
    // An entry that is silent takes the rule's TLS away.
    ['{tls: {mode: ISTIO_MUTUAL}, portLevelSettings: [{port: {number: 80}}]}', 'mtls any'],
    ['{tls: {mode: DISABLE}, portLevelSettings: [{port: {number: 80}}]}', 'plaintext any'],
    ['{tls: {mode: SIMPLE}, portLevelSettings: [{port: {number: 80}}]}', 'plaintext any'],
    ['{portLevelSettings: [{port: {number: 80}}]}', 'mtls any'],
    ['{tls: {}}', 'plaintext any'],
    ['{connectionPool: {}}', 'mtls any'],
    ['{tls: {mode: SOMETHING}}', 'unknown any'],
    ['{tls: {mode: DISABLE, modes: x}}', 'unknown any'],
  ])('%s: %s', (policy, expected) => {
    expect(rule(policy)).toBe(expected)
  })

  it('a silent entry under another TLS asks the server after all, where clients dial pods', () => {
    const documents = [
      meshPod('c/client', 'sidecar'),
      meshPod('shop/api', 'sidecar'),
      meshService('shop/api', { headless: true, ports: ['http:8080'] }),
      destinationRule(
        'shop/api',
        '{host: api, trafficPolicy: {tls: {mode: SIMPLE}, portLevelSettings: [{port: {number: 8080}}]}}',
      ),
    ]
    expect(openMesh(documents).wire('c/client -> shop/api 8080')).toBe('mtls any')
  })

  it.each([
    ['only', 'plaintext any'],
    ['silent', 'mtls any'],
    ['[only, silent]', 'unknown any'],
  ])('a subset counts where a VirtualService sends to it: %s', (subsets, expected) => {
    const destinations = subsets
      .replace(/[[\]]/g, '')
      .split(', ')
      .map(subset => `{destination: {host: api, subset: ${subset}}}`)
    const documents = [
      meshPod('c/client', 'sidecar'),
      meshPod('shop/api', 'sidecar'),
      meshService('shop/api'),
      destinationRule(
        'shop/api',
        '{host: api, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}, subsets: [{name: only, trafficPolicy: {tls: {mode: DISABLE}}}, {name: silent, trafficPolicy: {connectionPool: {}}}]}',
      ),
      istioObject(
        'networking.istio.io/v1',
        'VirtualService',
        'shop/api',
        `{hosts: [api], http: [{route: [${destinations.join(', ')}]}]}`,
      ),
    ]
    expect(openMesh(documents).wire('c/client -> shop/api 8080')).toBe(expected)
  })
})

describe('what a sidecar does not know', () => {
  const hidden = (sidecar: string, settings = '{}'): string =>
    openMesh([
      meshPod('c/client', 'sidecar'),
      meshPod('shop/api', 'sidecar'),
      meshService('shop/api'),
      meshSettings(settings),
      ...(sidecar === '' ? [] : [istioObject('networking.istio.io/v1', 'Sidecar', 'c/default', sidecar)]),
    ]).wire('c/client -> shop/api 8080 service')

  it.each([
    ['{egress: [{hosts: ["./*"]}]}', '{}', 'plaintext any'],
    ['{egress: [{hosts: ["shop/*"]}]}', '{}', 'mtls any'],
    ['{egress: [{hosts: ["*/api.shop.svc.cluster.local"]}]}', '{}', 'mtls any'],
    ['{egress: [{hosts: ["shop/other.shop.svc.cluster.local"]}]}', '{}', 'plaintext any'],
    ['{egress: [{hosts: ["~/*"]}]}', '{}', 'plaintext any'],
    ['{workloadSelector: {labels: {app: other}}, egress: [{hosts: ["./*"]}]}', '{}', 'mtls any'],
    ['{workloadSelector: {labels: {app: client}}, egress: [{hosts: ["./*"]}]}', '{}', 'plaintext any'],
    // What is in no registry goes nowhere.
    ['{egress: [{hosts: ["./*"]}]}', '{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}', 'fail any'],
    ['{egress: [{hosts: ["./*"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}', '{}', 'fail any'],
    [
      '{egress: [{hosts: ["./*"]}], outboundTrafficPolicy: {mode: ALLOW_ANY}}',
      '{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}',
      'plaintext any',
    ],
    ['{egress: [{hosts: [api]}]}', '{}', 'unknown any'],
  ])('%s under %s: %s', (sidecar, settings, expected) => {
    expect(hidden(sidecar, settings)).toBe(expected)
  })

  it('a Sidecar resource of the root namespace holds for all, and listeners of its own hide the ports', () => {
    const world = (spec: string): ReturnType<typeof openMesh> =>
      openMesh([
        meshPod('out/plain', 'naked'),
        meshPod('c/client', 'sidecar'),
        meshPod('shop/api', 'sidecar'),
        meshService('shop/api'),
        istioObject('networking.istio.io/v1', 'Sidecar', 'istio-system/default', spec),
      ])
    expect(world('{egress: [{hosts: ["./*"]}]}').wire('c/client -> shop/api 8080')).toBe('plaintext any')
    expect(world('{ingress: [{port: {number: 8080}}]}').wire('out/plain -> shop/api 8080')).toBe(
      'unknown unknown',
    )
  })

  it('a Service that is not shown to the client', () => {
    const shown = (to: string): string =>
      openMesh([
        meshPod('c/client', 'sidecar'),
        meshPod('shop/api', 'sidecar'),
        meshService('shop/api', { annotations: `networking.istio.io/exportTo: "${to}"` }),
      ]).wire('c/client -> shop/api 8080 service')
    expect([shown('.'), shown('~'), shown('x,c'), shown('*')]).toEqual([
      'plaintext any',
      'plaintext any',
      'mtls any',
      'mtls any',
    ])
  })

  it('a pod in a registry that alone is served', () => {
    const documents = [
      meshPod('c/client', 'sidecar'),
      meshPod('out/plain', 'naked'),
      meshPod('c/captured', 'ambient'),
      meshPod('shop/api', 'sidecar'),
      meshService('shop/api'),
      meshSettings('outboundTrafficPolicy: {mode: REGISTRY_ONLY}'),
    ]
    const table = {
      'c/client -> shop/api 8080 pod-ip': 'fail any',
      'out/plain -> shop/api 8080 pod-ip': 'plaintext any',
      // ztunnel does not ask.
      'c/captured -> shop/api 8080 pod-ip': 'plaintext any',
    }
    expect(wires(openMesh(documents), table)).toEqual(table)
  })
})

describe('traffic that annotations keep from the sidecar', () => {
  const traffic = 'traffic.sidecar.istio.io'
  const client = (annotations: string): ReturnType<typeof openMesh> =>
    openMesh([
      meshPod('c/client', 'sidecar', { annotations }),
      meshPod('shop/api', 'sidecar'),
      `${meshService('shop/api', { ports: ['http:80>8080'] })}\n`.replace(
        'spec: {',
        'spec: {clusterIP: 10.96.0.7, ',
      ),
      peerAuthentication('shop/all', '{mtls: {mode: STRICT}}'),
    ])

  it.each([
    [`${traffic}/excludeOutboundPorts: "80"`, 'fail mtls-only'],
    // The port that is dialled, not that of the pod.
    [`${traffic}/excludeOutboundPorts: "8080"`, 'mtls mtls-only'],
    [`${traffic}/excludeOutboundIPRanges: 10.96.0.0/16`, 'fail mtls-only'],
    [`${traffic}/excludeOutboundIPRanges: 10.97.0.0/16`, 'mtls mtls-only'],
    [`${traffic}/includeOutboundIPRanges: 10.97.0.0/16`, 'fail mtls-only'],
    [`${traffic}/includeOutboundIPRanges: ""`, 'fail mtls-only'],
    [
      `${traffic}/includeOutboundIPRanges: 10.97.0.0/16, ${traffic}/includeOutboundPorts: "80"`,
      'mtls mtls-only',
    ],
    ['sidecar.istio.io/interceptionMode: NONE', 'fail mtls-only'],
  ])('at the client, %s: %s', (annotations, expected) => {
    expect(client(annotations).wire('c/client -> shop/api 8080 service')).toBe(expected)
  })

  const server = (annotations: string, ...beside: readonly string[]): ReturnType<typeof openMesh> =>
    openMesh([
      meshPod('out/plain', 'naked'),
      meshPod('c/client', 'sidecar'),
      meshPod('shop/api', 'sidecar', { annotations }),
      meshService('shop/api', { ports: ['http:8080', 'http-b:9090'] }),
      peerAuthentication('shop/all', '{mtls: {mode: STRICT}}'),
      ...beside,
    ])

  it.each([
    [`${traffic}/excludeInboundPorts: "8080,1"`],
    [`${traffic}/includeInboundPorts: "9090"`],
    [`${traffic}/includeInboundPorts: ""`],
    ['sidecar.istio.io/interceptionMode: NONE'],
  ])(
    'at the server, %s: plaintext passes, and mutual TLS comes to an application that takes none',
    annotations => {
      const opened = server(annotations)
      const table = {
        'out/plain -> shop/api 8080': 'plaintext plaintext-only',
        'c/client -> shop/api 8080': 'fail plaintext-only',
      }
      expect(wires(opened, table)).toEqual(table)
      expect(opened.hops('out/plain -> shop/api 8080')[0]?.enforcer.proxy).toBe('none')
    },
  )

  it('exclusions count only where everything else is included', () => {
    const opened = server(`${traffic}/includeInboundPorts: "8080", ${traffic}/excludeInboundPorts: "8080"`)
    expect(opened.wire('out/plain -> shop/api 8080')).toBe('fail mtls-only')
  })

  it('a rule that switches TLS off makes an excluded port work', () => {
    const opened = server(
      `${traffic}/excludeInboundPorts: "8080"`,
      destinationRule('shop/api', '{host: api, trafficPolicy: {tls: {mode: DISABLE}}}'),
    )
    expect(opened.wire('c/client -> shop/api 8080')).toBe('plaintext plaintext-only')
  })

  it.each([15020, 15021, 15090])('port %i of the proxy itself is open', port => {
    expect(server('a: b').wire(`out/plain -> shop/api ${port}`)).toBe('plaintext plaintext-only')
  })
})

// istio.md section 4, ambient; every rule about TLS is there to be ignored.
describe('what ambient clients send', () => {
  const documents = (strict = false): readonly string[] => [
    meshPod('out/plain', 'naked'),
    meshPod('c/captured', 'ambient'),
    meshPod('c/side', 'sidecar'),
    meshPod('shop/api', 'ambient'),
    meshPod('shop/tunnel', 'tunnel-sidecar'),
    meshPod('shop/side', 'sidecar'),
    meshPod('shop/naked', 'naked'),
    ...['api', 'tunnel', 'side', 'naked'].map(name => meshService(`shop/${name}`)),
    meshService('shop/pods', { headless: true, selector: 'app: api' }),
    ...(strict ? [peerAuthentication('istio-system/mesh', '{mtls: {mode: STRICT}}')] : []),
  ]

  it('by the way they dial and by the server', () => {
    const table = {
      'c/captured -> shop/api 8080 service': 'mtls any',
      'c/captured -> shop/api 8080 pod-ip': 'mtls any',
      'c/captured -> shop/api 8080 headless': 'mtls any',
      'c/captured -> shop/tunnel 8080': 'mtls any',
      'c/captured -> shop/side 8080': 'plaintext any',
      'c/captured -> shop/naked 8080': 'plaintext plaintext-only',
      'out/plain -> shop/api 8080': 'plaintext any',
      'c/side -> shop/api 8080 service': 'mtls any',
      'c/side -> shop/api 8080 headless': 'plaintext any',
      'c/side -> shop/api 8080 pod-ip': 'plaintext any',
      'c/side -> shop/tunnel 8080': 'mtls any',
      'outside -> shop/api 8080': 'plaintext any',
    }
    expect(wires(openMesh(documents()), table)).toEqual(table)
  })

  it('to servers that are strict', () => {
    const table = {
      'c/captured -> shop/api 8080': 'mtls mtls-only',
      'c/captured -> shop/tunnel 8080': 'mtls mtls-only',
      'c/captured -> shop/side 8080': 'fail mtls-only',
      'out/plain -> shop/api 8080': 'fail mtls-only',
      'c/side -> shop/api 8080 service': 'mtls mtls-only',
      'c/side -> shop/api 8080 headless': 'fail mtls-only',
      'c/side -> shop/api 8080 pod-ip': 'fail mtls-only',
    }
    expect(wires(openMesh(documents(true)), table)).toEqual(table)
  })

  it('a sidecar that takes tunnels takes them under DISABLE', () => {
    const opened = openMesh([...documents(), peerAuthentication('shop/all', '{mtls: {mode: DISABLE}}')])
    expect(opened.wire('c/captured -> shop/tunnel 8080')).toBe('mtls any')
  })

  it.each(['DISABLE', 'ISTIO_MUTUAL', 'SIMPLE'])('a rule with %s changes no tunnel', mode => {
    const opened = openMesh([
      ...documents(),
      destinationRule(
        'shop/all',
        `{host: "*.shop.svc.cluster.local", trafficPolicy: {tls: {mode: ${mode}}}}`,
      ),
    ])
    const table = { 'c/captured -> shop/api 8080': 'mtls any', 'c/side -> shop/api 8080 service': 'mtls any' }
    expect(wires(opened, table)).toEqual(table)
    expect(opened.hops('c/side -> shop/api 8080 service')).toMatchObject([{ port: 15008 }])
  })

  const istiod = (flag: string, value: string): string =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {namespace: istio-system, name: istiod, labels: {app: istiod}}\nspec: {template: {spec: {containers: [{name: discovery, env: [{name: ${flag}, value: "${value}"}]}]}}}`

  it('sidecars send tunnels only where istiod says so', () => {
    const port = (flag: string, value: string, server: string): number | undefined =>
      openMesh([...documents(), istiod(flag, value)]).hops(`c/side -> shop/${server} 8080 service`)[0]?.port
    expect(port('PILOT_ENABLE_AMBIENT', 'true', 'api')).toBe(15008)
    expect(port('PILOT_ENABLE_AMBIENT', 'false', 'api')).toBe(8080)
    expect(port('PILOT_ENABLE_SENDING_HBONE', 'false', 'api')).toBe(8080)
    expect(port('PILOT_ENABLE_AMBIENT', 'true', 'tunnel')).toBe(8080)
    expect(port('PILOT_PREFER_SENDING_HBONE', 'true', 'tunnel')).toBe(15008)
  })
})
