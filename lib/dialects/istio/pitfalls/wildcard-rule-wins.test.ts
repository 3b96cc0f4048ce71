import { describe, expect, it } from 'vitest'
import { destinationRule, meshPod, meshService } from '../../../../test/kit/mesh'
import { found } from '../../../../test/kit/pitfalls'

const code = 'istio-wildcard-rule-wins'
const pods = [meshPod('crm/web', 'sidecar'), meshPod('shop/api', 'sidecar'), meshService('shop/api')]
const tls = (mode: string): string => `trafficPolicy: {tls: {mode: ${mode}}}`
const wildcard = (name: string, host = '*.local'): string =>
  destinationRule(name, `{host: "${host}", ${tls('ISTIO_MUTUAL')}}`)
const exact = (name: string, mode = 'DISABLE', rest = ''): string =>
  destinationRule(name, `{host: api.shop.svc.cluster.local, ${tls(mode)}${rest}}`)
const won = (name: string): string[] => [`DestinationRule ${name} spec.host: shop/api[Pod]`]

describe(code, () => {
  it.each([
    ['of the client over that of the Service', [wildcard('crm/all'), exact('shop/api')], won('crm/all')],
    [
      'of the Service over that of the root',
      [wildcard('shop/all'), exact('istio-system/api')],
      won('shop/all'),
    ],
    ['of the client over that of the root', [wildcard('crm/all'), exact('istio-system/api')], won('crm/all')],
    ['of the root', [wildcard('istio-system/all'), exact('shop/api')], []],
    ['of one namespace', [wildcard('shop/all'), exact('shop/api')], []],
    ['that says the same', [wildcard('crm/all'), exact('shop/api', 'ISTIO_MUTUAL')], []],
    ['for other hosts', [wildcard('crm/all', '*.example.com'), exact('shop/api')], []],
    [
      'over one that is not shown',
      [wildcard('crm/all'), exact('shop/api', 'DISABLE', ', exportTo: ["."]')],
      [],
    ],
    ['of a namespace without clients', [wildcard('other/all'), exact('shop/api')], []],
    ['beside an exact one', [wildcard('crm/all'), exact('crm/api'), exact('shop/api')], []],
    ['over one that nobody would heed', [wildcard('crm/all'), exact('other/api')], []],
  ])('%s', (_, objects, expected) => {
    expect(found(code, [...pods, ...objects])).toEqual(expected)
  })
})
