import { expect, it } from 'vitest'
import { controller, namespace, networkPolicy, node, object, pod } from '../../../test/kit/manifests'
import { rule, world } from '../../../test/kit/rule'
import {
  between,
  causes,
  connections,
  explain,
  open,
  problems,
  verdict,
  verdicts,
} from '../../../test/kit/world'
import type { Gap } from '../../model/capture'

const page = 'kubernetes.io, Network Policies'

const intoA = (rest: string): string =>
  networkPolicy('x/into-a', `{podSelector: {matchLabels: {app: a}}, ingress: [${rest}]}`)

const denyAll = (name: string): string =>
  networkPolicy(name, '{podSelector: {}, policyTypes: [Ingress, Egress]}')

rule(
  33,
  'policies are judged per IP family: what allows IPv4 leaves IPv6 shut',
  'kubernetes.io, IPv4/IPv6 dual-stack; networking/v1 types.go, IPBlock',
  () => {
    const both = ['10.0.0.2', 'fd00::2']
    const cluster = [
      namespace('x'),
      pod('x/a', { ip: ['10.0.0.1', 'fd00::1'] }),
      pod('x/a6', { labels: 'app: a', ip: 'fd00::6' }),
      pod('x/b', { ip: both }),
      pod('x/b6', { ip: 'fd00::26' }),
    ]
    world('toward addresses outside', [...cluster, intoA('{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}')], {
      '203.0.113.9 -> x/a 80': 'allow',
      '2001:db8::9 -> x/a 80': 'deny',
    })
    world(
      'between pods, by the families that both have',
      [...cluster, intoA('{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}')],
      {
        'x/b -> x/a 80': 'allow',
        'x/b -> x/a6 80': 'deny',
        'x/b6 -> x/a 80': 'deny',
        'x/b6 -> x/a6 80': 'deny',
      },
    )
    world(
      'an IPv6 block is the mirror of it',
      [...cluster, intoA('{from: [{ipBlock: {cidr: "fd00::/64", except: ["fd00::26/128"]}}]}')],
      {
        'x/b -> x/a 80': 'allow',
        'x/b -> x/a6 80': 'allow',
        'x/b6 -> x/a 80': 'deny',
        '10.0.0.2 -> x/a 80': 'allow',
        '10.0.0.99 -> x/a 80': 'deny',
      },
    )
    world('labels know no family', [...cluster, intoA('{from: [{podSelector: {}}]}')], {
      'x/b -> x/a6 80': 'allow',
      'x/b6 -> x/a 80': 'allow',
    })
    it('both ends on different families share the egress of one and the ingress of the same', () => {
      const session = open([
        ...cluster,
        intoA('{from: [{ipBlock: {cidr: "fd00::/64"}}]}'),
        networkPolicy(
          'x/out',
          '{podSelector: {matchLabels: {app: b}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}',
        ),
      ])
      // IPv4 may leave and not arrive, IPv6 may arrive and not leave.
      expect(verdict(session, 'x/b -> x/a 80')).toBe('deny')
    })
  },
)

