import { describe, expect, it } from 'vitest'
import { between, open, verdict } from '../kit/world'
import {
  adminNetworkPolicy,
  clusterNetworkPolicy,
  namespace,
  networkPolicy,
  node,
  object,
  pod,
} from '../kit/manifests'
import { example } from './example'

/** One pod of a Deployment in `shop`. */
const deployment = (name: string, ip: string): string =>
  pod(`shop/${name}-1`, { labels: `app: ${name}`, owner: `Deployment/${name}`, ip, ports: ['http:8080'] })

const cart = deployment('cart', '10.244.1.7')
const api = deployment('api', '10.244.1.8')
const other = pod('far/cart', { labels: 'app: cart', ip: '10.244.2.7' })
const shop = namespace('shop')

/** Ingress to `api`, by these rules only. */
const intoApi = (rules: string): string =>
  networkPolicy('shop/api', `{podSelector: {matchLabels: {app: api}}, ingress: [${rules}]}`)

/** What rows 3 to 9 have in common. */
const onPort = {
  asks: 'shop/cart -> shop/api 8080',
  verdict: 'allow',
  sides: 'egress default-allow, ingress broad-allow',
  trust: 'partial: no/partial/no',
  wire: 'plaintext, plaintext-only',
  list: ['shop/cart[Deployment] => shop/api[Deployment] : TCP 8080'],
} as const

