import { describe, expect, it } from 'vitest'
import { authorizationPolicy } from '../../../../test/kit/istio'
import { meshPod, meshSettings } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-principal-unmatched'
const sidecar = meshPod('shop/api', 'sidecar')
const ambient = meshPod('shop/api', 'ambient')
const settings = (more = ''): string => meshSettings(`trustDomain: corp.example\n${more}`)
const from = (principal: string, action = 'ALLOW', field = 'principals'): string =>
  authorizationPolicy(
    'shop/p',
    `{selector: {matchLabels: {app: api}}, action: ${action}, rules: [{from: [{source: {${field}: ["${principal}"]}}]}]}`,
  )
const there = ['AuthorizationPolicy shop/p spec.rules[0].from[0].source.principals: shop/api[Pod]']
const nobody: string[] = []

describe(code, () => {
  it.each([
    ['corp.example/ns/shop/sa/web', nobody, nobody],
    ['corp.example/ns/shop/*', nobody, nobody],
    ['*', nobody, nobody],
    ['*/sa/web', nobody, nobody],
    ['corp*', nobody, nobody],
    ['spiffe://corp.example/ns/shop/sa/web', there, there],
    ['old.example/ns/shop/sa/web', there, there],
    ['old.example/ns/shop/*', there, there],
    ['former.example/ns/shop/sa/web', nobody, nobody],
    ['cluster.local/ns/shop/sa/web', nobody, there],
    ['cluster.local/ns/shop/*', there, there],
    ['*/ns/shop/*', there, there],
    ['corp.example/ns/*/sa/web', there, there],
    ['*/ns/shop/sa/web', nobody, nobody],
  ])('%s', (principal, atSidecar, atZtunnel) => {
    const documents = [settings('trustDomainAliases: [former.example]'), from(principal)]
    expect(found(code, [sidecar, ...documents])).toEqual(atSidecar)
    expect(found(code, [ambient, ...documents])).toEqual(atZtunnel)
  })

  it('is silent where the mesh is called cluster.local', () => {
    expect(found(code, [ambient, from('cluster.local/ns/shop/*')])).toEqual([])
  })

  it('looks at conditions too', () => {
    const when = authorizationPolicy(
      'shop/p',
      '{rules: [{when: [{key: source.principal, values: ["spiffe://cluster.local/ns/a/sa/b"]}]}]}',
    )
    expect(found(code, [sidecar, when])).toEqual([
      'AuthorizationPolicy shop/p spec.rules[0].when[0].values: shop/api[Pod]',
    ])
  })

  it.each([
    ['ALLOW', 'principals', 'medium', 'the rule lets nobody in by it'],
    ['ALLOW', 'notPrincipals', 'high', 'it is nobody that the rule leaves out'],
    ['DENY', 'principals', 'high', 'the rule denies nobody by it'],
    ['DENY', 'notPrincipals', 'medium', 'it is nobody that the rule spares'],
  ])('%s by %s: %s', (action, field, severity, effect) => {
    const [first] = findingsOf(code, [
      sidecar,
      settings(),
      from('spiffe://corp.example/ns/a/sa/b', action, field),
    ])
    expect([first?.severity, first?.title.split(': ').at(-1)]).toEqual([severity, effect])
  })

  it.each([
    [
      'spiffe://corp.example/ns/a/sa/b',
      '`spiffe://corp.example/ns/a/sa/b`, which nobody is, since identities are compared without `spiffe://`',
      'write `corp.example/ns/a/sa/b`',
    ],
    [
      'old.example/ns/a/sa/b',
      '`old.example/ns/a/sa/b`, which nobody here is: the trust domain of this mesh is `corp.example`',
      'write `corp.example/ns/a/sa/b`, unless another mesh is meant',
    ],
    [
      'cluster.local/ns/a/*',
      '`cluster.local/ns/a/*`, which nobody is: `cluster.local` stands for `corp.example` in whole principals alone, not where an end is open',
      'write `corp.example/ns/a/*`',
    ],
    [
      'cluster.local/ns/a/sa/b',
      '`cluster.local/ns/a/sa/b`, which nobody is for ztunnel: it does not take `cluster.local` for `corp.example`, as sidecars do',
      'write `corp.example/ns/a/sa/b`',
    ],
    [
      '*/a/*',
      '`*/a/*`, which nobody is, since of two wildcards one is taken literally, and so is any in the middle',
      'leave one end open alone, or name `namespaces`',
    ],
  ])('says why and what to write: %s', (principal, cause, cure) => {
    expect(findingsOf(code, [ambient, settings(), from(principal)])).toMatchObject([
      { title: `AuthorizationPolicy shop/p names ${cause}: the rule lets nobody in by it`, remedy: cure },
    ])
  })

  it('is silent where the policy is for nobody, or only tried out', () => {
    const principal = 'spiffe://cluster.local/ns/a/sa/b'
    expect(found(code, [meshPod('shop/web', 'sidecar'), from(principal)])).toEqual([])
    expect(found(code, [sidecar, from(principal, 'AUDIT')])).toEqual([])
  })

  it.each([
    [
      'the settings are not there',
      from('old.example/ns/a/sa/b'),
      'the settings of the mesh are not among what was read, so that `cluster.local` is assumed',
    ],
    [
      'the policy may be refused',
      authorizationPolicy(
        'shop/p',
        '{rules: [{from: [{source: {principals: ["spiffe://cluster.local/ns/a/sa/b"]}}], other: 1}]}',
      ),
      'Istio would refuse the policy as written',
    ],
  ])('in doubt: %s', (_, document, doubt) => {
    expect(findingsOf(code, [sidecar, document]).map(finding => finding.doubt)).toEqual([doubt])
  })
})
