import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, pod } from '../../test/kit/manifests'
import { explain, open } from '../../test/kit/world'
import { pathText } from '../model/object'
import { areSimilar } from './near-miss'

/** `egress|ingress NAME path: detail`, one line per near miss of `shop/web -> shop/api 80`. */
function misses(documents: readonly string[], question = 'shop/web -> shop/api 80'): string[] {
  return explain(open(documents), question).sides.flatMap(({ direction, steps }) =>
    steps
      .filter(({ role }) => role === 'near-miss')
      .map(({ object, path, detail }) => {
        const said =
          detail.kind === 'near-subject'
            ? `wants ${detail.wants}${detail.nobody ? ', which nobody has' : ''}; has ${detail.has}`
            : detail.kind === 'near-peer'
              ? `peer ${detail.wants}; has ${detail.has}, by ${detail.because}`
              : detail.kind === 'near-port'
                ? `ports ${detail.wants}; asked ${detail.asked}`
                : detail.kind
        return `${direction} ${object?.name} ${pathText(path ?? [])}: ${said}`
      }),
  )
}

const cluster = [
  namespace('shop'),
  namespace('other'),
  pod('shop/web'),
  pod('shop/api', { labels: 'app: api, tier: backend' }),
]

const policy = (rest: string, name = 'shop/p'): string => networkPolicy(name, rest)
const onApi = (ingress: string): string =>
  policy(`{podSelector: {matchLabels: {app: api}}, ingress: [${ingress}]}`)

describe('a policy that would govern the pod but for its selector', () => {
  const rows: readonly [title: string, spec: string, expected: readonly string[]][] = [
    [
      'another case',
      '{podSelector: {matchLabels: {app: API}}}',
      ['ingress p spec.podSelector.matchLabels.app: wants app=API, which nobody has; has app=api'],
    ],
    [
      'a separator',
      '{podSelector: {matchLabels: {tier: back-end}}}',
      [
        'ingress p spec.podSelector.matchLabels.tier: wants tier=back-end, which nobody has; has tier=backend',
      ],
    ],
    [
      'a letter',
      '{podSelector: {matchLabels: {tier: backed}}}',
      ['ingress p spec.podSelector.matchLabels.tier: wants tier=backed, which nobody has; has tier=backend'],
    ],
    [
      'a longer name that nobody has',
      '{podSelector: {matchLabels: {app: api-server}}}',
      ['ingress p spec.podSelector.matchLabels.app: wants app=api-server, which nobody has; has app=api'],
    ],
    [
      'only one of two conditions',
      '{podSelector: {matchLabels: {app: api, tier: backed}}}',
      ['ingress p spec.podSelector.matchLabels.tier: wants tier=backed, which nobody has; has tier=backend'],
    ],
    [
      'an expression',
      '{podSelector: {matchExpressions: [{key: tier, operator: In, values: [front, backed]}]}}',
      [
        'ingress p spec.podSelector.matchExpressions[0]: wants tier in (front, backed), which nobody has; has tier=backend',
      ],
    ],
    ['two conditions are no slip', '{podSelector: {matchLabels: {app: API, tier: backed}}}', []],
    ['another name is no slip', '{podSelector: {matchLabels: {app: database}}}', []],
    ['a key that the pod lacks is no slip', '{podSelector: {matchLabels: {apps: api}}}', []],
    [
      'an exclusion is no slip',
      '{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [api]}]}}',
      [],
    ],
    [
      'a policy that speaks only about the other direction',
      '{podSelector: {matchLabels: {app: API}}, policyTypes: [Egress]}',
      [],
    ],
  ]
  it.each(rows)('%s', (_, spec, expected) => {
    expect(misses([...cluster, policy(spec)])).toEqual(expected)
  })

  it('a value that others have is a slip only if it is nearly the pod’s', () => {
    const others = [...cluster, pod('shop/backed', { labels: 'tier: backed' }), pod('shop/api-server')]
    expect(misses([...others, policy('{podSelector: {matchLabels: {tier: backed}}}')])).toEqual([
      'ingress p spec.podSelector.matchLabels.tier: wants tier=backed; has tier=backend',
    ])
    expect(misses([...others, policy('{podSelector: {matchLabels: {app: api-server}}}')])).toEqual([])
  })

  it('a policy in another namespace that selects nobody there', () => {
    expect(misses([...cluster, policy('{podSelector: {matchLabels: {app: api}}}', 'other/p')])).toEqual([
      'ingress p spec.podSelector: wants namespace other, which nobody has; has namespace shop',
    ])
    expect(
      misses([...cluster, pod('other/api'), policy('{podSelector: {matchLabels: {app: api}}}', 'other/p')]),
    ).toEqual([])
    expect(misses([...cluster, policy('{podSelector: {}}', 'other/p')])).toEqual([])
  })

  it('on the way out too', () => {
    expect(
      misses([...cluster, policy('{podSelector: {matchLabels: {app: Web}}, policyTypes: [Egress]}')]),
    ).toEqual(['egress p spec.podSelector.matchLabels.app: wants app=Web, which nobody has; has app=web'])
  })
})

