import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, pod } from '../../test/kit/manifests'
import { surveyOf } from '../../test/kit/survey'
import { readExample } from '../sources/demo'
import { analyzeWithPolicies } from '../analyze'
import { survey } from './survey'

const deny = networkPolicy('shop/default-deny', '{podSelector: {}, policyTypes: [Ingress, Egress]}')
const fromApi = networkPolicy(
  'shop/db',
  '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 5432}]}]}',
)
const pods = [namespace('shop'), pod('shop/api'), pod('shop/db', { ports: ['pg:5432'] })]

/** `from -> to port: side that allows, side that denies, by whom`. */
const found = (documents: readonly string[]): string[] =>
  surveyOf(documents).blocked.items.map(
    ({ from, to, protocol, port, allowedAt, allowedBy, deniedAt, deniedBy }) =>
      `${from} -> ${to} ${protocol} ${port}: ${allowedAt} by ${allowedBy.name}, not ${deniedAt} by ${deniedBy.name}`,
  )

describe('pairs that are meant to be connected and are not', () => {
  it('are found at the closed end', () => {
    expect(found([...pods, deny, fromApi])).toEqual([
      'shop/api[Pod] -> shop/db[Pod] TCP 5432: ingress by db, not egress by default-deny',
    ])
  })

  it('are found by what the source may do', () => {
    const toDb = networkPolicy(
      'shop/api',
      '{podSelector: {matchLabels: {app: api}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: pg}]}]}',
    )
    expect(found([...pods, deny, toDb])).toEqual([
      'shop/api[Pod] -> shop/db[Pod] TCP 5432: egress by api, not ingress by default-deny',
    ])
    expect(found([...pods, deny, toDb, fromApi])).toEqual([])
  })

  it.each([
    ['a connection that is open', [...pods, fromApi]],
    [
      'a rule that names nobody',
      [
        ...pods,
        deny,
        networkPolicy(
          'shop/db',
          '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {}}]}]}',
        ),
      ],
    ],
    [
      'a rule that names itself',
      [
        ...pods,
        deny,
        networkPolicy(
          'shop/db',
          '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: db}}}]}]}',
        ),
      ],
    ],
  ])('are none for %s', (_, documents) => {
    expect(found(documents)).toEqual([])
  })

  it('are found where only some pods of a workload are kept apart', () => {
    const replica = (name: string, labels: string): string =>
      pod(`shop/${name}`, { labels, owner: 'StatefulSet/api' })
    const closed = networkPolicy(
      'shop/closed',
      '{podSelector: {matchLabels: {closed: yes-it-is}}, policyTypes: [Egress]}',
    )
    expect(
      found([
        namespace('shop'),
        replica('api-0', 'app: api'),
        replica('api-1', 'app: api, closed: yes-it-is'),
        pod('shop/db', { ports: ['pg:5432'] }),
        closed,
        fromApi,
      ]),
    ).toEqual(['shop/api[StatefulSet] -> shop/db[Pod] TCP 5432: ingress by db, not egress by closed'])
  })

  it('are what the textbook example is about', async () => {
    const { session, policies } = analyzeWithPolicies(await readExample('textbook'))
    const { items, complete } = survey(session, policies).blocked
    expect(complete).toBe(true)
    expect(items).toMatchObject([
      {
        from: 'production/api[Deployment]',
        to: 'production/database[StatefulSet]',
        port: 5432,
        allowedBy: { name: 'allow-api-to-db' },
        deniedAt: 'egress',
        deniedBy: {
          kind: 'NetworkPolicy',
          namespace: 'production',
          name: 'default-deny',
          cause: 'default-deny',
        },
      },
    ])
  })
})
