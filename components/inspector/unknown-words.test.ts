import { describe, expect, it } from 'vitest'
import { inOrder, settlingText, unknownsSentence, whereText, type UnknownItem } from './unknown-words'

const permission: UnknownItem = {
  kind: 'unlisted',
  object: { group: 'security.istio.io', kind: 'PeerAuthentication', name: '*' },
  why: 'forbidden',
  reason: 'the API server answers 403',
  remedy: 'grant `list`',
  pairs: 65,
}
const doubt: UnknownItem = {
  kind: 'doubt',
  object: { group: 'networking.k8s.io', kind: 'NetworkPolicy', namespace: 'shop', name: 'a\u202eb' },
  reason: 'what it selects is not known',
  remedy: 'look at it',
  pairs: 70,
}
const answer = (...items: UnknownItem[]) => ({ unknown: 75, looked: items.length, of: items.length, items })

describe('what would settle the unknown', () => {
  it('is a permission first, whatever else would settle more', () => {
    expect(inOrder([doubt, permission])).toEqual([permission, doubt])
  })

  it('is told in a few words, names spelt out', () => {
    expect(settlingText(permission)).toBe('list PeerAuthentications')
    expect(settlingText(doubt)).toBe('look at NetworkPolicy shop/a\\u202eb')
    const object = {
      group: 'vpcresources.k8s.aws',
      kind: 'SecurityGroupPolicy',
      namespace: 'data',
      name: 'db',
    }
    const caused = { object, reason: 'x', remedy: 'y' }
    // Told apart by the cause: nothing is wrong with what is only of a kind that is not read.
    expect(settlingText({ kind: 'foreign', ...caused })).toBe('judge SecurityGroupPolicy data/db by hand')
    expect(settlingText({ kind: 'problem', ...caused })).toBe('correct SecurityGroupPolicy data/db')
    expect(settlingText({ kind: 'labels', namespace: 'data', reason: 'x', remedy: 'y' })).toBe(
      'read the labels of namespace data',
    )
  })

  it('has a place', () => {
    expect(whereText(permission)).toBe('in the whole cluster · the API server answers 403')
    expect(whereText({ ...permission, namespace: 'data' })).toBe(
      'in namespace data · the API server answers 403',
    )
  })

  it('is summed up, and never called safe', () => {
    expect(unknownsSentence(answer(permission, doubt))).toBe(
      '1 permission is missing, and there is 1 other cause. The first would settle 65 of the 75. None of them counts as safe.',
    )
    expect(unknownsSentence(answer(doubt))).toBe(
      'No permission is missing; 1 cause is known. The first would settle 70 of the 75. None of them counts as safe.',
    )
    expect(unknownsSentence(answer())).toContain('No single object is to blame')
    expect(unknownsSentence({ unknown: 0, looked: 0, of: 0, items: [] })).toBe(
      'Nothing is unknown: every connection could be judged.',
    )
  })
})
