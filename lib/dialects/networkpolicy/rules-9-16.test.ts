import { expect, it } from 'vitest'
import { namespace, networkPolicy, pod } from '../../../test/kit/manifests'
import { rule, world } from '../../../test/kit/rule'
import { causes, open, problems, verdict, verdicts } from '../../../test/kit/world'

const types = 'networking/v1 types.go'
const page = 'kubernetes.io, Network Policies'
const e2e = 'kubernetes e2e, network_policy.go'
const selectors = 'apimachinery, LabelSelector'

const cluster = [
  namespace('x', 'team: red'),
  namespace('y', 'team: blue'),
  namespace('z'),
  ...['x/a', 'x/b', 'y/b', 'y/c', 'z/b'].map(name => pod(name)),
]

/** A policy of `x` that lets these peers, and nobody else, into `app: a`. */
const from = (peers: string): string =>
  networkPolicy('x/p', `{podSelector: {matchLabels: {app: a}}, ingress: [{from: ${peers}}]}`)

/** A policy of `x` with these entries of `ports` for everybody's way into `app: a`. */
const ports = (entries: string): string =>
  networkPolicy('x/p', `{podSelector: {matchLabels: {app: a}}, ingress: [{ports: ${entries}}]}`)

/** Verdicts of everybody who asks `x/a` on port 80, in one line. */
const callers = ['x/b', 'y/b', 'y/c', 'z/b', 'internet'] as const
const table = (expected: string): Record<string, string> =>
  Object.fromEntries(expected.split(' ').map((word, i) => [`${callers[i]} -> x/a 80`, word]))

const b = '{matchLabels: {app: b}}'
const blue = '{matchLabels: {team: blue}}'

rule(
  9,
  'a port entry without a number means every port of its protocol; without a protocol it means TCP',
  `${types}, NetworkPolicyPort; ${e2e}`,
  () => {
    world('protocol alone', [...cluster, ports('[{protocol: UDP}]')], {
      'x/b -> x/a UDP 1': 'allow',
      'x/b -> x/a UDP 65535': 'allow',
      'x/b -> x/a 1': 'deny',
      'x/b -> x/a SCTP 1': 'deny',
    })
    for (const entry of ['{}', 'null', '{protocol: null}', '{port: null}'])
      world(`${entry} is all of TCP`, [...cluster, ports(`[${entry}]`)], {
        'x/b -> x/a 1': 'allow',
        'x/b -> x/a 65535': 'allow',
        'x/b -> x/a UDP 53': 'deny',
      })
    world('number alone', [...cluster, ports('[{port: 80}]')], {
      'x/b -> x/a 80': 'allow',
      'x/b -> x/a UDP 80': 'deny',
    })
  },
)

rule(
  10,
  'both selectors of one peer must match; two peers are alternatives',
  `${types}, NetworkPolicyPeer; ${page}`,
  () => {
    world(
      'one peer',
      [...cluster, from(`[{podSelector: ${b}, namespaceSelector: ${blue}}]`)],
      table('deny allow deny deny deny'),
    )
    world(
      'two peers',
      [...cluster, from(`[{podSelector: ${b}}, {namespaceSelector: ${blue}}]`)],
      table('allow allow allow deny deny'),
    )
  },
)

rule(
  11,
  'a podSelector alone means the own namespace, a namespaceSelector alone every pod there',
  `${types}, NetworkPolicyPeer`,
  () => {
    world('podSelector', [...cluster, from(`[{podSelector: ${b}}]`)], table('allow deny deny deny deny'))
    world('empty podSelector', [...cluster, from('[{podSelector: {}}]')], table('allow deny deny deny deny'))
    world(
      'namespaceSelector',
      [...cluster, from(`[{namespaceSelector: ${blue}}]`)],
      table('deny allow allow deny deny'),
    )
    world(
      'on the way out too',
      [...cluster, networkPolicy('x/p', `{policyTypes: [Egress], egress: [{to: [{podSelector: ${b}}]}]}`)],
      { 'x/a -> x/b 80': 'allow', 'x/a -> y/b 80': 'deny', 'x/b -> x/a 80': 'deny' },
    )
  },
)

rule(
  12,
  'an empty namespaceSelector means every namespace, the own one included; null means none was given',
  `${types}, NamespaceSelector`,
  () => {
    world(
      '{}',
      [...cluster, from(`[{podSelector: ${b}, namespaceSelector: {}}]`)],
      table('allow allow deny allow deny'),
    )
    world(
      '{} alone is every pod and nobody outside',
      [...cluster, from('[{namespaceSelector: {}}]')],
      table('allow allow allow allow deny'),
    )
    world(
      'null',
      [...cluster, from(`[{podSelector: ${b}, namespaceSelector: null}]`)],
      table('allow deny deny deny deny'),
    )
    world(
      'podSelector null',
      [...cluster, from(`[{podSelector: null, namespaceSelector: ${blue}}]`)],
      table('deny allow allow deny deny'),
    )
  },
)

