import { describe, expect, it } from 'vitest'
import { authorizationPolicy } from '../../test/kit/istio'
import { namespace, pod } from '../../test/kit/manifests'
import { meshPod, meshService, meshSettings, peerAuthentication } from '../../test/kit/mesh'
import { captureOf } from '../../test/kit/world'
import { analyze } from '../analyze'
import { identitiesQuery, type IdentityRow } from '../api/identity-contract'
import { defaultSettings } from '../model/settings'
import type { Session } from '../model/session'
import { describeIdentity, Governed, identityView, selectIdentities } from './identities'

const open = (documents: readonly string[]): Session => analyze(captureOf(documents), defaultSettings)

const shop = [
  namespace('shop', 'istio-injection: enabled'),
  namespace('data'),
  meshPod('shop/cart', 'sidecar'),
  meshPod('shop/api', 'sidecar', { account: 'default' }),
  meshPod('shop/web', 'sidecar', { account: 'default' }),
  meshPod('shop/lone', 'sidecar'),
  namespace('mint'),
  meshPod('mint/bank', 'sidecar'),
  meshService('mint/bank'),
  peerAuthentication('mint/strict', '{mtls: {mode: STRICT}}'),
  // Whoever may call the bank must prove who it is; of shop only cart may.
  authorizationPolicy(
    'mint/bank',
    '{rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/cart]}}]}]}',
  ),
  meshPod('shop/old', 'naked', { account: 'default' }),
  meshPod('data/etl', 'naked'),
  meshPod('data/cron', 'naked'),
  authorizationPolicy(
    'shop/api',
    '{selector: {matchLabels: {app: api}}, rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/cart]}}]}]}',
  ),
  authorizationPolicy(
    'shop/all',
    '{selector: {matchLabels: {app: web}}, rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/cart, cluster.local/ns/shop/sa/default]}}]}]}',
  ),
  authorizationPolicy('shop/no', '{action: DENY, rules: [{from: [{source: {namespaces: [shop]}}]}]}'),
]

const idOf = ({ id }: { readonly id: string }): string => id.replace('cluster.local/ns/', '')

const ask = (session: Session, query: Record<string, string> = {}) => {
  const { around, entries } = selectIdentities(session, identitiesQuery.parse(query))
  const governed = new Governed(session)
  return { ...around, rows: entries.map(each => describeIdentity(each, session, governed)) }
}

describe('a page of identities', () => {
  const session = open(shop)
  const row = (id: string): IdentityRow | undefined => ask(session).rows.find(each => idOf(each) === id)

  it('has those without one first, then shared ones, those that nobody demands, and the others', () => {
    const { rows, sections, counts, total } = ask(session)
    expect(rows.map(each => `${each.section} ${idOf(each)}`)).toEqual([
      'none no-identity/shop/not-captured',
      'none no-identity/data/outside',
      'shared shop/sa/default',
      'optional mint/sa/bank',
      'optional shop/sa/lone',
      'own shop/sa/cart',
    ])
    expect(sections).toEqual([
      { section: 'none', rows: 2 },
      { section: 'shared', rows: 1 },
      { section: 'optional', rows: 2 },
      { section: 'own', rows: 1 },
    ])
    expect(counts).toEqual({ all: 6, shared: 1, default: 2, unasked: 2, none: 2 })
    expect(total).toBe(6)
  })

  it('counts workloads of the cluster', () => {
    expect(ask(session)).toMatchObject({
      meshed: true,
      workloads: { presenting: 5, sharing: 2, optional: 2, own: 1, without: 3 },
      // No settings of the mesh are here.
      issuers: [{ kind: 'unknown' }],
      trustDomains: ['cluster.local'],
    })
  })

  it('says who is without and whether that is meant', () => {
    expect(row('no-identity/data/outside')).toMatchObject({
      why: 'outside',
      othersDo: false,
      workloads: [{ workload: 'data/cron[Pod]' }, { workload: 'data/etl[Pod]' }],
      workloadsTotal: 2,
      asDefault: 0,
    })
    expect(row('no-identity/shop/not-captured')).toMatchObject({ othersDo: true, asDefault: 1 })
  })

  it('counts the rules that name an identity and the workloads that they govern', () => {
    expect(row('shop/sa/cart')).toMatchObject({ acceptedBy: { rules: 3, workloads: 3 }, deniedBy: 1 })
    expect(row('shop/sa/lone')).toMatchObject({ acceptedBy: { rules: 0, workloads: 0 }, deniedBy: 1 })
    expect(row('shop/sa/default')).toMatchObject({
      isDefault: true,
      presentersTotal: 2,
      acceptedBy: { rules: 1, workloads: 1 },
    })
  })

  it.each([
    ['shared', ['shop/sa/default']],
    ['default', ['no-identity/shop/not-captured', 'shop/sa/default']],
    ['unasked', ['mint/sa/bank', 'shop/sa/lone']],
    ['none', ['no-identity/shop/not-captured', 'no-identity/data/outside']],
  ])('keeps what passes %s', (filter, ids) => {
    const { rows, total } = ask(session, { filter })
    expect(rows.map(idOf)).toEqual(ids)
    expect(total).toBe(ids.length)
  })

  it('has those of a namespace, counted for it alone, and is a page', () => {
    expect(ask(session, { namespace: 'data' })).toMatchObject({ total: 1, counts: { all: 1, none: 1 } })
    expect(ask(session, { offset: '1', limit: '2' }).rows.map(idOf)).toEqual([
      'no-identity/data/outside',
      'shop/sa/default',
    ])
  })

  it('knows no mesh where nobody presents an identity or is meant to', () => {
    expect(ask(open([pod('shop/a')])).meshed).toBe(false)
    expect(
      ask(open([namespace('shop', 'istio-injection: enabled'), meshPod('shop/a', 'naked')])).meshed,
    ).toBe(true)
  })
})

