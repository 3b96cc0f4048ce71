import { describe, expect, it } from 'vitest'
import { entries, ingress, service } from '../../test/kit/entries'
import { controller, namespace, networkPolicy, node, object, pod } from '../../test/kit/manifests'
import { authorizationPolicy } from '../../test/kit/istio'
import { istioObject, meshPod, peerAuthentication } from '../../test/kit/mesh'
import { open, problems } from '../../test/kit/world'

const web = pod('shop/web', { ip: '10.0.0.1', node: 'n1', ports: ['http:8080'] })
const webService = service('shop/web', '{name: http, port: 80, targetPort: 8080}')
const policy = (spec: string): string => networkPolicy('shop/p', `{podSelector: {}, ${spec}}`)
const denyAll = policy('policyTypes: [Ingress]')

describe('an Ingress leads to pods through a controller that is not known', () => {
  const of = (...documents: readonly string[]): string[] =>
    entries(open([web, webService, ingress('shop/web', 'web', 'number: 80'), ...documents]))
  const answer = (text: string): string[] => [`Ingress shop/web > shop/web[Pod] TCP 8080: ${text}`]

  it.each([
    ['no policy selects the target', [], 'allow, everyone'],
    ['a rule lets everybody in', [policy('ingress: [{}]')], 'allow, everyone'],
    [
      'a rule lets everybody in on that port',
      [policy('ingress: [{ports: [{port: 8080}]}]')],
      'allow, everyone',
    ],
    // The controller may use the network of the target's own node, which always reaches its pods (rule 28).
    ['nobody is let in', [denyAll], 'unknown, own-node'],
    ['everybody is let in on other ports', [policy('ingress: [{ports: [{port: 80}]}]')], 'unknown, own-node'],
    [
      'some pods are let in',
      [policy('ingress: [{from: [{podSelector: {matchLabels: {app: x}}}]}]')],
      'unknown, controller-unknown',
    ],
    // It may stand outside the cluster.
    [
      'all pods are let in',
      [policy('ingress: [{from: [{namespaceSelector: {}}]}]')],
      'unknown, controller-unknown',
    ],
    // It may be a pod, and there is no saying whether blocks mean those.
    [
      'all addresses are let in',
      [policy('ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]')],
      'unknown, controller-unknown',
    ],
    [
      'a policy could not be read',
      [object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/c')],
      'unknown, unread',
    ],
  ])('%s', (_, documents, expected) => {
    expect(of(...documents)).toEqual(answer(expected))
  })

  it('is open where nothing enforces policies', () => {
    expect(
      entries(open([web, webService, ingress('shop/web', 'web', 'number: 80'), denyAll], { engine: 'none' })),
    ).toEqual(answer('allow, everyone'))
  })

  it('is open to host-network pods, which no policy governs', () => {
    const host = pod('shop/web', { hostNetwork: true, ports: ['http:8080'] })
    expect(entries(open([host, webService, ingress('shop/web', 'web', 'number: 80'), denyAll]))).toEqual(
      answer('allow, everyone'),
    )
  })

  it('is as open as the most open of a workload’s pods', () => {
    const replicas = ['a', 'b'].map(name =>
      pod(`shop/web-${name}`, { labels: `app: web, track: ${name}`, owner: 'StatefulSet/web' }),
    )
    const closed = networkPolicy('shop/p', '{podSelector: {matchLabels: {track: a}}, policyTypes: [Ingress]}')
    expect(
      entries(open([...replicas, webService, ingress('shop/web', 'web', 'number: 80'), closed])),
    ).toEqual(['Ingress shop/web > shop/web[StatefulSet] TCP 8080: allow, everyone'])
  })
})

describe('in a mesh the controller may be a member or a stranger', () => {
  const of = (mode: string, ...documents: readonly string[]): string[] =>
    entries(
      open([
        meshPod('shop/web', 'sidecar'),
        service('shop/web', '{name: http, port: 80, targetPort: 8080}'),
        peerAuthentication('shop/p', `{mtls: {mode: ${mode}}}`),
        ingress('shop/web', 'web', 'number: 80'),
        ...documents,
      ]),
    ).map(line => line.replace('Ingress shop/web > shop/web[Pod] TCP 8080: ', ''))
  const shut = authorizationPolicy('shop/none', '{}')

  it.each([
    ['strangers are not taken, members are', 'STRICT', [], 'unknown, controller-unknown'],
    ['both are taken', 'PERMISSIVE', [], 'allow, everyone'],
    [
      'members are taken by name',
      'PERMISSIVE',
      [
        authorizationPolicy(
          'shop/some',
          '{rules: [{from: [{source: {principals: [cluster.local/ns/a/sa/b]}}]}]}',
        ),
      ],
      'unknown, controller-unknown',
    ],
    ['neither is let in', 'STRICT', [shut], 'deny, nobody'],
  ])('%s', (_, mode, documents, expected) => {
    expect(of(mode, ...documents)).toEqual([expected])
  })
})

describe('whoever comes from outside says what it likes', () => {
  const proxy = `apiVersion: v1
kind: Pod
metadata: {namespace: edge, name: gw, labels: {app: gw}}
spec: {containers: [{name: istio-proxy}]}`
  const listens = (tls: string): string =>
    istioObject(
      'networking.istio.io/v1',
      'Gateway',
      'edge/gw',
      `{selector: {app: gw}, servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ["*"], tls: {mode: ${tls}}}]}`,
    )

  // The names say HTTP and TCP, and the gateway takes TLS.
  it.each(['http2', 'tcp'])('also at a port that is called %s', name => {
    const balancer = service('edge/gw', `{name: ${name}, port: 443, targetPort: 8443}`, 'type: NodePort')
    expect(entries(open([proxy, balancer, listens('SIMPLE')]))).toEqual([
      'Service edge/gw node-port > edge/gw[Pod] TCP 8443: allow, everyone',
    ])
  })
})

describe('ports are resolved on each pod', () => {
  const pods = [
    pod('shop/a', { labels: 'app: web', ports: ['http:8080', 'dns:53/UDP'] }),
    pod('shop/b', { labels: 'app: web', ports: ['http:9090'] }),
    pod('shop/c', { labels: 'app: web' }),
    pod('other/d', { labels: 'app: web', ports: ['http:1'] }),
  ]
  const of = (ports: string, port: string): string[] =>
    entries(open([...pods, service('shop/web', ports), ingress('shop/web', 'web', port)])).map(line =>
      line.replace(/^Ingress shop\/web > (.*): .*$/, '$1'),
    )

  it.each([
    [
      'a named target port',
      '{port: 80, targetPort: http}',
      'number: 80',
      ['shop/a[Pod] TCP 8080', 'shop/b[Pod] TCP 9090'],
    ],
    [
      'a named Service port',
      '{name: w, port: 80, targetPort: 1}, {name: v, port: 81}',
      'name: w',
      ['shop/a[Pod] TCP 1', 'shop/b[Pod] TCP 1', 'shop/c[Pod] TCP 1'],
    ],
    [
      'no target port: the Service’s',
      '{port: 80}',
      'number: 80',
      ['shop/a[Pod] TCP 80', 'shop/b[Pod] TCP 80', 'shop/c[Pod] TCP 80'],
    ],
    [
      'a name of another protocol',
      '{port: 80, targetPort: dns}',
      'number: 80',
      ['Ingress shop/web > nowhere'],
    ],
  ])('%s', (_, ports, port, expected) => {
    expect(of(ports, port)).toEqual(expected)
  })

  it('says that no pod bears a name', () => {
    const [entry] = open([
      ...pods,
      service('shop/web', '{port: 80, targetPort: nope}'),
      ingress('shop/web', 'web', 'number: 80'),
    ]).entryPoints
    expect(entry?.doubts).toEqual(['no pod behind Service shop/web names a TCP port `nope`'])
  })

  it('takes the pods of a template where none exist', () => {
    expect(
      entries(
        open([controller('Deployment', 'shop/web'), webService, ingress('shop/web', 'web', 'number: 80')]),
      ),
    ).toEqual(['Ingress shop/web > shop/web[Deployment] TCP 8080: allow, everyone'])
  })
})

describe('an OpenShift Route', () => {
  const route = (rest: string): string =>
    object('route.openshift.io/v1', 'Route', 'shop/web', `spec: {to: {kind: Service, name: web}${rest}}`)
  const two = service('shop/web', '{name: a, port: 80, targetPort: http}, {name: b, port: 81, targetPort: 9}')

  it.each([
    ['leads to every port of the Service', '', ['8080', '9']],
    ['or to the endpoint port it names: by the name of the Service’s port', ', port: {targetPort: b}', ['9']],
    ['by its number', ', port: {targetPort: 9}', ['9']],
    ['or by a number that a name stands for', ', port: {targetPort: 8080}', ['8080']],
    ['not by the number that the Service has', ', port: {targetPort: 81}', []],
  ])('%s', (_, rest, expected) => {
    const [entry] = open([web, two, route(rest)]).entryPoints
    expect(entry?.targets.map(({ port }) => String(port)).sort()).toEqual(expected)
  })

  it('leads to its other backends, those without weight left out', () => {
    const more = ['b', 'c'].flatMap(name => [pod(`shop/${name}`), service(`shop/${name}`, '{port: 7}')])
    const backends =
      ', alternateBackends: [{kind: Service, name: b, weight: 5}, {kind: Service, name: c, weight: 0}]'
    expect(entries(open([web, webService, ...more, route(backends)]))).toEqual([
      'Route shop/web > shop/b[Pod] TCP 7: allow, everyone',
      'Route shop/web > shop/web[Pod] TCP 8080: allow, everyone',
    ])
  })

  it('is in the namespace `default` where it names none', () => {
    const text =
      'apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: r}\nspec: {to: {name: web}}'
    const here = [pod('default/web'), service('default/web', '{port: 80}'), text]
    expect(entries(open(here))).toEqual(['Route default/r > default/web[Pod] TCP 80: allow, everyone'])
  })
})

describe('a Service opens ways of its own', () => {
  const exposed = (more: string): string =>
    service('shop/web', '{port: 80, targetPort: 8080, nodePort: 30080}', more)
  const only = (cidr: string): string => policy(`ingress: [{from: [{ipBlock: {cidr: ${cidr}}}]}]`)
  const of = (more: string, ...documents: readonly string[]): string[] =>
    entries(open([web, node('n1', '192.0.2.1'), exposed(more), ...documents])).map(line =>
      line.replace(/^Service shop\/web (\S+) > shop\/web\[Pod\] TCP 8080: /, '$1: '),
    )

  it.each([
    ['ClusterIP', 'type: ClusterIP', []],
    ['NodePort', 'type: NodePort', ['node-port: allow, everyone']],
    [
      'LoadBalancer, which takes a node port too',
      'type: LoadBalancer',
      ['load-balancer: allow, everyone', 'node-port: allow, everyone'],
    ],
    [
      'unless told otherwise',
      'type: LoadBalancer, allocateLoadBalancerNodePorts: false',
      ['load-balancer: allow, everyone'],
    ],
    ['external addresses', 'externalIPs: [203.0.113.9]', ['external-address: allow, everyone']],
  ])('%s', (_, more, expected) => {
    expect(of(more)).toEqual(expected)
  })

  // Rule 32: whether policies see the client or the node that passed it on is not defined; that node may be the pod's own.
  it.each([
    ['nobody is let in', denyAll, 'unknown, client-or-node'],
    [
      'one block is let in',
      only('203.0.113.0/24'),
      'allow, some-addresses 203.0.113.0-203.0.113.255, else unknown',
    ],
    ['everybody is let in', policy('ingress: [{}]'), 'allow, everyone'],
    ['every address is let in', only('0.0.0.0/0'), 'allow, everyone'],
    [
      'all pods are let in',
      policy('ingress: [{from: [{namespaceSelector: {}}]}]'),
      'unknown, client-or-node',
    ],
    [
      'a policy could not be read',
      object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/c'),
      'unknown, unread',
    ],
  ])('where the client may be hidden and %s', (_, document, expected) => {
    expect(of('type: NodePort', document)).toEqual([`node-port: ${expected}`])
  })

  it.each([
    ['nobody is let in', denyAll, 'deny, nobody'],
    [
      'one block is let in',
      only('203.0.113.0/24'),
      'allow, some-addresses 203.0.113.0-203.0.113.255, else deny',
    ],
    ['everybody is let in', policy('ingress: [{}]'), 'allow, everyone'],
    [
      'the block of the node is let in',
      only('192.0.2.1/32'),
      'allow, some-addresses 192.0.2.1-192.0.2.1, else deny',
    ],
  ])('where the client’s address is kept and %s', (_, document, expected) => {
    expect(of('type: NodePort, externalTrafficPolicy: Local', document)).toEqual([`node-port: ${expected}`])
  })

  it('a load balancer takes the addresses it is told to, its node port all', () => {
    const more =
      'type: LoadBalancer, externalTrafficPolicy: Local, loadBalancerSourceRanges: [203.0.113.0/24]'
    expect(of(more)).toEqual([
      'load-balancer: allow, some-addresses 203.0.113.0-203.0.113.255, else deny',
      'node-port: allow, everyone',
    ])
    expect(of(more, only('203.0.113.128/25'))[0]).toBe(
      'load-balancer: allow, some-addresses 203.0.113.128-203.0.113.255, else deny',
    )
    expect(of(more, only('198.51.100.0/24'))[0]).toBe('load-balancer: deny, nobody')
  })

  it('each family by itself: IPv6 stays shut where IPv4 is open', () => {
    const dual = pod('shop/web', { ip: ['10.0.0.1', 'fd00::1'], node: 'n1' })
    const more = 'type: NodePort, externalTrafficPolicy: Local'
    expect(entries(open([dual, exposed(more), only('0.0.0.0/0')]))).toEqual([
      'Service shop/web node-port > shop/web[Pod] TCP 8080: allow, some-addresses 0.0.0.0-255.255.255.255, else deny',
    ])
  })

  it('keeps what is shown of it', () => {
    const [balancer, port] = open([
      web,
      exposed('type: LoadBalancer, externalTrafficPolicy: Local'),
    ]).entryPoints
    expect(balancer).toMatchObject({ ports: [80], preservesClient: true, hosts: [] })
    expect(port).toMatchObject({ ports: [30080], preservesClient: true })
  })
})

describe('references that lead nowhere are problems', () => {
  const backend = (text: string): string =>
    object('networking.k8s.io/v1', 'Ingress', 'shop/web', `spec: {defaultBackend: ${text}}`)

  it.each([
    [
      'a Service that is not there',
      '{service: {name: wbe, port: {number: 80}}}',
      'no-such-service: Ingress shop/web leads to Service shop/wbe, which is not there; correct the name, or load the Service too',
    ],
    [
      'a port that the Service does not have',
      '{service: {name: web, port: {number: 8080}}}',
      'no-such-port: Ingress shop/web leads to port `8080` of Service shop/web, which has `80` (`http`); name a port of the Service',
    ],
    [
      'no port',
      '{service: {name: web}}',
      'bad-backend: Ingress shop/web names no port of its backend; add `port.number` or `port.name`',
    ],
    [
      'no Service',
      '{}',
      'bad-backend: Ingress shop/web names no Service as its backend; add `service.name` and `service.port`',
    ],
  ])('%s', (_, text, expected) => {
    const session = open([web, webService, backend(text)])
    expect(problems(session)).toEqual([expected])
    expect(entries(session)).toEqual(['Ingress shop/web > nowhere'])
    // A way in that leads nowhere takes nothing from the verdicts.
    expect(session.incomplete).toBe(false)
  })

  it('an Ingress of an old version is told to be missing', () => {
    const session = open([object('networking.k8s.io/v1beta1', 'Ingress', 'shop/web')])
    expect(problems(session)[0]).toContain('unread-version: Ingress shop/web is written in version v1beta1')
    expect(session.incomplete).toBe(true)
  })

  it.each([
    [
      'without a selector',
      object('v1', 'Service', 'shop/web', 'spec: {ports: [{port: 80}]}'),
      'Service shop/web has no selector, so who answers for it is kept by hand and not read',
    ],
    ['that selects nobody', service('shop/web', '{port: 80}'), 'no pod is selected by Service shop/web'],
    [
      'that stands for a name',
      object(
        'v1',
        'Service',
        'shop/web',
        'spec: {type: ExternalName, externalName: x.example, ports: [{port: 80}]}',
      ),
      'Service shop/web stands for a name outside the cluster',
    ],
  ])('a Service %s is a doubt', (_, document, expected) => {
    const session = open([document, ingress('shop/web', 'web', 'number: 80')])
    expect(session.entryPoints.map(({ doubts }) => doubts)).toEqual([[expected]])
    expect(problems(session)).toEqual([])
  })

  it('source ranges that do not parse narrow nothing, loudly', () => {
    const session = open([
      web,
      service(
        'shop/web',
        '{port: 80}',
        'type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24, 10.0.0.0]',
      ),
    ])
    expect(problems(session)).toEqual([
      "bad-cidr: Service shop/web takes its load balancer's traffic from `10.0.0.0`, which is no CIDR block; write `address/prefix`, e.g. `203.0.113.0/24`",
    ])
    expect(session.entryPoints[0]?.doubts).toHaveLength(1)
    expect(session.entryPoints[0]?.targets[0]).toMatchObject({ verdict: 'allow', reason: 'everyone' })
  })
})

describe('hostile input', () => {
  it.each([
    ['rules that are null', 'Ingress', 'spec: {rules: null}'],
    ['entries that are null', 'Ingress', 'spec: {rules: [null, {http: {paths: [null]}}]}'],
    ['no spec', 'Ingress', ''],
    [
      'names of prototypes',
      'Ingress',
      'spec: {defaultBackend: {service: {name: __proto__, port: {name: constructor}}}}',
    ],
  ])('%s', (_, kind, rest) => {
    const session = open([object('networking.k8s.io/v1', kind, 'shop/x', rest), namespace('shop')])
    expect(entries(session)).toEqual(['Ingress shop/x > nowhere'])
  })

  it.each([
    ['networking.k8s.io/v1', 'Ingress', 'spec: {rules: 7}', 'spec.rules'],
    ['route.openshift.io/v1', 'Route', 'spec: {to: [x]}', 'spec.to'],
    [
      'gateway.networking.k8s.io/v1',
      'HTTPRoute',
      'spec: {parentRefs: [{port: x}]}',
      'spec.parentRefs[0].port',
    ],
  ])('%s %s of a wrong type is left out and decides nothing', (version, kind, rest, where) => {
    const session = open([object(version, kind, 'shop/x', rest)])
    expect(session.entryPoints).toEqual([])
    expect(session.problems).toMatchObject([{ code: 'mistyped', effect: 'left-out' }])
    expect(problems(session)[0]).toContain(`\`${where}\``)
  })
})
