import { describe, expect, it } from 'vitest'
import { answerAt, authorizationPolicy, cart, onA, type Arrival } from '../../../test/kit/istio'
import { namespace } from '../../../test/kit/manifests'
import { meshPod, meshSettings } from '../../../test/kit/mesh'
import { causes, open, verdict } from '../../../test/kit/world'
import type { Gap } from '../../model/capture'
import type { Setting } from './mesh-config'

/** What AuthorizationPolicies say where settings of the mesh are not known (istio.md section 2): doubt, never certainty. */

const unsure = (...settings: readonly Setting[]) => ({ found: true, unsure: new Set(settings) })

/** Whom a policy lets in, and whom one shuts out, with all settings known and with some not. */
function answers(rule: string, arrival: Arrival, ...settings: readonly Setting[]): string {
  const said = (action: string, config: object): string => answerAt([onA(action, rule)], arrival, config)
  return [{}, unsure(...settings)]
    .map(config => `${said('ALLOW', config)}/${said('DENY', config)}`)
    .join(' > ')
}

const from = (source: string): string => `{from: [{source: ${source}}]}`
const get = { request: { method: 'GET', path: '/info' } }
const ztunnel = { proxy: 'ztunnel', identity: cart } as const
const envoy = { identity: cart } as const

describe('trust domains that are not known', () => {
  const yes = 'allow/deny > allow/deny'
  const no = 'deny/allow > deny/allow'
  const perhaps = 'allow/deny > unknown/unknown'
  const perhapsNot = 'deny/allow > unknown/unknown'
  it.each<[string, Arrival, string]>([
    // The own domain, whatever it is called; ztunnel takes it as it is written.
    ['{principals: [cluster.local/ns/shop/sa/cart]}', envoy, yes],
    ['{principals: [cluster.local/ns/shop/sa/*]}', envoy, yes],
    ['{principals: [cluster.local/ns/shop/sa/cart]}', ztunnel, perhaps],
    ['{principals: [cluster.local/ns/shop/sa/other]}', envoy, no],
    ['{principals: [cluster.local/ns/shop/sa/other]}', ztunnel, no],
    ['{principals: [corp/ns/shop/sa/cart]}', envoy, perhapsNot],
    ['{principals: [corp/ns/shop/sa/other]}', envoy, no],
    ['{notPrincipals: [corp/ns/shop/sa/cart]}', envoy, 'allow/deny > unknown/unknown'],
    ['{notPrincipals: [corp/ns/shop/sa/other]}', envoy, yes],
    ['{principals: [cluster.local/ns/shop/*]}', envoy, perhaps],
    ['{principals: ["*-prod/ns/shop/sa/cart"]}', envoy, perhapsNot],
    ['{principals: ["clus*"]}', envoy, perhaps],
    ['{principals: [nobody]}', envoy, no],
    ['{principals: ["*"]}', envoy, yes],
    ['{principals: ["*/ns/shop/sa/cart"]}', envoy, yes],
    ['{principals: ["*/sa/cart"]}', ztunnel, yes],
    ['{principals: [corp/ns/shop/sa/cart, "*/sa/cart"]}', envoy, yes],
    ['{notPrincipals: [corp/ns/shop/sa/cart, "*/sa/cart"]}', envoy, no],
    ['{trustDomains: [cluster.local]}', envoy, perhaps],
    ['{trustDomains: [corp]}', envoy, perhapsNot],
    ['{trustDomains: ["*"]}', envoy, yes],
    // Namespaces and accounts stand apart from them.
    ['{namespaces: [shop]}', envoy, yes],
    ['{serviceAccounts: [shop/cart]}', envoy, yes],
    // Plaintext proves no identity of any.
    ['{principals: [corp/ns/shop/sa/cart]}', {}, no],
    ['{notPrincipals: [corp/ns/shop/sa/cart]}', {}, yes],
  ])('%s', (source, arrival, expected) => {
    expect(answers(from(source), arrival, 'trustDomain')).toBe(expected)
    expect(answers(from(source), arrival, 'trustDomainAliases')).toBe(expected)
  })
})

