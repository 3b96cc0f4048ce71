import { describe, expect, it } from 'vitest'
import { authorizationPolicy } from '../../test/kit/istio'
import { istioObject, meshPod, meshService, peerAuthentication } from '../../test/kit/mesh'
import { explain, open } from '../../test/kit/world'
import { verdictSentence } from './verdict'
import { stretchTitles, wireFacts, wireReasonText } from './wire'

const shop = [
  meshPod('shop/web', 'sidecar', { ip: '10.0.0.1' }),
  meshPod('shop/api', 'sidecar', { ip: '10.0.0.2' }),
  meshPod('edge/cron', 'naked', { ip: '10.0.0.3' }),
  meshService('shop/api', { ports: ['http:80>8080'] }),
]
const strict = peerAuthentication('shop/default', '{mtls: {mode: STRICT}}')

const told = (documents: readonly string[], question: string): Record<string, string> =>
  Object.fromEntries(wireFacts(explain(open(documents), question)).map(({ name, text }) => [name, text]))

describe('the wire in words', () => {
  it('says whom the client is proven to be, and by which way', () => {
    expect(told([...shop, strict], 'shop/web -> shop/api 8080')).toEqual({
      'On the wire': 'mutual TLS between workload identities; the server takes mutual TLS only',
      'Client presents': 'spiffe://cluster.local/ns/shop/sa/web',
      'Server sees': 'spiffe://cluster.local/ns/shop/sa/web',
      Dialled: 'through Service shop/api, port 80',
    })
  })

  it('says who signs for an identity, once where both ends see the same', () => {
    const facts = wireFacts(explain(open([...shop, strict]), 'shop/web -> shop/api 8080'))
    expect(facts.map(({ name, issuer }) => `${name}: ${issuer?.kind ?? ''}`)).toEqual([
      'On the wire: ',
      'Client presents: unknown',
      'Server sees: ',
      'Dialled: ',
    ])
    const naked = wireFacts(explain(open(shop), 'edge/cron -> shop/api 8080'))
    expect(naked.filter(({ issuer }) => issuer)).toEqual([])
  })

  it('names the way that is more open than the usual one', () => {
    const rule = authorizationPolicy(
      'shop/api',
      '{selector: {matchLabels: {app: api}}, action: DENY, rules: [{from: [{source: {namespaces: [shop]}}]}]}',
    )
    const permissive = peerAuthentication('shop/default', '{mtls: {mode: PERMISSIVE}}')
    // By its address it is dialled in plaintext, where nobody is known to be of the namespace.
    expect(told([...shop, permissive, rule], 'shop/web -> shop/api 8080')).toMatchObject({
      'Client presents': 'no identity',
      'Server sees': 'nobody: no identity is proven',
      Dialled: 'by pod IP; as open as this when dialled so, not in the usual way',
    })
  })

  it('has no identities where there is no mesh', () => {
    const plain = ['shop/web', 'shop/api'].map(name => meshPod(name, 'naked'))
    expect(told(plain, 'shop/web -> shop/api 8080')).toEqual({
      'On the wire': 'every byte may be plaintext; the server takes plaintext only',
    })
  })

  it('tells each stretch through a waypoint, and who is seen at its end', () => {
    const gateway = istioObject(
      'gateway.networking.k8s.io/v1',
      'Gateway',
      'shop/way',
      '{gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}\nstatus: {addresses: [{value: 10.9.9.9}]}',
    )
    const world = [
      meshPod('shop/web', 'ambient', { ip: '10.0.0.1' }),
      meshPod('shop/api', 'ambient', { ip: '10.0.0.2' }),
      meshPod('shop/way', 'sidecar', {
        ip: '10.0.0.9',
        labels:
          'gateway.networking.k8s.io/gateway-name: way, gateway.istio.io/managed: istio.io-mesh-controller',
      }),
      meshService('shop/api', { ports: ['http:80>8080'], labels: 'istio.io/use-waypoint: way' }),
      gateway,
    ]
    const explanation = explain(open(world), 'shop/web -> shop/api 8080')
    expect(explanation.route?.through).toEqual(['shop/way'])
    expect(stretchTitles(explanation)).toEqual(['shop/web to shop/way', 'shop/way to shop/api'])
    // The waypoint's identity is not the client's, and neither need be who signs for it.
    expect(wireFacts(explanation).filter(({ issuer }) => issuer)).toHaveLength(2)
    expect(told(world, 'shop/web -> shop/api 8080')).toMatchObject({
      'Client presents': 'spiffe://cluster.local/ns/shop/sa/web',
      'Server sees': 'spiffe://cluster.local/ns/shop/sa/way, which passes it on for the client',
      Passes: 'shop/way',
    })
    const byService = authorizationPolicy(
      'shop/reads',
      "{targetRefs: [{group: '', kind: Service, name: api}], rules: [{to: [{operation: {methods: [GET]}}]}]}",
    )
    // Whoever dials the pod passes by the waypoint, unless only the waypoint is let in.
    const byTheWaypoint = authorizationPolicy(
      'shop/way',
      '{selector: {matchLabels: {app: api}}, rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/way]}}]}]}',
    )
    const session = open([...world, byService, byTheWaypoint])
    expect(verdictSentence(explain(session, 'shop/web -> shop/api 8080'))).toContain(
      'AuthorizationPolicy shop/reads lets it in at shop/way for requests with GET',
    )
  })

  it('says what a narrower scope overrules', () => {
    expect(wireReasonText({ kind: 'mode', text: 'STRICT, from the mesh', overruled: true })).toBe(
      'STRICT, from the mesh, which a narrower scope overrules',
    )
    expect(wireReasonText({ kind: 'mode', text: 'x\u202e' })).toBe('x\\u202e')
  })
})

describe('an answer that hangs on the request', () => {
  const sentence = (...documents: readonly string[]): string =>
    verdictSentence(explain(open([...shop, strict, ...documents]), 'shop/web -> shop/api 8080'))
  const policy = (name: string, action: string, rules: string): string =>
    authorizationPolicy(
      `shop/${name}`,
      `{selector: {matchLabels: {app: api}}, action: ${action}, rules: [${rules}]}`,
    )

  it('names the requests that are let in', () => {
    expect(sentence(policy('in', 'ALLOW', '{to: [{operation: {methods: [GET], paths: [/api/*]}}]}'))).toMatch(
      /^Allowed for some requests only: .*AuthorizationPolicy shop\/in lets it in at shop\/api for requests with GET \/api\/\*, leaving the peer or the port open\.$/,
    )
  })

  it('names those that are denied, and by whom', () => {
    expect(sentence(policy('out', 'DENY', '{to: [{operation: {methods: [DELETE]}}]}'))).toMatch(
      /^Allowed for some requests only.*, while AuthorizationPolicy shop\/out denies requests with DELETE\.$/,
    )
  })

  it('says where the handshake keeps everybody out', () => {
    expect(verdictSentence(explain(open([...shop, strict]), 'edge/cron -> shop/api 8080'))).toBe(
      'Denied because the handshake cannot succeed: the server takes mutual TLS only.',
    )
  })
})
