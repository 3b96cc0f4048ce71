import { describe, expect, it } from 'vitest'
import {
  answerAt,
  authorizationPolicy,
  cart,
  onA,
  policiesOf,
  problemsOf,
  type Arrival,
} from '../../../test/kit/istio'
import { pathText } from '../../model/object'

const bare: Arrival = {}
const asCart: Arrival = { identity: cart }
const elsewhere: Arrival = { identity: 'other.domain/ns/ops/sa/tool' }

/** What one ALLOW rule answers to each arrival in turn. */
const allowed = (rule: string, ...arrivals: readonly Arrival[]): string =>
  arrivals.map(arrival => (answerAt([onA('ALLOW', rule)], arrival) === 'allow' ? 'yes' : 'no')).join(' ')

const source = (fields: string): string => `{from: [{source: {${fields}}}]}`
const operation = (fields: string): string => `{to: [{operation: {${fields}}}]}`
const when = (key: string, values: string): string => `{when: [{key: "${key}", ${values}}]}`

describe('sources (istio.md section 5); asked: cart, another domain, plaintext', () => {
  it.each([
    ['principals', `principals: [${cart}]`, 'yes no no'],
    ['any principal', 'principals: ["*"]', 'yes yes no'],
    ['notPrincipals hold for plaintext', `notPrincipals: [${cart}]`, 'no yes yes'],
    ['no identity at all', 'notPrincipals: ["*"]', 'no no yes'],
    ['namespaces', 'namespaces: [shop]', 'yes no no'],
    ['notNamespaces hold for plaintext', 'notNamespaces: [shop]', 'no yes yes'],
    ['serviceAccounts', 'serviceAccounts: [shop/cart]', 'yes no no'],
    ['serviceAccounts of the own namespace', 'serviceAccounts: [cart]', 'no no no'],
    ['notServiceAccounts', 'notServiceAccounts: [shop/cart, ops/tool]', 'no no yes'],
    ['trustDomains', 'trustDomains: [other.domain]', 'no yes no'],
    ['notTrustDomains', 'notTrustDomains: [other.domain]', 'yes no yes'],
    ['fields are ANDed', `principals: [${cart}], namespaces: [ops]`, 'no no no'],
    ['values are alternatives', 'namespaces: [shop, ops]', 'yes yes no'],
    ['none of several', 'notNamespaces: [shop, ops]', 'no no yes'],
    ['with a scheme nobody', `principals: ["spiffe://${cart}"]`, 'no no no'],
  ])('%s: %s', (_, fields, answer) => {
    expect(allowed(source(fields), asCart, elsewhere, bare)).toBe(answer)
  })
  it('a service account without a namespace is one of the policy', () => {
    expect(allowed(source('serviceAccounts: [cart]'), { identity: 'cluster.local/ns/x/sa/cart' })).toBe('yes')
  })
  it.each([
    ['ipBlocks', 'ipBlocks: [10.0.0.0/8]', 'yes no'],
    ['an address alone', 'ipBlocks: [10.0.0.9]', 'yes no'],
    ['alternatives', 'ipBlocks: [192.168.0.0/16, 172.16.0.0/12]', 'no yes'],
    ['notIpBlocks', 'notIpBlocks: [10.0.0.0/8]', 'no yes'],
    ['none of several', 'notIpBlocks: [10.0.0.0/8, 172.16.0.0/12]', 'no no'],
    ['inside and not', 'ipBlocks: [10.0.0.0/8], notIpBlocks: [10.0.0.9]', 'no no'],
  ])('the address of the connection: %s', (_, fields, answer) => {
    expect(allowed(source(fields), { from: '10.0.0.9' }, { from: '172.16.0.1' })).toBe(answer)
  })
  it('remoteIpBlocks look at the first client, ipBlocks at the last', () => {
    const via: Arrival = { from: '10.0.0.9', request: { remoteIp: '203.0.113.7' } }
    expect(allowed(source('remoteIpBlocks: [203.0.113.0/24]'), via, bare)).toBe('yes no')
    expect(allowed(source('notRemoteIpBlocks: [203.0.113.0/24]'), via, bare)).toBe('no yes')
    expect(allowed(source('ipBlocks: [203.0.113.0/24]'), via)).toBe('no')
  })
  it('requestPrincipals', () => {
    const signed: Arrival = { request: { jwt: { valid: true, iss: 'a', sub: 'b', aud: [], claims: {} } } }
    expect(allowed(source('requestPrincipals: [a/b]'), signed, bare)).toBe('yes no')
    expect(allowed(source('notRequestPrincipals: [a/b]'), signed, bare)).toBe('no yes')
  })
  it('two sources are alternatives', () => {
    const rule = `{from: [{source: {principals: [${cart}]}}, {source: {ipBlocks: [172.16.0.0/12]}}]}`
    expect(allowed(rule, asCart, { from: '172.16.0.1' }, bare)).toBe('yes yes no')
  })
})