describe('a rule that would let the peer in but for one thing', () => {
  const rows: readonly [title: string, rule: string, expected: readonly string[]][] = [
    [
      'a label that nobody has and that holds the pod’s',
      '{from: [{podSelector: {matchLabels: {app: webb}}}], ports: [{port: 80}]}',
      [
        'ingress p spec.ingress[0].from[0].podSelector.matchLabels.app: peer pods app=webb in shop; has app=web, by label',
      ],
    ],
    [
      'a label of another case',
      '{from: [{podSelector: {matchLabels: {app: WEB}}}], ports: [{port: 80}]}',
      [
        'ingress p spec.ingress[0].from[0].podSelector.matchLabels.app: peer pods app=WEB in shop; has app=web, by label',
      ],
    ],
    [
      'the port',
      '{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 8080}, {port: 53, protocol: UDP}]}',
      ['ingress p spec.ingress[0].ports: ports TCP 8080, UDP 53; asked TCP 80'],
    ],
    [
      'both the label and the port',
      '{from: [{podSelector: {matchLabels: {app: WEB}}}], ports: [{port: 8080}]}',
      [],
    ],
    ['a stranger', '{from: [{podSelector: {matchLabels: {app: database}}}], ports: [{port: 80}]}', []],
  ]
  it.each(rows)('%s', (_, rule, expected) => {
    expect(misses([...cluster, onApi(rule)])).toEqual(expected)
  })

  it('a forgotten namespaceSelector', () => {
    const documents = [
      ...cluster,
      pod('other/web'),
      onApi('{from: [{podSelector: {matchLabels: {app: web}}}]}'),
    ]
    expect(misses(documents, 'other/web -> shop/api 80')).toEqual([
      'ingress p spec.ingress[0].from[0]: peer pods app=web in shop; has namespace other, by namespace',
    ])
  })

  it('the namespace does not have the label that the rule wants', () => {
    const documents = [
      ...cluster,
      onApi(
        '{from: [{podSelector: {matchLabels: {app: web}}, namespaceSelector: {matchLabels: {team: a}}}]}',
      ),
    ]
    expect(misses(documents)).toEqual([
      'ingress p spec.ingress[0].from[0]: peer pods app=web in namespaces team=a; has namespace shop, by namespace',
    ])
  })

  it('none where the rule lets the peer in', () => {
    expect(
      misses([...cluster, onApi('{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 80}]}')]),
    ).toEqual([])
  })
})

describe('what looks alike', () => {
  const rows: readonly [a: string, b: string, alike: boolean][] = [
    ['ledger-db', 'ledgerdb', true],
    ['Ledger_DB', 'ledger.db', true],
    ['ledger-db', 'ledgre-db', true],
    ['frontend', 'frontends', true],
    ['payment-service', 'paymnt-servce', true],
    ['cart', 'card', true],
    ['cat', 'car', false],
    ['cart', 'dart2', false],
    ['web', 'api', false],
    ['v1', 'v2', false],
    ['frontend', 'backend', false],
    ['', '', true],
  ]
  it.each(rows)('%s and %s: %s', (a, b, alike) => {
    expect(areSimilar(a, b)).toBe(alike)
    expect(areSimilar(b, a)).toBe(alike)
  })
})
