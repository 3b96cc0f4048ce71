import { describe, expect, it } from 'vitest'
import type { Gap } from '../../../model/capture'
import { authorizationPolicy } from '../../../../test/kit/istio'
import { meshPod, peerAuthentication, type Meshed } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-anonymous-allowed'
const api = (meshed: Meshed = 'sidecar'): string => meshPod('shop/api', meshed)
const policy = (rule: string, action = 'ALLOW'): string =>
  authorizationPolicy('shop/p', `{selector: {matchLabels: {app: api}}, action: ${action}, rules: [${rule}]}`)
const from = (source: string, more = ''): string => policy(`{from: [{source: {${source}}}]${more}}`)
const notShop = from('notNamespaces: [ops]')
const at = (field: string): string[] => [`AuthorizationPolicy shop/p spec.rules[0].${field}: shop/api[Pod]`]
const modes = (spec: string): string =>
  peerAuthentication('shop/m', `{selector: {matchLabels: {app: api}}, ${spec}}`)
const strict = 'mtls: {mode: STRICT}'

describe(code, () => {
  it.each([
    ['not a namespace', from('notNamespaces: [ops]'), at('from[0].source.notNamespaces')],
    [
      'not a principal',
      from('notPrincipals: ["cluster.local/ns/ops/sa/a"]'),
      at('from[0].source.notPrincipals'),
    ],
    ['neither of two', from('notPrincipals: [a, b]'), at('from[0].source.notPrincipals')],
    ['not an account', from('notServiceAccounts: [ops/a]'), at('from[0].source.notServiceAccounts')],
    ['not a namespace, of some identity', from('notNamespaces: [ops], principals: ["*"]'), []],
    ['not a namespace, of two identities', from('notNamespaces: [ops], principals: [a, b]'), []],
    ['not two namespaces, of two identities', from('notNamespaces: [ops, x], principals: [a, b]'), []],
    [
      'not a namespace, from some address',
      from('notNamespaces: [ops], ipBlocks: [10.0.0.0/8]'),
      at('from[0].source.notNamespaces'),
    ],
    [
      'not a namespace, not from some address',
      from('notNamespaces: [ops], notIpBlocks: [10.0.0.0/8]'),
      at('from[0].source.notNamespaces'),
    ],
    ['not a namespace, with a token', from('notNamespaces: [ops], requestPrincipals: ["*"]'), []],
    [
      'not a namespace, without some token',
      from('notNamespaces: [ops], notRequestPrincipals: [a]'),
      at('from[0].source.notNamespaces'),
    ],
    ['a namespace', from('namespaces: [ops]'), []],
    ['not an address', from('notIpBlocks: [10.0.0.0/8]'), []],
    ['anybody', policy('{}'), []],
    [
      'by a condition',
      policy('{when: [{key: source.namespace, notValues: [ops]}]}'),
      at('when[0].notValues'),
    ],
    [
      'by a condition, beside an identity',
      from('principals: ["*"]', ', when: [{key: source.namespace, notValues: [ops]}]'),
      [],
    ],
    [
      'for methods',
      from('notNamespaces: [ops]', ', to: [{operation: {methods: [GET]}}]'),
      at('from[0].source.notNamespaces'),
    ],
    ['DENY is another matter', policy('{from: [{source: {notNamespaces: [ops]}}]}', 'DENY'), []],
    ['AUDIT decides nothing', policy('{from: [{source: {notNamespaces: [ops]}}]}', 'AUDIT'), []],
  ])('%s', (_, document, expected) => {
    expect(found(code, [api(), document])).toEqual(expected)
  })

  it.each([
    ['strict', strict, notShop, false],
    ['open', 'mtls: {mode: DISABLE}', notShop, true],
    ['strict but for a port', `${strict}, portLevelMtls: {9000: {mode: PERMISSIVE}}`, notShop, true],
    [
      'strict but for a port that the rule is not about',
      `${strict}, portLevelMtls: {9000: {mode: PERMISSIVE}}`,
      from('notNamespaces: [ops]', ', to: [{operation: {ports: ["8080"]}}]'),
      false,
    ],
    [
      'strict on the port that the rule is about',
      'portLevelMtls: {8080: {mode: STRICT}}',
      from('notNamespaces: [ops]', ', to: [{operation: {ports: ["8080"]}}]'),
      false,
    ],
    ['strict on another port', 'portLevelMtls: {9000: {mode: STRICT}}', notShop, true],
  ])('a server that is %s', (_, spec, document, expected) => {
    expect(found(code, [api(), modes(spec), document]).length > 0).toBe(expected)
    expect(found(code, [api('ambient'), modes(spec), document]).length > 0).toBe(expected)
  })

  it('is not about pods in no mesh, nor about gateways', () => {
    expect(found(code, [api('naked'), meshPod('shop/web', 'sidecar'), notShop])).toEqual([])
    expect(
      found(code, [meshPod('shop/api', 'sidecar', { labels: 'istio: ingressgateway' }), notShop]),
    ).toEqual([])
  })

  it('says who gets in, by what, and what to do', () => {
    expect(
      findingsOf(code, [api(), modes('mtls: {mode: PERMISSIVE}'), from('notNamespaces: [ops, dev]')]),
    ).toMatchObject([
      {
        severity: 'high',
        title:
          'AuthorizationPolicy shop/p lets in whoever is not ops and dev, and so everybody without an identity: shop/api[Pod] takes plaintext',
        remedy:
          'add `principals: ["*"]` to the same source, or have these pods take mutual TLS alone (`mode: STRICT`)',
        evidence: [{ object: { kind: 'PeerAuthentication', name: 'm' }, path: ['spec', 'mtls'] }],
      },
    ])
  })

  it.each([
    [
      'which mode counts',
      [
        notShop,
        peerAuthentication('shop/a', `{${strict}}`),
        peerAuthentication('shop/b', '{mtls: {mode: PERMISSIVE}}'),
      ],
      'which PeerAuthentication counts is unknown',
    ],
    [
      'a policy that may be refused',
      [from('notNamespaces: [ops], other: 1')],
      'Istio would refuse the policy as written',
    ],
  ])('in doubt: %s', (_, documents, doubt) => {
    expect(findingsOf(code, [api(), ...documents]).map(finding => finding.doubt)).toEqual([doubt])
  })

  it('in doubt: PeerAuthentications that could not be listed', () => {
    const gap: Gap = {
      kind: 'unlisted',
      object: { group: 'security.istio.io', kind: 'PeerAuthentication', name: '*' },
      why: 'forbidden',
      reason: '403',
    }
    expect(findingsOf(code, [api(), notShop], [gap]).map(finding => finding.doubt)).toEqual([
      'some PeerAuthentication may be missing: 403',
    ])
  })
})
