import { describe, expect, it } from 'vitest'
import type { Connection } from '../../lib/model/connection'
import type { Dial } from '../../lib/model/mesh'
import type { Session } from '../../lib/model/session'
import { resolveEndpoint } from '../../lib/engine/resolve'
import { namespace, networkPolicy, object } from '../kit/manifests'
import { between, causes, explain, open, trust, verdict } from '../kit/world'

/** Rows 21 to 33 of the worked examples of the contract. Row 34 is about Linkerd. */

interface Mesh {
  /** How the pods take part. */
  readonly proxy?: 'sidecar' | 'ambient' | 'none'
  readonly labels?: string
}

/** One pod of a Deployment in `shop`. */
const deployment = (name: string, ip: string, { proxy = 'sidecar', labels = '' }: Mesh = {}): string =>
  workload(`Deployment/${name}`, `${name}-1`, ip, { proxy, labels })

function workload(owner: string, pod: string, ip: string, { proxy, labels = '' }: Mesh): string {
  const [kind, name] = owner.split('/')
  const sidecar = proxy === 'sidecar'
  return `apiVersion: v1
kind: Pod
metadata:
  namespace: shop
  name: ${pod}
  labels: {app: ${name}${sidecar ? ', security.istio.io/tlsMode: istio' : ''}${labels}}
  annotations: {${proxy === 'ambient' ? 'ambient.istio.io/redirection: enabled' : ''}}
  ownerReferences: [{apiVersion: apps/v1, kind: ${kind}, name: ${name}, controller: true}]
spec:
  serviceAccountName: ${name}
  containers: [{name: app, ports: [{name: http, containerPort: 8080}]}${sidecar ? ', {name: istio-proxy}' : ''}]
status: {podIP: ${ip}}`
}

const service = (name: string, more = ''): string =>
  object(
    'v1',
    'Service',
    `shop/${name}`,
    `spec: {selector: {app: ${name}}, ports: [{name: http, port: 80, targetPort: 8080}, {name: tcp-db, port: 5432}]${more}}`,
  )
const mode = (name: string, value: string): string =>
  object('security.istio.io/v1', 'PeerAuthentication', name, `spec: {mtls: {mode: ${value}}}`)
const strict = mode('shop/mode', 'STRICT')
const authorization = (name: string, spec: string): string =>
  object('security.istio.io/v1', 'AuthorizationPolicy', `shop/${name}`, `spec: ${spec}`)
const onApi = 'selector: {matchLabels: {app: api}}'
const fromCart = 'from: [{source: {principals: [cluster.local/ns/shop/sa/cart]}}]'

const base = [
  namespace('shop'),
  object('v1', 'ConfigMap', 'istio-system/istio', 'data: {mesh: "trustDomain: cluster.local"}'),
]
const cart = deployment('cart', '10.244.1.7')
const api = deployment('api', '10.244.1.8')
const shop = [...base, cart, api, service('api')]

/** A question with a way to dial or a request. */
function asked(session: Session, from: string, to: string, port: number, dial: Dial): string {
  const [source, target] = [from, to].map(end => resolveEndpoint(session.inventory, end))
  if (!source || !target || source.kind === 'unresolved' || target.kind === 'unresolved')
    throw new Error(`${from} or ${to} is not there`)
  const answers = session.explain({ from: source, to: target, protocol: 'TCP', port, dial })
  return [...new Set(answers.map(({ explanation }) => explanation.verdict))].join(' or ')
}

const get = (method: string, path: string): Dial => ({
  address: 'service',
  request: { method, path, headers: new Map() },
})

/** The line of the pair that holds the port, reduced to that port, as `podtrust list` marks it. */
function line(session: Session, protocol: string, port: number, to = 'shop/api[Deployment]'): string {
  const holds = ({ ports }: Connection): boolean =>
    ports.some(range => range.protocol === protocol && range.first <= port && port <= range.last)
  const [found] = between(session, 'shop/cart[Deployment]', to).filter(holds)
  if (!found) return 'none'
  return `${protocol} ${port}${found.verdict === 'allow' ? '' : ` [${found.verdict}]`} ${found.trustClass}`
}

