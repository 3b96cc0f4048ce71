import { describe, expect, it } from 'vitest'
import { destinationRule, meshPod, meshService, peerAuthentication } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-mtls-to-plaintext'
const client = meshPod('crm/web', 'sidecar')
const naked = [client, meshPod('shop/api', 'naked'), meshService('shop/api')]
const meshed = [client, meshPod('shop/api', 'sidecar'), meshService('shop/api')]
const rule = (mode: string, name = 'shop/d', host = 'api.shop.svc.cluster.local'): string =>
  destinationRule(name, `{host: "${host}", trafficPolicy: {tls: {mode: ${mode}}}}`)
const place = 'DestinationRule shop/d spec.trafficPolicy.tls: shop/api[Pod]'

describe(code, () => {
  it.each([
    ['to a pod in no mesh', [...naked, rule('ISTIO_MUTUAL')], [place]],
    ['to a pod in the mesh', [...meshed, rule('ISTIO_MUTUAL')], []],
    [
      'under DISABLE',
      [...meshed, rule('ISTIO_MUTUAL'), peerAuthentication('shop/a', '{mtls: {mode: DISABLE}}')],
      [place],
    ],
    [
      'to a captured pod',
      [client, meshPod('shop/api', 'ambient'), meshService('shop/api'), rule('ISTIO_MUTUAL')],
      [],
    ],
    ['plaintext to a pod in no mesh', [...naked, rule('DISABLE')], []],
    [
      'a wildcard of the root namespace',
      [...naked, rule('ISTIO_MUTUAL', 'istio-system/d', '*.local')],
      [place.replace('shop/d', 'istio-system/d')],
    ],
    ['of a namespace with no clients', [...naked, rule('ISTIO_MUTUAL', 'other/d')], []],
    ['that an own rule overrules', [...naked, rule('ISTIO_MUTUAL'), rule('DISABLE', 'crm/d')], []],
    [
      'without a client that has a proxy',
      [
        meshPod('crm/web', 'ambient'),
        meshPod('shop/api', 'naked'),
        meshService('shop/api'),
        rule('ISTIO_MUTUAL'),
      ],
      [],
    ],
    [
      'to a port that is kept from the proxy',
      [
        client,
        meshPod('shop/api', 'sidecar', {
          annotations: 'traffic.sidecar.istio.io/excludeInboundPorts: "8080"',
        }),
        meshService('shop/api'),
        rule('ISTIO_MUTUAL'),
      ],
      [place],
    ],
  ])('%s', (_, documents, expected) => {
    expect(found(code, documents)).toEqual(expected)
  })

  it('says that a wildcard reaches there', () => {
    expect(
      findingsOf(code, [...naked, rule('ISTIO_MUTUAL', 'istio-system/d', '*.local')]).map(
        ({ title }) => title,
      ),
    ).toEqual([
      'DestinationRule istio-system/d says ISTIO_MUTUAL for all of `*.local`, and shop/api[Pod] behind api.shop.svc.cluster.local take no mutual TLS: clients with a proxy are refused',
    ])
  })

  it('in doubt: a mode that is unknown', () => {
    const modes = ['DISABLE', 'STRICT'].map(mode =>
      peerAuthentication(`shop/${mode.toLowerCase()}`, `{mtls: {mode: ${mode}}}`),
    )
    expect(found(code, [...meshed, rule('ISTIO_MUTUAL'), ...modes])).toEqual([
      `${place} perhaps: what these pods take, or what clients send, is unknown`,
    ])
  })
})
