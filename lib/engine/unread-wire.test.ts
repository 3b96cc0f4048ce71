import { describe, expect, it } from 'vitest'
import { authorizationPolicy } from '../../test/kit/istio'
import { namespace, networkPolicy } from '../../test/kit/manifests'
import { destinationRule, meshPod, meshService, peerAuthentication } from '../../test/kit/mesh'
import { between, explain, open, verdict } from '../../test/kit/world'
import type { Gap } from '../model/capture'
import type { Session } from '../model/session'
import { readWire } from './evaluate'

/**
 * Where a policy about the wire could not be read, mutual TLS may be plaintext and the other way round: what authorization
 * makes of the sender is judged with its identity and without (istio.md section 5, no identity).
 */

const pods = [
  ...['c', 'n', 'shop'].map(name => namespace(name)),
  meshPod('c/client', 'sidecar'),
  meshPod('c/other', 'sidecar'),
  meshPod('n/naked', 'naked'),
  meshPod('shop/api', 'sidecar'),
  meshService('shop/api', { ports: ['tcp:8080'] }),
]
const clients = ['c/client', 'c/other', 'n/naked'] as const

/** What each client may do, by the evaluator; and by the list of connections, which another engine makes. */
function verdicts(documents: readonly string[], ...gaps: readonly Gap[]): string {
  const session = open(documents, {}, gaps)
  const found = clients.map(client => verdict(session, `${client} -> shop/api 8080`))
  expect(clients.map(client => listed(session, client, 8080))).toEqual(found)
  return found.join(' ')
}

const listed = (session: Session, client: string, port: number): string =>
  between(session, `${client}[Pod]`, 'shop/api[Pod]').find(({ ports }) =>
    ports.some(({ protocol, first, last }) => protocol === 'TCP' && first <= port && port <= last),
  )?.verdict ?? 'deny'

const policy = (action: string, source: string): string =>
  authorizationPolicy('shop/p', `{action: ${action}, rules: [{from: [{source: ${source}}]}]}`)
const me = '{principals: [cluster.local/ns/c/sa/client]}'
const notMe = '{notPrincipals: [cluster.local/ns/c/sa/client]}'
const nobody = '{notPrincipals: ["*"]}'

const plaintext = destinationRule('shop/plain', '{host: api, trafficPolicy: {tls: {mode: DISABLE}}}')
const broken = destinationRule('shop/broken', '{host: api, trafficPolicy: {tls: {mode: SIMPLE}}}')
const strict = peerAuthentication('shop/strict', '{mtls: {mode: STRICT}}')
/** Something of a namespace that is there and could not be read. */
const unread = (kind: string, namespace: string): Gap => ({
  kind: 'policy',
  object: {
    group: kind === 'PeerAuthentication' ? 'security.istio.io' : 'networking.istio.io',
    kind,
    namespace,
    name: 'unread',
  },
  namespace,
  reason: 'forbidden',
})
const unreadRule = unread('DestinationRule', 'c')

