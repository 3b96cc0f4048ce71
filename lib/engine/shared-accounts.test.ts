import { describe, expect, it } from 'vitest'
import { authorizationPolicy } from '../../test/kit/istio'
import { controller, namespace } from '../../test/kit/manifests'
import { meshPod, type Meshed } from '../../test/kit/mesh'
import { findingsOf, found } from '../../test/kit/pitfalls'

const code = 'shared-account-named'
const runs = (name: string, account = 'default', meshed: Meshed = 'sidecar'): string =>
  meshPod(`shop/${name}`, meshed, { account })
const names = (source: string, action = 'ALLOW'): string =>
  authorizationPolicy('shop/p', `{action: ${action}, rules: [{from: [{source: {${source}}}]}]}`)
const byDefault = 'principals: ["cluster.local/ns/shop/sa/default"]'
const at = 'AuthorizationPolicy shop/p spec.rules[0].from[0].source'

describe(code, () => {
  it.each([
    [
      'two workloads',
      [runs('a'), runs('b')],
      names(byDefault),
      [`${at}.principals: shop/a[Pod], shop/b[Pod]`],
    ],
    [
      'by account',
      [runs('a'), runs('b')],
      names('serviceAccounts: [default]'),
      [`${at}.serviceAccounts: shop/a[Pod], shop/b[Pod]`],
    ],
    [
      'denied',
      [runs('a'), runs('b')],
      names(byDefault, 'DENY'),
      [`${at}.principals: shop/a[Pod], shop/b[Pod]`],
    ],
    ['one workload', [runs('a'), runs('b', 'b')], names(byDefault), []],
    ['another is in no mesh', [runs('a'), runs('b', 'default', 'naked')], names(byDefault), []],
    [
      'an account of another name',
      [runs('a', 'x'), runs('b', 'x')],
      names('principals: ["cluster.local/ns/shop/sa/x"]'),
      [],
    ],
    ['the whole namespace', [runs('a'), runs('b')], names('namespaces: [shop]'), []],
    ['whatever begins so', [runs('a'), runs('b')], names('principals: ["cluster.local/ns/shop/*"]'), []],
    [
      'whoever is not it',
      [runs('a'), runs('b')],
      names('notPrincipals: ["cluster.local/ns/shop/sa/default"]'),
      [],
    ],
    ['a rule that only watches', [runs('a'), runs('b')], names(byDefault, 'AUDIT'), []],
  ])('%s', (_, pods, policy, expected) => {
    expect(found(code, [...pods, policy])).toEqual(expected)
  })

  it('says whom the rule means and what to do', () => {
    const pods = ['a', 'b', 'c', 'd', 'e'].map(name => runs(name))
    expect(findingsOf(code, [...pods, names(byDefault)])).toMatchObject([
      {
        severity: 'medium',
        title:
          'AuthorizationPolicy shop/p names `cluster.local/ns/shop/sa/default`, which shop/a[Pod], shop/b[Pod], shop/c[Pod] and 2 more all present: the rule lets in every one of them, and any pod to come without an account of its own',
        remedy: 'give each workload a service account of its own, and name the one that is meant',
      },
    ])
    expect(findingsOf(code, [...pods, names(byDefault, 'DENY')])[0]?.title).toContain('shuts out every one')
  })

  it.each([
    [
      'the policy may be refused',
      [runs('a'), runs('b')],
      names(`${byDefault}, other: 1`),
      'a part of the rule could not be read',
    ],
    [
      'pods that may get no proxy',
      [runs('a'), namespace('shop', 'istio-injection: enabled'), controller('Deployment', 'shop/d')],
      names(byDefault),
      'whether these pods get a proxy is unknown',
    ],
  ])('in doubt: %s', (_, pods, policy, doubt) => {
    expect(findingsOf(code, [...pods, policy]).map(finding => finding.doubt)).toEqual([doubt])
  })
})
