import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitText, textWidth } from './fit-text'

test('a short name stays as it is', () => {
  expect(fitText('ledger-db', 84)).toBe('ledger-db')
})

test('a long name keeps both of its ends', () => {
  const text = fitText('payments-reconciliation-worker-eu-west', 84)
  expect(text).toMatch(/^payme.*…/)
  expect(text).toMatch(/west$/)
})

test('whatever the name, it fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), text => {
      expect(textWidth(fitText(text, 60))).toBeLessThanOrEqual(60)
    }),
  )
})
