import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, object, pod } from '../../test/kit/manifests'
import { surveyOf } from '../../test/kit/survey'
import { overviewView } from './overview'

/** Three open pods and one that takes TCP 5432 from `api` only. */
const shop = [
  namespace('shop'),
  pod('shop/web'),
  pod('shop/api'),
  pod('shop/db', { ports: ['pg:5432'] }),
  pod('shop/job'),
  networkPolicy(
    'shop/db',
    '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: pg}]}]}',
  ),
]

describe('tally', () => {
  it('counts pairs and classes, all addresses outside as one end', () => {
    const { counts, anyone, internet, reach } = surveyOf(shop).session.tally
    // web, api and job take in each other and db: 3 × 3. db takes in api alone.
    // Everybody reaches the internet (4), which reaches web, api and job (3).
    expect(counts).toEqual({ implicit: 9 + 4 + 3, unknown: 0, partial: 1, verified: 0 })
    expect(anyone).toEqual({ implicit: 9, unknown: 0, partial: 0, verified: 0 })
    expect(internet).toEqual({ implicit: 7, unknown: 0, partial: 0, verified: 0 })
    expect(reach).toEqual({ incoming: 3, outgoing: 4 })
  })

  it('gives every connection to one owner: the destination, or the source of what leaves', () => {
    const { byWorkload, counts } = surveyOf(shop).session.tally
    expect(byWorkload.get('shop/db[Pod]')).toMatchObject({
      owned: { implicit: 1, unknown: 0, partial: 1, verified: 0 },
      incoming: { implicit: 0, unknown: 0, partial: 1, verified: 0 },
      outgoing: { implicit: 3 + 1, unknown: 0, partial: 0, verified: 0 },
    })
    // From web, job, db and the internet, and to the internet.
    expect(byWorkload.get('shop/api[Pod]')?.owned.implicit).toBe(5)
    const owned = [...byWorkload.values()].reduce(
      (sum, one) => sum + one.owned.implicit + one.owned.partial,
      0,
    )
    expect(owned).toBe(counts.implicit + counts.partial)
  })

  it('counts a pair once per class that it has', () => {
    const split = networkPolicy(
      'shop/db',
      '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 5432}]}, {from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 9000}]}]}',
    )
    const before = surveyOf([pod('shop/api'), pod('shop/db'), networkPolicy('shop/db', '{podSelector: {}}')])
    const after = surveyOf([
      pod('shop/api'),
      pod('shop/db'),
      networkPolicy('shop/all', '{podSelector: {}}'),
      split,
    ])
    expect(before.session.tally.counts).toEqual({ implicit: 2, unknown: 0, partial: 0, verified: 0 })
    expect(after.session.tally.counts).toEqual({ implicit: 2, unknown: 0, partial: 1, verified: 0 })
  })

  it('takes a workload for open as soon as some of its pods are', () => {
    const replica = (name: string, labels: string): string =>
      pod(`shop/${name}`, { labels, owner: 'StatefulSet/db' })
    const survey = surveyOf([
      pod('shop/web', { labels: 'app: web' }),
      replica('db-0', 'app: db'),
      replica('db-1', 'app: db, closed: indeed'),
      networkPolicy('shop/closed', '{podSelector: {matchLabels: {closed: indeed}}}'),
    ])
    expect(survey.session.isolation.get('shop/db[StatefulSet]')?.ingress).toBe('partly')
    // web into db through the open pod, and db into web.
    expect(survey.session.tally.anyone.implicit).toBe(2)
    expect(overviewView(survey).namespaces).toMatchObject([{ name: 'shop', isolated: 1, open: 1 }])
  })

  it('never counts what an unread policy may close as implicit or safe', () => {
    const { counts, anyone } = surveyOf([
      pod('shop/web'),
      pod('shop/api'),
      object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/p'),
    ]).session.tally
    expect(counts.unknown).toBeGreaterThan(0)
    expect(counts.partial + counts.verified).toBe(0)
    expect(anyone).toEqual({ implicit: 0, unknown: 0, partial: 0, verified: 0 })
  })
})
