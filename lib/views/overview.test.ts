import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, object, pod } from '../../test/kit/manifests'
import { surveyOf } from '../../test/kit/survey'
import { analyzeWithPolicies } from '../analyze'
import type { Gap } from '../model/capture'
import { readExample } from '../sources/demo'
import { overviewView } from './overview'
import { survey } from './survey'

const overview = (documents: readonly string[]) => overviewView(surveyOf(documents))
const deny = (name: string): string =>
  networkPolicy(`${name}/default-deny`, '{podSelector: {}, policyTypes: [Ingress, Egress]}')

describe('policies that the engine is told not to enforce', () => {
  it.each(['policy-audit-mode: "true"', 'enable-policy: never'])('deny nothing by default: %s', setting => {
    const { namespaces } = overview([
      pod('shop/a'),
      deny('shop'),
      object('v1', 'ConfigMap', 'kube-system/cilium-config', `data: {${setting}}`),
    ])
    expect(namespaces.find(({ name }) => name === 'shop')).toMatchObject({
      isolated: 0,
      open: 1,
      defaultDeny: { ingress: 'no', egress: 'no' },
    })
  })
})

describe('what could not be listed', () => {
  const gap = (
    kind: string,
    namespace: string,
    why: 'forbidden' | 'timeout' | 'not-asked',
    name = '*',
  ): Gap => ({
    ...{ kind: 'unlisted', namespace, why, reason: 'the API server answers 403' },
    object: { group: 'networking.k8s.io', kind, namespace, name },
  })

  it('is counted by kind, without what nobody asked for and single objects', () => {
    const gaps = [
      gap('NetworkPolicy', 'a', 'forbidden'),
      gap('NetworkPolicy', 'b', 'timeout'),
      gap('Ingress', 'a', 'forbidden'),
      gap('Pod', 'c', 'not-asked'),
      gap('ConfigMap', 'a', 'forbidden', 'cilium-config'),
    ]
    expect(overviewView(surveyOf([pod('a/x')], {}, gaps)).missingKinds).toBe(2)
    expect(overview([pod('a/x')]).missingKinds).toBe(0)
  })
})

describe('headline', () => {
  it('says that nothing runs', () => {
    expect(overview([namespace('shop')]).headline).toEqual({ kind: 'no-workloads' })
  })

  it('says that nobody wrote a policy', () => {
    // a and b reach each other and, like the other way round, the internet.
    expect(overview([pod('shop/a'), pod('shop/b')]).headline).toEqual({
      kind: 'no-policies',
      workloads: 2,
      implicit: 2 + 4,
    })
  })

  it('does not say so where a policy could not be read', () => {
    const headline = overview([
      pod('shop/a'),
      pod('shop/b'),
      object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/p'),
    ]).headline
    expect(headline).toMatchObject({ kind: 'counts', implicit: 0 })
  })

  it('says that the textbook blocks itself, and by which object', async () => {
    const { session, policies } = analyzeWithPolicies(await readExample('textbook'))
    expect(overviewView(survey(session, policies)).headline).toEqual({
      kind: 'nothing-allowed',
      namespaces: ['production'],
      isolatedBy: [
        { group: 'networking.k8s.io', kind: 'NetworkPolicy', namespace: 'production', name: 'default-deny' },
      ],
      egressRules: false,
    })
  })

  it('knows whether any rule opens egress', () => {
    const documents = [
      pod('shop/a'),
      pod('shop/b'),
      deny('shop'),
      networkPolicy(
        'shop/out',
        '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: b}}}]}]}',
      ),
    ]
    expect(overview(documents).headline).toMatchObject({ kind: 'nothing-allowed', egressRules: true })
  })

  it('says that nearly everything is open where policies select next to nothing', () => {
    const shop = Array.from({ length: 9 }, (_, i) => pod(`shop/${'abcdefghi'.charAt(i)}`))
    const policy = networkPolicy('vault/in', '{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}')
    expect(overview([...shop, pod('vault/x'), policy]).headline).toEqual({
      kind: 'nearly-open',
      workloads: 10,
      open: 9,
      // Nine with each other and from vault, the internet to nine and from ten; nobody reaches the vault.
      total: 9 * 8 + 9 + 9 + 10,
      implicit: 9 * 8 + 9 + 9 + 10,
    })
    // Eight of nine are fewer than nine of ten.
    expect(overview([...shop.slice(1), pod('vault/x'), policy]).headline).toMatchObject({ kind: 'counts' })
  })

  it('counts as soon as some limited namespace talks', () => {
    const open = networkPolicy(
      'shop/open',
      '{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{}], egress: [{}]}',
    )
    expect(overview([pod('shop/a'), pod('shop/b'), open, pod('vault/x'), deny('vault')]).headline).toEqual({
      kind: 'counts',
      // a and b with each other, each with the internet both ways, by rules that name nobody.
      total: 6,
      implicit: 0,
      unknown: 0,
    })
  })
})

