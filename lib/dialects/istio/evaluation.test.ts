import { describe, expect, it } from 'vitest'
import {
  answerAt,
  authorizationPolicy,
  cart,
  compiledOf,
  governing,
  onA,
  problemsOf,
  type Arrival,
} from '../../../test/kit/istio'

const fromCart = `{from: [{source: {principals: [${cart}]}}]}`
const fromTool = '{from: [{source: {principals: [cluster.local/ns/ops/sa/tool]}}]}'

describe('evaluation order (istio.md section 5)', () => {
  const rows: readonly [title: string, documents: readonly string[], answer: string][] = [
    ['nothing applies', [], 'allow'],
    ['an ALLOW that matches', [onA('ALLOW', fromCart)], 'allow'],
    ['an ALLOW that does not', [onA('ALLOW', fromTool)], 'deny'],
    ['one ALLOW of several rules', [onA('ALLOW', fromTool, fromCart)], 'allow'],
    ['a DENY that matches', [onA('DENY', fromCart)], 'deny'],
    ['a DENY that does not', [onA('DENY', fromTool)], 'allow'],
    ['a DENY beats an ALLOW', [onA('ALLOW', fromCart), onA('DENY', fromCart)], 'deny'],
    ['a DENY of others leaves the ALLOW', [onA('ALLOW', fromCart), onA('DENY', fromTool)], 'allow'],
    ['ALLOW with one empty rule', [onA('ALLOW', '{}')], 'allow'],
    ['DENY with one empty rule', [onA('DENY', '{}')], 'deny'],
    ['ALLOW with an empty list', [onA('ALLOW')], 'deny'],
    ['an empty spec', [authorizationPolicy('x/p', '{}')], 'deny'],
    ['rules that are null', [authorizationPolicy('x/p', '{rules: null}')], 'deny'],
    ['no action is ALLOW', [authorizationPolicy('x/p', `{rules: [${fromCart}]}`)], 'allow'],
    ['AUDIT denies nobody', [onA('AUDIT', '{}')], 'allow'],
    ['AUDIT isolates nobody', [onA('AUDIT', fromTool)], 'allow'],
    ['`from: []` is as good as none', [onA('ALLOW', '{from: [], to: [], when: []}')], 'allow'],
  ]
  for (const [title, documents, answer] of rows)
    it(title, () => {
      expect(answerAt(documents, { identity: cart })).toBe(answer)
    })
  it('no spec at all allows nobody', () => {
    const policy =
      'apiVersion: security.istio.io/v1beta1\nkind: AuthorizationPolicy\nmetadata: {namespace: x, name: p}'
    expect(answerAt([policy])).toBe('deny')
  })
})

describe('dry-run (istio.md section 5): shown, and no part of the decision', () => {
  const tried = (value: string): string =>
    authorizationPolicy('x/p', '{}', `annotations: {istio.io/dry-run: "${value}"}`)
  it.each([
    ['true', 'allow'],
    ['True', 'allow'],
    ['1', 'allow'],
    ['false', 'deny'],
    ['0', 'deny'],
    ['yes', 'unknown'],
  ])('%s', (value, answer) => {
    expect(answerAt([tried(value)])).toBe(answer)
  })
  it('ztunnel is not handed it', () => {
    expect(governing([tried('true')], { proxy: 'ztunnel' })).toEqual([])
    expect(governing([tried('true')]).map(({ enforcement }) => enforcement)).toEqual(['audit'])
  })
  it('what is neither true nor false is told', () => {
    expect(problemsOf([tried('yes')])).toEqual([
      'bad-dry-run: metadata.annotations["istio.io/dry-run"]: `yes` is neither true nor false; write `"true"` or remove the annotation',
    ])
  })
})

