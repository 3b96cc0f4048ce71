import { describe, expect, it } from 'vitest'
import { destinationRule, meshPod, meshService, peerAuthentication } from '../../../../test/kit/mesh'
import { found } from '../../../../test/kit/pitfalls'

const code = 'istio-plaintext-to-strict'
const pods = [meshPod('crm/web', 'sidecar'), meshPod('shop/api', 'sidecar'), meshService('shop/api')]
const strict = peerAuthentication('shop/a', '{mtls: {mode: STRICT}}')
const rule = (mode: string, name = 'shop/d'): string =>
  destinationRule(name, `{host: api.shop.svc.cluster.local, trafficPolicy: {tls: {mode: ${mode}}}}`)
const place = 'DestinationRule shop/d spec.trafficPolicy.tls: shop/api[Pod]'

describe(code, () => {
  it.each([
    ['DISABLE against STRICT', [strict, rule('DISABLE')], [place]],
    ['TLS of its own against STRICT', [strict, rule('SIMPLE')], [place]],
    ['DISABLE against PERMISSIVE', [rule('DISABLE')], []],
    ['mutual TLS of the mesh', [strict, rule('ISTIO_MUTUAL')], []],
    [
      'a port of its own',
      [
        strict,
        destinationRule(
          'shop/d',
          '{host: api, trafficPolicy: {portLevelSettings: [{port: {number: 8080}, tls: {mode: DISABLE}}]}}',
        ),
      ],
      ['DestinationRule shop/d spec.trafficPolicy.portLevelSettings[0].tls: shop/api[Pod]'],
    ],
    [
      'a port that is not dialled',
      [
        strict,
        destinationRule(
          'shop/d',
          '{host: api, trafficPolicy: {portLevelSettings: [{port: {number: 9}, tls: {mode: DISABLE}}]}}',
        ),
      ],
      [],
    ],
    ['of a namespace that nobody asks', [strict, rule('DISABLE', 'other/d')], []],
    [
      'a port that is not STRICT',
      [
        strict,
        rule('DISABLE'),
        peerAuthentication(
          'shop/b',
          '{selector: {matchLabels: {app: api}}, portLevelMtls: {8080: {mode: PERMISSIVE}}}',
        ),
      ],
      [],
    ],
    [
      'one that may not count',
      [strict, peerAuthentication('shop/b', '{mtls: {mode: PERMISSIVE}}'), rule('DISABLE')],
      [`${place} perhaps: what these pods take, or what clients send, is unknown`],
    ],
  ])('%s', (_, objects, expected) => {
    expect(found(code, [...pods, ...objects])).toEqual(expected)
  })
})
