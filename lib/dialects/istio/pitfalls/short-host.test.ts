import { describe, expect, it } from 'vitest'
import { destinationRule, istioObject, meshPod, meshService } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-short-host'
const pods = [meshPod('crm/web', 'sidecar'), meshPod('shop/api', 'sidecar'), meshService('shop/api')]
const rule = (name: string, host: string): string => destinationRule(name, `{host: "${host}"}`)
const place = ['DestinationRule crm/d spec.host: shop/api[Pod]']

describe(code, () => {
  it.each([
    ['elsewhere', [rule('crm/d', 'api')], place],
    ['at home', [rule('shop/d', 'api')], []],
    ['with one of that name at home', [rule('crm/d', 'api'), meshService('crm/api')], []],
    ['in full', [rule('crm/d', 'api.shop.svc.cluster.local')], []],
    ['with its namespace', [rule('crm/d', 'api.shop')], place],
    ['with its namespace and svc', [rule('crm/d', 'api.shop.svc')], place],
    ['with another namespace', [rule('crm/d', 'api.other')], []],
    [
      'of a ServiceEntry',
      [
        rule('crm/d', 'api.shop'),
        istioObject('networking.istio.io/v1', 'ServiceEntry', 'crm/e', '{hosts: [api.shop]}'),
      ],
      [],
    ],
    ['of nobody', [rule('crm/d', 'nobody')], []],
    ['a wildcard', [rule('crm/d', '*')], []],
  ])('%s', (_, objects, expected) => {
    expect(found(code, [...pods, ...objects])).toEqual(expected)
  })

  it('in doubt: Services of the namespace could not be listed', () => {
    const doubts = (namespace: string): readonly (string | undefined)[] =>
      findingsOf(
        code,
        [...pods, rule('crm/d', 'api')],
        [
          {
            kind: 'unlisted',
            object: { group: '', kind: 'Service', name: '*' },
            namespace,
            why: 'forbidden',
            reason: '403',
          },
        ],
      ).map(({ doubt }) => doubt)
    expect([doubts('crm'), doubts('other')]).toEqual([['some Service may be missing: 403'], [undefined]])
  })
})
