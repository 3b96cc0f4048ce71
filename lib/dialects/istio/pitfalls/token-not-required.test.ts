import { describe, expect, it } from 'vitest'
import type { Gap } from '../../../model/capture'
import { authorizationPolicy } from '../../../../test/kit/istio'
import { istioObject, meshPod, meshSettings, type Meshed } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-token-not-required'
const ofApi = 'selector: {matchLabels: {app: api}}'
const api = (meshed: Meshed = 'sidecar'): string => meshPod('shop/api', meshed)
const tokens = (spec = `{${ofApi}, jwtRules: [{issuer: a}]}`): string =>
  istioObject('security.istio.io/v1', 'RequestAuthentication', 'shop/t', spec)
const policy = (action: string, ...rules: string[]): string =>
  authorizationPolicy(
    `shop/${action.toLowerCase()}`,
    `{${ofApi}, action: ${action}, rules: [${rules.join(', ')}]}`,
  )
const withToken = '{from: [{source: {requestPrincipals: ["*"]}}]}'
const withoutToken = '{from: [{source: {notRequestPrincipals: ["*"]}}]}'
const health = '{to: [{operation: {paths: [/healthz]}}]}'
const there = ['RequestAuthentication shop/t spec.jwtRules: shop/api[Pod]']

describe(code, () => {
  it.each([
    ['no policy at all', [], there],
    ['ALLOW with any token', [policy('ALLOW', withToken)], []],
    [
      'ALLOW with a token of an issuer',
      [policy('ALLOW', '{from: [{source: {requestPrincipals: [a/b]}}]}')],
      [],
    ],
    ['ALLOW by a claim', [policy('ALLOW', '{when: [{key: "request.auth.claims[g]", values: [x]}]}')], []],
    ['ALLOW by an audience', [policy('ALLOW', '{when: [{key: request.auth.audiences, values: [x]}]}')], []],
    ['ALLOW by who is not meant', [policy('ALLOW', withoutToken)], there],
    ['DENY without a token', [policy('DENY', withoutToken)], []],
    ['DENY with a token', [policy('DENY', withToken)], there],
    ['ALLOW by principal alone', [policy('ALLOW', '{from: [{source: {principals: ["*"]}}]}')], there],
    ['ALLOW with a token, and some paths without', [policy('ALLOW', withToken, health)], []],
    ['ALLOW with a token, and anything without', [policy('ALLOW', withToken, '{}')], there],
    ['AUDIT', [policy('AUDIT', withToken)], there],
    [
      'ALLOW of other pods',
      [authorizationPolicy('shop/x', `{selector: {matchLabels: {app: web}}, rules: [${withToken}]}`)],
      there,
    ],
    ['ALLOW of another namespace', [authorizationPolicy('ops/x', `{rules: [${withToken}]}`)], there],
    ['ALLOW of the whole mesh', [authorizationPolicy('istio-system/x', `{rules: [${withToken}]}`)], []],
  ])('%s', (_, documents, expected) => {
    expect(found(code, [api(), tokens(), ...documents])).toEqual(expected)
  })

  it.each([
    ['a pod in no mesh', 'naked', tokens()],
    ['a pod of ztunnel, which ignores it', 'ambient', tokens()],
    ['an object that verifies nothing', 'sidecar', tokens(`{${ofApi}}`)],
    [
      'an object for nobody',
      'sidecar',
      tokens('{selector: {matchLabels: {app: gone}}, jwtRules: [{issuer: a}]}'),
    ],
  ] as const)('is silent about %s', (_, meshed, document) => {
    expect(found(code, [api(meshed), meshPod('shop/web', 'sidecar'), document])).toEqual([])
  })

  it('says where and what to do', () => {
    expect(findingsOf(code, [api(), tokens()])).toMatchObject([
      {
        severity: 'high',
        title:
          'RequestAuthentication shop/t says which tokens verify, and at shop/api[Pod] no AuthorizationPolicy asks for one: a request without a token is as good as one with it',
        remedy: 'add an AuthorizationPolicy whose ALLOW rules name `requestPrincipals: ["*"]`, or narrower',
      },
    ])
  })

  it('names the pods that are left open, and no others', () => {
    expect(
      found(code, [
        api(),
        meshPod('shop/web', 'sidecar'),
        tokens('{jwtRules: [{issuer: a}]}'),
        policy('ALLOW', withToken),
      ]),
    ).toEqual(['RequestAuthentication shop/t spec.jwtRules: shop/web[Pod]'])
  })

  it.each([
    [
      'an external authorizer',
      [
        meshSettings('extensionProviders: [{name: ext, envoyExtAuthzGrpc: {service: a, port: 1}}]'),
        authorizationPolicy('shop/c', `{${ofApi}, action: CUSTOM, provider: {name: ext}, rules: [{}]}`),
      ],
      'an external authorizer may ask for one',
    ],
    [
      'a policy that may be refused',
      [policy('ALLOW', '{from: [{source: {requestPrincipals: ["*"], other: 1}}]}')],
      'a policy that asks for one may not count',
    ],
  ])('in doubt: %s', (_, documents, doubt) => {
    expect(findingsOf(code, [api(), tokens(), ...documents]).map(finding => finding.doubt)).toEqual([doubt])
  })

  it('in doubt: AuthorizationPolicies that could not be listed', () => {
    const gap: Gap = {
      kind: 'unlisted',
      object: { group: 'security.istio.io', kind: 'AuthorizationPolicy', name: '*' },
      why: 'forbidden',
      reason: '403',
    }
    expect(findingsOf(code, [api(), tokens()], [gap]).map(finding => finding.doubt)).toEqual([
      'some AuthorizationPolicy may be missing: 403',
    ])
  })
})