describe('operations (istio.md section 5)', () => {
  const at = (port: number): Arrival => ({ port })
  it.each([
    ['ports', 'ports: ["80", "81"]', 'yes yes no'],
    ['notPorts', 'notPorts: ["80"]', 'no yes yes'],
    ['both', 'ports: ["80", "81"], notPorts: ["81"]', 'yes no no'],
  ])('%s, asked at 80, 81, 8080', (_, fields, answer) => {
    expect(allowed(operation(fields), at(80), at(81), at(8080))).toBe(answer)
  })
  const request = (path: string, method = 'GET', host = 'Shop.Example'): Arrival => ({
    request: { path, method, host },
  })
  it.each([
    ['methods', 'methods: [GET]', 'yes no yes'],
    ['notMethods', 'notMethods: [GET]', 'no yes no'],
    ['methods have a case', 'methods: [get]', 'no no no'],
    ['paths', 'paths: [/a, /b]', 'yes yes no'],
    ['notPaths', 'notPaths: [/a*]', 'no yes no'],
    ['templates', 'paths: ["/a/{*}"]', 'no no yes'],
    ['fields are ANDed', 'methods: [GET], paths: [/b]', 'no no no'],
    ['hosts have no case', 'hosts: [shop.EXAMPLE]', 'yes yes yes'],
    ['notHosts', 'notHosts: ["*.example"]', 'no no no'],
  ])('%s, asked for GET /a, POST /b, GET /a/x', (_, fields, answer) => {
    expect(allowed(operation(fields), request('/a'), request('/b', 'POST'), request('/a/x'))).toBe(answer)
  })
  it('two operations are alternatives, and ANDed with the source', () => {
    const rule = `{from: [{source: {principals: [${cart}]}}], to: [{operation: {ports: ["80"]}}, {operation: {paths: [/a]}}]}`
    const with_ = (arrival: Arrival): Arrival => ({ ...asCart, ...arrival })
    expect(allowed(rule, with_(at(80)), with_(request('/a')), with_(at(81)), at(80))).toBe('yes yes no no')
  })
  it('paths are compared as the mesh rewrites them', () => {
    const policy = [onA('DENY', operation('paths: [/admin]'))]
    const twice = { request: { method: 'GET', path: '//admin' } }
    expect(answerAt(policy, twice)).toBe('allow')
    expect(answerAt(policy, twice, { pathNormalization: 'merge-slashes' })).toBe('deny')
  })
})

