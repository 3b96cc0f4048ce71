import { expect, test } from 'vitest'
import { numberText } from './number'

test('numbers have their thousands apart', () => {
  expect([0, 999, 1204, 1_234_567, 1.5].map(numberText)).toEqual(['0', '999', '1,204', '1,234,567', '1.5'])
})