describe('one identity', () => {
  const session = open(shop)

  it('has the rules that name it, and whom each governs', () => {
    expect(identityView(session, 'cluster.local/ns/shop/sa/cart')).toMatchObject({
      row: { presenters: [{ workload: 'shop/cart[Pod]', pods: 1, of: 1, proxies: ['sidecar'] }] },
      accepted: [
        { object: { name: 'bank' }, workloads: ['mint/bank[Pod]'] },
        {
          object: { kind: 'AuthorizationPolicy', name: 'api' },
          path: ['spec', 'rules', 0, 'from', 0, 'source', 'principals'],
          by: 'account',
          workloads: ['shop/api[Pod]'],
          certain: true,
        },
        { object: { name: 'all' }, workloads: ['shop/web[Pod]'] },
      ],
      denied: [{ object: { name: 'no' }, by: 'namespace', text: 'shop', workloadsTotal: 4 }],
    })
  })

  it('is also a group of those who present none, named in full', () => {
    expect(identityView(session, 'no-identity/data/outside')).toMatchObject({
      row: { kind: 'none', workloadsTotal: 2 },
      accepted: [],
    })
  })

  it('is none that nobody presents', () => {
    expect(identityView(session, 'cluster.local/ns/shop/sa/nobody')).toBeUndefined()
  })
})

describe('what servers demand', () => {
  const mint = (...documents: readonly string[]): Session =>
    open([
      namespace('mint'),
      namespace('shop'),
      meshPod('shop/cart', 'sidecar'),
      meshService('mint/bank'),
      ...documents,
    ])
  const bank = meshPod('mint/bank', 'sidecar')
  const demanded = (session: Session): unknown =>
    ask(session).rows.find(({ id }) => id === 'cluster.local/ns/shop/sa/cart')

  it.each([
    ['takes whoever comes', [bank], 'no', 'optional'],
    [
      'takes plaintext as well',
      [bank, peerAuthentication('mint/some', '{mtls: {mode: PERMISSIVE}}')],
      'no',
      'optional',
    ],
    ['takes nobody without', [bank, peerAuthentication('mint/all', '{mtls: {mode: STRICT}}')], 'yes', 'own'],
    [
      'asks for it by name',
      [bank, authorizationPolicy('mint/a', '{rules: [{from: [{source: {principals: ["*"]}}]}]}')],
      'yes',
      'own',
    ],
    [
      'turns it away',
      [
        bank,
        peerAuthentication('mint/all', '{mtls: {mode: STRICT}}'),
        authorizationPolicy('mint/none', '{}'),
      ],
      'no',
      'optional',
    ],
    ['is in no mesh', [meshPod('mint/bank', 'naked')], 'no', 'optional'],
  ])('of one who may call a server that %s', (_, documents, answer, section) => {
    expect(demanded(mint(...documents))).toMatchObject({ demanded: answer, section })
  })

  it('is unknown where the settings of the mesh are', () => {
    const strict = peerAuthentication('mint/all', '{mtls: {mode: STRICT}}')
    expect(demanded(mint(bank, strict, meshSettings('trustDomain: [')))).toMatchObject({
      demanded: 'unknown',
      section: 'optional',
    })
  })

  it('and those who prove nothing count what is open at them', () => {
    const [row] = ask(mint(meshPod('mint/bank', 'naked', { ip: '10.0.0.7' }))).rows
    // From cart and from outside, and to the outside.
    expect(row).toMatchObject({ kind: 'none', implicit: 3 })
  })
})