describe('overview', () => {
  const documents = [
    namespace('data'),
    namespace('empty'),
    pod('data/kafka'),
    pod('data/minio'),
    pod('shop/cart'),
    pod('shop/db', { labels: 'app: shop-db' }),
    networkPolicy('shop/out', '{podSelector: {}, policyTypes: [Egress]}'),
    networkPolicy('shop/db', '{podSelector: {matchLabels: {app: shop_db}}}'),
    networkPolicy('shop/cart', '{podSelector: {matchLabels: {app: cart}}}'),
  ]

  it('counts by namespace', () => {
    expect(overview(documents).namespaces).toEqual([
      {
        name: 'data',
        workloads: 2,
        isolated: 0,
        open: 2,
        defaultDeny: { ingress: 'no', egress: 'no' },
        // Each other, the internet both ways.
        counts: { implicit: 2 + 4, unknown: 0, partial: 0, verified: 0 },
      },
      {
        name: 'empty',
        workloads: 0,
        isolated: 0,
        open: 0,
        defaultDeny: { ingress: 'no', egress: 'no' },
        counts: { implicit: 0, unknown: 0, partial: 0, verified: 0 },
      },
      {
        name: 'shop',
        workloads: 2,
        isolated: 2,
        open: 1,
        defaultDeny: { ingress: 'no', egress: 'yes' },
        // shop/db takes in kafka, minio and the internet.
        counts: { implicit: 3, unknown: 0, partial: 0, verified: 0 },
      },
    ])
  })

  it('says where to start, the heaviest first', () => {
    expect(overview(documents).start).toEqual([
      { kind: 'no-default-deny', namespace: 'data', implicit: 4 },
      { kind: 'no-default-deny', namespace: 'shop', implicit: 3 },
      { kind: 'open-egress', namespace: 'data', implicit: 2 },
      {
        kind: 'near-miss',
        workload: 'shop/db[Pod]',
        policy: { group: 'networking.k8s.io', kind: 'NetworkPolicy', namespace: 'shop', name: 'db' },
        implicit: 2,
      },
    ])
  })

  it('does not start at a policy that some pod was meant by', () => {
    const near = (label: string) =>
      overview([
        pod('shop/web'),
        pod('shop/db', { labels: 'app: shop-db1' }),
        pod('shop/other', { labels: `app: ${label}` }),
        networkPolicy('shop/other', '{podSelector: {matchLabels: {app: shop-db2}}}'),
      ]).start.filter(({ kind }) => kind === 'near-miss')
    expect(near('shop-db2')).toEqual([])
    expect(near('something-else')).toHaveLength(1)
  })

  it('does not start at what no policy could close', () => {
    // Pods on the host network are governed by none.
    const start = (spec: string) =>
      overview([pod('shop/agent', { hostNetwork: true, node: 'n1' }), networkPolicy('shop/p', spec)]).start
    expect(start('{podSelector: {}, policyTypes: [Ingress, Egress]}')).toEqual([])
    expect(start('{podSelector: {}, policyTypes: [Ingress]}')).toEqual([
      { kind: 'open-egress', namespace: 'shop', implicit: 1 },
    ])
  })

  it('lists the problems that make verdicts unknown first', () => {
    const { problems } = overview([
      pod('shop/a'),
      networkPolicy('shop/idle', '{podSelector: {}, policyTypes: [Ingress], egress: [{}]}'),
      object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/p'),
    ])
    expect(problems.items.map(({ effect }) => effect)).toEqual(['unknown', 'none'])
    expect(problems).toMatchObject({ total: 2, unknown: 1 })
  })
})
