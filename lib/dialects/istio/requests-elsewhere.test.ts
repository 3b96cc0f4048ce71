import { describe, expect, it } from 'vitest'
import { answerAt, cart, onA, type Arrival } from '../../../test/kit/istio'

const bytes: Arrival = { sees: 'bytes', identity: cart }
const ztunnel: Arrival = { sees: 'bytes', proxy: 'ztunnel', identity: cart }

/** The answer with an ALLOW policy of this rule, and with a DENY policy of it. */
const answers = (rule: string, arrival: Arrival): string =>
  ['ALLOW', 'DENY'].map(action => answerAt([onA(action, rule)], arrival)).join('/')

const fromCart = `source: {principals: [${cart}]}`

describe('HTTP fields where a proxy sees bytes (istio.md section 5, "L7 fields on a TCP port")', () => {
  it.each([
    ['L4 alone', `{from: [{${fromCart}}]}`, 'allow/deny'],
    ['a method alone denies everything', '{to: [{operation: {methods: [DELETE]}}]}', 'deny/deny'],
    [
      'with a port it denies that port',
      '{to: [{operation: {methods: [DELETE], ports: ["80"]}}]}',
      'deny/allow',
    ],
    ['and that port as a whole', '{to: [{operation: {methods: [DELETE], ports: ["8080"]}}]}', 'deny/deny'],
    ['a path', '{to: [{operation: {notPaths: [/a]}}]}', 'deny/deny'],
    ['a host', '{to: [{operation: {hosts: [a]}}]}', 'deny/deny'],
    ['a token', '{from: [{source: {requestPrincipals: ["*"]}}]}', 'deny/deny'],
    ['a header', '{when: [{key: "request.headers[x]", values: [y]}]}', 'deny/deny'],
    ['a claim', '{when: [{key: "request.auth.claims[x]", values: [y]}]}', 'deny/deny'],
    [
      'the rest of a DENY stays',
      '{from: [{source: {namespaces: [other]}}], to: [{operation: {methods: [DELETE]}}]}',
      'deny/allow',
    ],
    [
      'one HTTP operation of two drops the whole ALLOW',
      '{to: [{operation: {ports: ["8080"]}}, {operation: {methods: [GET]}}]}',
      'deny/deny',
    ],
    [
      'the address of the first client is none of HTTP',
      '{from: [{source: {remoteIpBlocks: [10.0.0.0/8]}}]}',
      'allow/deny',
    ],
    ['nor is the server name', '{when: [{key: connection.sni, values: [a]}]}', 'deny/allow'],
  ])('%s', (_, rule, answer) => {
    expect(answers(rule, bytes)).toBe(answer)
  })
  it('where it sees requests the rule is whole', () => {
    const rule = '{to: [{operation: {methods: [DELETE]}}]}'
    expect(answers(rule, { request: { method: 'GET', path: '/' } })).toBe('deny/allow')
    expect(answers(rule, { request: { method: 'DELETE', path: '/' } })).toBe('allow/deny')
  })
})

describe('L7 fields at ztunnel (istio.md section 5, "L7 fields at ztunnel")', () => {
  it.each([
    ['an empty rule is one for everybody', '{}', 'allow/deny'],
    ['L4 alone', `{from: [{${fromCart}}], to: [{operation: {ports: ["8080"]}}]}`, 'allow/deny'],
    ['another port', '{to: [{operation: {ports: ["80"]}}]}', 'deny/allow'],
    ['a method alone does nothing', '{to: [{operation: {methods: [GET]}}]}', 'deny/allow'],
    ['beside a port the port stays', '{to: [{operation: {methods: [GET], ports: ["8080"]}}]}', 'deny/deny'],
    [
      'an emptied `to` empties the rule',
      `{from: [{${fromCart}}], to: [{operation: {paths: [/a]}}]}`,
      'deny/allow',
    ],
    [
      'another operation saves it',
      '{to: [{operation: {paths: [/a]}}, {operation: {ports: ["8080"]}}]}',
      'deny/deny',
    ],
    ['a token alone does nothing', '{from: [{source: {requestPrincipals: ["*"]}}]}', 'deny/allow'],
    ['a host', '{to: [{operation: {hosts: [a]}}]}', 'deny/allow'],
    ['the address of the first client', '{from: [{source: {remoteIpBlocks: [10.0.0.0/8]}}]}', 'deny/allow'],
    [
      'beside a principal that stays',
      `{from: [{source: {remoteIpBlocks: [172.16.0.0/12], principals: [${cart}]}}]}`,
      'deny/deny',
    ],
    ['source.ip', '{when: [{key: source.ip, values: [10.0.0.0/8]}]}', 'allow/deny'],
    ['source.namespace', '{when: [{key: source.namespace, values: [shop]}]}', 'allow/deny'],
    ['source.principal', `{when: [{key: source.principal, values: [${cart}]}]}`, 'allow/deny'],
    ['destination.ip', '{when: [{key: destination.ip, values: [10.0.0.1]}]}', 'allow/deny'],
    ['destination.port', '{when: [{key: destination.port, values: ["8080"]}]}', 'allow/deny'],
    [
      'source.serviceAccount is L7 there',
      '{when: [{key: source.serviceAccount, values: [shop/cart]}]}',
      'deny/allow',
    ],
    [
      'source.trustDomain is L7 there',
      '{when: [{key: source.trustDomain, values: [cluster.local]}]}',
      'deny/allow',
    ],
    ['connection.sni', '{when: [{key: connection.sni, notValues: [a]}]}', 'deny/allow'],
    ['a header', '{when: [{key: "request.headers[x]", notValues: [y]}]}', 'deny/allow'],
    [
      'one emptied condition empties the rule',
      '{when: [{key: source.namespace, values: [shop]}, {key: "request.headers[x]", notValues: [y]}]}',
      'deny/allow',
    ],
    ['trustDomains alone never match', '{from: [{source: {trustDomains: [cluster.local]}}]}', 'deny/allow'],
    [
      'trustDomains beside others are dropped silently',
      '{from: [{source: {trustDomains: [other], namespaces: [shop]}}]}',
      'allow/deny',
    ],
    ['serviceAccounts', '{from: [{source: {serviceAccounts: [shop/cart]}}]}', 'allow/deny'],
  ])('%s', (_, rule, answer) => {
    expect(answers(rule, ztunnel)).toBe(answer)
  })
  it('an ALLOW policy of L7 rules alone denies everybody', () => {
    expect(answerAt([onA('ALLOW', '{to: [{operation: {methods: [GET]}}]}')], ztunnel)).toBe('deny')
  })
  it('AUDIT is not handed over', () => {
    expect(answerAt([onA('AUDIT', '{}')], ztunnel)).toBe('allow')
  })
})
