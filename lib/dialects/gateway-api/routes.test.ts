import { describe, expect, it } from 'vitest'
import { entries, service } from '../../../test/kit/entries'
import { namespace, networkPolicy, object, pod } from '../../../test/kit/manifests'
import { meshPod, peerAuthentication } from '../../../test/kit/mesh'
import { open, problems } from '../../../test/kit/world'

const group = 'gateway.networking.k8s.io/v1'
const world = [
  namespace('shop', 'team: a'),
  pod('shop/web'),
  service('shop/web', '{port: 80, targetPort: 8080}, {port: 53, protocol: UDP}'),
]
const listener = (more: string, namespaces = '{from: All}'): string =>
  `{name: l, port: 443, allowedRoutes: {namespaces: ${namespaces}}, ${more}}`
const gateway = (...listeners: readonly string[]): string =>
  object(group, 'Gateway', 'edge/gw', `spec: {listeners: [${listeners.join(', ')}]}`)
const route = (kind: string, rest = '', parent = '{name: gw, namespace: edge}'): string =>
  object(
    group,
    kind,
    'shop/r',
    `spec: {parentRefs: [${parent}], rules: [{backendRefs: [{name: web, port: ${kind === 'UDPRoute' ? 53 : 80}}]}]${rest}}`,
  )
const https = listener('protocol: HTTPS')

const openWith = (...documents: readonly string[]) => open([...world, ...documents])

describe('a route leads in through a Gateway', () => {
  it.each([
    ['HTTPRoute', 'HTTPS', 'TCP 8080'],
    ['GRPCRoute', 'HTTP', 'TCP 8080'],
    ['TLSRoute', 'TLS', 'TCP 8080'],
    ['TCPRoute', 'TCP', 'TCP 8080'],
    ['UDPRoute', 'UDP', 'UDP 53'],
    ['HTTPRoute', 'example.com/own', 'TCP 8080'],
  ])('%s by a listener of %s', (kind, protocol, port) => {
    expect(entries(openWith(gateway(listener(`protocol: ${protocol}`)), route(kind)))).toEqual([
      `${kind} shop/r > shop/web[Pod] ${port}: allow, everyone`,
    ])
  })

  it('that is shown with its host names, paths and ports', () => {
    const session = openWith(
      gateway(listener('protocol: HTTPS, hostname: "*.example.com"'), listener('protocol: HTTP')),
      object(
        group,
        'HTTPRoute',
        'shop/r',
        `spec: {parentRefs: [{name: gw, namespace: edge, sectionName: l}], hostnames: [a.example.com, b.example.org],
          rules: [{matches: [{path: {value: /pay}, headers: [{name: x, value: secret}]}], backendRefs: [{name: web, port: 80}]}]}`,
      ),
    )
    expect(session.entryPoints).toMatchObject([
      {
        through: [{ kind: 'Gateway', namespace: 'edge', name: 'gw' }],
        hosts: ['a.example.com', 'b.example.org'],
        paths: ['/pay'],
        ports: [443],
      },
    ])
    expect(JSON.stringify(session.capture.objects)).not.toContain('secret')
  })

  it('but not through a Service, whose routes are of the mesh inside', () => {
    const session = openWith(route('HTTPRoute', '', '{group: "", kind: Service, name: web}'))
    expect(session.entryPoints).toEqual([])
    expect(problems(session)).toEqual([])
  })

  it.each([
    ['another protocol', [listener('protocol: TCP')], ''],
    [
      'another host name',
      [listener('protocol: HTTPS, hostname: "*.example.com"')],
      ', hostnames: [example.com]',
    ],
    ['routes of its own namespace only, by default', ['{name: l, port: 443, protocol: HTTPS}'], ''],
    [
      'routes of namespaces with other labels',
      [listener('protocol: HTTPS', '{from: Selector, selector: {matchLabels: {team: b}}}')],
      '',
    ],
    ['no routes', [listener('protocol: HTTPS', '{from: None}')], ''],
    ['nothing, having no listener', [], ''],
  ])('nor through a Gateway that takes %s', (_, listeners, rest) => {
    const session = openWith(gateway(...listeners), route('HTTPRoute', rest))
    expect(session.entryPoints).toEqual([])
    expect(session.problems).toMatchObject([
      { code: 'not-attached', effect: 'none', path: ['spec', 'parentRefs', 0] },
    ])
  })

  it.each([
    ['a listener of another name', 'sectionName: m'],
    ['another port', 'port: 80'],
  ])('nor through %s', (_, which) => {
    const session = openWith(gateway(https), route('HTTPRoute', '', `{name: gw, namespace: edge, ${which}}`))
    expect(session.entryPoints).toEqual([])
    expect(session.problems).toMatchObject([{ code: 'not-attached' }])
  })

  it.each([
    ['{from: Selector, selector: {matchLabels: {team: a}}}', []],
    [
      '{from: Selector, selector: {matchLabels: {team: a}, matchExpressions: [{key: x, operator: Exists}]}}',
      ['whether Gateway edge/gw takes routes of this namespace could not be told'],
    ],
  ])('of namespaces selected by %s', (namespaces, doubts) => {
    const session = openWith(gateway(listener('protocol: HTTPS', namespaces)), route('HTTPRoute'))
    expect(session.entryPoints).toMatchObject([{ doubts }])
  })

  it.each([
    [[], 'HTTPRoute', '{name: gw, namespace: edge}', ['Gateway edge/gw was not loaded'], 1],
    [
      [],
      'HTTPRoute',
      '{kind: ListenerSet, name: s}',
      ['it hangs on ListenerSet shop/s, which is not followed'],
      0,
    ],
  ])('that may be there without being known', (documents, kind, parent, doubts, complaints) => {
    const session = openWith(...documents, route(kind, '', parent))
    expect(session.entryPoints).toMatchObject([{ doubts, targets: [{ verdict: 'allow' }] }])
    expect(session.problems).toHaveLength(complaints)
  })
})

