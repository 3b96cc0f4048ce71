import { expect, test } from 'vitest'
import { numberText } from './number'

test('numbers have their thousands apart', () => {
  expect([0, 999, 1204, 1_234_567, 1.5].map(numberText)).toEqual(['0', '999', '1,204', '1,234,567', '1.5'])
})

test('numbers are written as English writes them', () => {
  const values = [0, 7, 99, 100, 999, 1000, 1001, -3, -1204, 0.5, 999.5, 1_234_567.25]
  const english = new Intl.NumberFormat('en-US')
  expect(values.map(numberText)).toEqual(values.map(value => english.format(value)))
})
