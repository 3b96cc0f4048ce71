import { describe, expect, it } from 'vitest'
import { entries, service } from '../../../test/kit/entries'
import { authorizationPolicy } from '../../../test/kit/istio'
import {
  destinationRule,
  istioObject,
  meshPod,
  meshSettings,
  peerAuthentication,
} from '../../../test/kit/mesh'
import { networkPolicy, object } from '../../../test/kit/manifests'
import { open, problems } from '../../../test/kit/world'
import type { EntryPoint } from '../../model/entry-point'
import type { Session } from '../../model/session'

const networking = 'networking.istio.io/v1'

/** Pods of a gateway: a proxy and nothing else. */
const gatewayPod = (name = 'edge/gw', more = '', ports = ''): string => {
  const [namespace = '', short = ''] = name.split('/')
  return `apiVersion: v1
kind: Pod
metadata: {namespace: ${namespace}, name: ${short}, labels: {app: ${short}, istio: ingressgateway}}
spec: {serviceAccountName: ${short}, containers: [{name: istio-proxy, ports: [${ports}]}]${more}}`
}
const server = (port: number, protocol: string, tls = '', hosts = '["*"]'): string =>
  `{port: {number: ${port}, name: p${port}, protocol: ${protocol}}, hosts: ${hosts}${tls && `, tls: ${tls}`}}`
const gateway = (servers: string, name = 'edge/gw', selector = '{istio: ingressgateway}'): string =>
  istioObject(networking, 'Gateway', name, `{selector: ${selector}, servers: [${servers}]}`)
const virtualService = (spec: string, name = 'shop/web'): string =>
  istioObject(networking, 'VirtualService', name, `{${spec}}`)
const toWeb = 'route: [{destination: {host: web}}]'
const bound = (routes: string, more = ''): string =>
  virtualService(`hosts: [shop.example], gateways: [edge/gw], ${routes}${more}`)

const shop = [
  gatewayPod(),
  service(
    'edge/gw',
    '{name: https, port: 443, targetPort: 8443}',
    'type: LoadBalancer, allocateLoadBalancerNodePorts: false',
  ),
  meshPod('shop/web', 'sidecar'),
  service('shop/web', '{name: http, port: 80, targetPort: 8080}'),
]
const simple = '{mode: SIMPLE, credentialName: shop-cert}'
const openWith = (...documents: readonly string[]): Session => open([...shop, ...documents])

const ways = (session: Session): readonly EntryPoint[] =>
  session.entryPoints.filter(({ object: { kind } }) => kind !== 'Service')
const lines = (session: Session): string[] => entries(session).filter(line => !line.startsWith('Service'))
const web = 'VirtualService shop/web > shop/web[Pod] TCP 8080: '

