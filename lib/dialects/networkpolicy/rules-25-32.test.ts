import { expect, it } from 'vitest'
import { namespace, networkPolicy, node, object, pod } from '../../../test/kit/manifests'
import { rule, world } from '../../../test/kit/rule'
import {
  ask,
  between,
  causes,
  connections,
  explain,
  open,
  trust,
  verdict,
  verdicts,
} from '../../../test/kit/world'
import type { Settings } from '../../model/settings'

const types = 'networking/v1 types.go'
const page = 'kubernetes.io, Network Policies'
const e2e = 'kubernetes e2e, network_policy.go'

const intoA = (rest: string): string =>
  networkPolicy('x/into-a', `{podSelector: {matchLabels: {app: a}}, ingress: [${rest}]}`)

const denyAll = (name: string): string =>
  networkPolicy(name, '{podSelector: {}, policyTypes: [Ingress, Egress]}')

rule(
  25,
  'whether an ipBlock means pods by their address is the habit of the network engine',
  `${types}, IPBlock; ${e2e}; cilium issue 9209, calico issue 6634`,
  () => {
    const documents = [
      namespace('x'),
      pod('x/a'),
      pod('x/b', { ip: '10.0.0.2' }),
      pod('x/late'),
      intoA('{from: [{ipBlock: {cidr: 10.0.0.0/24}}]}'),
    ]
    const rows: [engine: Settings['engine'], addressed: string, addressless: string][] = [
      ['auto', 'allow', 'unknown'],
      ['kubernetes', 'allow', 'unknown'],
      ['calico', 'allow', 'unknown'],
      ['cilium', 'deny', 'deny'],
      ['none', 'allow', 'allow'],
    ]
    it.each(rows)('engine %s: %s with an address, %s without one yet', (engine, addressed, addressless) => {
      const session = open(documents, { engine })
      expect(verdict(session, 'x/b -> x/a 80')).toBe(addressed)
      expect(verdict(session, 'x/late -> x/a 80')).toBe(addressless)
      expect(verdict(session, '10.0.0.9 -> x/a 80')).toBe('allow')
      expect(verdict(session, '192.0.2.9 -> x/a 80')).toBe(engine === 'none' ? 'allow' : 'deny')
    })
    it('where no engine was seen, the connection says that it depends', () => {
      const [connection] = between(open(documents), 'x/b[Pod]', 'x/a[Pod]')
      expect(connection).toMatchObject({ verdict: 'allow', engineDependent: true })
      expect(explain(open(documents), 'x/b -> x/a 80').engineDependent).toBe(true)
      expect(between(open(documents, { engine: 'calico' }), 'x/b[Pod]', 'x/a[Pod]')).toMatchObject([
        { engineDependent: false },
      ])
    })
    it('a pod without an address is surely inside what holds every private range, or where it was said to come from', () => {
      const wide = [...documents.slice(0, -1), intoA('{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}')]
      expect(verdict(open(wide), 'x/late -> x/a 80')).toBe('allow')
      const far = [...documents.slice(0, -1), intoA('{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}')]
      expect(verdict(open(far), 'x/late -> x/a 80')).toBe('deny')
      const podCIDRs = [{ family: 4, first: 0x0a000000n, last: 0x0a00000fn }] as const
      expect(verdict(open(documents, { podCIDRs }), 'x/late -> x/a 80')).toBe('allow')
    })
    it('where pods get their addresses says nothing of a host-network pod that has none yet', () => {
      const podCIDRs = [{ family: 4, first: 0x0a000000n, last: 0x0a00000fn }] as const
      const host = [...documents, pod('x/host', { hostNetwork: true })]
      expect(verdict(open(host, { podCIDRs }), 'x/late -> x/a 80')).toBe('allow')
      expect(verdict(open(host, { podCIDRs }), 'x/host -> x/a 80')).toBe('unknown')
    })
  },
)

rule(
  26,
  'ipBlock 0.0.0.0/0 is not everybody: no pods under Cilium, and no IPv6',
  'cilium issue 14497; kubernetes.io, Network Policies',
  () => {
    const documents = [
      namespace('x'),
      pod('x/a'),
      pod('x/b', { ip: '10.0.0.2' }),
      intoA('{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}'),
    ]
    world(
      'kubernetes',
      documents,
      {
        'x/b -> x/a 80': 'allow',
        '203.0.113.9 -> x/a 80': 'allow',
        '2001:db8::1 -> x/a 80': 'deny',
        '::5 -> x/a 80': 'deny',
        'internet -> x/a 80': 'allow or deny',
      },
      { engine: 'kubernetes' },
    )
    world(
      'cilium',
      documents,
      { 'x/b -> x/a 80': 'deny', '203.0.113.9 -> x/a 80': 'allow' },
      { engine: 'cilium' },
    )
    world(
      'to allow everybody, leave the peers out',
      [...documents.slice(0, -1), intoA('{}')],
      {
        'x/b -> x/a 80': 'allow',
        '2001:db8::1 -> x/a 80': 'allow',
      },
      { engine: 'cilium' },
    )
  },
)

