import { expect, test } from 'vitest'
import { unlistedWhys } from '../model/capture'
import { gapRemedy } from './unknown'

const object = { group: 'networking.k8s.io', kind: 'NetworkPolicy', name: '*' }

test('a permission that is missing is named with its kind and place', () => {
  expect(gapRemedy({ kind: 'unlisted', object, why: 'forbidden', reason: '' })).toBe(
    'grant `list` on NetworkPolicy (networking.k8s.io) in all namespaces',
  )
  expect(
    gapRemedy({
      kind: 'unlisted',
      object: { ...object, group: '' },
      namespace: 'shop',
      why: 'not-asked',
      reason: '',
    }),
  ).toBe('read NetworkPolicy in namespace shop too')
})

test('every way not to list a kind has a remedy of its own', () => {
  const remedies = unlistedWhys.map(why => gapRemedy({ kind: 'unlisted', object, why, reason: '' }))
  expect(new Set(remedies).size).toBe(unlistedWhys.length)
})

test('hidden labels and unread objects have one too', () => {
  expect(gapRemedy({ kind: 'namespace-labels', namespace: 'shop', reason: '' })).toContain('namespace shop')
  expect(gapRemedy({ kind: 'policy', object, reason: '' })).toContain('correct the object')
})