interface Row {
  readonly verdict: string
  readonly sides: string
  readonly trust: string
  readonly wire: string
  readonly line: string
}

function told(session: Session, question = 'shop/cart -> shop/api 8080'): Row {
  const { transport, serverAccepts = '—' } = explain(session, question)
  return {
    verdict: verdict(session, question),
    sides: causes(session, question),
    trust: trust(session, question),
    wire: `${transport}, ${serverAccepts}`,
    line: line(session, 'TCP', 8080),
  }
}

const networkOpen = 'egress default-allow, ingress default-allow'

describe('worked examples: mesh', () => {
  it('21: permissive, one DENY on another principal', () => {
    const deny = `{${onApi}, action: DENY, rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/batch]}}]}]}`
    expect(told(open([...shop, authorization('no-batch', deny)]))).toEqual({
      verdict: 'allow',
      sides: `${networkOpen}, mesh ingress default-allow`,
      trust: 'implicit: partial/no/partial',
      wire: 'mtls, any',
      line: 'TCP 8080 implicit',
    })
  })

  const row22 = [
    ...shop,
    strict,
    authorization('api', `{${onApi}, rules: [{${fromCart}}]}`),
    networkPolicy('shop/api', '{podSelector: {matchLabels: {app: api}}, ingress: [{ports: [{port: 8080}]}]}'),
  ]
  it('22: strict, ALLOW on the principal, a NetworkPolicy on the port', () => {
    expect(told(open(row22))).toEqual({
      verdict: 'allow',
      sides: 'egress default-allow, ingress broad-allow, mesh ingress broad-allow',
      trust: 'verified: yes/yes/yes',
      wire: 'mtls, mtls-only',
      line: 'TCP 8080 verified',
    })
    const { principal, originPrincipal, route } = explain(open(row22), 'shop/cart -> shop/api 8080')
    expect({ principal, originPrincipal, through: route?.through }).toEqual({
      principal: 'spiffe://cluster.local/ns/shop/sa/cart',
      originPrincipal: 'spiffe://cluster.local/ns/shop/sa/cart',
      through: [],
    })
  })
  it('23: the same by pod IP is plaintext, which is narrower', () => {
    const session = open(row22)
    expect(asked(session, 'shop/cart', 'shop/api', 8080, { address: 'pod-ip' })).toBe('deny')
    expect(line(session, 'TCP', 8080)).toBe('TCP 8080 verified')
  })

  it('24: permissive, ALLOW on the principal: plaintext is closed', () => {
    expect(told(open([...shop, authorization('api', `{${onApi}, rules: [{${fromCart}}]}`)]))).toEqual({
      verdict: 'allow',
      sides: `${networkOpen}, mesh ingress broad-allow`,
      trust: 'partial: yes/partial/yes',
      wire: 'mtls, any',
      line: 'TCP 8080 partial',
    })
  })
  it('25: UDP is never meshed', () => {
    const session = open([...shop, authorization('api', `{${onApi}, rules: [{${fromCart}}]}`)])
    expect(trust(session, 'shop/cart -> shop/api UDP 8080')).toBe('implicit: no/no/no')
    expect(line(session, 'UDP', 8080)).toBe('UDP 8080 implicit')
  })
  it('26: ALLOW on the namespace with the port: an identity is demanded, and nobody named', () => {
    const rule = `{${onApi}, rules: [{from: [{source: {namespaces: [shop]}}], to: [{operation: {ports: ["8080"]}}]}]}`
    expect(told(open([...shop, authorization('api', rule)]))).toEqual({
      verdict: 'allow',
      sides: `${networkOpen}, mesh ingress broad-allow`,
      trust: 'partial: yes/partial/yes',
      wire: 'mtls, any',
      line: 'TCP 8080 partial',
    })
  })

  it('27: strict, and a client without a proxy', () => {
    const naked = deployment('cart', '10.244.1.7', { proxy: 'none' })
    const session = open([...base, naked, api, service('api'), strict])
    const { transport, sides } = explain(session, 'shop/cart -> shop/api 8080')
    expect([verdict(session, 'shop/cart -> shop/api 8080'), transport]).toEqual(['deny', 'fail'])
    expect(sides.map(side => side.verdict)).toEqual(['allow', 'allow'])
    expect(line(session, 'TCP', 8080)).toBe('none')
  })
  it('28: strict, and a DestinationRule that sets TLS DISABLE', () => {
    const rule = object(
      'networking.istio.io/v1',
      'DestinationRule',
      'shop/api',
      'spec: {host: api, trafficPolicy: {tls: {mode: DISABLE}}}',
    )
    const session = open([...shop, strict, rule])
    const { transport, route } = explain(session, 'shop/cart -> shop/api 8080')
    expect(transport).toBe('fail')
    expect(route?.because.flat().map(({ object: by }) => by?.kind)).toContain('DestinationRule')
    expect(line(session, 'TCP', 8080)).toBe('none')
  })

  it('a handshake that fails as far as is read is unknown where a rule about TLS could not be read', () => {
    const naked = deployment('cart', '10.244.1.7', { proxy: 'none' })
    const later = object('networking.istio.io/v9', 'DestinationRule', 'shop/later')
    const session = open([...base, naked, api, service('api'), strict, later])
    expect(verdict(session, 'shop/cart -> shop/api 8080')).toBe('unknown')
    expect(line(session, 'TCP', 8080)).toBe('TCP 8080 [unknown] implicit')
  })

  it('plaintext proves no identity, although the client has one', () => {
    const rule = object(
      'networking.istio.io/v1',
      'DestinationRule',
      'shop/api',
      'spec: {host: api, trafficPolicy: {tls: {mode: DISABLE}}}',
    )
    const session = open([...shop, rule, authorization('api', `{${onApi}, rules: [{${fromCart}}]}`)])
    expect(verdict(session, 'shop/cart -> shop/api 8080')).toBe('deny')
    expect(line(session, 'TCP', 8080)).toBe('none')
  })

  it('29: permissive, DENY with a method only', () => {
    const deny = `{${onApi}, action: DENY, rules: [{to: [{operation: {methods: [DELETE]}}]}]}`
    const session = open([...shop, authorization('no-delete', deny)])
    expect(told(session)).toEqual({
      verdict: 'conditional',
      sides: `${networkOpen}, mesh ingress default-allow`,
      trust: 'implicit: partial/no/partial',
      wire: 'mtls, any',
      line: 'TCP 8080 [conditional] implicit',
    })
    expect(asked(session, 'shop/cart', 'shop/api', 8080, get('GET', '/'))).toBe('allow')
    expect(asked(session, 'shop/cart', 'shop/api', 8080, get('DELETE', '/'))).toBe('deny')
    // On a port declared TCP the emptied rule matches everything.
    expect(verdict(session, 'shop/cart -> shop/api 5432')).toBe('deny')
  })

  it('30: CUSTOM on a path', () => {
    const config =
      'data: {mesh: "extensionProviders: [{name: ext, envoyExtAuthzGrpc: {service: ext.shop.svc.cluster.local, port: 9000}}]"}'
    const custom = `{${onApi}, action: CUSTOM, provider: {name: ext}, rules: [{to: [{operation: {paths: [/admin]}}]}]}`
    const session = open([
      namespace('shop'),
      object('v1', 'ConfigMap', 'istio-system/istio', config),
      ...[cart, api, service('api'), strict],
      authorization('api', `{${onApi}, rules: [{${fromCart}, to: [{operation: {ports: ["8080"]}}]}]}`),
      authorization('ext', custom),
    ])
    expect({ ...told(session), sides: '' }).toEqual({
      verdict: 'unknown',
      sides: '',
      trust: 'unknown: yes/yes/yes',
      wire: 'mtls, mtls-only',
      line: 'TCP 8080 [unknown] unknown',
    })
    expect(asked(session, 'shop/cart', 'shop/api', 8080, get('GET', '/shop'))).toBe('allow')
    expect(asked(session, 'shop/cart', 'shop/api', 8080, get('GET', '/admin'))).toBe('unknown')
  })

  const ambient = [
    ...base,
    deployment('cart', '10.244.1.7', { proxy: 'ambient' }),
    deployment('api', '10.244.1.8', { proxy: 'ambient' }),
    object(
      'v1',
      'Service',
      'shop/api',
      'spec: {selector: {app: api}, ports: [{name: http, port: 80, targetPort: 8080}]}',
    ).replace('name: "api"}', 'name: "api", labels: {istio.io/use-waypoint: wp}}'),
    `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {namespace: shop, name: wp, labels: {istio.io/waypoint-for: service}}
spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
status: {addresses: [{value: wp.shop}]}`,
    `apiVersion: v1
kind: Pod
metadata:
  namespace: shop
  name: wp-1
  labels: {app: wp, gateway.networking.k8s.io/gateway-name: wp, gateway.istio.io/managed: istio.io-mesh-controller}
  ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: wp, controller: true}]
spec: {serviceAccountName: wp, containers: [{name: istio-proxy}]}
status: {podIP: 10.244.1.9}`,
  ]
  const atWaypoint = authorization(
    'at-waypoint',
    `{targetRefs: [{group: "", kind: Service, name: api}], rules: [{${fromCart}, to: [{operation: {methods: [GET]}}]}]}`,
  )
  const onTunnel = (to: string, from: string): string =>
    networkPolicy(
      `shop/${to}`,
      `{podSelector: {matchLabels: {app: ${to}}}, ingress: [{from: [{podSelector: {matchLabels: {app: ${from}}}}], ports: [{port: 15008}]}]}`,
    )
  const tunnels = [onTunnel('wp', 'cart'), onTunnel('api', 'wp')]

  it('31: ambient, behind a waypoint, everything named', () => {
    const fromWaypoint = `{${onApi}, rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/wp]}}], to: [{operation: {ports: ["8080"]}}]}]}`
    const session = open([...ambient, ...tunnels, atWaypoint, authorization('api', fromWaypoint)])
    expect({ ...told(session), sides: '' }).toEqual({
      verdict: 'conditional',
      sides: '',
      trust: 'verified: yes/yes/yes',
      wire: 'mtls, mtls-only',
      line: 'TCP 8080 [conditional] verified',
    })
    const { principal, originPrincipal, route } = explain(session, 'shop/cart -> shop/api 8080')
    expect({ principal, originPrincipal, through: route?.through }).toEqual({
      principal: 'spiffe://cluster.local/ns/shop/sa/wp',
      originPrincipal: 'spiffe://cluster.local/ns/shop/sa/cart',
      through: ['shop/wp'],
    })
    // Where the second stretch names no port, the first one's naming it does not count for both.
    const half = open([...ambient, ...tunnels, atWaypoint])
    const [from, to] = ['shop/cart', 'shop/api'].map(end => resolveEndpoint(half.inventory, end))
    if (from?.kind !== 'pods' || to?.kind !== 'pods') throw new Error('no pods')
    const [answer] = half.explain({ from, to, protocol: 'TCP', port: 8080, dial: { address: 'service' } })
    expect(answer?.explanation.pillars?.authorized).toBe('partial')
    // A policy on the application's port says nothing of the tunnel's.
    const onPort = networkPolicy(
      'shop/api',
      '{podSelector: {matchLabels: {app: api}}, ingress: [{from: [{podSelector: {matchLabels: {app: wp}}}], ports: [{port: 8080}]}]}',
    )
    expect(verdict(open([...ambient, onPort, atWaypoint]), 'shop/cart -> shop/api 8080')).toBe('deny')
    // Nor does the policy for one Service hold for another.
    const forOther = atWaypoint.replace('name: api}]', 'name: other}]')
    expect(verdict(open([...ambient, forOther]), 'shop/cart -> shop/api 8080')).toBe('allow')
  })
  it('32: without a policy at the workload the pod’s address leads past the waypoint', () => {
    const session = open([...ambient, atWaypoint])
    expect({ ...told(session), sides: '' }).toEqual({
      verdict: 'allow',
      sides: '',
      trust: 'implicit: partial/no/partial',
      wire: 'mtls, any',
      line: 'TCP 8080 implicit',
    })
    expect(between(session, 'shop/cart[Deployment]', 'shop/api[Deployment]')).toContainEqual(
      expect.objectContaining({ address: 'pod-ip' }),
    )
  })

  it('33: a headless Service, and one of two pods without a proxy', () => {
    const session = open([
      ...base,
      cart,
      workload('StatefulSet/db', 'db-0', '10.244.1.10', { proxy: 'sidecar' }),
      workload('StatefulSet/db', 'db-1', '10.244.1.11', { proxy: 'none' }),
      service('db', ', clusterIP: None'),
      strict,
    ])
    const [found] = between(session, 'shop/cart[Deployment]', 'shop/db[StatefulSet]').filter(({ ports }) =>
      ports.some(({ protocol, first, last }) => protocol === 'TCP' && first <= 5432 && 5432 <= last),
    )
    expect(found).toMatchObject({
      verdict: 'allow',
      trustClass: 'implicit',
      pillars: { authenticated: 'no', authorized: 'no', encrypted: 'no' },
      transport: 'plaintext',
      serverAccepts: 'plaintext-only',
    })
    expect(verdict(session, 'shop/cart -> shop/db 5432')).toBe('allow or deny')
  })

  it('TLS of the application encrypts, and authenticates nobody', () => {
    const rule = object(
      'networking.istio.io/v1',
      'DestinationRule',
      'shop/api',
      'spec: {host: api, trafficPolicy: {tls: {mode: SIMPLE}}}',
    )
    const naked = deployment('api', '10.244.1.8', { proxy: 'none' })
    const session = open([...base, cart, naked, service('api'), rule])
    expect(asked(session, 'shop/cart', 'shop/api', 8080, { address: 'service' })).toBe('allow')
    const [source, target] = ['shop/cart', 'shop/api'].map(end => resolveEndpoint(session.inventory, end))
    if (source?.kind !== 'pods' || target?.kind !== 'pods') throw new Error('no pods')
    const [answer] = session.explain({
      from: source,
      to: target,
      protocol: 'TCP',
      port: 8080,
      dial: { address: 'service' },
    })
    expect(answer?.explanation).toMatchObject({
      transport: 'app-tls',
      pillars: { authenticated: 'no', encrypted: 'yes' },
      principal: null,
    })
  })

  it('a port that the proxy does not take in meets no policy of it', () => {
    const open8080 = api.replace(
      'annotations: {}',
      'annotations: {traffic.sidecar.istio.io/excludeInboundPorts: "8080"}',
    )
    const naked = deployment('cart', '10.244.1.7', { proxy: 'none' })
    const nothing = authorization('nothing', `{${onApi}}`)
    expect(
      verdict(open([...base, naked, open8080, service('api'), nothing]), 'shop/cart -> shop/api 8080'),
    ).toBe('allow')
    expect(verdict(open([...base, naked, api, service('api'), nothing]), 'shop/cart -> shop/api 8080')).toBe(
      'deny',
    )
  })

  it('a rule that may not be there leaves it unknown which requests come through', () => {
    const maybe = `{${onApi}, action: DENY, rules: [{to: [{operation: {methods: [DELETE]}}]}, {to: [{operation: {methods: [PUT]}}], when: [{key: source.ip, values: [10.0.0.0/33]}]}]}`
    expect(verdict(open([...shop, authorization('no', maybe)]), 'shop/cart -> shop/api 8080')).toBe('unknown')
  })
})