describe('other settings that are not known', () => {
  it.each<[string, Setting, Arrival, string]>([
    ['{to: [{operation: {paths: [/info]}}]}', 'pathNormalization', get, 'allow/deny > unknown/unknown'],
    ['{to: [{operation: {paths: [/other]}}]}', 'pathNormalization', get, 'deny/allow > unknown/unknown'],
    ['{to: [{operation: {paths: ["*"]}}]}', 'pathNormalization', get, 'allow/deny > allow/deny'],
    ['{to: [{operation: {methods: [GET]}}]}', 'pathNormalization', get, 'allow/deny > allow/deny'],
    [
      from('{remoteIpBlocks: [10.0.0.0/8]}'),
      'trustedProxies',
      { from: '10.0.0.1', ...get },
      'allow/deny > unknown/unknown',
    ],
    [
      '{when: [{key: remote.ip, values: [10.0.0.0/8]}]}',
      'trustedProxies',
      { from: '10.0.0.1', ...get },
      'allow/deny > unknown/unknown',
    ],
    [
      from('{ipBlocks: [10.0.0.0/8]}'),
      'trustedProxies',
      { from: '10.0.0.1', ...get },
      'allow/deny > allow/deny',
    ],
  ])('%s where %s', (rule, setting, arrival, expected) => {
    expect(answers(rule, arrival, setting)).toBe(expected)
  })

  it('whoever a CUSTOM policy asks may deny', () => {
    const asks = authorizationPolicy('x/custom', '{action: CUSTOM, provider: {name: a}, rules: [{}]}')
    expect(answerAt([asks], {}, { found: true })).toBe('deny')
    expect(answerAt([asks], {}, unsure('authorizers'))).toBe('unknown')
    // One of another namespace asks about the same pods, if that is the root namespace.
    const authorizers = new Map([['a', 'grpc' as const]])
    const rival = authorizationPolicy('root/custom', '{action: CUSTOM, provider: {name: b}, rules: [{}]}')
    expect(answerAt([asks, rival], {}, { found: true, authorizers, rootNamespace: 'root' })).toBe('deny')
    expect(
      answerAt([asks, rival], {}, { ...unsure('rootNamespace'), authorizers, rootNamespace: 'root' }),
    ).toBe('unknown')
  })
})

describe('a root namespace that is not known', () => {
  const settings = (root: string, revision: string): string =>
    meshSettings(`rootNamespace: ${root}`, `a/istio-${revision}`)
  const base = [
    ...['a', 'b', 'x'].map(name => namespace(name)),
    meshPod('x/client', 'naked'),
    meshPod('x/api', 'sidecar'),
    meshPod('b/api', 'sidecar'),
  ]
  const known = [...base, settings('a', 'one')]
  const differ = [...known, settings('b', 'two')]
  const closed = (place: string): string =>
    authorizationPolicy(`${place}/closed`, '{action: DENY, rules: [{}]}')
  const shut = (place: string): string => authorizationPolicy(`${place}/closed`, '{}')

  it.each([
    ['of the root namespace', closed('a'), 'deny deny', 'unknown unknown'],
    ['that shuts all, of the root namespace', shut('a'), 'deny deny', 'unknown unknown'],
    ['of another namespace', closed('b'), 'allow deny', 'unknown deny'],
    ['that shuts all, of another namespace', shut('b'), 'allow deny', 'unknown deny'],
    ['of the own namespace', closed('x'), 'deny allow', 'deny unknown'],
  ])('a policy %s', (_, policy, before, after) => {
    const said = (documents: readonly string[]): string => {
      const session = open([...documents, policy])
      return ['x/api', 'b/api'].map(server => verdict(session, `x/client -> ${server} 80`)).join(' ')
    }
    expect(said(known)).toBe(before)
    expect(said(differ)).toBe(after)
  })

  it('leaves the policy in the reasons', () => {
    expect(causes(open([...differ, closed('b')]), 'x/client -> x/api 80')).toMatch(/mesh ingress unread$/)
    expect(causes(open([...differ, closed('x')]), 'x/client -> x/api 80')).toMatch(
      /mesh ingress explicit-deny$/,
    )
  })

  it('is not known where the settings could not be read', () => {
    const gap: Gap = {
      kind: 'unlisted',
      object: { group: '', kind: 'ConfigMap', namespace: 'istio-system', name: 'istio' },
      namespace: 'istio-system',
      why: 'forbidden',
      reason: 'the API server answers 403',
    }
    const session = open([...base, closed('istio-system')], {}, [gap])
    expect(verdict(session, 'x/client -> x/api 80')).toBe('unknown')
    expect(verdict(open([...base, closed('istio-system')]), 'x/client -> x/api 80')).toBe('deny')
  })

  it('leaves open whether a policy for a revision is heeded', () => {
    const other = authorizationPolicy(
      'x/closed',
      '{action: DENY, rules: [{}]}',
      'labels: {istio.io/rev: other}',
    )
    expect(verdict(open([...known, other]), 'x/client -> x/api 80')).toBe('allow')
    // The wire is not known either, so that the verdict alone would not tell.
    expect(causes(open([...differ, other]), 'x/client -> x/api 80')).toMatch(/mesh ingress unread$/)
  })

  it('leaves open which claims are words', () => {
    const words = `apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: {namespace: root, name: words}
spec: {jwtRules: [{issuer: a, spaceDelimitedClaims: [groups]}]}`
    const rule = '{when: [{key: "request.auth.claims[groups]", values: [admin]}]}'
    const arrival: Arrival = { request: { jwt: { valid: true, aud: [], claims: { groups: 'admin user' } } } }
    const said = (config: object): string => answerAt([onA('ALLOW', rule), words], arrival, config)
    expect(said({ rootNamespace: 'root' })).toBe('allow')
    expect(said({ rootNamespace: 'elsewhere' })).toBe('deny')
    expect(said(unsure('rootNamespace'))).toBe('unknown')
  })
})
