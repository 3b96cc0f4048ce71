import { describe, expect, it } from 'vitest'
import { authorizationPolicy } from '../../../../test/kit/istio'
import { meshPod, meshService, peerAuthentication } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-service-port-in-policy'
const pods = [
  meshPod('shop/api', 'sidecar'),
  meshPod('shop/web', 'ambient'),
  meshService('shop/api', { ports: ['http:80>8080'] }),
  meshService('shop/web', { ports: ['http:80>8080'] }),
]
const mode = (port: number, app = 'api'): string =>
  peerAuthentication(
    'shop/a',
    `{selector: {matchLabels: {app: ${app}}}, portLevelMtls: {${port}: {mode: STRICT}}}`,
  )
const policy = (operation: string, rest = ''): string =>
  authorizationPolicy('shop/a', `{${rest}rules: [{to: [{operation: {${operation}}}]}]}`)
const ofMode = 'PeerAuthentication shop/a spec.portLevelMtls["80"]: '
const ofRule = 'AuthorizationPolicy shop/a spec.rules[0].to[0].operation.ports'

describe(code, () => {
  it.each([
    ['a mode for the port of the Service', mode(80), [`${ofMode}shop/api[Pod]`]],
    ['of an ambient pod', mode(80, 'web'), [`${ofMode}shop/web[Pod]`]],
    ['a mode for the port of the pod', mode(8080), []],
    ['a mode for a port that nobody has', mode(9000), []],
    ['a mode for others', mode(80, 'other'), []],
    ['a rule', policy('ports: ["80"]'), [`${ofRule}[0]: shop/api[Pod], shop/web[Pod]`]],
    [
      'the second of two ports',
      policy('ports: ["8080", "80"]'),
      [`${ofRule}[1]: shop/api[Pod], shop/web[Pod]`],
    ],
    ['a rule for the port of the pod', policy('ports: ["8080"]'), []],
    [
      'a rule about requests, once',
      policy('ports: ["80"], methods: [GET]', 'selector: {matchLabels: {app: api}}, '),
      [`${ofRule}[0]: shop/api[Pod]`],
    ],
    [
      'a rule of a Service',
      policy('ports: ["80"]', 'targetRefs: [{group: "", kind: Service, name: api}], '),
      [],
    ],
    [
      'a rule that Istio would refuse',
      policy('ports: ["80"]', 'other: 1, selector: {matchLabels: {app: api}}, '),
      [
        `${ofRule}[0]: shop/api[Pod] perhaps: Istio would refuse the policy as it is written, so that it may not be there`,
      ],
    ],
  ])('%s', (_, object, expected) => {
    expect(found(code, [...pods, object])).toEqual(expected)
  })

  it('is right where a pod of several listens there', () => {
    const both = [...pods, meshPod('shop/raw', 'sidecar'), meshService('shop/raw', { ports: ['http:80'] })]
    expect(found(code, [...both, policy('ports: ["80"]')])).toEqual([])
  })

  it('matters more where it was to deny', () => {
    const severities = (action: string): string[] =>
      findingsOf(code, [...pods, policy('ports: ["80"]', `action: ${action}, `)]).map(
        ({ severity }) => severity,
      )
    expect([severities('ALLOW'), severities('DENY')]).toEqual([['medium'], ['high']])
  })
})
