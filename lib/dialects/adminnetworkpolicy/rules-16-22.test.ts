import { describe, expect, it } from 'vitest'
import {
  adminNetworkPolicy,
  baselineAdminNetworkPolicy,
  clusterNetworkPolicy,
  labelledNode,
  namespace,
  networkPolicy,
  node,
  pod,
} from '../../../test/kit/manifests'
import { rule, world } from '../../../test/kit/rule'
import { causes, connections, explain, open, problems, verdict } from '../../../test/kit/world'
import type { SideTrace } from '../../model/explanation'
import { stepSentence } from '../../words/step'

const types = 'network-policy-api, v1alpha2 types'
const conformance = 'network-policy-api, conformance tests'

const cluster = [
  namespace('x'),
  pod('x/a', { ip: '10.0.0.1' }),
  pod('x/b', { ip: ['10.0.0.2', 'fd00::2'], ports: ['web:8080', 'dns:53/UDP'] }),
  pod('x/c', { ip: ['10.0.1.3', 'fd00::3'], ports: ['web:80'] }),
]

const a = '{matchLabels: {app: a}}'
const onA = `pods: {namespaceSelector: {}, podSelector: ${a}}`

/** An Admin policy with these rules for what leaves `app: a`. */
const egress = (...rules: readonly string[]): string =>
  clusterNetworkPolicy('p', `{tier: Admin, priority: 1, subject: {${onA}}, egress: [${rules.join(', ')}]}`)
const ingress = (...rules: readonly string[]): string =>
  clusterNetworkPolicy('p', `{tier: Admin, priority: 1, subject: {${onA}}, ingress: [${rules.join(', ')}]}`)
const to = (action: string, peer: string, rest = ''): string => `{action: ${action}, to: [${peer}]${rest}}`
const everywhere = 'networks: [0.0.0.0/0, "::/0"]'

rule(16, 'a selector that is missing is the empty one, where the object is there at all', types, () => {
  const deny = (pods: string): string => ingress(`{action: Deny, from: [{pods: ${pods}}]}`)
  const b = '{matchLabels: {app: b}}'
  world('namespaceSelector of ClusterNetworkPolicy', [...cluster, deny(`{podSelector: ${b}}`)], {
    'x/b -> x/a 80': 'deny',
    'x/c -> x/a 80': 'allow',
  })
  it.each([
    [deny('{namespaceSelector: {}}'), 'spec.ingress[0].from[0].pods.podSelector'],
    [
      adminNetworkPolicy(
        'p',
        `{priority: 1, subject: {${onA}}, ingress: [{action: Deny, from: [{pods: {podSelector: ${b}}}]}]}`,
      ),
      'spec.ingress[0].from[0].pods.namespaceSelector',
    ],
  ])('elsewhere the API server wants it', (policy, path) => {
    const session = open([...cluster, policy])
    expect(verdict(session, 'x/b -> x/a 80')).toBe('unknown')
    expect(problems(session)).toEqual([
      `missing-field: ${path}: is missing; write the selector; \`{}\` selects everything`,
    ])
  })
})

rule(17, 'host-network pods are no subject and no pod', types, () => {
  const host = pod('x/host', { labels: 'app: a', ip: '192.0.2.1', node: 'n1', hostNetwork: true })
  const deny = '{action: Deny, PEERS: [{namespaces: {}}, {pods: {podSelector: {}}}]}'
  world(
    'of a policy for everybody',
    [
      ...cluster,
      host,
      clusterNetworkPolicy(
        'p',
        `{tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [${deny.replace('PEERS', 'from')}], egress: [${deny.replace('PEERS', 'to')}]}`,
      ),
    ],
    { 'x/a -> x/b 80': 'deny', 'x/host -> x/a 80': 'allow', 'x/a -> x/host 80': 'allow' },
  )
})

rule(18, 'nodes mean the addresses of the selected nodes', `${types}; ${conformance}`, () => {
  const nodes = [labelledNode('n1', 'pool: web', '192.0.2.1'), labelledNode('n2', 'pool: db', '192.0.2.2')]
  const hosts = [
    pod('x/on-n1', { ip: '192.0.2.1', node: 'n1', hostNetwork: true }),
    pod('x/on-n2', { ip: '192.0.2.2', node: 'n2', hostNetwork: true }),
    pod('x/by-address', { ip: '192.0.2.1', hostNetwork: true }),
  ]
  const deny = (selector: string): string => egress(to('Deny', `{nodes: ${selector}}`))
  const web = deny('{matchLabels: {pool: web}}')
  world('by label, their host-network pods too', [...cluster, ...nodes, ...hosts, web], {
    'x/a -> node:n1 80': 'deny',
    'x/a -> 192.0.2.1 80': 'deny',
    'x/a -> node:n2 80': 'allow',
    'x/a -> x/on-n1 80': 'deny',
    'x/a -> x/on-n2 80': 'allow',
    'x/a -> x/by-address 80': 'deny',
    'x/a -> x/b 80': 'allow',
    'x/a -> 203.0.113.7 80': 'allow',
  })
  it('the list agrees', () => {
    const listed = connections(open([...cluster, ...nodes, ...hosts, web])).filter(line =>
      line.startsWith('x/a[Pod] => x/'),
    )
    expect(listed.map(line => line.split(' : ')[0]?.split('=> ')[1])).toEqual([
      'x/b[Pod]',
      'x/c[Pod]',
      'x/on-n2[Pod]',
    ])
  })
  it('pods of one workload on different nodes are told apart', () => {
    const owned = (name: string, at: string): string =>
      pod(name, { labels: 'app: agent', node: at, hostNetwork: true, owner: 'DaemonSet/agent' })
    const session = open([...cluster, ...nodes, owned('x/g1', 'n1'), owned('x/g2', 'n2'), web])
    expect(verdict(session, 'x/a -> x/agent 80')).toBe('allow or deny')
    const [connection] = session.connections.filter(
      ({ from, to: target }) =>
        from.kind === 'workload' &&
        from.key === 'x/a[Pod]' &&
        target.kind === 'workload' &&
        target.key === 'x/agent[DaemonSet]',
    )
    expect(connection?.pods).toEqual({ allowed: 1, of: 2 })
  })
  world('an empty selector means all of them', [...cluster, ...nodes, ...hosts, deny('{}')], {
    'x/a -> node:n1 80': 'deny',
    'x/a -> x/on-n2 80': 'deny',
    'x/a -> x/b 80': 'allow',
  })
  world(
    'a node of which nothing was given may have any label, and any address',
    [...cluster, pod('x/d', { node: 'n9' }), web],
    { 'x/a -> node:n9 80': 'unknown', 'x/a -> 203.0.113.7 80': 'unknown', 'x/a -> x/b 80': 'allow' },
  )
  world('a node without addresses may have any', [...cluster, node('n9'), web], {
    'x/a -> node:n9 80': 'allow',
    'x/a -> 203.0.113.7 80': 'unknown',
  })
})

