import { describe, expect, it } from 'vitest'
import { destinationRule, meshPod, meshService, peerAuthentication } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-headless-all-or-nothing'
const tier = { labels: 'tier: kafka' }
const one = meshPod('shop/one', 'sidecar', tier)
const two = meshPod('shop/two', 'naked', tier)
const service = (headless = true): string =>
  meshService('shop/kafka', { headless, selector: 'tier: kafka', ports: ['tcp:9092'] })
const place = ['Service shop/kafka spec.clusterIP: shop/one[Pod]']

describe(code, () => {
  it.each([
    ['one pod takes none', [one, two, service()], place],
    ['every pod takes mutual TLS', [one, meshPod('shop/two', 'sidecar', tier), service()], []],
    ['no pod does', [meshPod('crm/web', 'sidecar'), two, service()], []],
    ['a Service with an address', [one, two, service(false)], []],
    [
      'a rule says mutual TLS',
      [
        one,
        two,
        service(),
        destinationRule('shop/d', '{host: kafka, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}'),
      ],
      [],
    ],
    [
      'a rule says plaintext',
      [
        one,
        two,
        service(),
        destinationRule('shop/d', '{host: kafka, trafficPolicy: {tls: {mode: DISABLE}}}'),
      ],
      [],
    ],
    ['it leads to none of them', [one, two, service().replace('tier: kafka', 'app: one')], []],
  ])('%s', (_, documents, expected) => {
    expect(found(code, documents)).toEqual(expected)
  })

  it('matters more where the others are STRICT', () => {
    const of = (...more: readonly string[]): readonly string[] =>
      findingsOf(code, [one, two, service(), ...more]).flatMap(({ severity, title }) => [severity, title])
    const title =
      'the headless Service shop/kafka leads to shop/two[Pod] too, which take no mutual TLS, so that clients with a proxy send plaintext to all of its pods'
    expect(of()).toEqual(['medium', title])
    expect(of(peerAuthentication('shop/a', '{mtls: {mode: STRICT}}'))).toEqual([
      'high',
      `${title}, and shop/one[Pod] refuse it with STRICT`,
    ])
  })
})
