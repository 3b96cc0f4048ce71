import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, object, pod } from '../kit/manifests'
import { connections, open, verdict } from '../kit/world'
import { example } from './example'

const deployment = (name: string, ip: string): string =>
  pod(`shop/${name}-1`, { labels: `app: ${name}`, owner: `Deployment/${name}`, ip })

const cart = deployment('cart', '10.244.1.7')
const api = deployment('api', '10.244.1.8')
const web = deployment('web', '10.244.1.9')
const shop = namespace('shop')

const plain = { wire: 'plaintext, plaintext-only' } as const

describe('worked examples: what could not be read', () => {
  const unread = [
    shop,
    cart,
    api,
    pod('far/a'),
    pod('far/b'),
    object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/p', 'spec: {endpointSelector: {}, ingress: [{}]}'),
  ]
  example(35, 'a CiliumNetworkPolicy that this build does not evaluate', unread, {
    ...plain,
    asks: 'shop/cart -> shop/api 8080',
    verdict: 'unknown',
    sides: 'egress unread, ingress unread',
    trust: 'unknown: no/unknown/no',
    list: ['shop/cart[Deployment] => shop/api[Deployment] : All Connections [unknown]'],
    also: {
      'far/a -> far/b 80': 'allow',
      'far/a -> shop/api 80': 'unknown',
      'shop/api -> far/a 80': 'unknown',
    },
  })
  it('example 35: pairs with neither end in the namespace are untouched', () => {
    const lines = connections(open(unread), { outside: true })
    expect(lines.filter(line => line.includes('[unknown]') && !line.includes('shop/'))).toEqual([])
    expect(lines.filter(line => line.includes('shop/') && !line.includes('[unknown]'))).toEqual([])
  })

  const broken = [
    shop,
    cart,
    web,
    api,
    networkPolicy(
      'shop/api',
      '{podSelector: {matchLabels: {app: api}}, ingress: [{from: [{podSelector: {matchLabels: {app: cart}}}], ports: [{port: 8080}]}, {from: [{ipBlock: {cidr: 10.0.0/33}}]}]}',
    ),
  ]
  example(36, 'a rule that stands, beside one that does not parse', broken, {
    ...plain,
    asks: 'shop/cart -> shop/api 8080',
    verdict: 'allow',
    sides: 'egress default-allow, ingress default-allow',
    trust: 'unknown: no/unknown/no',
    list: [
      'shop/cart[Deployment] => shop/api[Deployment] : SCTP 1-65535,TCP 1-8079,8081-65535,UDP 1-65535 [unknown]',
      'shop/cart[Deployment] => shop/api[Deployment] : TCP 8080',
    ],
  })
  example(37, 'the same, for a client that only the broken rule may let in', broken, {
    ...plain,
    asks: 'shop/web -> shop/api 8080',
    verdict: 'unknown',
    sides: 'egress default-allow, ingress unread',
    trust: 'unknown: no/unknown/no',
    pair: 'shop/web[Deployment] => shop/api[Deployment]',
    list: ['shop/web[Deployment] => shop/api[Deployment] : All Connections [unknown]'],
  })

  const inTeam = (selector: string): string[] => [
    shop,
    api,
    pod('dark/web-1', { labels: 'app: web', owner: 'Deployment/web' }),
    networkPolicy(
      'shop/api',
      `{podSelector: {matchLabels: {app: api}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}, namespaceSelector: {matchLabels: {${selector}}}}], ports: [{port: 8080}]}]}`,
    ),
  ]
  example(38, 'a selector over the labels of a namespace that are hidden', inTeam('team: a'), {
    ...plain,
    asks: 'dark/web -> shop/api 8080',
    verdict: 'unknown',
    sides: 'egress default-allow, ingress unread',
    trust: 'unknown: no/yes/no',
    pair: 'dark/web[Deployment] => shop/api[Deployment]',
    list: ['dark/web[Deployment] => shop/api[Deployment] : TCP 8080 [unknown]'],
    gaps: [{ kind: 'namespace-labels', namespace: 'dark', reason: 'forbidden' }],
  })
  it('example 38: the name of the namespace is known all the same', () => {
    const gap = { kind: 'namespace-labels', namespace: 'dark', reason: 'forbidden' } as const
    for (const [name, expected] of [
      ['dark', 'allow'],
      ['shop', 'deny'],
    ] as const)
      expect(
        verdict(open(inTeam(`kubernetes.io/metadata.name: ${name}`), {}, [gap]), 'dark/web -> shop/api 8080'),
      ).toBe(expected)
  })

  example(
    39,
    'signs of two engines that differ on whether a block means pods',
    [
      shop,
      cart,
      api,
      // In a namespace of their own: what they decide themselves is another row.
      object('cilium.io/v2', 'CiliumNetworkPolicy', 'elsewhere/p', 'spec: {}'),
      object('projectcalico.org/v3', 'NetworkPolicy', 'elsewhere/q', 'spec: {}'),
      networkPolicy(
        'shop/api',
        '{podSelector: {matchLabels: {app: api}}, ingress: [{from: [{ipBlock: {cidr: 10.244.1.7/32}}], ports: [{port: 8080}]}]}',
      ),
    ],
    {
      ...plain,
      asks: 'shop/cart -> shop/api 8080',
      verdict: 'unknown',
      sides: 'egress default-allow, ingress unread',
      trust: 'unknown: no/partial/no',
      list: ['shop/cart[Deployment] => shop/api[Deployment] : TCP 8080 [unknown]'],
    },
  )
})
