import { describe, expect, it } from 'vitest'
import {
  istioObject,
  meshPod,
  meshService,
  meshSettings,
  peerAuthentication,
} from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-sidecar-hides-services'
const pods = [
  meshPod('crm/web', 'sidecar'),
  meshPod('shop/api', 'sidecar'),
  meshService('shop/api'),
  meshService('crm/web'),
]
const sidecar = (hosts: string, rest = '', name = 'crm/s'): string =>
  istioObject('networking.istio.io/v1', 'Sidecar', name, `{egress: [{hosts: [${hosts}]}]${rest}}`)
const place = ['Sidecar crm/s spec.egress: crm/web[Pod]']

describe(code, () => {
  it.each([
    ['leaves a Service out', [sidecar('"./*"')], place],
    ['names it', [sidecar('"./*", "shop/*"')], []],
    ['names all', [sidecar('"*/*"')], []],
    [
      'lets nothing out but what is known',
      [sidecar('"./*"', ', outboundTrafficPolicy: {mode: REGISTRY_ONLY}')],
      [],
    ],
    [
      'in a mesh that does',
      [sidecar('"./*"'), meshSettings('outboundTrafficPolicy: {mode: REGISTRY_ONLY}')],
      [],
    ],
    [
      'unlike its mesh',
      [
        sidecar('"./*"', ', outboundTrafficPolicy: {mode: ALLOW_ANY}'),
        meshSettings('outboundTrafficPolicy: {mode: REGISTRY_ONLY}'),
      ],
      place,
    ],
    ['of a namespace without pods', [sidecar('"./*"', '', 'other/s')], []],
    [
      'of the root namespace',
      [sidecar('"./*"', '', 'istio-system/s')],
      ['Sidecar istio-system/s spec.egress: crm/web[Pod], shop/api[Pod]'],
    ],
  ])('%s', (_, objects, expected) => {
    expect(found(code, [...pods, ...objects])).toEqual(expected)
  })

  it('is of Services with pods that take mutual TLS', () => {
    const documents = [
      meshPod('crm/web', 'sidecar'),
      meshPod('shop/api', 'naked'),
      meshService('shop/api'),
      sidecar('"./*"'),
    ]
    expect(found(code, documents)).toEqual([])
  })

  it('matters more where what comes is refused', () => {
    const of = (...more: readonly string[]): readonly string[] =>
      findingsOf(code, [...pods, sidecar('"./*"'), ...more]).flatMap(({ severity, title }) => [
        severity,
        title,
      ])
    const title =
      'Sidecar crm/s hides api.shop.svc.cluster.local from crm/web[Pod]: what they send there leaves as plaintext'
    expect(of()).toEqual(['low', title])
    expect(of(peerAuthentication('shop/a', '{mtls: {mode: STRICT}}'))).toEqual([
      'medium',
      `${title}, and api.shop.svc.cluster.local refuse it with STRICT`,
    ])
  })
})
