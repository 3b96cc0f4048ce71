import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, object, pod } from '../../test/kit/manifests'
import { captureOf } from '../../test/kit/world'
import { analyze } from '../analyze'
import { policiesQuery } from '../api/policy-contract'
import { refText, type ObjectRef } from '../model/object'
import type { Settings } from '../model/settings'
import { defaultSettings } from '../model/settings'
import { objectIndex } from './object'
import { describePolicy, policyView, selectPolicies, type PolicySource } from './policies'

function sourceOf(documents: readonly string[], settings: Partial<Settings> = {}): PolicySource {
  const capture = captureOf(documents)
  return {
    session: analyze(capture, { ...defaultSettings, ...settings }),
    objects: objectIndex(capture.objects),
  }
}

const documents = [
  namespace('x'),
  pod('x/web', { ports: ['http:8080'] }),
  pod('x/api'),
  pod('y/db'),
  networkPolicy('x/deny', '{}'),
  networkPolicy('x/typo', '{podSelector: {matchLabels: {app: webb}}}'),
  networkPolicy(
    'x/name',
    '{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: htpp}]}]}',
  ),
  networkPolicy(
    'x/peer',
    '{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {matchLabels: {app: apo}}}], ports: [{port: http}]}]}',
  ),
  networkPolicy('y/a', '{ingress: [{from: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 1}]}]}'),
  networkPolicy('y/b', '{ingress: [{from: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 1}]}]}'),
  object('security.istio.io/v1', 'AuthorizationPolicy', 'x/mesh'),
]

const ask = (source: PolicySource, query: Record<string, string> = {}) => {
  const { around, reports } = selectPolicies(source.session, policiesQuery.parse(query))
  return { ...around, names: reports.map(({ object: { name } }) => name) }
}

describe('a page of policies', () => {
  const source = sourceOf(documents)

  it('has the objects of a filter, with the counts of all filters', () => {
    const counts = { all: 7, 'matches-nothing': 4, 'not-enforced': 0, shadowed: 1 }
    expect(ask(source)).toMatchObject({
      total: 7,
      counts,
      namespaces: ['x', 'y'],
      names: ['deny', 'name', 'peer', 'typo', 'a', 'b', 'mesh'],
    })
    expect(ask(source, { filter: 'matches-nothing' })).toMatchObject({
      total: 4,
      counts,
      // Nobody is in a mesh.
      names: ['name', 'peer', 'typo', 'mesh'],
    })
    expect(ask(source, { filter: 'shadowed' })).toMatchObject({ total: 1, names: ['b'] })
  })

  it('knows what nobody enforces', () => {
    const off = sourceOf(documents, { engine: 'none' })
    expect(ask(off, { filter: 'not-enforced' }).names).toEqual(['deny', 'name', 'peer', 'typo', 'a', 'b'])
  })

  it('has the objects of a namespace, counted for it alone', () => {
    expect(ask(source, { namespace: 'y' })).toMatchObject({
      total: 2,
      counts: { all: 2, shadowed: 1 },
      names: ['a', 'b'],
    })
    expect(ask(source, { namespace: 'nowhere' })).toMatchObject({ total: 0, tiers: [], names: [] })
  })

  it('has the tiers in order, each with its objects and its place among all of its plane', () => {
    const unplaced = sourceOf([...documents, object('cilium.io/v2', 'CiliumNetworkPolicy', 'x/c')])
    expect(ask(unplaced).tiers).toMatchObject([
      { plane: 'network', name: 'unplaced', position: 1, objects: 1 },
      { plane: 'network', name: 'networkpolicy', position: 2, objects: 6 },
      { plane: 'authorization', name: 'mesh', position: 1, objects: 1 },
    ])
    expect(ask(unplaced, { filter: 'shadowed' }).tiers).toMatchObject([
      { name: 'networkpolicy', position: 2, objects: 1 },
    ])
  })

  it('is a page', () => {
    expect(ask(source, { offset: '2', limit: '2' })).toMatchObject({
      total: 7,
      offset: 2,
      names: ['peer', 'typo'],
    })
  })
})

describe('one policy', () => {
  const source = sourceOf(documents)
  const ref = (name: string, group = 'networking.k8s.io', kind = 'NetworkPolicy'): ObjectRef => ({
    group,
    kind,
    namespace: 'x',
    name,
  })

  it('says whom it could select, whom it selects and what it decides', () => {
    expect(policyView(source, ref('deny'))).toMatchObject({
      reach: { workloads: 2, namespace: 'x' },
      selects: { workloads: 2, possibly: 2, pods: 2 },
      selected: [{ workload: 'x/api[Pod]' }, { workload: 'x/web[Pod]' }],
      denies: 6,
      readable: true,
      marked: [],
      from: { kind: 'file', file: 'test.yaml' },
    })
  })

  it('marks the fields of its findings', () => {
    expect(policyView(source, ref('typo'))?.marked).toEqual([['spec', 'podSelector', 'matchLabels', 'app']])
    expect(policyView(source, ref('name'))?.marked).toEqual([['spec', 'ingress', 0, 'ports', 0]])
  })

  it('is none where the object is no policy', () => {
    expect(policyView(source, ref('nobody'))).toBeUndefined()
    expect(policyView(source, ref('web', '', 'Pod'))).toBeUndefined()
  })

  it('keeps a long text of somebody else short', () => {
    const values = Array.from({ length: 3000 }, (_, i) => `v${i}`).join(', ')
    const long = sourceOf([
      pod('x/web'),
      networkPolicy(
        'x/long',
        `{podSelector: {matchExpressions: [{key: app, operator: In, values: [${values}]}]}}`,
      ),
    ])
    const [report] = long.session.policyReports()
    if (!report) throw new Error('no report')
    expect(refText(report.object)).toBe('NetworkPolicy x/long')
    expect(JSON.stringify(describePolicy(long, report)).length).toBeLessThan(2000)
  })
})