describe('a VirtualService leads in through a Gateway', () => {
  it('with its hosts, paths, ports, doors, and as whom pods behind are reached', () => {
    const session = openWith(
      gateway(server(443, 'HTTPS', simple, '["shop/*.example"]')),
      bound(`http: [{match: [{uri: {prefix: /pay}}], ${toWeb}}]`),
      peerAuthentication('shop/strict', '{mtls: {mode: STRICT}}'),
    )
    expect(lines(session)).toEqual([`${web}allow, controller-pods`])
    expect(ways(session)).toMatchObject([
      {
        via: 'controller',
        through: [{ kind: 'Gateway', namespace: 'edge', name: 'gw' }],
        controllers: ['edge/gw[Pod]'],
        hosts: ['shop.example'],
        paths: ['/pay'],
        ports: [443],
        tls: { ends: 'controller', client: 'not-asked' },
        doors: [
          {
            via: 'load-balancer',
            service: { namespace: 'edge', name: 'gw' },
            ports: [443],
            verdict: 'allow',
          },
        ],
        targets: [{ transport: 'mtls', principal: 'spiffe://cluster.local/ns/edge/sa/gw' }],
        doubts: [],
      },
    ])
    expect(problems(session)).toEqual([])
  })

  // istio/api gateway.proto, ServerTLSSettings; which routes count hangs on who opens TLS (pkg/config/gateway).
  it.each([
    ['HTTP', '', 'http', 'nowhere', 'not-asked'],
    ['GRPC', '', 'http', 'nowhere', 'not-asked'],
    ['HTTPS', simple, 'http', 'controller', 'not-asked'],
    ['HTTPS', '{mode: MUTUAL}', 'http', 'controller', 'required'],
    ['HTTPS', '{mode: OPTIONAL_MUTUAL}', 'http', 'controller', 'optional'],
    ['HTTPS', '{mode: ISTIO_MUTUAL}', 'http', 'controller', 'mesh-identity'],
    ['HTTPS', '{mode: PASSTHROUGH}', 'tls', 'pods', 'unknown'],
    // A mode that is not said is PASSTHROUGH.
    ['TLS', '{}', 'tls', 'pods', 'unknown'],
    ['TLS', simple, 'tcp', 'controller', 'not-asked'],
    ['TCP', '', 'tcp', 'nowhere', 'not-asked'],
    ['MONGO', '', 'tcp', 'nowhere', 'not-asked'],
  ])('%s with TLS %s heeds its %s routes', (protocol, tls, kind, ends, client) => {
    for (const written of ['http', 'tls', 'tcp']) {
      const session = openWith(gateway(server(443, protocol, tls)), bound(`${written}: [{${toWeb}}]`))
      if (written === kind) expect(ways(session)).toMatchObject([{ tls: { ends, client } }])
      else {
        expect(ways(session)).toEqual([])
        expect(session.problems).toMatchObject([{ code: 'not-attached', path: ['spec', 'gateways', 0] }])
      }
    }
  })

  it('or is told to come back with TLS, and leads nowhere', () => {
    const documents = [gateway(server(80, 'HTTP', '{httpsRedirect: true}')), bound(`http: [{${toWeb}}]`)]
    expect(ways(openWith(...documents))).toMatchObject([{ tls: { ends: 'redirected' }, targets: [] }])
    // Whoever is trusted before the gateway may say that the client came by TLS (x-forwarded-proto).
    const trusted = meshSettings('defaultConfig: {gatewayTopology: {numTrustedProxies: 1}}')
    expect(lines(openWith(...documents, trusted))).toEqual([`${web}allow, controller-pods`])
  })

  it('one way for each server, since each ends TLS in its own way', () => {
    const both = gateway(`${server(80, 'HTTP')}, ${server(443, 'HTTPS', simple)}`)
    expect(
      ways(openWith(both, bound(`http: [{${toWeb}}]`))).map(({ ports, tls }) => [ports, tls?.ends]),
    ).toEqual([
      [[80], 'nowhere'],
      [[443], 'controller'],
    ])
  })

  it.each([
    ['mesh alone', 'gateways: [mesh]', 0],
    ['none, which is mesh', 'exportTo: ["*"]', 0],
    ['both', 'gateways: [mesh, edge/gw]', 1],
    ['its name and the namespace in the old spelling', 'gateways: [gw.edge.svc.cluster.local]', 1],
    ['the namespace of the VirtualService', 'gateways: [gw]', 0],
  ])('bound to %s', (_, which, count) => {
    const session = openWith(
      gateway(server(80, 'HTTP')),
      virtualService(`hosts: [a.example], ${which}, http: [{${toWeb}}]`),
    )
    expect(ways(session).filter(({ through }) => through.length > 0)).toHaveLength(count)
  })

  it('beside it by its short name, or by `./`', () => {
    for (const name of ['gw', './gw']) {
      const session = openWith(
        gateway(server(80, 'HTTP'), 'shop/gw'),
        virtualService(`hosts: [a.example], gateways: [${name}], http: [{${toWeb}}]`),
      )
      expect(lines(session)).toEqual([`${web}allow, controller-pods`])
    }
  })

  it('that was not loaded and may be there', () => {
    const session = openWith(bound(`http: [{${toWeb}}]`))
    expect(ways(session)).toMatchObject([{ doubts: ['Gateway edge/gw was not loaded'], through: [] }])
    expect(problems(session)).toEqual([
      'no-such-gateway: VirtualService shop/web is bound to Gateway edge/gw, which is not there; correct the reference, or load the Gateway too',
    ])
  })
})

