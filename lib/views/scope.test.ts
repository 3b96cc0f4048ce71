import { describe, expect, it } from 'vitest'
import { controller, namespace, networkPolicy } from '../../test/kit/manifests'
import { surveyOf } from '../../test/kit/survey'
import { finish } from '../model/stepwise'
import { scopeView } from './scope'
import { total } from './tally'

const survey = surveyOf([
  namespace('shop'),
  namespace('data'),
  namespace('idle'),
  controller('Deployment', 'shop/web', { labels: 'app: web' }),
  controller('Deployment', 'shop/cart', { labels: 'app: cart' }),
  controller('StatefulSet', 'data/db', { labels: 'app: db' }),
  controller('Deployment', 'idle/shut', { labels: 'app: shut' }),
  networkPolicy('idle/deny', '{podSelector: {}, policyTypes: [Ingress, Egress]}'),
  networkPolicy('data/db', '{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}], egress: []}'),
])

const scope = (q = '', open: string[] = []) => finish(scopeView(survey, { class: [], q, hide: [], open }))
const names = (q: string) => scope(q).namespaces.map(({ name, workloads }) => `${name} ${workloads}`)

describe('the scope', () => {
  it('is everything without a filter, what is shut off too', () => {
    expect(names('')).toEqual(['data 1', 'idle 1', 'shop 2'])
    const { namespaces } = scope()
    const sum = namespaces.reduce((all, { counts }) => all + total(counts), 0)
    expect(sum).toBe(total(survey.session.tally.counts))
  })

  it('is what a filter leaves, with what it leaves of it', () => {
    expect(names('dst.workload = data/db')).toEqual(['data 1', 'shop 2'])
    expect(names('src.ns = shop and dst.ns = shop')).toEqual(['shop 2'])
    expect(
      total(scope('src.ns = shop and dst.ns = shop').namespaces[0]?.counts ?? survey.session.tally.counts),
    ).toBe(2)
    expect(names('port = 1 and not port = 1')).toEqual([])
  })

  it('finds by name what has no connection at all', () => {
    expect(names('shut')).toEqual(['idle 1'])
    expect(names('workload = shut')).toEqual([])
  })

  it('lists the workloads of what is open, gaps first', () => {
    const { open } = scope('', ['shop', 'nowhere', 'idle'])
    expect(
      open.map(({ namespace, total: all, items }) => [namespace, all, items.map(({ key }) => key)]),
    ).toEqual([
      ['shop', 2, ['shop/cart[Deployment]', 'shop/web[Deployment]']],
      ['idle', 1, ['idle/shut[Deployment]']],
    ])
  })

  it('counts as the filter says', () => {
    const { outside } = scope('kind = internet')
    expect(total(outside.internet)).toBeGreaterThan(0)
    expect(total(scope('crosses = namespaces').outside.internet)).toBe(0)
  })
})