rule(
  27,
  'no policy selects a host-network pod, as subject or as peer; it speaks with the address of its node',
  page,
  () => {
    const host = pod('x/host', { labels: 'app: host', hostNetwork: true, ip: '192.0.2.1', node: 'n1' })
    const others = [
      namespace('x'),
      pod('x/a', { node: 'n2', ip: '10.0.0.1' }),
      pod('x/b', { node: 'n2', ip: '10.0.0.2' }),
    ]
    it('as subject: both its sides are bypassed', () => {
      const session = open([...others, host, denyAll('x/deny')])
      expect(causes(session, 'x/a -> x/host 80')).toBe('egress default-deny, ingress bypass')
      expect(causes(session, 'x/host -> x/a 80')).toBe('egress bypass, ingress default-deny')
      expect(session.isolation.get('x/host[Pod]')).toEqual({ ingress: 'no', egress: 'no' })
    })
    world(
      'as peer of a podSelector or namespaceSelector: never',
      [...others, host, intoA('{from: [{podSelector: {}}, {namespaceSelector: {}}]}')],
      {
        'x/b -> x/a 80': 'allow',
        'x/host -> x/a 80': 'deny',
      },
    )
    world(
      'as peer of an ipBlock: by the address of its node',
      [...others, host, intoA('{from: [{ipBlock: {cidr: 192.0.2.1/32}}]}')],
      {
        'x/host -> x/a 80': 'allow',
        'x/b -> x/a 80': 'deny',
      },
    )
    world('as anybody', [...others, host, intoA('{}')], { 'x/host -> x/a 80': 'allow' })
    it('nobody can police the far end, so the own egress is judged', () => {
      expect(trust(open([...others, host]), 'x/a -> x/host 80')).toBe('implicit: no/no/no')
      const careful = networkPolicy(
        'x/p',
        '{policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 192.0.2.1/32}}], ports: [{port: 80}]}]}',
      )
      expect(trust(open([...others, host, careful]), 'x/a -> x/host 80')).toBe('partial: no/partial/no')
    })
  },
)

rule(
  28,
  'a node always reaches the pods that run on it, and they it; other nodes are addresses like any',
  `${types}, NetworkPolicyIngressRule; ${page}`,
  () => {
    const documents = [
      namespace('x'),
      node('n1', '192.0.2.1'),
      node('n2', '192.0.2.2'),
      pod('x/a', { node: 'n1', ip: '10.0.0.1' }),
      pod('x/agent', { node: 'n1', hostNetwork: true, ip: '192.0.2.1' }),
      pod('x/far-agent', { node: 'n2', hostNetwork: true, ip: '192.0.2.2' }),
      denyAll('x/deny'),
    ]
    const table = {
      'node:n1 -> x/a 80': 'allow',
      'x/a -> node:n1 80': 'allow',
      '192.0.2.1 -> x/a 80': 'allow',
      'node:n2 -> x/a 80': 'deny',
      'x/a -> node:n2 80': 'deny',
      'x/agent -> x/a 80': 'allow',
      'x/a -> x/agent 80': 'allow',
      'x/far-agent -> x/a 80': 'deny',
      'x/a -> x/far-agent 80': 'deny',
    }
    world('under default deny', documents, table)
    it('is a bypass without a class, and not listed', () => {
      const session = open(documents)
      expect(causes(session, 'node:n1 -> x/a 80')).toBe('ingress bypass')
      expect(trust(session, 'node:n1 -> x/a 80')).toBe('exempt')
      expect(trust(session, 'x/agent -> x/a 80')).toBe('exempt')
      expect(connections(session).filter(line => line.includes('x/a[Pod]'))).toEqual([])
    })
    world(
      'another node is let in by its address',
      [...documents, intoA('{from: [{ipBlock: {cidr: 192.0.2.2/32}}]}')],
      {
        'node:n2 -> x/a 80': 'allow',
        'x/far-agent -> x/a 80': 'allow',
      },
    )
    world(
      'a pod that is on no node yet is exempt from nothing',
      [namespace('x'), node('n1', '192.0.2.1'), pod('x/a'), denyAll('x/deny')],
      {
        'node:n1 -> x/a 80': 'deny',
      },
    )
  },
)