describe('a Service of another namespace', () => {
  const far = [pod('data/db'), service('data/db', '{port: 5432}')]
  const away = object(
    group,
    'TCPRoute',
    'shop/r',
    'spec: {parentRefs: [{name: gw, namespace: edge}], rules: [{backendRefs: [{name: db, namespace: data, port: 5432}]}]}',
  )
  const grant = (from: string, to: string, where = 'data/g'): string =>
    object(
      'gateway.networking.k8s.io/v1beta1',
      'ReferenceGrant',
      where,
      `spec: {from: [{group: gateway.networking.k8s.io, ${from}}], to: [{group: "", ${to}}]}`,
    )
  const ours = 'kind: TCPRoute, namespace: shop'

  it.each([
    ['is reached with a grant', [grant(ours, 'kind: Service')], true],
    ['is reached with a grant for it', [grant(ours, 'kind: Service, name: db')], true],
    ['not without any', [], false],
    ['not with one for another Service', [grant(ours, 'kind: Service, name: dx')], false],
    [
      'not with one for another kind of route',
      [grant('kind: HTTPRoute, namespace: shop', 'kind: Service')],
      false,
    ],
    ['not with one for another namespace', [grant('kind: TCPRoute, namespace: x', 'kind: Service')], false],
    ['not with one for Secrets', [grant(ours, 'kind: Secret')], false],
    ['not with one of a third namespace', [grant(ours, 'kind: Service', 'edge/g')], false],
  ])('%s', (_, grants, granted) => {
    const session = openWith(...far, gateway(listener('protocol: TCP')), away, ...grants)
    expect(entries(session)).toEqual([
      granted ? 'TCPRoute shop/r > data/db[Pod] TCP 5432: allow, everyone' : 'TCPRoute shop/r > nowhere',
    ])
    expect(problems(session)).toEqual(
      granted
        ? []
        : [
            'not-granted: TCPRoute shop/r leads to Service data/db, and no ReferenceGrant in `data` lets it; add a ReferenceGrant from TCPRoute of `shop` to Service',
          ],
    )
  })
})

describe('backends', () => {
  const rule = (text: string): string =>
    object(
      group,
      'HTTPRoute',
      'shop/r',
      `spec: {parentRefs: [{name: gw, namespace: edge}], rules: [${text}]}`,
    )
  const of = (text: string) =>
    openWith(pod('shop/log'), service('shop/log', '{port: 1}'), gateway(https), rule(text))

  it.each([
    ['without weight take no traffic', '{backendRefs: [{name: web, port: 80, weight: 0}]}', []],
    [
      'of a mirror take it too',
      '{filters: [{type: RequestMirror, requestMirror: {backendRef: {name: log, port: 1}}}]}',
      ['shop/log[Pod]'],
    ],
    [
      'of a mirror of a backend take it too',
      '{backendRefs: [{name: web, port: 80, filters: [{requestMirror: {backendRef: {name: log, port: 1}}}]}]}',
      ['shop/log[Pod]', 'shop/web[Pod]'],
    ],
  ])('%s', (_, text, expected) => {
    expect(of(text).entryPoints[0]?.targets.map(({ workload }) => workload)).toEqual(expected)
  })

  it('that are no Services are doubts, those without a port problems', () => {
    const session = of('{backendRefs: [{group: x.io, kind: Bucket, name: b}, {name: web}]}')
    expect(session.entryPoints[0]?.doubts).toEqual([
      'it leads to Bucket shop/b, which is no Service and not followed',
    ])
    expect(problems(session)).toEqual([
      'bad-backend: HTTPRoute shop/r names no port of Service shop/web; add `port`',
    ])
  })
})

