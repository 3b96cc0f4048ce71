import { describe, expect, it } from 'vitest'
import { controller, networkPolicy, object, pod } from '../../test/kit/manifests'
import { surveyOf } from '../../test/kit/survey'
import { captureOf } from '../../test/kit/world'
import { refText } from '../model/object'
import { objectIndex, objectView } from './object'
import { workloadView } from './workloads'

const documents = [
  controller('Deployment', 'shop/web', { labels: 'app: web' }),
  controller('StatefulSet', 'shop/db', { labels: 'app: db' }),
  pod('shop/db-0', { labels: 'app: db', owner: 'StatefulSet/db' }),
  pod('shop/bare', { labels: 'app: bare' }),
  networkPolicy(
    'shop/two-ways',
    '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress, Egress], ingress: [{}]}',
  ),
  object(
    'policy.networking.k8s.io/v1alpha1',
    'AdminNetworkPolicy',
    'second',
    'spec: {priority: 7, subject: {namespaces: {}}, ingress: [{action: Pass, from: [{namespaces: {}}]}]}',
  ),
  object(
    'policy.networking.k8s.io/v1alpha1',
    'AdminNetworkPolicy',
    'first',
    'spec: {priority: 3, subject: {namespaces: {}}, ingress: [{action: Pass, from: [{namespaces: {}}]}]}',
  ),
]
const read = objectIndex(captureOf(documents).objects)
const survey = surveyOf(documents)
const objects = (key: string) => workloadView(survey, key, read)?.objects ?? []
const told = (key: string): string[] => objects(key).map(({ ref, part }) => `${refText(ref)} ${part}`)

describe('the objects of a workload', () => {
  it('are what it is written in, the first of its pods, and policies in evaluation order', () => {
    expect(told('shop/db[StatefulSet]')).toEqual([
      'StatefulSet shop/db itself',
      'Pod shop/db-0 pod',
      'AdminNetworkPolicy first selects',
      'AdminNetworkPolicy second selects',
      'NetworkPolicy shop/two-ways selects',
    ])
    expect(told('shop/bare[Pod]')[0]).toBe('Pod shop/bare itself')
    expect(told('shop/web[Deployment]').slice(0, 2)).toEqual([
      'Deployment shop/web itself',
      'AdminNetworkPolicy first selects',
    ])
  })

  it('mark the labels that policies see, and by what a policy selects and governs', () => {
    const lines = (key: string, name: string): string[] => {
      const found = objects(key).find(({ ref }) => refText(ref) === name)
      const text = found && objectView(read, found.ref, found.paths)
      const all = text?.yaml.split('\n') ?? []
      return (text?.marked ?? [])
        .flatMap(({ first, last }) => all.slice(first - 1, last))
        .map(line => line.trim())
    }
    expect(lines('shop/web[Deployment]', 'Deployment shop/web')).toEqual(['labels:', 'app: web'])
    expect(lines('shop/db[StatefulSet]', 'Pod shop/db-0')).toEqual(['labels:', 'app: db'])
    expect(lines('shop/db[StatefulSet]', 'NetworkPolicy shop/two-ways')).toEqual([
      'podSelector:',
      'matchLabels:',
      'app: db',
      '- Ingress',
      '- Egress',
    ])
  })

  it('may be such that could not be read', () => {
    const gone = surveyOf([pod('shop/a')], {}, [
      {
        kind: 'unlisted',
        object: { group: 'networking.k8s.io', kind: 'NetworkPolicy', name: '*' },
        why: 'forbidden',
        reason: 'no',
      },
    ])
    expect(workloadView(gone, 'shop/a[Pod]', new Map())?.objects).toMatchObject([
      { part: 'may-select', readable: false },
    ])
  })
})
