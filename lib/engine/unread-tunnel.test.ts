import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy } from '../../test/kit/manifests'
import { destinationRule, istioObject, meshPod, meshService } from '../../test/kit/mesh'
import { verdictByService } from '../../test/kit/dialled'
import { open } from '../../test/kit/world'
import type { Gap } from '../model/capture'

/**
 * Which port the network sees where a policy about the wire could not be read. Envoy leaves the tunnel for the port itself
 * where a Sidecar hides the Service or a DestinationRule has `loadBalancer: PASSTHROUGH`, and goes into it where one that
 * could not be read takes the place of such a rule (istio.md section 4: headless Services and PASSTHROUGH; "Calls to a pod
 * IP"; ambient table, `sidecar | ambient pod via headless / pod IP`). ztunnel heeds none of these.
 */

/** Something of a namespace that is there and could not be read. */
const unread = (kind: string, namespace: string): Gap => ({
  kind: 'policy',
  object: { group: 'networking.istio.io', kind, namespace, name: 'unread' },
  namespace,
  reason: 'forbidden',
})

const onlyPort = (port: number, from = '{}'): string =>
  networkPolicy(
    'shop/in',
    `{podSelector: {matchLabels: {app: api}}, ingress: [{from: [{namespaceSelector: ${from}}], ports: [{port: ${port}}]}]}`,
  )
const [onlyItself, onlyTunnel] = [onlyPort(8080), onlyPort(15008)]
const passes = '{host: api, trafficPolicy: {loadBalancer: {simple: PASSTHROUGH}}}'
const everybody = ['c/sidecar', 'c/ambient', 'c/naked'] as const

const pods = (server: 'ambient' | 'sidecar' | 'tunnel-sidecar'): string[] => [
  ...['c', 'shop'].map(name => namespace(name)),
  meshPod('c/sidecar', 'sidecar'),
  meshPod('c/ambient', 'ambient'),
  meshPod('c/naked', 'naked'),
  meshPod('shop/api', server),
  meshService('shop/api', { ports: ['tcp:8080'] }),
]

/** What each may do that dials the Service, by the evaluator; and by any way, by the list that another engine makes. */
function verdicts(documents: readonly string[], ...gaps: readonly Gap[]): string {
  const session = open(documents, {}, gaps)
  return everybody.map(client => verdictByService(session, client)).join(' ')
}

