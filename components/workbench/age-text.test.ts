import { expect, test } from 'vitest'
import { ageText } from './age-text'

test.each([
  [-3_000, 'just now'],
  [12_400, '12 s ago'],
  [59_999, '59 s ago'],
  [60_000, '1 min ago'],
  [3_600_000, '1 h ago'],
  [47 * 3_600_000, '47 h ago'],
  [49 * 3_600_000, '2 d ago'],
])('%d ms is %s', (milliseconds, text) => {
  expect(ageText(milliseconds)).toBe(text)
})
