import { describe, expect, it } from 'vitest'
import { ingress, service } from '../../test/kit/entries'
import { controller, networkPolicy, pod } from '../../test/kit/manifests'
import { surveyOf } from '../../test/kit/survey'
import { workloadsQuery } from '../api/workload-contract'
import { workloadsView, workloadView } from './workloads'

const survey = surveyOf([
  pod('data/kafka'),
  controller('Deployment', 'shop/web'),
  pod('shop/db-0', { labels: 'app: db', owner: 'StatefulSet/db' }),
  pod('shop/db-1', { labels: 'app: db', owner: 'StatefulSet/db' }),
  networkPolicy('shop/db', '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress, Egress]}'),
])

const keys = (query: Record<string, string> = {}): string[] =>
  workloadsView(survey, workloadsQuery.parse(query)).items.map(({ key }) => key)

describe('workloads', () => {
  it('come with most gaps first', () => {
    // kafka and web take in each other and the internet and reach it; db talks to nobody.
    expect(keys()).toEqual(['data/kafka[Pod]', 'shop/web[Deployment]', 'shop/db[StatefulSet]'])
  })

  it.each([
    [{ namespace: 'shop' }, ['shop/web[Deployment]', 'shop/db[StatefulSet]']],
    [{ namespace: 'toString' }, []],
    [{ q: 'STATEFUL' }, ['shop/db[StatefulSet]']],
    [{ q: 'a', namespace: 'data' }, ['data/kafka[Pod]']],
    [{ limit: '1' }, ['data/kafka[Pod]']],
  ])('are found by %j', (query, expected) => {
    expect(keys(query)).toEqual(expected)
  })

  it('are named where nothing is called so and some nearly are', () => {
    const near = (q: string) => workloadsView(survey, workloadsQuery.parse({ q })).near
    expect(near('kakfa')).toEqual(['data/kafka[Pod]'])
    expect(near('shpo/web')).toEqual(['shop/web[Deployment]'])
    expect(near('nothing-like-it')).toBeUndefined()
    expect(near('kafka'), 'it is there').toBeUndefined()
  })

  it('are counted beyond the limit', () => {
    expect(workloadsView(survey, workloadsQuery.parse({ limit: '1' })).total).toBe(3)
  })

  it('have their policies and both directions in the detail', () => {
    expect(workloadView(survey, 'shop/db[StatefulSet]')).toMatchObject({
      workload: { pods: 2, predicted: false, isolation: { ingress: 'yes', egress: 'yes' } },
      incoming: { implicit: 0 },
      outgoing: { implicit: 0 },
      policies: [{ kind: 'NetworkPolicy', namespace: 'shop', name: 'db' }],
    })
    expect(workloadView(survey, 'shop/web[Deployment]')).toMatchObject({
      workload: { pods: 1, predicted: true, counts: { implicit: 3 } },
      incoming: { implicit: 2 },
      outgoing: { implicit: 2 },
      policies: [],
    })
    expect(workloadView(survey, 'shop/nobody[Pod]')).toBeUndefined()
    expect(workloadView(survey, '__proto__')).toBeUndefined()
  })

  it('tell whom else they would accept and could reach, the first lines of many', () => {
    expect(workloadView(survey, 'shop/db[StatefulSet]')).toMatchObject({
      wouldAccept: { total: 0, items: [] },
      couldReach: { total: 0, items: [] },
    })
    expect(workloadView(survey, 'shop/web[Deployment]')).toMatchObject({
      wouldAccept: { total: 1, items: ['any pod of any namespace on every port'] },
    })
    const peers = Array.from({ length: 14 }, (_, at) => `{podSelector: {matchLabels: {app: p${at}}}}`)
    const many = surveyOf([
      pod('shop/db'),
      networkPolicy('shop/p', `{podSelector: {}, ingress: [{from: [${peers.join()}]}]}`),
    ])
    const { wouldAccept } = workloadView(many, 'shop/db[Pod]') ?? {}
    expect(wouldAccept?.total).toBe(14)
    expect(wouldAccept?.items).toHaveLength(12)
    expect(wouldAccept?.items[0]).toBe('pods app=p0 in shop (none exist yet) on every port')
  })

  it('tell their ways in, those of others left out and shut ones last', () => {
    const shut = networkPolicy('shop/p', '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}')
    const balancer = service('shop/db', '{port: 1}', 'type: NodePort, externalTrafficPolicy: Local')
    const entered = surveyOf([
      pod('shop/db'),
      pod('shop/web'),
      balancer,
      ingress('shop/db', 'db', 'number: 1'),
      service('shop/web', '{port: 80}', 'type: NodePort'),
      shut,
    ])
    expect(workloadView(entered, 'shop/db[Pod]')?.waysIn).toMatchObject({
      total: 2,
      items: [
        {
          object: { kind: 'Ingress', name: 'db' },
          port: 1,
          verdict: 'unknown',
          reason: 'own-node',
          doubts: [],
        },
        { object: { kind: 'Service', name: 'db' }, via: 'node-port', verdict: 'deny', reason: 'nobody' },
      ],
    })
    expect(workloadView(entered, 'shop/web[Pod]')?.waysIn.total).toBe(1)
    expect(workloadView(survey, 'shop/web[Deployment]')?.waysIn).toEqual({ total: 0, items: [] })
  })
})