describe('the port that the network sees where the wire could not be read', () => {
  /** A sidecar, an ambient and a naked client of an ambient pod, by the Service. */
  const rows: readonly [string, string[], read: string, rule: string, sidecar: string][] = [
    [
      'only the port itself is open',
      [onlyItself],
      'deny deny allow',
      'unknown deny unknown',
      'unknown deny unknown',
    ],
    [
      'only the tunnel is open',
      [onlyTunnel],
      'allow allow deny',
      'unknown unknown deny',
      'unknown unknown deny',
    ],
    [
      'only the port itself is open, and a rule passes the tunnel by',
      [onlyItself, destinationRule('c/passes', passes.replace('api', 'api.shop.svc.cluster.local'))],
      'allow deny allow',
      'unknown deny unknown',
      'unknown deny unknown',
    ],
    [
      'only the tunnel is open, and a rule passes it by',
      [onlyTunnel, destinationRule('c/passes', passes.replace('api', 'api.shop.svc.cluster.local'))],
      'deny allow deny',
      'unknown unknown deny',
      'unknown unknown deny',
    ],
    ['neither is open', [onlyPort(9999)], 'deny deny deny', 'deny deny deny', 'deny deny deny'],
  ]
  it.each(rows)('%s', (_, documents, read, rule, sidecar) => {
    const all = [...pods('ambient'), ...documents]
    expect(verdicts(all)).toBe(read)
    expect(verdicts(all, unread('DestinationRule', 'c'))).toBe(rule)
    expect(verdicts(all, unread('Sidecar', 'c'))).toBe(sidecar)
  })

  it('hangs on who tunnels, and to whom', () => {
    const rule = unread('DestinationRule', 'c')
    // ztunnel tunnels to sidecars that take it; Envoy does not, if nobody prefers it.
    expect(verdicts([...pods('tunnel-sidecar'), onlyItself])).toBe('allow deny allow')
    expect(verdicts([...pods('tunnel-sidecar'), onlyItself], rule)).toBe('unknown deny unknown')
    expect(verdicts([...pods('tunnel-sidecar'), onlyTunnel])).toBe('deny allow deny')
    expect(verdicts([...pods('tunnel-sidecar'), onlyTunnel], rule)).toBe('deny unknown deny')
    expect(verdicts([...pods('sidecar'), onlyTunnel], rule)).toBe('deny deny deny')
    // A rule elsewhere changes nothing.
    expect(verdicts([...pods('ambient'), onlyItself], unread('DestinationRule', 'edge'))).toBe(
      'deny deny allow',
    )
  })

  it('hangs on settings that say who heeds a rule', () => {
    const settings: Gap = {
      kind: 'policy',
      object: { group: '', kind: 'ConfigMap', namespace: 'istio-system', name: 'istio' },
      namespace: 'istio-system',
      reason: 'forbidden',
    }
    const rule = destinationRule('shop/passes', passes)
    expect(verdicts([...pods('ambient'), onlyTunnel, rule])).toBe('deny allow deny')
    expect(verdicts([...pods('ambient'), onlyTunnel, rule], settings)).toBe('unknown unknown deny')
    // Without any rule there is nothing to heed.
    expect(verdicts([...pods('ambient'), onlyItself])).toBe('deny deny allow')
    expect(verdicts([...pods('ambient'), onlyItself], settings)).toBe('deny deny unknown')
  })

  it('hangs on the waypoint before the server, where there is one', () => {
    const waypoint = [
      namespace('edge'),
      `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {namespace: edge, name: wp}
spec:
  gatewayClassName: istio-waypoint
  listeners: [{name: mesh, port: 15008, protocol: HBONE, allowedRoutes: {namespaces: {from: All}}}]
status: {addresses: [{value: 10.96.0.1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {namespace: edge, name: wp, labels: {gateway.networking.k8s.io/gateway-name: wp, gateway.istio.io/managed: istio.io-mesh-controller}}
spec: {containers: [{name: istio-proxy}], serviceAccountName: wp}`,
    ]
    const through = (policy: string): string[] => [
      ...pods('ambient').slice(0, -1),
      meshService('shop/api', {
        ports: ['tcp:8080'],
        labels: 'istio.io/use-waypoint: wp, istio.io/use-waypoint-namespace: edge',
      }),
      ...waypoint,
      policy,
    ]
    const onlyFromEdge = (port: number): string =>
      onlyPort(port, '{matchLabels: {kubernetes.io/metadata.name: edge}}')
    const [itself, tunnel] = [through(onlyFromEdge(8080)), through(onlyFromEdge(15008))]
    const rule = unread('DestinationRule', 'edge')
    expect(verdicts(itself)).toBe('deny deny deny')
    expect(verdicts(itself, rule)).toBe('deny unknown deny')
    expect(verdicts(tunnel)).toBe('deny allow deny')
    expect(verdicts(tunnel, rule)).toBe('deny unknown deny')
    // The way to the waypoint is a tunnel in every reading.
    const shut = networkPolicy('edge/in', '{podSelector: {}, ingress: [{ports: [{port: 8080}]}]}')
    expect(verdicts([...itself, shut], rule)).toBe('deny deny deny')
  })

  it('hangs on a rule that is there and may not count', () => {
    const unheard = destinationRule('shop/unheard', '{host: api, trafficPolicy: {tls: {mode: UNHEARD}}}')
    expect(verdicts([...pods('ambient'), onlyTunnel, unheard])).toBe('unknown allow deny')
    expect(verdicts([...pods('ambient'), onlyItself, unheard])).toBe('unknown deny allow')
  })

  it('says the same of readings that can be written', () => {
    const hides = istioObject('networking.istio.io/v1', 'Sidecar', 'c/hides', '{egress: [{hosts: ["./*"]}]}')
    const rule = destinationRule('shop/passes', passes)
    expect(verdicts([...pods('ambient'), onlyItself, hides])).toBe('allow deny allow')
    expect(verdicts([...pods('ambient'), onlyItself, rule])).toBe('allow deny allow')
  })
})