rule(19, 'a pod reaches itself, its node reaches it, and the outside is no ingress peer', types, () => {
  const deny = clusterNetworkPolicy(
    'p',
    `{tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}], egress: [{action: Deny, to: [{${everywhere}}]}]}`,
  )
  world('', [...cluster, node('n1', '192.0.2.1'), pod('x/d', { ip: '10.0.0.4', node: 'n1' }), deny], {
    'x/a -> x/a 80': 'allow',
    'x/a -> x/b 80': 'deny',
    'node:n1 -> x/d 80': 'allow',
    'x/d -> node:n1 80': 'allow',
    '203.0.113.7 -> x/a 80': 'allow',
  })
})

rule(
  20,
  'a NetworkPolicy for the other direction leaves this one to the baseline',
  'KEP-2091 clarification',
  () => {
    const baseline = baselineAdminNetworkPolicy(
      `{subject: {${onA}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}`,
    )
    const policy = (directions: string): string =>
      networkPolicy('x/n', `{podSelector: ${a}, policyTypes: ${directions}, ingress: [{}], egress: [{}]}`)
    const side = (documents: readonly string[]): SideTrace | undefined =>
      explain(open([...cluster, ...documents]), 'x/b -> x/a 80').sides[1]
    const sentences = (documents: readonly string[]): string[] => {
      const found = side(documents)
      return (found?.steps ?? [])
        .filter(({ detail }) => detail.kind === 'other-direction')
        .map(step => (found ? stepSentence(step, found) : ''))
    }
    it('the baseline decides, and it is told', () => {
      const documents = [baseline, policy('[Egress]')]
      expect(side(documents)?.verdict).toBe('deny')
      expect(sentences(documents)).toEqual([
        'selects x/a for egress only, so the baseline decides about ingress; an engine that stops at any NetworkPolicy would not ask it',
      ])
    })
    it('nothing to tell where the NetworkPolicy decides this direction, or no baseline policy does', () => {
      expect(side([baseline, policy('[Ingress]')])?.verdict).toBe('allow')
      expect(sentences([baseline, policy('[Ingress]')])).toEqual([])
      expect(sentences([policy('[Egress]')])).toEqual([])
      const doubtful = networkPolicy(
        'x/n',
        `{podSelector: ${a}, policyTypes: [Ingress, Egress], ingress: [{}], colour: red}`,
      )
      expect(sentences([baseline, doubtful])).toEqual([])
      const first = ingress('{action: Accept, from: [{namespaces: {}}]}')
      expect(sentences([first, baseline, policy('[Egress]')])).toEqual([])
    })
  },
)

describe('rule 22: with the other analyzer’s compatibility', () => {
  const compat = { compat: 'netpol-analyzer', plane: 'network' } as const
  it('what the schema alone refuses stands', () => {
    const deny = ingress('{action: Deny, from: [{pods: {namespaceSelector: {}}}]}')
    expect(verdict(open([...cluster, deny], compat), 'x/b -> x/a 80')).toBe('deny')
  })
  it('networks mean no pods', () => {
    const deny = egress(to('Deny', '{networks: [0.0.0.0/0]}'))
    expect(verdict(open([...cluster, deny], compat), 'x/a -> x/b 80')).toBe('allow')
  })
  it('a policy that only passes protects', () => {
    const documents = [...cluster, ingress('{action: Pass, from: [{namespaces: {}}]}')]
    expect(open(documents, compat).isolation.get('x/a[Pod]')).toEqual({ ingress: 'yes', egress: 'no' })
    expect(open(documents).isolation.get('x/a[Pod]')).toEqual({ ingress: 'no', egress: 'no' })
  })
})

describe('what a policy does to its subject', () => {
  it('a deny limits, a pass does not', () => {
    const documents = [...cluster, egress(to('Deny', '{namespaces: {}}'))]
    expect(open(documents).isolation.get('x/a[Pod]')).toEqual({ ingress: 'no', egress: 'yes' })
  })
  it('a cause is explicit, and its rule is named', () => {
    const session = open([...cluster, egress(to('Pass', '{nodes: {}}'), to('Deny', '{namespaces: {}}'))])
    expect(causes(session, 'x/a -> x/b 80')).toBe('egress explicit-deny, ingress default-allow')
    expect(explain(session, 'x/a -> x/b 80').sides[0]?.reasons[0]).toMatchObject({
      dialect: 'adminnetworkpolicy',
      kind: 'ClusterNetworkPolicy',
      path: 'spec.egress[1]',
    })
  })
})