describe('conditions (istio.md section 5, `when` keys)', () => {
  const signed: Arrival = {
    request: {
      jwt: {
        valid: true,
        iss: 'a',
        sub: 'b',
        aud: ['shop'],
        azp: 'web',
        claims: { groups: ['x', 'y'], realm: { role: 'r' }, scope: 'read write' },
      },
    },
  }
  const rows: readonly [key: string, values: string, meets: Arrival, fails: Arrival][] = [
    ['source.ip', '[10.0.0.0/8]', { from: '10.0.0.9' }, { from: '172.16.0.1' }],
    ['remote.ip', '[203.0.113.7]', { request: { remoteIp: '203.0.113.7' } }, bare],
    ['source.namespace', '[shop]', asCart, elsewhere],
    ['source.principal', `[${cart}]`, asCart, elsewhere],
    ['source.serviceAccount', '[shop/cart]', asCart, elsewhere],
    ['source.trustDomain', '[cluster.local]', asCart, elsewhere],
    ['destination.ip', '[10.0.0.1]', { to: '10.0.0.1' }, { to: '10.0.0.2' }],
    ['destination.port', '["80"]', { port: 80 }, { port: 81 }],
    ['connection.sni', '["*.example"]', { request: { serverName: 'a.example' } }, bare],
    [
      'request.headers[X-Token]',
      '[abc]',
      { request: { headers: new Map([['x-token', 'abc']]) } },
      { request: { headers: new Map([['x-token', 'ab']]) } },
    ],
    ['request.headers[x]', '["*"]', { request: { headers: new Map([['x', '']]) } }, bare],
    ['request.auth.principal', '[a/b]', signed, bare],
    ['request.auth.audiences', '[shop]', signed, bare],
    ['request.auth.presenter', '[web]', signed, bare],
    ['request.auth.claims[groups]', '[y]', signed, bare],
    ['request.auth.claims[realm][role]', '[r]', signed, bare],
    ['request.auth.claims[scope]', '[write]', signed, bare],
  ]
  it.each(rows)('%s %s', (key, values, meets, fails) => {
    expect(allowed(when(key, `values: ${values}`), meets, fails)).toBe('yes no')
    expect(allowed(when(key, `notValues: ${values}`), meets, fails)).toBe('no yes')
  })
  it('values and notValues both hold, and so do all conditions', () => {
    const both = when('source.namespace', 'values: ["s*"], notValues: [shop]')
    expect(allowed(both, asCart, { identity: 'cluster.local/ns/stock/sa/cart' })).toBe('no yes')
    const two = '{when: [{key: source.namespace, values: [shop]}, {key: destination.port, values: ["80"]}]}'
    expect(allowed(two, { ...asCart, port: 80 }, { ...asCart, port: 81 }, { port: 80 })).toBe('yes no no')
  })
  it('conditions narrow sources and operations', () => {
    const rule = `{from: [{source: {ipBlocks: [10.0.0.9, 10.0.0.8]}}], to: [{operation: {ports: ["80", "81"]}}], when: [{key: source.ip, notValues: [10.0.0.8]}, {key: destination.port, values: ["81", "82"]}]}`
    const asks = (from: string, port: number): Arrival => ({ from, port })
    expect(
      allowed(rule, asks('10.0.0.9', 81), asks('10.0.0.8', 81), asks('10.0.0.9', 80), asks('10.0.0.9', 82)),
    ).toBe('yes no no no')
  })
  it('two lists of addresses must both hold', () => {
    const rule =
      '{from: [{source: {ipBlocks: [10.0.0.0/8, 172.16.0.0/12]}}], when: [{key: source.ip, values: [172.16.0.0/16, 192.168.0.0/16]}]}'
    expect(allowed(rule, { from: '10.0.0.9' }, { from: '172.16.0.1' }, { from: '192.168.0.1' })).toBe(
      'no yes no',
    )
  })
  it('addresses of the destination are alternatives', () => {
    expect(
      allowed(
        when('destination.ip', 'values: [10.0.0.1, 10.0.0.2]'),
        { to: '10.0.0.1' },
        { to: '10.0.0.2' },
        { to: '10.0.0.3' },
      ),
    ).toBe('yes yes no')
    const both =
      '{when: [{key: destination.ip, values: [10.0.0.0/8]}, {key: destination.ip, notValues: [10.0.0.1, 10.0.0.2]}]}'
    expect(allowed(both, { to: '10.0.0.1' }, { to: '10.0.0.2' }, { to: '10.0.0.3' })).toBe('no no yes')
  })
  it.each(['ALLOW', 'DENY'])('an unknown key takes the whole rule of %s with it', action => {
    const rule = '{when: [{key: source.mood, values: [good]}]}'
    const rows = [onA(action, rule)]
    expect(answerAt(rows, asCart)).toBe(action === 'ALLOW' ? 'deny' : 'allow')
    expect(answerAt(rows, { ...asCart, sees: 'bytes' })).toBe(action === 'ALLOW' ? 'deny' : 'allow')
    expect(problemsOf(rows)).toEqual([
      'unknown-attribute: spec.rules[0].when[0].key: `source.mood` is no attribute that Istio knows, so the whole rule is left out; correct the key, or remove the condition',
    ])
  })
  it('what another filter says is unknown, and the object is sound', () => {
    const policy = onA(
      'DENY',
      when('experimental.envoy.filters.network.mysql_proxy[db.t]', 'values: ["[select]"]'),
    )
    expect(answerAt([policy])).toBe('unknown')
    expect(policiesOf([policy]).some(({ refused }) => refused)).toBe(false)
    expect(problemsOf([policy])).toEqual([expect.stringContaining('cannot be read; judge by hand')])
  })
  it('claims that a RequestAuthentication splits into words', () => {
    const policy = onA('ALLOW', when('request.auth.claims[teams]', 'values: [b]'))
    const words = (namespace: string): string =>
      `apiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: {namespace: ${namespace}, name: r}\nspec: {jwtRules: [{issuer: a, spaceDelimitedClaims: [teams]}]}`
    const token: Arrival = { request: { jwt: { valid: true, aud: [], claims: { teams: 'a b' } } } }
    expect(answerAt([policy], token)).toBe('deny')
    expect(answerAt([policy, words('x')], token)).toBe('allow')
    expect(answerAt([policy, words('istio-system')], token)).toBe('allow')
    expect(answerAt([policy, words('y')], token)).toBe('deny')
  })
})