rule(
  34,
  'where the labels of a namespace are hidden, selectors over them are undecided, not unmatched',
  'skyhook-io/radar, Undecidable',
  () => {
    const dark: Gap = { kind: 'namespace-labels', namespace: 'dark', reason: 'forbidden' }
    const cluster = [namespace('x'), namespace('lit', 'team: a'), pod('x/a'), pod('dark/b'), pod('lit/b')]
    const select = (selector: string): string => intoA(`{from: [{namespaceSelector: ${selector}}]}`)
    const rows: [selector: string, dark: string, lit: string][] = [
      ['{matchLabels: {team: a}}', 'unknown', 'allow'],
      ['{matchLabels: {team: b}}', 'unknown', 'deny'],
      ['{matchExpressions: [{key: team, operator: Exists}]}', 'unknown', 'allow'],
      ['{matchExpressions: [{key: team, operator: DoesNotExist}]}', 'unknown', 'deny'],
      ['{matchExpressions: [{key: team, operator: NotIn, values: [a]}]}', 'unknown', 'deny'],
      ['{matchLabels: {kubernetes.io/metadata.name: dark}}', 'allow', 'deny'],
      ['{matchLabels: {kubernetes.io/metadata.name: lit}}', 'deny', 'allow'],
      ['{matchLabels: {team: a, kubernetes.io/metadata.name: lit}}', 'deny', 'allow'],
      ['{}', 'allow', 'allow'],
    ]
    it.each(rows)('%s: the hidden one %s, the other %s', (selector, hidden, seen) => {
      const session = open([...cluster, select(selector)], {}, [dark])
      const table = { 'dark/b -> x/a 80': hidden, 'lit/b -> x/a 80': seen }
      expect(verdicts(session, table)).toEqual(table)
      expect(session.incomplete).toBe(true)
    })
    it('labels are hidden on its pods’ peers, not on its own policies', () => {
      const session = open(
        [
          pod('dark/a'),
          pod('dark/b'),
          networkPolicy('dark/p', '{ingress: [{from: [{podSelector: {matchLabels: {app: b}}}]}]}'),
        ],
        {},
        [dark],
      )
      expect(verdict(session, 'dark/b -> dark/a 80')).toBe('allow')
    })
  },
)

rule(35, 'where the network engine enforces no NetworkPolicy, policies have no effect', page, () => {
  it('engine none: everything is open, and says why', () => {
    const session = open([namespace('x'), pod('x/a'), pod('x/b'), denyAll('x/deny')], { engine: 'none' })
    expect(connections(session)).toEqual([
      'x/a[Pod] => x/b[Pod] : All Connections',
      'x/b[Pod] => x/a[Pod] : All Connections',
    ])
    expect(causes(session, 'x/b -> x/a 80')).toBe('egress not-enforced, ingress not-enforced')
    expect(explain(session, 'x/b -> x/a 80').trustClass).toBe('implicit')
    expect(session.isolation.get('x/a[Pod]')).toEqual({ ingress: 'no', egress: 'no' })
  })
})

rule(
  36,
  'pods that are not ready, or are being deleted, still hold their address',
  'kubernetes, pod lifecycle',
  () => {
    world(
      'a terminating pod',
      [
        namespace('x'),
        pod('x/a'),
        pod('x/b', { deleting: true, ip: '10.0.0.2' }),
        intoA('{from: [{podSelector: {matchLabels: {app: b}}}]}'),
      ],
      {
        'x/b -> x/a 80': 'allow',
        '10.0.0.2 -> x/a 80': 'allow',
        'x/a -> x/b 80': 'allow',
      },
    )
  },
)

rule(
  37,
  'the exemption of the own node holds under every network engine',
  'cilium allow-localhost; calico DefaultEndpointToHostAction',
  () => {
    for (const engine of ['kubernetes', 'calico', 'cilium'] as const)
      world(
        engine,
        [namespace('x'), node('n1', '192.0.2.1'), pod('x/a', { node: 'n1' }), denyAll('x/deny')],
        { 'node:n1 -> x/a 80': 'allow' },
        { engine },
      )
  },
)

rule(
  38,
  'replicas are pods of their own: a workload may be shut off from itself',
  'np-guard netpol-analyzer omits it',
  () => {
    const replicas = ['x/a-1', 'x/a-2'].map(name => pod(name, { labels: 'app: a', owner: 'ReplicaSet/a' }))
    it('is asked of pairs of different pods, and not listed', () => {
      const session = open([namespace('x'), ...replicas, denyAll('x/deny')])
      expect(verdict(session, 'x/a -> x/a 80')).toBe('deny')
      expect(verdict(session, 'x/a-1 -> x/a-2 80')).toBe('deny')
      expect(verdict(session, 'x/a-1 -> x/a-1 80')).toBe('allow')
      expect(connections(open([namespace('x'), ...replicas]))).toEqual([])
      expect(verdict(open([namespace('x'), ...replicas]), 'x/a -> x/a 80')).toBe('allow')
    })
  },
)

