import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, node, pod } from '../../test/kit/manifests'
import { surveyOf } from '../../test/kit/survey'
import { resolveEndpoints } from '../engine/resolve'
import type { Endpoint } from '../model/session'
import { explainView } from './explain'
import type { Survey } from './survey'

const shop = surveyOf([
  namespace('shop'),
  node('n1', '192.0.2.1'),
  pod('shop/web'),
  pod('shop/db', { ports: ['pg:5432'], labels: 'app: shop-db' }),
  networkPolicy('shop/default-deny', '{podSelector: {}, policyTypes: [Ingress]}'),
  networkPolicy(
    'shop/db',
    '{podSelector: {matchLabels: {app: shop-db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: pg}]}]}',
  ),
  networkPolicy('shop/typo', '{podSelector: {matchLabels: {app: shop_db}}, ingress: [{}]}'),
])

function end(survey: Survey, text: string): Endpoint {
  const found = resolveEndpoints(survey.session.inventory, text)
  if (found.kind === 'unresolved') throw new Error(found.message)
  return found
}

const explain = (survey: Survey, from: string, to: string, port: number | string) =>
  explainView(survey, { from: end(survey, from), to: end(survey, to), protocol: 'TCP', port })

describe('explain', () => {
  it('answers for the pair and lists its connections', () => {
    const { from, to, kinds, answers, connections } = explain(shop, 'shop/web', 'shop/db', 'pg')
    expect([from, to, kinds]).toEqual(['shop/web[Pod]', 'shop/db[Pod]', 1])
    expect(answers[0]).toMatchObject({ pairs: 1, explanation: { verdict: 'allow', port: 5432 } })
    expect(connections).toMatchObject([{ ports: 'TCP 5432', trustClass: 'partial' }])
  })

  it('answers for a block of addresses by the parts of it that policies tell apart', () => {
    const survey = surveyOf([
      pod('shop/web'),
      networkPolicy(
        'shop/web',
        '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/25}}]}], egress: [], policyTypes: [Ingress]}',
      ),
    ])
    const facts = (from: string) => {
      const { answers, connections } = explain(survey, from, 'shop/web', 80)
      return [answers.map(({ explanation }) => explanation.verdict), connections.length]
    }
    expect(facts('203.0.113.0/24'), 'one half is let in').toEqual([['allow', 'deny'], 1])
    expect(facts('203.0.113.0/26')).toEqual([['allow'], 1])
    expect(facts('203.0.113.128/25')).toEqual([['deny'], 0])
    // Each address of a part is judged as the part is.
    expect(facts('203.0.113.7')).toEqual(facts('203.0.113.0/26'))
    expect(facts('203.0.113.200')).toEqual(facts('203.0.113.128/25'))
  })

  it('answers for anyone by kinds of pods, the most open first, and never for a pod with itself', () => {
    const { from, answers, connections } = explain(shop, 'anyone', 'shop/db', 5432)
    expect(from).toBe('anyone')
    expect(answers.map(({ explanation }) => [explanation.from, explanation.verdict])).toEqual([
      ['shop/web', 'allow'],
    ])
    expect(
      explain(shop, 'anyone', 'shop/web', 80).answers.map(({ explanation }) => explanation.verdict),
    ).toEqual(['deny'])
    expect(connections, 'those are the table').toEqual([])
  })

  it('lists every object once in its strongest role, with the places that matter', () => {
    const objects = (port: number) =>
      explain(shop, 'shop/web', 'shop/db', port).objects.map(({ ref, role, paths }) => [
        ref.name,
        role,
        paths,
      ])
    expect(objects(5432)).toEqual([
      ['db', 'decided', [['spec', 'ingress', 0]]],
      ['typo', 'near-miss', [['spec', 'podSelector', 'matchLabels', 'app']]],
      ['default-deny', 'considered', [['spec', 'policyTypes', 0]]],
    ])
    // The same policy isolates, and would allow on another port.
    expect(objects(80)[0]).toEqual(['db', 'decided', [['spec', 'ingress']]])
    expect(objects(80)[1]).toEqual(['default-deny', 'decided', [['spec', 'policyTypes', 0]]])
  })

  it('finds the connections of an address in its range, and of the internet in all of them', () => {
    const survey = surveyOf([
      pod('shop/web'),
      networkPolicy(
        'shop/web',
        '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 198.51.100.0/24}}]}]}',
      ),
    ])
    expect(explain(survey, 'shop/web', '198.51.100.7', 443).connections).toHaveLength(1)
    expect(explain(survey, 'shop/web', '203.0.113.7', 443).connections).toHaveLength(0)
    expect(explain(survey, 'shop/web', 'internet', 443).connections).toHaveLength(1)
    expect(explain(survey, 'shop/web', 'internet', 443).answers.length).toBeGreaterThan(1)
  })

  it('has no connections to list for a node', () => {
    expect(explain(shop, 'node:n1', 'shop/db', 5432)).toMatchObject({ connections: [], kinds: 1 })
  })

  it('explains the most open kinds of pod pairs only, and says how many there are', () => {
    const replicas = Array.from({ length: 30 }, (_, at) =>
      pod(`shop/api-${at}`, { labels: `app: api, at: "${at}"`, owner: 'StatefulSet/api' }),
    )
    const survey = surveyOf([
      pod('shop/web'),
      ...replicas,
      networkPolicy('shop/api', '{podSelector: {matchLabels: {at: "29"}}, ingress: []}'),
      networkPolicy(
        'shop/keys',
        '{podSelector: {matchExpressions: [{key: at, operator: Exists}]}, policyTypes: [Egress]}',
      ),
    ])
    const { kinds, answers } = explain(survey, 'shop/web', 'shop/api', 80)
    expect(kinds).toBe(30)
    expect(answers).toHaveLength(20)
    expect(answers.every(({ explanation }) => explanation.verdict === 'allow')).toBe(true)
  })
})
