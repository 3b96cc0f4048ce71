import { describe, expect, it } from 'vitest'
import { authorizationPolicy } from '../../../../test/kit/istio'
import { istioObject, meshPod, meshService } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-ignored-at-ztunnel'
const policy = (spec: string): string => authorizationPolicy('shop/a', `{${spec}}`)
const onMethod = '{to: [{operation: {methods: [GET]}}]}'
const first = 'AuthorizationPolicy shop/a spec.rules[0]: shop/api[Pod]'
const pods = [meshPod('shop/api', 'ambient'), meshPod('shop/old', 'sidecar'), meshService('shop/api')]

describe(code, () => {
  it.each([
    ['DENY by requests alone', policy(`action: DENY, rules: [${onMethod}]`), [first]],
    [
      'with a port in the same operation',
      policy('action: DENY, rules: [{to: [{operation: {methods: [GET], ports: ["8080"]}}]}]'),
      [],
    ],
    [
      'with a source beside it',
      policy(
        `action: DENY, rules: [{from: [{source: {namespaces: [x]}}], to: [{operation: {methods: [GET]}}]}]`,
      ),
      [first],
    ],
    [
      'one of two rules',
      policy(`action: DENY, rules: [{from: [{source: {namespaces: [x]}}]}, ${onMethod}]`),
      [first.replace('[0]', '[1]')],
    ],
    ['CUSTOM', policy(`action: CUSTOM, provider: {name: oauth}, rules: [{}]`), [first]],
    ['ALLOW', policy(`rules: [${onMethod}]`), []],
    ['AUDIT', policy(`action: AUDIT, rules: [${onMethod}]`), []],
    ['for others', policy(`action: DENY, selector: {matchLabels: {app: old}}, rules: [${onMethod}]`), []],
    ['an empty selector means nobody there', policy(`action: DENY, selector: {}, rules: [${onMethod}]`), []],
    [
      'attached to a Service',
      policy(`action: DENY, targetRefs: [{group: "", kind: Service, name: api}], rules: [${onMethod}]`),
      [],
    ],
    [
      'that Istio would refuse',
      policy(`action: DENY, other: 1, rules: [${onMethod}]`),
      [`${first} perhaps: Istio would refuse the policy as it is written, so that it may not be there`],
    ],
  ])('%s', (_, object, expected) => {
    expect(found(code, [...pods, object])).toEqual(expected)
  })

  it('says where the policy belongs', () => {
    const waypoint = istioObject(
      'gateway.networking.k8s.io/v1',
      'Gateway',
      'shop/wp',
      '{gatewayClassName: istio-waypoint, listeners: []}\nstatus: {addresses: [{value: 10.0.0.1}]}',
    )
    const deny = policy(`action: DENY, rules: [${onMethod}]`)
    const remedies = (...documents: readonly string[]): string[] =>
      findingsOf(code, documents).map(({ remedy }) => remedy)
    expect([
      ...remedies(...pods, deny),
      ...remedies(
        meshPod('shop/api', 'ambient'),
        meshService('shop/api', { labels: 'istio.io/use-waypoint: wp' }),
        waypoint,
        deny,
      ),
    ]).toEqual([
      'deny by port or identity, or put a waypoint before their Services and attach the policy to it by `targetRefs`',
      'deny by port or identity, or attach the policy by `targetRefs` to the waypoint shop/wp or to its Services',
    ])
  })
})
