import { describe, expect, it } from 'vitest'
import { controller, namespace, networkPolicy, node, pod } from './manifests'
import { ask, between, causes, connections, explain, open, problems, trust, verdict, verdicts } from './world'

const session = open([
  namespace('shop', 'team: a'),
  node('n1', '192.0.2.1'),
  pod('shop/cart', { ip: ['10.0.0.7', 'fd00::7'] }),
  pod('shop/api', { labels: 'app: api', ports: ['web:8080', 'dns:53/UDP'] }),
  controller('Deployment', 'shop/web'),
  networkPolicy(
    'shop/api',
    '{podSelector: {matchLabels: {app: api}}, ingress: [{from: [{podSelector: {matchLabels: {app: cart}}}], ports: [{port: web}]}]}',
  ),
])

describe('the kit', () => {
  it('reads YAML as files are read', () => {
    expect(session.problems).toEqual([])
    expect(session.inventory.workloads.map(({ key }) => key)).toEqual([
      'shop/api[Pod]',
      'shop/cart[Pod]',
      'shop/web[Deployment]',
    ])
    expect(session.inventory.namespaces.get('shop')?.labels.get('team')).toBe('a')
    expect(session.inventory.nodes[0]?.addresses).toHaveLength(1)
  })

  it('asks by number, name, protocol and none', () => {
    const table = {
      'shop/cart -> shop/api 8080': 'allow',
      'shop/cart -> shop/api TCP 8080': 'allow',
      'shop/cart -> shop/api web': 'allow',
      'shop/cart -> shop/api': 'allow',
      'shop/cart -> shop/api 80': 'deny',
      'shop/cart -> shop/api UDP 8080': 'deny',
      'shop/cart -> shop/api UDP': 'deny',
      'shop/cart -> shop/api UDP dns': 'deny',
      'shop/cart -> shop/api UDP web': 'no answer',
      'shop/web -> shop/api 8080': 'deny',
      'shop/cart -> shop/api ICMP': 'unknown',
      'internet -> shop/cart 80': 'allow',
    }
    expect(verdicts(session, table)).toEqual(table)
  })

  it('says causes, trust and lines', () => {
    expect(causes(session, 'shop/cart -> shop/api 8080')).toBe('egress default-allow, ingress explicit-allow')
    expect(trust(session, 'shop/cart -> shop/api 8080')).toBe('partial: no/yes/no')
    expect(connections(session)).toEqual([
      'shop/api[Pod] => shop/cart[Pod] : All Connections',
      'shop/api[Pod] => shop/web[Deployment] : All Connections',
      'shop/cart[Pod] => shop/api[Pod] : TCP 8080',
      'shop/cart[Pod] => shop/web[Deployment] : All Connections',
      'shop/web[Deployment] => shop/cart[Pod] : All Connections',
    ])
    expect(connections(session, { outside: true })).toContain(
      '0.0.0.0-255.255.255.255[External] => shop/cart[Pod] : All Connections',
    )
    expect(between(session, 'shop/cart[Pod]', 'shop/api[Pod]')).toHaveLength(1)
  })

  it('fails loudly', () => {
    expect(() => verdict(session, 'shop/cart shop/api')).toThrow('write `a -> b 80`')
    expect(() => verdict(session, 'shop/crat -> shop/api')).toThrow('no workload or pod `crat`')
    expect(() => explain(session, 'shop/cart -> shop/api UDP web')).toThrow('no answer')
    expect(ask(session, 'shop/cart -> shop/api UDP web')).toEqual([])
    expect(problems(open([pod('shop/a'), networkPolicy('shop/p', '[]')]))).toHaveLength(1)
  })
})