rule(29, 'a pod cannot block itself', `${page}; kubernetes issue 95879`, () => {
  const documents = [namespace('x'), pod('x/a', { ip: '10.0.0.1' }), denyAll('x/deny')]
  world('by its name, and by its own address', documents, {
    'x/a -> x/a 80': 'allow',
    '10.0.0.1 -> x/a 80': 'allow',
  })
  it('is a bypass without a class', () => {
    expect(causes(open(documents), 'x/a -> x/a 80')).toBe('egress bypass, ingress bypass')
    expect(trust(open(documents), 'x/a -> x/a 80')).toBe('exempt')
  })
})

rule(
  30,
  'a pod that has ended holds no address: it is neither subject nor peer; a pending one is',
  'antrea issue 6507, kube-router issue 1056, linkerd2 issue 5412',
  () => {
    it.each(['Succeeded', 'Failed'])('%s', phase => {
      const session = open([
        namespace('x'),
        pod('x/a'),
        pod('x/done', { phase, ip: '10.0.0.9' }),
        denyAll('x/deny'),
      ])
      expect(session.inventory.pods.map(({ name }) => name)).toEqual(['a'])
      expect(verdict(session, '10.0.0.9 -> x/a 80')).toBe('deny')
      expect(() => verdict(session, 'x/done -> x/a 80')).toThrow('no workload or pod `done`')
    })
    it('its address may be another pod’s by now', () => {
      const session = open([
        namespace('x'),
        pod('x/done', { phase: 'Succeeded', ip: '10.0.0.9' }),
        pod('x/a'),
        pod('x/b', { ip: '10.0.0.9' }),
        intoA('{from: [{podSelector: {matchLabels: {app: b}}}]}'),
      ])
      expect(session.problems).toEqual([])
      expect(verdict(session, '10.0.0.9 -> x/a 80')).toBe('allow')
    })
    it.each(['Pending', 'Running', 'Unknown'])('%s stays', phase => {
      const session = open([
        namespace('x'),
        pod('x/a'),
        pod('x/b', { phase }),
        intoA('{from: [{podSelector: {matchLabels: {app: b}}}]}'),
      ])
      expect(connections(session)).toContain('x/b[Pod] => x/a[Pod] : All Connections')
    })
  },
)

rule(31, 'replies need no rule, and are no connection of their own', page, () => {
  it('a client that nobody may call gets its answers', () => {
    const session = open([
      namespace('x'),
      pod('x/client'),
      pod('x/server'),
      networkPolicy('x/client', '{podSelector: {matchLabels: {app: client}}, policyTypes: [Ingress]}'),
      networkPolicy('x/server', '{podSelector: {matchLabels: {app: server}}, policyTypes: [Egress]}'),
    ])
    expect(connections(session)).toEqual(['x/client[Pod] => x/server[Pod] : All Connections'])
    expect(verdict(session, 'x/server -> x/client 80')).toBe('deny')
  })
})

rule(
  32,
  'what a Service or load balancer does to addresses is undefined, so verdicts are about the pods behind it',
  page,
  () => {
    const pods = [namespace('x'), pod('x/a', { ip: '10.0.0.1' }), pod('x/b', { ip: '10.0.0.2' })]
    const policy = networkPolicy(
      'x/p',
      '{podSelector: {matchLabels: {app: b}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.96.0.10/32}}]}]}',
    )
    it('a Service changes no verdict', () => {
      const service = object(
        'v1',
        'Service',
        'x/a',
        'spec: {type: LoadBalancer, clusterIP: 10.96.0.10, selector: {app: a}, ports: [{port: 80}]}',
      )
      for (const policies of [[], [policy], [intoA('{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}')]]) {
        const [without, with_] = [open([...pods, ...policies]), open([...pods, ...policies, service])]
        expect(with_.connections).toEqual(without.connections)
      }
    })
    it('a block that holds the address of the Service opens no pod', () => {
      expect(verdicts(open([...pods, policy]), { 'x/b -> x/a 80': '' })).toEqual({ 'x/b -> x/a 80': 'deny' })
      expect(ask(open([...pods, policy]), 'x/b -> 10.96.0.10 80')).toHaveLength(1)
    })
  },
)