describe('CUSTOM (istio.md section 5): somebody else decides', () => {
  const custom = (
    name: string,
    provider: string,
    rest = 'rules: [{to: [{operation: {paths: [/admin*]}}]}]',
  ): string => authorizationPolicy(`x/${name}`, `{action: CUSTOM, provider: {name: ${provider}}, ${rest}}`)
  const known = { found: true, authorizers: new Map([['http', 'http'], ['grpc', 'grpc']] as const) } // prettier-ignore
  const admin: Arrival = { request: { method: 'GET', path: '/admin' } }
  const shop: Arrival = { request: { method: 'GET', path: '/shop' } }
  const bytes: Arrival = { sees: 'bytes' }
  const rows: readonly [title: string, documents: readonly string[], at: Arrival, answer: string][] = [
    ['what matches may be denied', [custom('p', 'http')], admin, 'unknown'],
    ['what does not match is not asked about', [custom('p', 'http')], shop, 'allow'],
    ['it isolates nobody', [custom('p', 'grpc', 'rules: [{to: [{operation: {ports: ["1"]}}]}]')], {}, 'allow'],
    ['a DENY beats it', [custom('p', 'http'), onA('DENY', '{}')], admin, 'deny'],
    ['who is not allowed stays so', [custom('p', 'http'), onA('ALLOW', fromCart)], admin, 'deny'],
    ['an http provider is not asked about bytes', [custom('p', 'http', 'rules: [{}]')], bytes, 'allow'],
    ['a grpc one is', [custom('p', 'grpc', 'rules: [{}]')], bytes, 'unknown'],
    ['of its rules the rest without HTTP', [custom('p', 'grpc')], bytes, 'unknown'],
    ['a provider that is missing denies what matches', [custom('p', 'none')], admin, 'deny'],
    ['and nothing else', [custom('p', 'none')], shop, 'allow'],
    ['no provider', [authorizationPolicy('x/p', '{action: CUSTOM, rules: [{}]}')], admin, 'unknown'],
    ['two providers for the same pods', [custom('p', 'http'), custom('q', 'grpc')], admin, 'deny'],
    ['the same provider twice', [custom('p', 'http'), custom('q', 'http')], admin, 'unknown'],
    [
      'a provider for more pods',
      [custom('p', 'http', 'selector: {matchLabels: {app: a}}, rules: [{}]'), custom('q', 'grpc', 'rules: []')],
      admin,
      'deny',
    ],
    [
      'a provider for other pods',
      [custom('p', 'http'), custom('q', 'grpc', 'selector: {matchLabels: {app: b}}, rules: [{}]')],
      admin,
      'unknown',
    ],
    ['without rules it never matches', [custom('p', 'http', 'rules: null')], admin, 'allow'],
  ] // prettier-ignore
  for (const [title, documents, at, answer] of rows)
    it(title, () => {
      expect(answerAt(documents, at, known)).toBe(answer)
    })
  it('where nobody knows the providers, nobody knows who is denied', () => {
    expect(answerAt([custom('p', 'any')], admin)).toBe('unknown')
    expect(answerAt([custom('p', 'any')], shop)).toBe('allow')
  })
  it('ztunnel is not handed it', () => {
    expect(governing([custom('p', 'http')], { proxy: 'ztunnel' })).toEqual([])
  })
  it('names the policies that it was read with', () => {
    const [first] = compiledOf([custom('p', 'http'), custom('q', 'grpc')], known)
    expect(first?.dependsOn.map(({ name }) => name)).toEqual(['q'])
  })
  it('what is not supported is refused', () => {
    const refused = (rule: string): string[] => problemsOf([custom('p', 'http', `rules: [${rule}]`)], known)
    for (const rule of [
      fromCart,
      '{from: [{source: {notNamespaces: [x]}}]}',
      '{from: [{source: {requestPrincipals: ["*"]}}]}',
      '{when: [{key: "request.auth.claims[a]", values: [b]}]}',
    ])
      expect(refused(rule)).toEqual([
        expect.stringContaining('is not supported in a policy whose action is CUSTOM'),
      ])
    expect(refused('{from: [{source: {ipBlocks: [10.0.0.0/8]}}]}')).toEqual([])
  })
})