rule(
  39,
  'pods of one owner whose labels differ are told apart',
  'np-guard netpol-analyzer refuses them',
  () => {
    const cart = (name: string, track: string): string =>
      pod(name, { labels: `app: cart, track: ${track}`, owner: 'ReplicaSet/cart' })
    const cluster = [
      namespace('x'),
      pod('x/a'),
      cart('x/cart-1', 'stable'),
      cart('x/cart-2', 'stable'),
      cart('x/cart-3', 'canary'),
    ]
    const stable = intoA('{from: [{podSelector: {matchLabels: {track: stable}}}]}')
    it('ports are those that some pair may use, with the share of pairs', () => {
      const session = open([...cluster, stable])
      expect(between(session, 'x/cart[ReplicaSet]', 'x/a[Pod]')).toMatchObject([
        { verdict: 'allow', pods: { allowed: 2, of: 3 } },
      ])
      expect(verdict(session, 'x/cart -> x/a 80')).toBe('allow or deny')
      expect(verdict(session, 'x/cart-3 -> x/a 80')).toBe('deny')
    })
    it('as subjects too', () => {
      const canary = networkPolicy('x/p', '{podSelector: {matchLabels: {track: canary}}}')
      const session = open([...cluster, canary])
      expect(between(session, 'x/a[Pod]', 'x/cart[ReplicaSet]')).toMatchObject([
        { pods: { allowed: 2, of: 3 } },
      ])
      expect(session.isolation.get('x/cart[ReplicaSet]')).toEqual({ ingress: 'partly', egress: 'no' })
    })
    it('a difference that no policy looks at makes none', () => {
      expect(between(open(cluster), 'x/cart[ReplicaSet]', 'x/a[Pod]')).toMatchObject([
        { pods: { allowed: 3, of: 3 } },
      ])
    })
  },
)

rule(
  40,
  'of an object that is given twice the later one counts, and that is told',
  'np-guard netpol-analyzer refuses it; kubectl apply',
  () => {
    const shut = networkPolicy('x/p', '{podSelector: {}}')
    const wide = networkPolicy('x/p', '{podSelector: {}, ingress: [{}]}')
    const cluster = [namespace('x'), pod('x/a'), pod('x/b')]
    it('policies', () => {
      expect(verdict(open([...cluster, shut, wide]), 'x/b -> x/a 80')).toBe('allow')
      expect(verdict(open([...cluster, wide, shut]), 'x/b -> x/a 80')).toBe('deny')
      expect(problems(open([...cluster, shut, wide]))).toEqual([
        expect.stringMatching(/^given-twice: .*NetworkPolicy x\/p/),
      ])
    })
    it('pods and workloads', () => {
      const session = open([
        ...cluster,
        pod('x/b', { labels: 'app: c' }),
        controller('Deployment', 'x/d'),
        controller('Deployment', 'x/d'),
      ])
      expect(session.inventory.workloads.map(({ key }) => key)).toEqual([
        'x/a[Pod]',
        'x/b[Pod]',
        'x/d[Deployment]',
      ])
      expect(session.inventory.pods.find(({ name }) => name === 'b')?.labels.get('app')).toBe('c')
      expect(session.problems.map(({ code }) => code)).toEqual(['given-twice', 'given-twice'])
    })
    it('one name in two namespaces, or of two kinds, is not twice', () => {
      const session = open([
        namespace('x'),
        pod('x/a'),
        pod('y/a'),
        object('v1', 'Service', 'x/a'),
        controller('Deployment', 'x/a'),
      ])
      expect(session.problems).toEqual([])
    })
  },
)