describe('hosts of a server and of a VirtualService must meet', () => {
  it.each([
    ['["*"]', 'shop.example', ['shop.example']],
    ['["*"]', '"*"', []],
    ['["*.example"]', 'shop.example', ['shop.example']],
    ['["*.example"]', '"*.shop.example"', ['*.shop.example']],
    ['[shop.example]', '"*.example"', ['shop.example']],
    ['[SHOP.example]', 'shop.example', ['shop.example']],
    ['[shop.example]', 'pay.example', undefined],
    ['["*.example"]', 'example', undefined],
    ['["shop/*"]', 'shop.example', ['shop.example']],
    ['["*/*"]', 'shop.example', ['shop.example']],
    ['["other/*"]', 'shop.example', undefined],
    // `.` is the namespace of the Gateway, not of the VirtualService.
    ['["./*"]', 'shop.example', undefined],
  ])('%s and %s', (server_, host, expected) => {
    const session = openWith(
      gateway(server(80, 'HTTP', '', server_)),
      virtualService(`hosts: [${host}], gateways: [edge/gw], http: [{${toWeb}}]`),
    )
    expect(ways(session).map(({ hosts }) => hosts)).toEqual(expected ? [expected] : [])
  })
})

describe('a match narrows', () => {
  it.each([
    ['to another gateway', '{gateways: [edge/other]}', 0],
    ['to this one', '{gateways: [edge/gw]}', 1],
    ['to the mesh', '{gateways: [mesh]}', 0],
    ['to another port', '{port: 443}', 0],
    ['to this port', '{port: 80}', 1],
    ['by one alternative of several', '{port: 443}, {port: 80}', 1],
  ])('%s', (_, match, count) => {
    const session = openWith(gateway(server(80, 'HTTP')), bound(`http: [{match: [${match}], ${toWeb}}]`))
    expect(ways(session)).toHaveLength(count)
  })

  it.each([
    [
      'by exact, prefix and expression',
      '{uri: {exact: /a}}, {uri: {prefix: /b}}, {uri: {regex: "/c.*"}}',
      ['/a', '/b', '/c.*'],
    ],
    ['not where an alternative takes any path', '{uri: {exact: /a}}, {port: 80}', []],
  ])('paths %s', (_, match, paths) => {
    const session = openWith(gateway(server(80, 'HTTP')), bound(`http: [{match: [${match}], ${toWeb}}]`))
    expect(ways(session)).toMatchObject([{ paths }])
  })
})

describe('who sees a VirtualService', () => {
  // For the proxies of the namespaces that it is exported to, so it is the pods' namespace that counts.
  it.each([
    ['nothing said', '', '', 1],
    ['everybody', ', exportTo: ["*"]', '', 1],
    ['its own namespace', ', exportTo: ["."]', '', 0],
    ['that of the pods', ', exportTo: [edge]', '', 1],
    ['by default its own', '', 'defaultVirtualServiceExportTo: ["."]', 0],
  ])('%s', (_, exportTo, settings, count) => {
    const session = openWith(
      gateway(server(80, 'HTTP')),
      bound(`http: [{${toWeb}}]`, exportTo),
      ...(settings ? [meshSettings(settings)] : []),
    )
    expect(ways(session)).toHaveLength(count)
    expect(session.problems.map(({ code }) => code)).toEqual(count === 1 ? [] : ['not-attached'])
  })

  it('is not known where no gateway pod is seen', () => {
    const session = open([
      ...shop.slice(2),
      gateway(server(80, 'HTTP')),
      bound(`http: [{${toWeb}}]`, ', exportTo: ["."]'),
    ])
    expect(ways(session)).toMatchObject([
      {
        controllers: [],
        doubts: ['no gateway pod of Gateway edge/gw is seen, so whether it is shown this is not known'],
      },
    ])
  })
})