describe('worked examples: network policies', () => {
  example(1, 'no policy anywhere, `cart` to outside addresses', [shop, cart], {
    asks: 'shop/cart -> 203.0.113.9 443',
    verdict: 'allow',
    sides: 'egress default-allow',
    trust: 'implicit: no/no/no',
    wire: 'plaintext, —',
    pair: 'shop/cart[Deployment] => ',
    list: [
      'shop/cart[Deployment] => 0.0.0.0-255.255.255.255[External] : All Connections',
      'shop/cart[Deployment] => ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff[External] : All Connections',
    ],
  })

  example(
    2,
    'egress of `cart` to `app: db` on 5432, nothing selects `db`',
    [
      shop,
      cart,
      deployment('db', '10.244.1.9'),
      networkPolicy(
        'shop/cart',
        '{podSelector: {matchLabels: {app: cart}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 5432}]}]}',
      ),
    ],
    {
      asks: 'shop/cart -> shop/db 5432',
      verdict: 'allow',
      sides: 'egress explicit-allow, ingress default-allow',
      trust: 'implicit: no/no/no',
      wire: 'plaintext, plaintext-only',
      pair: 'shop/cart[Deployment] => ',
      list: ['shop/cart[Deployment] => shop/db[Deployment] : TCP 5432'],
    },
  )

  example(
    3,
    'ingress from every namespace on 8080',
    [shop, cart, api, other, intoApi('{from: [{namespaceSelector: {}}], ports: [{port: 8080}]}')],
    {
      ...onPort,
      also: { 'far/cart -> shop/api 8080': 'allow' },
    },
  )

  example(
    4,
    'ingress from every pod of the namespace on 8080',
    [shop, cart, api, other, intoApi('{from: [{podSelector: {}}], ports: [{port: 8080}]}')],
    {
      ...onPort,
      also: { 'far/cart -> shop/api 8080': 'deny' },
    },
  )

  example(
    5,
    'the same, by the name of the namespace',
    [
      shop,
      cart,
      api,
      other,
      intoApi(
        '{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}], ports: [{port: 8080}]}',
      ),
    ],
    // The label names a zone: it must not count as naming the peer, or row 4 would get another class for the same pods.
    { ...onPort, also: { 'far/cart -> shop/api 8080': 'deny' } },
  )

  const byAddress = (block: string): string[] => [
    shop,
    cart,
    api,
    intoApi(`{from: [{ipBlock: {cidr: ${block}}}], ports: [{port: 8080}]}`),
  ]
  example(6, 'ingress from the block of the client', byAddress('10.244.0.0/16'), {
    ...onPort,
    engineDependent: true,
  })
  example(7, 'ingress from the address of the client alone', byAddress('10.244.1.7/32'), {
    ...onPort,
    engineDependent: true,
  })
  it('examples 6 and 7: under Cilium denied', () => {
    for (const block of ['10.244.0.0/16', '10.244.1.7/32'])
      expect(verdict(open(byAddress(block), { engine: 'cilium' }), 'shop/cart -> shop/api 8080')).toBe('deny')
  })

  example(
    8,
    'ingress from `app: cart` on 2,000 ports',
    [
      shop,
      cart,
      api,
      intoApi('{from: [{podSelector: {matchLabels: {app: cart}}}], ports: [{port: 8000, endPort: 9999}]}'),
    ],
    {
      ...onPort,
      list: ['shop/cart[Deployment] => shop/api[Deployment] : TCP 8000-9999'],
    },
  )

  example(
    9,
    'ingress from pods without the key `quarantine`',
    [
      shop,
      cart,
      api,
      intoApi(
        '{from: [{podSelector: {matchExpressions: [{key: quarantine, operator: DoesNotExist}]}}], ports: [{port: 8080}]}',
      ),
    ],
    onPort,
  )

  const policyPods = (app: string): string =>
    `pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: ${app}}}}`
  const admitted = intoApi('{from: [{podSelector: {matchLabels: {app: cart}}}], ports: [{port: 8080}]}')
  const onApi = (action: string, rest = ''): string =>
    `priority: 1, subject: {${policyPods('api')}}, ingress: [{action: ${action}, from: [{${policyPods('cart')}}]${rest}}]`

  example(
    10,
    'Admin passes `cart` on to a NetworkPolicy that admits it on 8080',
    [shop, cart, api, admitted, clusterNetworkPolicy('pass', `{tier: Admin, ${onApi('Pass')}}`)],
    {
      ...onPort,
      sides: 'egress default-allow, ingress explicit-allow',
      trust: 'partial: no/yes/no',
      also: { 'shop/cart -> shop/api 9090': 'deny' },
    },
  )

  example(
    11,
    'Admin allows `cart` on every port, a NetworkPolicy on 8080 only',
    [shop, cart, api, admitted, adminNetworkPolicy('allow', `{${onApi('Allow')}}`)],
    {
      ...onPort,
      list: ['shop/cart[Deployment] => shop/api[Deployment] : All Connections'],
      also: { 'shop/cart -> shop/api 9090': 'allow' },
    },
  )

  example(
    12,
    'Admin allows `cart` on 8080 where nothing denies',
    [
      shop,
      cart,
      api,
      adminNetworkPolicy('allow', `{${onApi('Allow', ', ports: [{portNumber: {port: 8080}}]')}}`),
    ],
    {
      ...onPort,
      sides: 'egress default-allow, ingress default-allow',
      trust: 'implicit: no/no/no',
      list: ['shop/cart[Deployment] => shop/api[Deployment] : All Connections'],
    },
  )

  example(
    13,
    'a host-network pod behind a default deny',
    [
      shop,
      cart,
      pod('mon/exporter-1', {
        labels: 'app: exporter',
        owner: 'DaemonSet/exporter',
        hostNetwork: true,
        node: 'n1',
        ip: '192.0.2.1',
      }),
      networkPolicy('mon/deny', '{podSelector: {}, policyTypes: [Ingress]}'),
    ],
    {
      asks: 'shop/cart -> mon/exporter 9100',
      verdict: 'allow',
      sides: 'egress default-allow, ingress bypass',
      trust: 'implicit: no/no/no',
      wire: 'plaintext, plaintext-only',
      pair: 'shop/cart[Deployment] => mon/',
      list: ['shop/cart[Deployment] => mon/exporter[DaemonSet] : All Connections'],
    },
  )

  example(
    14,
    'a node probes a pod that runs on it, behind a default deny',
    [
      shop,
      node('n1', '192.0.2.1'),
      node('n2', '192.0.2.2'),
      pod('shop/api-1', { labels: 'app: api', owner: 'Deployment/api', node: 'n1' }),
      networkPolicy('shop/deny', '{podSelector: {}, policyTypes: [Ingress]}'),
    ],
    {
      asks: 'node:n1 -> shop/api 8080',
      verdict: 'allow',
      sides: 'ingress bypass',
      trust: 'exempt',
      wire: 'plaintext, plaintext-only',
      pair: '192.0.2',
      list: [],
      also: { 'node:n2 -> shop/api 8080': 'deny' },
    },
  )

  // The row's `pending` needs the Calico dialect; that a staged policy decides nothing does not.
  example(
    15,
    'a staged Calico policy decides nothing',
    [
      shop,
      cart,
      api,
      object(
        'projectcalico.org/v3',
        'StagedGlobalNetworkPolicy',
        'deny',
        'spec: {types: [Ingress], ingress: [{action: Deny}]}',
      ),
    ],
    {
      ...onPort,
      sides: 'egress default-allow, ingress default-allow',
      trust: 'implicit: no/no/no',
      list: ['shop/cart[Deployment] => shop/api[Deployment] : All Connections'],
      settings: { engine: 'calico' },
    },
  )

  it('example 16: three pods of `cart`, one relabelled', () => {
    const track = (name: string, label: string): string =>
      pod(`shop/cart-${name}`, { labels: `app: cart, track: ${label}`, owner: 'Deployment/cart' })
    const session = open([
      shop,
      api,
      track('1', 'stable'),
      track('2', 'stable'),
      track('3', 'canary'),
      intoApi('{from: [{podSelector: {matchLabels: {track: stable}}}], ports: [{port: 8080}]}'),
    ])
    expect(between(session, 'shop/cart[Deployment]', 'shop/api[Deployment]')).toMatchObject([
      {
        verdict: 'allow',
        trustClass: 'partial',
        pillars: { authenticated: 'no', authorized: 'yes', encrypted: 'no' },
        pods: { allowed: 2, of: 3 },
        ports: [{ protocol: 'TCP', first: 8080, last: 8080 }],
      },
    ])
    expect(verdict(session, 'shop/cart -> shop/api 8080')).toBe('allow or deny')
  })
})
