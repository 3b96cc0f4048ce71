import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, object, pod } from '../../test/kit/manifests'
import { surveyOf } from '../../test/kit/survey'
import type { Gap } from '../model/capture'
import type { Survey } from './survey'
import { suspects, unknownBy, unknownsView } from './unknowns'

const policies = { group: 'networking.k8s.io', kind: 'NetworkPolicy', name: '*' }

const view = (survey: Survey) => {
  const found = suspects(survey)
  return unknownsView(
    survey,
    found,
    found.some.map(one => unknownBy(survey, one)),
  )
}

const documents = [
  namespace('shop'),
  namespace('data'),
  pod('shop/web'),
  pod('shop/api'),
  pod('data/db'),
  networkPolicy('data/db', '{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}'),
]

describe('what keeps connections unknown', () => {
  it('is nothing where nothing is', () => {
    expect(view(surveyOf(documents))).toEqual({ unknown: 0, looked: 0, of: 0, items: [] })
  })

  it('is told with what would settle it, what settles most first', () => {
    const gaps: Gap[] = [
      {
        kind: 'unlisted',
        object: { ...policies, namespace: 'data' },
        namespace: 'data',
        why: 'timeout',
        reason: 'no answer',
      },
      {
        kind: 'unlisted',
        object: { ...policies, namespace: 'shop' },
        namespace: 'shop',
        why: 'forbidden',
        reason: '403',
      },
    ]
    const survey = surveyOf(documents, {}, gaps)
    const { unknown, looked, of, items } = view(survey)
    expect(unknown).toBe(survey.session.tally.counts.unknown)
    expect(unknown).toBeGreaterThan(0)
    expect([looked, of]).toEqual([3, 3])
    expect(items).toEqual([
      {
        ...{
          kind: 'unlisted',
          object: { ...policies, namespace: 'shop' },
          namespace: 'shop',
          why: 'forbidden',
        },
        ...{ reason: '403', remedy: 'grant `list` on NetworkPolicy (networking.k8s.io) in namespace shop' },
        pairs: items[0]?.pairs,
      },
      {
        ...{
          kind: 'unlisted',
          object: { ...policies, namespace: 'data' },
          namespace: 'data',
          why: 'timeout',
        },
        ...{ reason: 'no answer', pairs: items[1]?.pairs },
        remedy: 'read again: listing NetworkPolicy (networking.k8s.io) in namespace data took too long',
      },
    ])
    expect(items[0]?.pairs).toBeGreaterThan(items[1]?.pairs ?? 0)
    expect(items[1]?.pairs).toBeGreaterThan(0)
  })

  it('may be an object of a kind that is not read, which is not the same as a wrong one', () => {
    const { items } = view(
      surveyOf([...documents, object('crd.antrea.io/v1beta1', 'NetworkPolicy', 'data/db')]),
    )
    expect(items).toMatchObject([
      {
        kind: 'foreign',
        object: { kind: 'NetworkPolicy', namespace: 'data', name: 'db' },
        reason: 'NetworkPolicy of crd.antrea.io is not read yet',
        remedy: 'judge by hand what it decides, until podtrust reads this kind',
      },
    ])
  })

  it('may be an object that could not be honoured, or labels that are hidden', () => {
    const survey = surveyOf(
      [
        ...documents,
        networkPolicy('shop/bad', '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: nonsense}}]}]}'),
      ],
      {},
      [{ kind: 'namespace-labels', namespace: 'away', reason: 'forbidden' }],
    )
    const { items } = view(survey)
    expect(items.find(({ kind }) => kind === 'problem')).toMatchObject({ object: { name: 'bad' } })
    expect(items.find(({ kind }) => kind === 'labels')).toEqual({
      ...{ kind: 'labels', namespace: 'away', reason: 'forbidden' },
      remedy: 'let namespace away be read, or give its manifest with its labels',
    })
  })
})
