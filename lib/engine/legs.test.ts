import { describe, expect, it } from 'vitest'
import { authorizationPolicy } from '../../test/kit/istio'
import { namespace } from '../../test/kit/manifests'
import { meshPod, meshService } from '../../test/kit/mesh'
import { captureOf } from '../../test/kit/world'
import { compile } from '../analyze'
import type { Address } from '../model/mesh'
import { defaultSettings } from '../model/settings'
import { judge, viewPair } from './evaluate'
import { remember } from './memory'
import type { Party } from './world'
import { worldsOf } from './worlds'

const waypoint = [
  `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {namespace: shop, name: wp, labels: {istio.io/waypoint-for: all}}
spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
status: {addresses: [{value: 10.96.0.1}]}`,
  `apiVersion: v1
kind: Pod
metadata: {namespace: shop, name: wp-pod, labels: {gateway.networking.k8s.io/gateway-name: wp, gateway.istio.io/managed: istio.io-mesh-controller}}
spec: {containers: [{name: istio-proxy}], serviceAccountName: wp}`,
]

/** What an ambient client may do that dials the port of `shop/api` in one way. */
function verdict(documents: readonly string[], address: Address): string {
  const capture = captureOf(documents)
  const { world } = worldsOf(capture, compile(capture), defaultSettings)
  const party = (name: string): Party => {
    const pod = world.inventory.pods.find(each => each.name === name)
    if (!pod) throw new Error(`there is no pod ${name}`)
    return { kind: 'pod', pod }
  }
  const pair = viewPair(world, party('client'), party('api'), {}, remember(world).lookup, { address })
  return judge(pair, 'TCP', 8080).verdict
}

describe('policies for a Service at a waypoint', () => {
  const closed = (name: string): string =>
    authorizationPolicy(
      `shop/${name}`,
      `{targetRefs: [{group: "", kind: Service, name: ${name}}], action: DENY, rules: [{}]}`,
    )
  const base = [
    namespace('shop', 'istio.io/use-waypoint: wp'),
    meshPod('c/client', 'ambient'),
    meshPod('shop/api', 'ambient'),
    meshService('shop/api', { ports: ['http:80>8080'] }),
    meshService('shop/names', { ports: ['http:8080'], selector: 'app: api', headless: true }),
    ...waypoint,
  ]

  it.each([
    ['the Service that is dialled', 'api', { service: 'deny', headless: 'allow', 'pod-ip': 'allow' }],
    // Its names lead to the pod, and the waypoint sees nothing else.
    ['a headless Service', 'names', { service: 'allow', headless: 'allow', 'pod-ip': 'allow' }],
  ] as const)('for %s', (_, name, expected) => {
    const documents = [...base, closed(name)]
    const found = Object.keys(expected).map(way => [way, verdict(documents, way as Address)])
    expect(Object.fromEntries(found)).toEqual(expected)
  })
})