describe('how a rule is written down', () => {
  const rulesOf = (rule: string): string[] =>
    (policiesOf([onA('ALLOW', rule)])[0]?.rules ?? []).map(
      ({ path, peers, ports, request }) =>
        `${pathText(path)}: ${peers.length} peers, ${ports.length} ports${request ? `, ${request.tests.length} tests` : ''}`,
    )
  it.each([
    ['an empty rule', '{}', ['spec.rules[0]: 1 peers, 1 ports']],
    [
      'sources and operations without requests stay one rule',
      '{from: [{source: {namespaces: [a]}}, {source: {ipBlocks: [10.0.0.1, 10.0.0.2]}}], to: [{operation: {ports: ["1", "2"]}}, {operation: {ports: ["3"]}}]}',
      ['spec.rules[0]: 3 peers, 3 ports'],
    ],
    [
      'operations that differ in requests part',
      '{from: [{source: {namespaces: [a]}}], to: [{operation: {ports: ["1"], methods: [GET]}}, {operation: {ports: ["2"], methods: [GET]}}, {operation: {paths: [/a]}}]}',
      ['spec.rules[0]: 1 peers, 2 ports, 1 tests', 'spec.rules[0].to[2]: 1 peers, 1 ports, 1 tests'],
    ],
    [
      'sources that differ in requests part',
      '{from: [{source: {requestPrincipals: ["*"]}}, {source: {namespaces: [a]}}]}',
      ['spec.rules[0].from[0]: 1 peers, 1 ports, 1 tests', 'spec.rules[0].from[1]: 1 peers, 1 ports'],
    ],
    [
      'conditions on requests part nothing',
      '{from: [{source: {namespaces: [a]}}, {source: {namespaces: [b]}}], when: [{key: "request.headers[x]", values: [y]}]}',
      ['spec.rules[0]: 2 peers, 1 ports, 1 tests'],
    ],
    [
      'ports that cannot be are left out',
      '{to: [{operation: {ports: ["1"]}}], when: [{key: destination.port, values: ["2"]}]}',
      [],
    ],
  ])('%s', (_, rule, written) => {
    expect(rulesOf(rule)).toEqual(written)
  })
  it('equal demands have equal keys, in whatever order', () => {
    const keys = ['methods: [GET, POST], paths: [/a]', 'paths: [/a], methods: [POST, GET]'].map(
      fields => policiesOf([onA('ALLOW', operation(fields))])[0]?.rules[0]?.request?.key,
    )
    expect(keys[0]).toBe(keys[1])
  })
  it('pods behind an address are always meant', () => {
    expect(policiesOf([onA('ALLOW', source('ipBlocks: [10.0.0.0/8]'))])[0]?.rules[0]?.peers).toMatchObject([
      { kind: 'addresses', byProxy: true },
    ])
  })
})

describe('trust domains of the mesh', () => {
  const moved = { trustDomain: 'prod', trustDomainAliases: ['old'] }
  const policy = [onA('ALLOW', source(`principals: [${cart}]`))]
  it.each([
    ['sidecar', 'prod/ns/shop/sa/cart', 'allow'],
    ['sidecar', 'old/ns/shop/sa/cart', 'allow'],
    ['sidecar', cart, 'deny'],
    ['ztunnel', 'prod/ns/shop/sa/cart', 'deny'],
    ['ztunnel', cart, 'allow'],
  ] as const)('%s and %s', (proxy, identity, answer) => {
    expect(answerAt(policy, { proxy, identity }, moved)).toBe(answer)
  })
})

it('what matches nobody is told', () => {
  expect(problemsOf([onA('ALLOW', source('serviceAccounts: ["shop/*"]'))])).toEqual([
    'literal-wildcard: spec.rules[0].from[0].source.serviceAccounts[0]: `shop/*` matches nobody, since `*` is no wildcard in service accounts; name the service accounts, or use `principals`',
  ])
  expect(problemsOf([authorizationPolicy('x/p', '{}')])).toEqual([])
})