describe('where routes lead', () => {
  const more = [meshPod('shop/log', 'sidecar'), service('shop/log', '{name: http, port: 80, targetPort: 1}')]
  const of = (route: string, ...documents: readonly string[]): Session =>
    openWith(...more, gateway(server(80, 'HTTP')), bound(`http: [{${route}}]`), ...documents)
  const ends = (session: Session): string[] =>
    ways(session).flatMap(({ targets }) => targets.map(({ workload, port }) => `${workload} ${port}`))

  it.each([
    ['a short name, beside the VirtualService', 'web', ['shop/web[Pod] 8080']],
    ['a full name', 'web.shop.svc.cluster.local', ['shop/web[Pod] 8080']],
    ['the domain of another cluster, which is not read', 'web.shop.svc.corp.example', ['shop/web[Pod] 8080']],
  ])('%s', (_, host, expected) => {
    expect(ends(of(`route: [{destination: {host: ${host}}}]`))).toEqual(expected)
  })

  it('a short name never means the namespace of the Gateway', () => {
    const session = of('route: [{destination: {host: gw}}]')
    expect(ends(session)).toEqual([])
    expect(problems(session)).toEqual([
      'no-such-service: VirtualService shop/web leads to Service shop/gw, which is not there; correct the name, or load the Service too',
    ])
  })

  it('what is no Service is a doubt', () => {
    expect(ways(of('route: [{destination: {host: api.example.org}}]'))).toMatchObject([
      { doubts: ['it leads to api.example.org, which is no Service here and not followed'] },
    ])
  })

  it.each([
    [
      'without weight beside one that has some, to nothing',
      '{destination: {host: web}, weight: 100}, {destination: {host: log}}',
      ['shop/web[Pod] 8080'],
    ],
    [
      'shared by weight',
      '{destination: {host: web}, weight: 90}, {destination: {host: log}, weight: 10}',
      ['shop/log[Pod] 1', 'shop/web[Pod] 8080'],
    ],
    ['all of it where there is one', '{destination: {host: web}, weight: 0}', ['shop/web[Pod] 8080']],
  ])('%s', (_, route, expected) => {
    expect(ends(of(`route: [${route}]`)).sort()).toEqual(expected)
  })

  it.each(['mirror: {host: log}', 'mirrors: [{destination: {host: log}}]'])('a copy: %s', mirror => {
    expect(ends(of(`${toWeb}, ${mirror}`)).sort()).toEqual(['shop/log[Pod] 1', 'shop/web[Pod] 8080'])
  })

  it('the port it names, else the only one, else that of the listener', () => {
    const two = service('shop/two', '{name: a, port: 80, targetPort: 1}, {name: b, port: 81, targetPort: 2}')
    const at = (destination: string): string[] =>
      ends(of(`route: [{destination: {host: two${destination}}}]`, meshPod('shop/two', 'sidecar'), two))
    expect(at(', port: {number: 81}')).toEqual(['shop/two[Pod] 2'])
    expect(at('')).toEqual(['shop/two[Pod] 1'])
  })

  const tracks = [
    meshPod('shop/one', 'sidecar', { labels: 'part: x, track: one' }),
    meshPod('shop/two', 'sidecar', { labels: 'part: x, track: two' }),
    object('v1', 'Service', 'shop/x', 'spec: {selector: {part: x}, ports: [{name: http, port: 80}]}'),
  ]
  const subset = 'route: [{destination: {host: x, subset: one}}]'

  it.each([
    ['the pods of a subset', 'shop/r', '', ['shop/one[Pod] 80']],
    ['of a rule in the namespace of the gateway first', 'edge/r', '', ['shop/one[Pod] 80']],
  ])('%s', (_, name, more_, expected) => {
    const rule = destinationRule(
      name,
      `{host: x.shop.svc.cluster.local, subsets: [{name: one, labels: {track: one}}]${more_}}`,
    )
    expect(ends(of(subset, ...tracks, rule))).toEqual(expected)
  })

  it('a subset that nobody defines: nowhere, and that is said', () => {
    const session = of(subset, ...tracks)
    expect(ends(session)).toEqual([])
    expect(problems(session)).toEqual([
      'no-such-subset: VirtualService shop/web leads to subset `one` of Service shop/x, which no DestinationRule defines for the gateway; define the subset, or lead to the Service as a whole',
    ])
  })

  it('where the rule may not be there, all pods and a doubt', () => {
    const doubtful = destinationRule('shop/r', '{host: x, subsets: [{name: one, labels: {track: one}}, 7]}')
    const session = of(subset, ...tracks, doubtful)
    expect(ends(session)).toEqual(['shop/one[Pod] 80', 'shop/two[Pod] 80'])
    expect(ways(session)[0]?.doubts).toEqual([
      'which pods are subset one of Service shop/x could not be told',
    ])
  })

  it.each([
    ['a delegate', 'route: [{destination: {host: log}}]', '', ['shop/log[Pod] 1'], []],
    ['that has hosts of its own, and is none', toWeb, 'hosts: [a.example], ', [], ['no-such-delegate']],
    ['that is not exported here', toWeb, 'exportTo: ["."], ', [], ['no-such-delegate']],
  ])('%s', (_, route, more_, expected, codes) => {
    const delegate = virtualService(
      `${more_}http: [{${route.replace('log', 'log.shop.svc.cluster.local')}}]`,
      'team/d',
    )
    const session = of('delegate: {name: d, namespace: team}', delegate)
    expect(ends(session)).toEqual(expected)
    expect(session.problems.map(({ code }) => code)).toEqual(codes)
  })
})

