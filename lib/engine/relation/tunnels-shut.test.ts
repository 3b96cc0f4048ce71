import { describe, expect, it } from 'vitest'
import { networkPolicy } from '../../../test/kit/manifests'
import { meshPod, type Meshed } from '../../../test/kit/mesh'
import { findingsOf, found } from '../../../test/kit/pitfalls'

const code = 'tunnel-port-shut'
const pods = (web: Meshed, api: Meshed): string[] => [
  meshPod('shop/web', web, { ip: '10.0.0.1' }),
  meshPod('shop/api', api, { ip: '10.0.0.2' }),
]
const both = pods('ambient', 'ambient')
const ingress = (...rules: string[]): string =>
  networkPolicy('shop/in', `{podSelector: {matchLabels: {app: api}}, ingress: [${rules.join(', ')}]}`)
const egress = (...rules: string[]): string =>
  networkPolicy(
    'shop/out',
    `{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [${rules.join(', ')}]}`,
  )
const rule = (side: 'from' | 'to', app: string, ...ports: number[]): string =>
  `{${side}: [{podSelector: {matchLabels: {app: ${app}}}}], ports: [${ports.map(port => `{port: ${port}}`).join(', ')}]}`
const inAt = ['NetworkPolicy shop/in spec.ingress[0]: shop/api[Pod]']
const outAt = ['NetworkPolicy shop/out spec.egress[0]: shop/web[Pod]']

describe(code, () => {
  it.each([
    ['no policy', both, [], []],
    ['the port of the application alone', both, [ingress(rule('from', 'web', 8080))], inAt],
    ['both ports', both, [ingress(rule('from', 'web', 8080, 15008))], []],
    [
      'the tunnel by another rule',
      both,
      [ingress(rule('from', 'web', 8080), '{ports: [{port: 15008}]}')],
      [],
    ],
    [
      'the tunnel by another policy',
      both,
      [
        ingress(rule('from', 'web', 8080)),
        networkPolicy('shop/all', '{podSelector: {}, ingress: [{ports: [{port: 15008}]}]}'),
      ],
      [],
    ],
    ['a range that holds it', both, [ingress('{ports: [{port: 8080, endPort: 20000}]}')], []],
    ['every port', both, [ingress('{from: [{podSelector: {}}]}')], []],
    ['UDP', both, [ingress('{ports: [{port: 53, protocol: UDP}]}')], []],
    ['nobody in the ambient mesh', both, [ingress(rule('from', 'other', 8080))], []],
    ['a client in no mesh', pods('naked', 'ambient'), [ingress(rule('from', 'web', 8080))], []],
    ['a server with a sidecar', pods('ambient', 'sidecar'), [ingress(rule('from', 'web', 8080))], []],
    ['outward, the port of the application alone', both, [egress(rule('to', 'api', 8080))], outAt],
    ['outward, both ports', both, [egress(rule('to', 'api', 8080, 15008))], []],
    ['outward, to a server in no mesh', pods('ambient', 'naked'), [egress(rule('to', 'api', 8080))], []],
    [
      'outward, from a client with a sidecar',
      pods('sidecar', 'ambient'),
      [egress(rule('to', 'api', 8080))],
      [],
    ],
    [
      'both ways',
      both,
      [ingress(rule('from', 'web', 8080)), egress(rule('to', 'api', 8080))],
      [...inAt, ...outAt],
    ],
  ])('%s', (_, world, policies, expected) => {
    expect(found(code, [...world, ...policies])).toEqual(expected)
  })

  it('says what does not get through, and what to do', () => {
    const policies = [ingress(rule('from', 'web', 8080)), egress(rule('to', 'api', 8080))]
    expect(findingsOf(code, [...both, ...policies])).toMatchObject([
      {
        severity: 'medium',
        title:
          'NetworkPolicy shop/in lets pods of the ambient mesh in on 8080 of shop/api[Pod], and nothing lets them in on 15008, where their tunnels arrive: nothing of it gets through',
        remedy:
          'allow TCP 15008 beside the port, and say in AuthorizationPolicies which ports may be reached through it',
      },
      {
        title:
          'NetworkPolicy shop/out lets shop/web[Pod] out to 8080 of pods of the ambient mesh, and nothing lets it out to 15008, to which its tunnels go: nothing of it gets through',
      },
    ])
  })

  it('in doubt: another policy could not be read in full', () => {
    const unread = networkPolicy(
      'shop/odd',
      '{podSelector: {}, ingress: [{from: [{podSelector: 1}], ports: [{port: 15008}]}]}',
    )
    expect(
      findingsOf(code, [...both, ingress(rule('from', 'web', 8080)), unread]).map(({ doubt }) => doubt),
    ).toEqual(['a policy that has a say could not be read in full'])
  })
})