describe('pods of a Gateway that bear its name are the source', () => {
  const proxy = (more = {}): string =>
    pod('edge/gw-proxy', { labels: 'app: proxy, gateway.networking.k8s.io/gateway-name: gw', ...more })
  const only = (app: string): string =>
    networkPolicy(
      'shop/p',
      `{podSelector: {}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: ${app}}}}]}]}`,
    )
  const shut = networkPolicy('edge/p', '{podSelector: {}, policyTypes: [Egress]}')

  it.each([
    ['let in by name', [proxy(), only('proxy')], 'allow, controller-pods'],
    ['let in not', [proxy(), only('other')], 'deny, controller-pods'],
    ['not let out of their own namespace', [proxy(), only('proxy'), shut], 'deny, controller-pods'],
    [
      'on the network of a node, which may be the target’s own',
      [proxy({ hostNetwork: true }), only('other')],
      'unknown, own-node',
    ],
    ['not there, so that it could be anybody', [only('proxy')], 'unknown, controller-unknown'],
    [
      'of another namespace, which are not its own',
      [only('proxy'), pod('shop/x', { labels: 'app: proxy, gateway.networking.k8s.io/gateway-name: gw' })],
      'unknown, controller-unknown',
    ],
  ])('%s', (_, documents, expected) => {
    const session = openWith(...documents, gateway(https), route('HTTPRoute'))
    expect(entries(session)).toEqual([`HTTPRoute shop/r > shop/web[Pod] TCP 8080: ${expected}`])
  })

  it('only where those of every Gateway are known', () => {
    const both = '{name: gw, namespace: edge}, {name: other, namespace: edge}'
    const other = object(group, 'Gateway', 'edge/other', `spec: {listeners: [${https}]}`)
    const session = openWith(proxy(), only('proxy'), gateway(https), other, route('HTTPRoute', '', both))
    expect(entries(session)).toEqual([
      'HTTPRoute shop/r > shop/web[Pod] TCP 8080: unknown, controller-unknown',
    ])
  })
})

describe('what Istio deploys for a Gateway', () => {
  const deployed = `apiVersion: v1
kind: Pod
metadata: {namespace: edge, name: gw-istio, labels: {app: gw-istio, gateway.networking.k8s.io/gateway-name: gw}}
spec: {serviceAccountName: gw-istio, containers: [{name: istio-proxy}]}`
  const balancer = service(
    'edge/gw-istio',
    '{port: 443}',
    'type: LoadBalancer, allocateLoadBalancerNodePorts: false',
  )
  const of = (...documents: readonly string[]) =>
    open([
      deployed,
      meshPod('shop/web', 'sidecar'),
      service('shop/web', '{name: http, port: 80, targetPort: 8080}'),
      peerAuthentication('shop/strict', '{mtls: {mode: STRICT}}'),
      gateway(https),
      route('HTTPRoute'),
      ...documents,
    ])
  const behind = { transport: 'mtls', principal: 'spiffe://cluster.local/ns/edge/sa/gw-istio' }

  it('is reached by its Service, and seen behind by its identity', () => {
    expect(of(balancer).entryPoints).toContainEqual(
      expect.objectContaining({
        controllers: ['edge/gw-istio[Pod]'],
        doors: [
          {
            via: 'load-balancer',
            service: { group: '', kind: 'Service', namespace: 'edge', name: 'gw-istio' },
            ports: [443],
            verdict: 'allow',
          },
        ],
        targets: [expect.objectContaining({ verdict: 'allow', ...behind })],
      }),
    )
  })

  it('or by nothing that is known', () => {
    expect(of().entryPoints).toMatchObject([{ doors: [], targets: [{ verdict: 'allow', ...behind }] }])
  })
})