describe('which pods a Gateway is for', () => {
  const elsewhere = gatewayPod('far/gw')
  const istiod = (value: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {namespace: istio-system, name: istiod, labels: {app: istiod}}
spec: {template: {metadata: {labels: {app: istiod}}, spec: {containers: [{name: discovery, env: [{name: PILOT_SCOPE_GATEWAY_TO_NAMESPACE, value: "${value}"}]}]}}}`
  const served = (...documents: readonly string[]): readonly string[] | undefined =>
    ways(openWith(elsewhere, bound(`http: [{${toWeb}}]`), ...documents))[0]?.controllers

  it.each([
    [
      'those of every namespace with its labels',
      '{istio: ingressgateway}',
      [],
      ['edge/gw[Pod]', 'far/gw[Pod]'],
    ],
    ['all of its labels', '{istio: ingressgateway, app: no}', [], []],
    ['every gateway where it names no labels', '{}', [], ['edge/gw[Pod]', 'far/gw[Pod]']],
    [
      'those of its own namespace where istiod is told so',
      '{istio: ingressgateway}',
      [istiod('true')],
      ['edge/gw[Pod]'],
    ],
    [
      'and not where it is told otherwise',
      '{istio: ingressgateway}',
      [istiod('false')],
      ['edge/gw[Pod]', 'far/gw[Pod]'],
    ],
  ])('%s', (_, selector, documents, expected) => {
    expect(served(gateway(server(80, 'HTTP'), 'edge/gw', selector), ...documents)).toEqual(expected)
  })

  it('no application that bears its labels', () => {
    expect(served(gateway(server(80, 'HTTP'), 'edge/gw', '{app: web}'))).toEqual([])
  })

  it('is heeded for what listens there too', () => {
    const far = [
      service('far/gw', '{name: https, port: 443, targetPort: 8443}', 'type: NodePort'),
      elsewhere,
      gateway(server(443, 'HTTPS', simple)),
    ]
    const at = (...documents: readonly string[]): string[] =>
      entries(openWith(...far, ...documents)).filter(line => line.startsWith('Service far/gw'))
    expect(at()).toEqual(['Service far/gw node-port > far/gw[Pod] TCP 8443: allow, everyone'])
    expect(at(istiod('true'))).toEqual(['Service far/gw node-port > far/gw[Pod] TCP 8443: unknown, unread'])
  })
})

describe('doors to the pods of the gateway', () => {
  const of = (pod: string, ...documents: readonly string[]): EntryPoint['doors'] =>
    ways(
      open([
        pod,
        ...shop.slice(2),
        gateway(server(443, 'HTTPS', simple)),
        bound(`http: [{${toWeb}}]`),
        ...documents,
      ]),
    )[0]?.doors
  const balancer = (ports: string, more = 'type: LoadBalancer'): string => service('edge/gw', ports, more)
  const shut = networkPolicy('edge/shut', '{podSelector: {}, policyTypes: [Ingress]}')

  it('none, as far as is known', () => {
    expect(of(gatewayPod())).toEqual([])
    expect(of(gatewayPod(), balancer('{port: 443, targetPort: 8443}', 'type: ClusterIP'))).toEqual([])
    // Another port of the pods.
    expect(of(gatewayPod(), balancer('{port: 15021}'))).toEqual([])
  })

  it('by a load balancer and the ports of nodes that it takes', () => {
    expect(
      of(
        gatewayPod(),
        balancer('{port: 443, targetPort: 8443, nodePort: 30443}, {port: 80, nodePort: 30080}'),
      ),
    ).toMatchObject([
      { via: 'load-balancer', ports: [443], verdict: 'allow' },
      { via: 'node-port', ports: [30443], verdict: 'allow' },
    ])
  })

  it('by an external address, and by a Service that leads to the port under another number', () => {
    const inner = object(
      'v1',
      'Service',
      'edge/inner',
      'spec: {selector: {app: gw}, ports: [{port: 443, targetPort: 8443}]}',
    )
    expect(
      of(gatewayPod(), inner, balancer('{port: 8000, targetPort: 8443}', 'externalIPs: [203.0.113.9]')),
    ).toMatchObject([{ via: 'external-address', ports: [8000] }])
  })

  it('by a port of the node, or by its network', () => {
    expect(of(gatewayPod('edge/gw', '', '{containerPort: 443, hostPort: 8443}'))).toEqual([
      { via: 'host-port', ports: [8443], verdict: 'allow' },
    ])
    expect(of(gatewayPod('edge/gw', '', '{containerPort: 444, hostPort: 8443}'))).toEqual([])
    expect(of(gatewayPod('edge/gw', ', hostNetwork: true'))).toEqual([
      { via: 'host-network', ports: [443], verdict: 'allow' },
    ])
  })

  it('are judged by the policies of the gateway, and what they shut is shut to the end', () => {
    const local = balancer(
      '{port: 443, targetPort: 8443}',
      'type: LoadBalancer, externalTrafficPolicy: Local, allocateLoadBalancerNodePorts: false',
    )
    expect(of(gatewayPod(), local, shut)).toMatchObject([{ verdict: 'deny' }])
    const session = (...documents: readonly string[]): string[] =>
      lines(
        open([
          gatewayPod(),
          local,
          ...shop.slice(2),
          gateway(server(443, 'HTTPS', simple)),
          bound(`http: [{${toWeb}}]`),
          ...documents,
        ]),
      )
    expect(session(shut)).toEqual([`${web}deny, at-controller`])
    expect(session()).toEqual([`${web}allow, controller-pods`])
    // An AuthorizationPolicy at the gateway counts as well (istio.md section 1, Gateways).
    expect(session(authorizationPolicy('edge/none', '{}'))).toEqual([`${web}deny, at-controller`])
  })

  it('that take members of the mesh alone: whether anybody outside is one is not known', () => {
    const mutual = gateway(server(443, 'HTTPS', '{mode: ISTIO_MUTUAL}'))
    const session = openWith(mutual, bound(`http: [{${toWeb}}]`))
    expect(ways(session)).toMatchObject([{ doors: [{ verdict: 'unknown' }] }])
    expect(lines(session)).toEqual([`${web}unknown, at-controller`])
  })
})

describe('from the gateway to the pods behind', () => {
  const of = (...documents: readonly string[]): Session =>
    openWith(gateway(server(443, 'HTTPS', simple)), bound(`http: [{${toWeb}}]`), ...documents)
  const strict = peerAuthentication('shop/strict', '{mtls: {mode: STRICT}}')
  const only = (account: string): string =>
    authorizationPolicy(
      'shop/only',
      `{rules: [{from: [{source: {principals: ["cluster.local/ns/edge/sa/${account}"]}}]}]}`,
    )

  it.each([
    ['its identity is let in', [strict, only('gw')], 'allow, controller-pods'],
    ['another one is', [strict, only('other')], 'deny, controller-pods'],
    [
      'the network shuts them',
      [networkPolicy('shop/p', '{podSelector: {}, policyTypes: [Ingress]}')],
      'deny, controller-pods',
    ],
    [
      'its own network keeps it in',
      [networkPolicy('edge/p', '{podSelector: {}, policyTypes: [Egress]}')],
      'deny, controller-pods',
    ],
    [
      'some requests are',
      [authorizationPolicy('shop/get', '{rules: [{to: [{operation: {methods: [GET]}}]}]}')],
      'conditional, controller-pods',
    ],
  ])('%s', (_, documents, expected) => {
    expect(lines(of(...documents))).toEqual([`${web}${expected}`])
  })

  it('it dials the Service, not the pod, which it would reach without identity', () => {
    const anonymous = authorizationPolicy(
      'shop/deny',
      '{action: DENY, rules: [{from: [{source: {notPrincipals: ["*"]}}]}]}',
    )
    expect(ways(of(anonymous))).toMatchObject([
      {
        targets: [{ verdict: 'allow', transport: 'mtls', principal: 'spiffe://cluster.local/ns/edge/sa/gw' }],
      },
    ])
  })

  it('plaintext, and nobody’s identity, to pods outside the mesh', () => {
    const naked = [meshPod('shop/old', 'naked'), service('shop/old', '{name: http, port: 80}')]
    const session = openWith(
      gateway(server(443, 'HTTPS', simple)),
      ...naked,
      bound('http: [{route: [{destination: {host: old}}]}]'),
    )
    expect(ways(session)).toMatchObject([{ targets: [{ transport: 'plaintext', principal: null }] }])
  })

  it('on the network of a node it may be a member of the mesh or not', () => {
    const host = [gatewayPod('edge/gw', ', hostNetwork: true'), ...shop.slice(2)]
    const documents = [gateway(server(443, 'HTTPS', simple)), bound(`http: [{${toWeb}}]`), strict]
    expect(lines(open([...host, ...documents]))).toEqual([`${web}unknown, membership`])
    // The network shuts it whoever it is, and a node that is not the target's own gets through neither way.
    expect(lines(open([...host, ...documents, authorizationPolicy('shop/none', '{}')]))).toEqual([
      `${web}deny, controller-pods`,
    ])
  })
})

describe('AUTO_PASSTHROUGH leads by the name in the handshake', () => {
  const crossing = (hosts: string): string => gateway(server(443, 'TLS', '{mode: AUTO_PASSTHROUGH}', hosts))
  const naked = [meshPod('shop/old', 'naked'), service('shop/old', '{name: http, port: 80}')]

  it('to every Service that a host covers, members of the mesh alone, as whoever spoke first', () => {
    const session = openWith(...naked, crossing('["*.local"]'))
    expect(lines(session)).toEqual([
      'Gateway edge/gw > edge/gw[Pod] TCP 8443: unknown, client-identity',
      'Gateway edge/gw > shop/web[Pod] TCP 8080: unknown, client-identity',
    ])
    expect(ways(session)).toMatchObject([{ tls: { ends: 'pods', client: 'mesh-identity' }, ports: [443] }])
  })

  it('not to others, nor where the network shuts it', () => {
    expect(lines(openWith(crossing('["*.example"]')))).toEqual(['Gateway edge/gw > nowhere'])
    expect(lines(openWith(crossing('["edge/*.local"]')))).toHaveLength(1)
    expect(
      lines(
        openWith(
          crossing('["shop/*.local"]'),
          networkPolicy('shop/p', '{podSelector: {}, policyTypes: [Ingress]}'),
        ),
      ),
    ).toEqual(['Gateway edge/gw > shop/web[Pod] TCP 8080: deny, controller-pods'])
  })
})

describe('what could not be read', () => {
  it.each([
    ['a mode that is none', server(443, 'HTTPS', '{mode: EASY}'), 'bad-tls'],
    ['TLS without settings', server(443, 'HTTPS'), 'bad-tls'],
    ['no host', server(443, 'HTTPS', simple, '[]'), 'bad-host'],
    ['another server without a port', `${server(443, 'HTTPS', simple)}, {hosts: ["*"]}`, 'bad-port'],
  ])('%s leaves the way unknown', (_, servers, code) => {
    const session = openWith(gateway(servers), bound(`http: [{${toWeb}}]`))
    expect(lines(session)).toEqual([`${web}unknown, doubtful-way`])
    expect(session.problems).toMatchObject([{ code, effect: 'unknown' }])
    expect(session.incomplete).toBe(true)
  })

  it('but what the pods shut is shut all the same', () => {
    const session = openWith(
      gateway(server(443, 'HTTPS', '{mode: EASY}')),
      bound(`http: [{${toWeb}}]`),
      authorizationPolicy('shop/none', '{}'),
    )
    expect(lines(session)).toEqual([`${web}deny, controller-pods`])
  })

  it('a Gateway of a version that nobody here knows is told to be missing', () => {
    const session = openWith(object('networking.istio.io/v9', 'Gateway', 'edge/gw'))
    expect(problems(session)[0]).toContain('unread-version: Gateway edge/gw is written in version v9')
    expect(session.incomplete).toBe(true)
  })

  it.each([
    ['Gateway', 'spec: null'],
    ['Gateway', 'spec: {servers: [null]}'],
    [
      'VirtualService',
      'spec: {hosts: [a], gateways: [__proto__], http: [null, {route: [null], match: [null]}]}',
    ],
    [
      'VirtualService',
      'spec: {hosts: [a], gateways: [constructor/x], tcp: [{route: [{destination: {host: __proto__}}]}]}',
    ],
  ])('hostile %s %s', (kind, rest) => {
    expect(() => entries(open([...shop, object(networking, kind, 'shop/x', rest)]))).not.toThrow()
  })
})
