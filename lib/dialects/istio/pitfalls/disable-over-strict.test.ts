import { describe, expect, it } from 'vitest'
import { destinationRule, meshPod, meshService, peerAuthentication } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-disable-over-strict'
const ofShop = (mode: string): string => peerAuthentication('shop/a', `{mtls: {mode: ${mode}}}`)
const ofApi = (mode: string): string =>
  peerAuthentication('shop/b', `{selector: {matchLabels: {app: api}}, mtls: {mode: ${mode}}}`)
const ofPort = (port: number): string =>
  peerAuthentication(
    'shop/b',
    `{selector: {matchLabels: {app: api}}, portLevelMtls: {${port}: {mode: STRICT}}}`,
  )
const pods = [
  meshPod('shop/api', 'sidecar'),
  meshPod('crm/web', 'sidecar'),
  meshService('shop/api', { ports: ['http:80>8080'] }),
]
const whole = 'PeerAuthentication shop/b spec.mtls: shop/api[Pod]'
const mutual = (namespace: string): string =>
  destinationRule(
    `${namespace}/d`,
    '{host: api.shop.svc.cluster.local, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}',
  )

describe(code, () => {
  it.each([
    ['the workload', [ofShop('DISABLE'), ofApi('STRICT')], [whole]],
    ['the mesh', [peerAuthentication('istio-system/a', '{mtls: {mode: DISABLE}}'), ofApi('STRICT')], [whole]],
    [
      'the port',
      [ofShop('DISABLE'), ofPort(8080)],
      ['PeerAuthentication shop/b spec.portLevelMtls["8080"]: shop/api[Pod]'],
    ],
    ['a port that no Service leads to', [ofShop('DISABLE'), ofPort(9000)], []],
    ['PERMISSIVE above', [ofShop('PERMISSIVE'), ofApi('STRICT')], []],
    ['PERMISSIVE below', [ofShop('DISABLE'), ofApi('PERMISSIVE')], []],
    ['a rule that says mutual TLS to everybody', [ofShop('DISABLE'), ofApi('STRICT'), mutual('shop')], []],
    ['a rule that says so to some', [ofShop('DISABLE'), ofApi('STRICT'), mutual('crm')], [whole]],
    [
      'one that may not be there',
      [peerAuthentication('shop/a', '{mtls: {mode: DISABLE}, other: 1}'), ofApi('STRICT')],
      [`${whole} perhaps: which PeerAuthentication counts is unknown`],
    ],
  ])('%s', (_, objects, expected) => {
    expect(found(code, [...pods, ...objects])).toEqual(expected)
  })

  it('does not happen to tunnels', () => {
    const ambient = [meshPod('shop/api', 'ambient'), meshPod('crm/web', 'sidecar'), meshService('shop/api')]
    expect(found(code, [...ambient, ofShop('DISABLE'), ofApi('STRICT')])).toEqual([])
  })

  it('names both objects, the host and the port', () => {
    expect(findingsOf(code, [...pods, ofShop('DISABLE'), ofApi('STRICT')])).toMatchObject([
      {
        severity: 'high',
        title:
          'PeerAuthentication shop/a says DISABLE, so that clients with a proxy send plaintext to api.shop.svc.cluster.local:80, and PeerAuthentication shop/b refuses it with STRICT',
        evidence: [{ object: { name: 'a' }, path: ['spec', 'mtls'] }],
      },
    ])
  })
})
