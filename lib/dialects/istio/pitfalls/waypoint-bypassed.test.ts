import { describe, expect, it } from 'vitest'
import { authorizationPolicy } from '../../../../test/kit/istio'
import { istioObject, meshPod, meshService } from '../../../../test/kit/mesh'
import { found } from '../../../../test/kit/pitfalls'

const code = 'istio-waypoint-bypassed'
const labels =
  'gateway.networking.k8s.io/gateway-name: wp, gateway.istio.io/managed: istio.io-mesh-controller'
const waypoint = [
  istioObject(
    'gateway.networking.k8s.io/v1',
    'Gateway',
    'shop/wp',
    '{gatewayClassName: istio-waypoint, listeners: []}\nstatus: {addresses: [{value: 10.0.0.1}]}',
  ),
  meshPod('shop/wp', 'sidecar', { labels }),
]
const pods = [
  meshPod('shop/api', 'ambient'),
  meshPod('shop/other', 'ambient'),
  meshService('shop/api', { labels: 'istio.io/use-waypoint: wp' }),
  meshService('shop/other'),
]
const rules = 'rules: [{to: [{operation: {methods: [GET]}}]}]'
const onService = authorizationPolicy(
  'shop/a',
  `{targetRefs: [{group: "", kind: Service, name: api}], ${rules}}`,
)
const onGateway = authorizationPolicy(
  'shop/a',
  `{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: wp}], ${rules}}`,
)
const atPods = (spec: string): string =>
  authorizationPolicy('shop/b', `{selector: {matchLabels: {app: api}}, ${spec}}`)
const fromWaypoint = 'rules: [{from: [{source: {serviceAccounts: [wp]}}]}]'
const place = 'Gateway shop/wp metadata.name: shop/api[Pod]'

describe(code, () => {
  it.each([
    ['a policy for the Service', [...waypoint, onService], [place]],
    ['a policy for the Gateway', [...waypoint, onGateway], [place]],
    ['no policy there', waypoint, []],
    ['no waypoint', [onService], []],
    ['a policy at the pods', [...waypoint, onService, atPods(fromWaypoint)], []],
    [
      'a DENY at the pods',
      [...waypoint, onService, atPods('action: DENY, rules: [{from: [{source: {namespaces: [x]}}]}]')],
      [place],
    ],
    [
      'a policy at the pods that Istio would refuse',
      [...waypoint, onService, atPods(`other: 1, ${fromWaypoint}`)],
      [`${place} perhaps: a policy at the pods may not be there, or may not mean them`],
    ],
  ])('%s', (_, objects, expected) => {
    expect(found(code, [...pods, ...objects])).toEqual(expected)
  })
})