describe('authorization where the wire could not be read', () => {
  /** What the readable part says of client, other client and naked client; and with an unread rule of both clients. */
  const rows: readonly [string, readonly string[], read: string, doubtful: string][] = [
    [
      'whom only its identity lets in, in plaintext',
      [plaintext, policy('ALLOW', me)],
      'deny deny deny',
      'unknown deny deny',
    ],
    ['whom only its identity lets in', [policy('ALLOW', me)], 'allow deny deny', 'unknown deny deny'],
    ['whom its identity closes', [strict, policy('DENY', me)], 'deny allow deny', 'unknown unknown deny'],
    [
      'whom its identity closes, in plaintext',
      [plaintext, policy('DENY', me)],
      'allow allow allow',
      'unknown unknown allow',
    ],
    [
      'who is closed without an identity',
      [plaintext, policy('DENY', nobody)],
      'deny deny deny',
      'unknown unknown deny',
    ],
    [
      'who is let in by another identity, or none',
      [strict, policy('ALLOW', notMe)],
      'deny allow deny',
      'unknown unknown deny',
    ],
    [
      'who is closed by another identity, or none',
      [plaintext, policy('DENY', notMe)],
      'deny deny deny',
      'unknown deny deny',
    ],
    [
      'whom its namespace lets in, in plaintext',
      [plaintext, policy('ALLOW', '{namespaces: [c]}')],
      'deny deny deny',
      'unknown unknown deny',
    ],
    [
      'whose handshake fails',
      [plaintext, strict, policy('ALLOW', me)],
      'deny deny deny',
      'unknown deny deny',
    ],
    ['who sends TLS of its own', [broken, policy('ALLOW', me)], 'deny deny deny', 'unknown deny deny'],
  ]
  it.each(rows)('%s', (_, documents, read, doubtful) => {
    expect(verdicts([...pods, ...documents])).toBe(read)
    expect(verdicts([...pods, ...documents], unreadRule)).toBe(doubtful)
  })

  it('hangs on either end', () => {
    expect(verdicts([...pods, plaintext, policy('ALLOW', me)], unread('PeerAuthentication', 'shop'))).toBe(
      'unknown deny deny',
    )
    // Nobody gives an identity to a pod that no proxy speaks for.
    expect(verdicts([...pods, plaintext, policy('DENY', nobody)], unread('PeerAuthentication', 'shop'))).toBe(
      'unknown unknown deny',
    )
    expect(verdicts([...pods, plaintext, policy('ALLOW', me)], unread('DestinationRule', 'n'))).toBe(
      'deny deny deny',
    )
  })

  it('hangs on what a Sidecar hides, which is dialled in plaintext', () => {
    expect(verdicts([...pods, policy('ALLOW', me)], unread('Sidecar', 'c'))).toBe('unknown deny deny')
    expect(verdicts([...pods, strict, policy('DENY', me)], unread('Sidecar', 'c'))).toBe(
      'unknown unknown deny',
    )
  })

  it('opens nothing that the network shuts', () => {
    const shut = networkPolicy('shop/shut', '{podSelector: {}, policyTypes: [Ingress]}')
    expect(verdicts([...pods, plaintext, policy('ALLOW', me), shut], unreadRule)).toBe('deny deny deny')
  })

  it('may fail at the handshake too', () => {
    expect(readWire({ transport: 'mtls', accepts: 'any' }, true)).toEqual({
      transport: 'unknown',
      accepts: 'unknown',
      mayFail: true,
    })
    expect(readWire({ transport: 'mtls', accepts: 'any' }, false)).toEqual({
      transport: 'mtls',
      accepts: 'any',
      mayFail: false,
    })
  })

  it('says why', () => {
    const session = open([...pods, plaintext, policy('ALLOW', me)], {}, [unreadRule])
    const found = explain(session, 'c/client -> shop/api 8080')
    expect(found).toMatchObject({ verdict: 'unknown', transport: 'unknown', principal: 'unknown' })
    expect(
      found.sides.filter(({ plane, direction }) => plane === 'authorization' && direction === 'ingress'),
    ).toMatchObject([{ verdict: 'unknown', cause: 'unread' }])
  })
})

describe('a proxy on the way whose wire could not be read', () => {
  const through = [
    namespace('c'),
    namespace('edge'),
    namespace('shop'),
    meshPod('c/client', 'ambient'),
    meshPod('c/other', 'ambient'),
    meshPod('n/naked', 'naked'),
    meshPod('shop/api', 'sidecar'),
    meshService('shop/api', {
      ports: ['tcp:8080'],
      labels: 'istio.io/use-waypoint: wp, istio.io/use-waypoint-namespace: edge',
    }),
    `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {namespace: edge, name: wp}
spec:
  gatewayClassName: istio-waypoint
  listeners: [{name: mesh, port: 15008, protocol: HBONE, allowedRoutes: {namespaces: {from: All}}}]
status: {addresses: [{value: 10.96.0.1}]}`,
    `apiVersion: v1
kind: Pod
metadata: {namespace: edge, name: wp, labels: {gateway.networking.k8s.io/gateway-name: wp, gateway.istio.io/managed: istio.io-mesh-controller}}
spec: {containers: [{name: istio-proxy}], serviceAccountName: wp}`,
    // Nobody comes past the waypoint.
    networkPolicy(
      'shop/in',
      '{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]}',
    ),
  ]
  const wp = '{principals: [cluster.local/ns/edge/sa/wp]}'

  it.each([
    ['lets in who it is', [policy('ALLOW', wp)], 'allow allow deny', 'unknown unknown deny'],
    ['closes who it is', [policy('DENY', wp)], 'deny deny deny', 'unknown unknown deny'],
    ['lets in who is nobody', [policy('ALLOW', me)], 'deny deny deny', 'deny deny deny'],
  ])('%s', (_, documents, read, doubtful) => {
    expect(verdicts([...through, ...documents])).toBe(read)
    expect(verdicts([...through, ...documents], unread('DestinationRule', 'edge'))).toBe(doubtful)
  })

  it('hides who is seen behind it, and before it', () => {
    const found = explain(
      open([...through], {}, [unread('DestinationRule', 'edge')]),
      'c/client -> shop/api 8080',
    )
    expect(found).toMatchObject({ verdict: 'unknown', principal: 'unknown', originPrincipal: 'unknown' })
  })
})
