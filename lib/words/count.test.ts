import { expect, test } from 'vitest'
import { count, listed } from './count'

test('count has the right number of the word, and groups thousands', () => {
  expect([0, 1, 2, 1204].map(number => count(number, 'pod'))).toEqual([
    '0 pods',
    '1 pod',
    '2 pods',
    '1,204 pods',
  ])
  expect(count(2, 'policy', 'policies')).toBe('2 policies')
})

test('listed joins with `and`, and counts what is beyond the limit', () => {
  expect(listed([])).toBe('')
  expect(listed(['a'])).toBe('a')
  expect(listed(['a', 'b'])).toBe('a and b')
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c')
  expect(listed(['a', 'b', 'c', 'd'])).toBe('a, b and 2 more')
  expect(listed(['a', 'b', 'c'], 2)).toBe('a and 2 more')
})
