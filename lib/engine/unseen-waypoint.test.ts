import { expect, it } from 'vitest'
import { namespace, networkPolicy } from '../../test/kit/manifests'
import { meshPod, meshService } from '../../test/kit/mesh'
import { verdictByService } from '../../test/kit/dialled'
import { open } from '../../test/kit/world'

/**
 * A waypoint that is ready and has no pod among the objects. Traffic goes through it (istio.md section 1, waypoints), so that
 * NetworkPolicies see the client at the waypoint and the waypoint at the server, and never both ends together: what they say
 * of the pair decides nothing.
 */

const world = (...policies: string[]): string[] => [
  ...['c', 'shop'].map(name => namespace(name)),
  meshPod('c/ambient', 'ambient'),
  meshPod('c/naked', 'naked'),
  meshPod('shop/api', 'ambient'),
  meshService('shop/api', { ports: ['tcp:8080'], labels: 'istio.io/use-waypoint: wp' }),
  `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {namespace: shop, name: wp}
spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
status: {addresses: [{value: 10.96.0.1}]}`,
  ...policies,
]

/** What a client that goes through the waypoint may do by the Service, and one that does not; and both by any way, as listed. */
function verdicts(documents: readonly string[]): string {
  const session = open(documents)
  return ['c/ambient', 'c/naked'].map(client => verdictByService(session, client)).join(' ')
}

const ingress = (rules: string): string =>
  networkPolicy('shop/in', `{podSelector: {matchLabels: {app: api}}, ingress: ${rules}}`)
const egress = (rules: string): string =>
  networkPolicy('c/out', `{podSelector: {}, policyTypes: [Egress], egress: ${rules}}`)
const fromWaypoint = '[{from: [{podSelector: {matchLabels: {gateway.networking.k8s.io/gateway-name: wp}}}]}]'

it.each([
  ['nothing is shut', [], 'unknown allow'],
  ['only the waypoint may come in', [ingress(fromWaypoint)], 'unknown deny'],
  ['nobody may come in', [ingress('[]')], 'unknown deny'],
  [
    'the client may come in',
    [ingress('[{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: c}}}]}]')],
    'unknown allow',
  ],
  [
    'clients may go to the waypoint alone',
    [
      egress(
        '[{to: [{namespaceSelector: {}, podSelector: {matchLabels: {gateway.networking.k8s.io/gateway-name: wp}}}]}]',
      ),
    ],
    'unknown deny',
  ],
])('where %s, what goes through a waypoint that nobody sees is unknown', (_, policies, expected) => {
  expect(verdicts(world(...policies))).toBe(expected)
})