rule(
  13,
  'a peer that is empty, or has an ipBlock beside a selector, makes the API server refuse the object',
  `${types}, NetworkPolicyPeer`,
  () => {
    const both = `{ipBlock: {cidr: 10.0.0.0/8}, podSelector: ${b}}`
    // Absent, everybody gets in; read with the peer matching nothing, nobody does.
    for (const peer of [
      '{}',
      'null',
      '{podSelector: null}',
      both,
      `{ipBlock: {cidr: 10.0.0.0/8}, namespaceSelector: {}}`,
    ])
      world(peer, [...cluster, from(`[${peer}]`)], table('unknown unknown unknown unknown unknown'))
    it('what another rule of the object allows stays open, and both are told', () => {
      const session = open([...cluster, from(`[{podSelector: ${b}}, ${both}]`)])
      expect(verdicts(session, table('allow unknown unknown unknown unknown'))).toEqual(
        table('allow unknown unknown unknown unknown'),
      )
      expect(problems(session)).toEqual([
        'bad-peer: spec.ingress[0].from[1]: `ipBlock` stands beside a selector; make two peers of them',
      ])
      expect(problems(open([...cluster, from('[{}]')]))).toEqual([
        'bad-peer: spec.ingress[0].from[0]: the peer is empty; name `podSelector`, `namespaceSelector` or `ipBlock`; to allow everybody leave the list out',
      ])
    })
    it('even ports that no reading of the peer opens are unknown, because the object may be absent', () => {
      const session = open([
        ...cluster,
        networkPolicy(
          'x/p',
          '{podSelector: {matchLabels: {app: a}}, ingress: [{from: [{}], ports: [{port: 80}]}]}',
        ),
      ])
      const answers = { 'x/b -> x/a 81': 'unknown', 'x/b -> x/a 80': 'unknown' }
      expect(verdicts(session, answers)).toEqual(answers)
    })
    it('an object that may be absent does not close what nothing else closes', () => {
      expect(causes(open([...cluster, from('[{}]')]), 'x/b -> x/a 80')).toBe(
        'egress default-allow, ingress unread',
      )
    })
  },
)

rule(
  14,
  'every namespace has the label kubernetes.io/metadata.name, whatever the manifests say',
  `${page}; ${e2e}`,
  () => {
    const byName = (name: string): string =>
      from(`[{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${name}}}}]`)
    world('declared without it', [...cluster, byName('y')], table('deny allow allow deny deny'))
    world('never declared', [pod('x/a'), pod('x/b'), pod('y/b'), byName('y')], {
      'y/b -> x/a 80': 'allow',
      'x/b -> x/a 80': 'deny',
    })
    it('is written over what a manifest says', () => {
      const session = open([namespace('y', 'kubernetes.io/metadata.name: z')])
      expect(session.inventory.namespaces.get('y')?.labels).toEqual(
        new Map([['kubernetes.io/metadata.name', 'y']]),
      )
    })
    world(
      'it cannot be forged',
      [
        namespace('x'),
        namespace('y', 'kubernetes.io/metadata.name: z'),
        namespace('z'),
        pod('x/a'),
        pod('y/b'),
        pod('z/b'),
        byName('z'),
      ],
      { 'y/b -> x/a 80': 'deny', 'z/b -> x/a 80': 'allow' },
    )
  },
)

rule(
  15,
  'NotIn and DoesNotExist match what lacks the key, In and Exists do not; all conditions are ANDed',
  selectors,
  () => {
    const labelled = [
      namespace('x'),
      pod('x/a'),
      pod('x/web', { labels: 'tier: web' }),
      pod('x/db', { labels: 'tier: db' }),
      pod('x/bare', { labels: 'other: label' }),
    ]
    const rows: [expressions: string, web: string, db: string, bare: string][] = [
      ['{key: tier, operator: In, values: [web]}', 'allow', 'deny', 'deny'],
      ['{key: tier, operator: In, values: [web, db]}', 'allow', 'allow', 'deny'],
      ['{key: tier, operator: NotIn, values: [web]}', 'deny', 'allow', 'allow'],
      ['{key: tier, operator: NotIn, values: [web, db]}', 'deny', 'deny', 'allow'],
      ['{key: tier, operator: Exists}', 'allow', 'allow', 'deny'],
      ['{key: tier, operator: DoesNotExist}', 'deny', 'deny', 'allow'],
      ['{key: tier, operator: Exists}, {key: tier, operator: NotIn, values: [web]}', 'deny', 'allow', 'deny'],
    ]
    it.each(rows)('%s', (expressions, web, db, bare) => {
      const session = open([...labelled, from(`[{podSelector: {matchExpressions: [${expressions}]}}]`)])
      const answers = ['web', 'db', 'bare'].map(name => verdict(session, `x/${name} -> x/a 80`))
      expect(answers).toEqual([web, db, bare])
    })
    world(
      'labels and expressions together',
      [
        ...cluster,
        from(
          `[{namespaceSelector: {}, podSelector: {matchLabels: {app: b}, matchExpressions: [{key: app, operator: NotIn, values: [b]}]}}]`,
        ),
      ],
      table('deny deny deny deny deny'),
    )
    world(
      'on namespaces, and on the policy itself',
      [
        ...cluster,
        networkPolicy(
          'x/p',
          `{podSelector: {matchExpressions: [{key: app, operator: In, values: [a, c]}]}, ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: team, operator: DoesNotExist}]}}]}]}`,
        ),
      ],
      { ...table('deny deny deny allow deny'), 'y/b -> x/b 80': 'allow' },
    )
  },
)

rule(
  16,
  'policies are additive: what one allows no other takes away, in whatever order they stand',
  page,
  () => {
    const deny = networkPolicy('x/a-deny', '{podSelector: {}}')
    const allowB = networkPolicy(
      'x/m',
      `{podSelector: {matchLabels: {app: a}}, ingress: [{from: [{podSelector: ${b}}], ports: [{port: 80}]}]}`,
    )
    const allowBlue = networkPolicy(
      'x/z',
      `{podSelector: {}, ingress: [{from: [{namespaceSelector: ${blue}}]}]}`,
    )
    for (const [title, policies] of [
      ['deny first', [deny, allowB, allowBlue]],
      ['deny last', [allowBlue, allowB, deny]],
    ] as const)
      world(title, [...cluster, ...policies], {
        ...table('allow allow allow deny deny'),
        'x/b -> x/a 81': 'deny',
        'y/b -> x/a 81': 'allow',
      })
  },
)
