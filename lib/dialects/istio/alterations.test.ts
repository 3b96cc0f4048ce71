import { describe, expect, it } from 'vitest'
import { meshPod, meshService } from '../../../test/kit/mesh'
import { namespace, networkPolicy, object } from '../../../test/kit/manifests'
import { explain, open } from '../../../test/kit/world'
import { alteredText } from '../../words/altered'

const envoyFilter = (name: string, spec = '{}'): string =>
  object('networking.istio.io/v1alpha3', 'EnvoyFilter', name, `spec: ${spec}`)
const wasmPlugin = (name: string, spec = '{}'): string =>
  object('extensions.istio.io/v1alpha1', 'WasmPlugin', name, `spec: ${spec}`)

const world = [
  namespace('shop'),
  meshPod('c/client', 'sidecar'),
  meshPod('shop/api', 'sidecar'),
  meshPod('shop/naked', 'naked'),
  meshPod('shop/direct', 'ambient'),
  meshPod('shop/behind', 'ambient'),
  meshService('shop/behind', { ports: ['http:80>8080'], labels: 'istio.io/use-waypoint: wp' }),
  `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {namespace: shop, name: wp}
spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
status: {addresses: [{value: 10.0.0.1}]}`,
  `apiVersion: v1
kind: Pod
metadata: {namespace: shop, name: wp-pod, labels: {gateway.networking.k8s.io/gateway-name: wp, gateway.istio.io/managed: istio.io-mesh-controller}}
spec: {containers: [{name: istio-proxy}], serviceAccountName: wp}`,
  `apiVersion: v1
kind: Pod
metadata: {namespace: shop, name: gw, labels: {istio: ingressgateway}}
spec: {containers: [{name: istio-proxy}]}`,
]

/** What is asked, by a short name: who calls whom. */
const questions = {
  api: 'c/client -> shop/api 8080',
  back: 'shop/api -> c/client 8080',
  bare: 'shop/naked -> shop/api 8080',
  gateway: 'shop/gw -> shop/direct 8080',
  waypoint: 'shop/direct -> shop/behind 8080',
  ztunnel: 'shop/behind -> shop/direct 8080',
  udp: 'c/client -> shop/api UDP 8080',
} as const

const altered = (...documents: readonly string[]): readonly string[] => {
  const session = open([...world, ...documents])
  return Object.entries(questions).flatMap(([name, question]) =>
    explain(session, question).alteredBy ? [name] : [],
  )
}

