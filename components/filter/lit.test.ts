import { describe, expect, it } from 'vitest'
import { controller, namespace, networkPolicy } from '@/test/kit/manifests'
import { meshPod, meshService } from '@/test/kit/mesh'
import { surveyOf } from '@/test/kit/survey'
import { connectionsQuery } from '@/lib/api/connection-contract'
import { lenses } from '@/lib/model/filter'
import { finish } from '@/lib/model/stepwise'
import { selectRows } from '@/lib/views/connections'
import { lensesView } from '@/lib/views/lenses'
import { factsOf } from '@/lib/views/row'
import { isLit } from './lit'
import { totalOf } from './lens-words'

const survey = surveyOf([
  namespace('shop'),
  namespace('data'),
  controller('Deployment', 'shop/web', { labels: 'app: web' }),
  controller('Deployment', 'shop/cart', { labels: 'app: cart' }),
  controller('StatefulSet', 'data/db', { labels: 'app: db' }),
  meshPod('shop/vault', 'sidecar'),
  meshPod('shop/keys', 'sidecar'),
  meshService('shop/vault'),
  networkPolicy(
    'shop/vault',
    '{podSelector: {matchLabels: {app: vault}}, ingress: [{from: [{podSelector: {matchLabels: {app: keys}}}], ports: [{port: 8080}]}]}',
  ),
  networkPolicy('data/db', '{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}], egress: []}'),
  networkPolicy(
    'shop/odd',
    '{podSelector: {matchLabels: {app: cart}}, ingress: [{from: [{ipBlock: {cidr: nonsense}}]}]}',
  ),
])

const rows = selectRows(survey, {}, connectionsQuery.parse({ limit: 500 })).rows.map(row =>
  factsOf(row, survey),
)
const pairOf = ({ from, to, trustClass }: (typeof rows)[number]): string =>
  JSON.stringify([from.kind === 'workload' && from.key, to.kind === 'workload' && to.key, trustClass])

describe('the rows that a lens lights', () => {
  it.each(lenses)('are those that the server counts: %s', lens => {
    const lit = new Set(rows.filter(row => isLit(lens, row)).map(pairOf))
    const counted = finish(lensesView(survey, { class: [], q: '', hide: [] })).lenses.find(
      ({ name }) => name === lens,
    )
    expect(lit.size).toBeGreaterThan(0)
    expect(lit.size).toBeLessThan(new Set(rows.map(pairOf)).size)
    expect(lit.size).toBe(counted && totalOf(counted.counts))
  })

  it('are all where there is no lens', () => {
    expect(rows.every(row => isLit(null, row))).toBe(true)
  })
})
