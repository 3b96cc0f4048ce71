import { describe, expect, it } from 'vitest'
import { destinationRule, meshPod, meshService } from '../../../../test/kit/mesh'
import { found } from '../../../../test/kit/pitfalls'

const code = 'istio-pod-port-in-rule'
const pods = [meshPod('shop/api', 'sidecar'), meshService('shop/api', { ports: ['http:80>8080'] })]
const rule = (port: number, tls = ', tls: {mode: DISABLE}', host = 'api'): string =>
  destinationRule(
    'shop/d',
    `{host: "${host}", trafficPolicy: {portLevelSettings: [{port: {number: ${port}}${tls}}]}}`,
  )
const settings = 'DestinationRule shop/d spec.trafficPolicy.portLevelSettings'

describe(code, () => {
  it.each([
    ['the port of the pods', [rule(8080)], [`${settings}[0].port.number: shop/api[Pod]`]],
    ['without TLS', [rule(8080, '')], [`${settings}: shop/api[Pod]`]],
    [
      'by a wildcard',
      [rule(8080, ', tls: {mode: DISABLE}', '*.shop.svc.cluster.local')],
      [`${settings}[0].port.number: shop/api[Pod]`],
    ],
    ['the port of the Service', [rule(80)], []],
    ['a port that nobody has', [rule(9000)], []],
    [
      'a port of both',
      [
        meshService('shop/both', { ports: ['http:80>8080', 'http-b:8080>9000'], selector: 'app: api' }),
        rule(8080, ', tls: {mode: DISABLE}', 'both'),
      ],
      [],
    ],
    ['another host', [rule(8080, '', 'other')], []],
    [
      'of a subset',
      [
        destinationRule(
          'shop/d',
          '{host: api, subsets: [{name: v1, trafficPolicy: {portLevelSettings: [{port: {number: 8080}, tls: {mode: DISABLE}}]}}]}',
        ),
      ],
      [
        'DestinationRule shop/d spec.subsets[0].trafficPolicy.portLevelSettings[0].port.number: shop/api[Pod]',
      ],
    ],
    [
      'a rule that Istio would refuse',
      [rule(8080).replace('{host:', '{other: 1, host:')],
      [
        `${settings}[0].port.number: shop/api[Pod] perhaps: Istio would refuse the rule as it is written, so that it may not be there`,
      ],
    ],
  ])('%s', (_, objects, expected) => {
    expect(found(code, [...pods, ...objects])).toEqual(expected)
  })
})