describe('what may change a proxy', () => {
  it.each<[title: string, object: string, questions: readonly string[]]>([
    ['is none of another namespace', envoyFilter('other/x'), []],
    ['of a namespace, at both ends', envoyFilter('shop/x'), ['api', 'back', 'bare', 'gateway']],
    ['of the client’s namespace', envoyFilter('c/x'), ['api', 'back']],
    ['of the root namespace', envoyFilter('istio-system/x'), ['api', 'back', 'bare', 'gateway']],
    [
      'of some pods',
      envoyFilter('shop/x', '{workloadSelector: {labels: {app: api}}}'),
      ['api', 'back', 'bare'],
    ],
    [
      'of some pods anywhere, in the root namespace',
      envoyFilter('istio-system/x', '{workloadSelector: {labels: {app: client}}}'),
      ['api', 'back'],
    ],
    ['of no pods', envoyFilter('shop/x', '{workloadSelector: {labels: {app: nobody}}}'), []],
    [
      'of what sidecars take in',
      envoyFilter('shop/x', '{configPatches: [{match: {context: SIDECAR_INBOUND}}]}'),
      ['api', 'bare'],
    ],
    [
      'of what sidecars send',
      envoyFilter('shop/x', '{configPatches: [{match: {context: SIDECAR_OUTBOUND}}]}'),
      ['back'],
    ],
    ['of gateways', envoyFilter('shop/x', '{configPatches: [{match: {context: GATEWAY}}]}'), ['gateway']],
    [
      'in any context',
      envoyFilter('shop/x', '{configPatches: [{match: {context: GATEWAY}}, {applyTo: CLUSTER}]}'),
      ['api', 'back', 'bare', 'gateway'],
    ],
    [
      'in a context that is not known',
      envoyFilter('shop/x', '{configPatches: [{match: {context: SIDEWAYS}}]}'),
      ['api', 'back', 'bare', 'gateway'],
    ],
    ['without a patch', envoyFilter('shop/x', '{configPatches: []}'), []],
    [
      'of a waypoint',
      envoyFilter('shop/x', '{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: wp}]}'),
      ['waypoint'],
    ],
    [
      'of another waypoint',
      envoyFilter('shop/x', '{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: other}]}'),
      [],
    ],
    [
      'of a Service behind a waypoint',
      wasmPlugin('shop/x', '{targetRefs: [{group: "", kind: Service, name: behind}]}'),
      ['waypoint'],
    ],
    ['of another Service', wasmPlugin('shop/x', '{targetRefs: [{group: "", kind: Service, name: api}]}'), []],
    [
      'of a class of gateways',
      wasmPlugin('istio-system/x', '{targetRefs: [{kind: GatewayClass, name: istio-waypoint}]}'),
      ['gateway', 'waypoint'],
    ],
    [
      'as a plugin of some pods',
      wasmPlugin('shop/x', '{selector: {matchLabels: {app: api}}}'),
      ['api', 'back', 'bare'],
    ],
    ['as a plugin of servers', wasmPlugin('shop/x', '{match: [{mode: SERVER}]}'), ['api', 'bare', 'gateway']],
    ['as a plugin of clients', wasmPlugin('shop/x', '{match: [{mode: CLIENT}]}'), ['back', 'gateway']],
    [
      'as an extension of traffic',
      object('extensions.istio.io/v1alpha1', 'TrafficExtension', 'c/x', 'spec: {lua: {inlineCode: x}}'),
      ['api', 'back'],
    ],
  ])('%s', (_, document, names) => {
    expect(altered(document)).toEqual(names)
  })

  it('leaves the verdict, and is named with the place where it is written', () => {
    const plain = explain(open(world), questions.api)
    const { alteredBy = [], ...rest } = explain(open([envoyFilter('shop/x'), ...world]), questions.api)
    expect(rest).toEqual(plain)
    expect(alteredText(alteredBy)).toBe(
      'EnvoyFilter shop/x (test.yaml, line 1) may change what proxies let through and send here, in ways that cannot be read: what is said holds without it',
    )
  })

  it('cannot open what the network denies', () => {
    const denied = networkPolicy('shop/deny', '{podSelector: {}, policyTypes: [Ingress]}')
    expect(altered(envoyFilter('shop/x'), denied)).toEqual(['back'])
  })

  it('may open what authorization denies', () => {
    const denied = object('security.istio.io/v1', 'AuthorizationPolicy', 'shop/deny')
    expect(altered(envoyFilter('shop/x'), denied)).toEqual(['api', 'back', 'bare', 'gateway'])
  })

  it('does not touch ports that pass the proxy by', () => {
    const passed = meshPod('shop/past', 'sidecar', {
      annotations: 'traffic.sidecar.istio.io/excludeInboundPorts: "8080"',
    })
    const session = open([...world, passed, envoyFilter('shop/x')])
    expect(explain(session, 'shop/naked -> shop/past 8080').alteredBy).toBeUndefined()
    expect(explain(session, 'shop/naked -> shop/past 8081').alteredBy).toHaveLength(1)
  })

  it('touches what leaves the cluster at the proxy of its client', () => {
    const left = (spec: string, from = 'shop/api', port = 'TCP 443'): boolean =>
      explain(open([...world, envoyFilter('shop/x', spec)]), `${from} -> 203.0.113.7 ${port}`).alteredBy !==
      undefined
    expect(left('{}')).toBe(true)
    expect(left('{configPatches: [{match: {context: SIDECAR_OUTBOUND}}]}')).toBe(true)
    expect(left('{configPatches: [{match: {context: SIDECAR_INBOUND}}]}')).toBe(false)
    expect(left('{}', 'c/client')).toBe(false)
    expect(left('{}', 'shop/naked')).toBe(false)
    expect(left('{}', 'shop/direct')).toBe(false)
    expect(left('{}', 'shop/api', 'UDP 443')).toBe(false)
    expect(left('{configPatches: [{match: {context: GATEWAY}}]}', 'shop/gw')).toBe(true)
  })

  it('does not touch what leaves past the proxy', () => {
    const past = meshPod('shop/past', 'sidecar', {
      annotations: 'traffic.sidecar.istio.io/excludeOutboundPorts: "443"',
    })
    const session = open([...world, past, envoyFilter('shop/x')])
    expect(explain(session, 'shop/past -> 203.0.113.7 443').alteredBy).toBeUndefined()
    expect(explain(session, 'shop/past -> 203.0.113.7 80').alteredBy).toHaveLength(1)
  })
})
