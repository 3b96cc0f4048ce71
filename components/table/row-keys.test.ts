import { expect, test } from 'vitest'
import { pagesWith, rowAfter } from './row-keys'

test('keys walk over all rows and stop at the ends', () => {
  expect(rowAfter('ArrowDown', 8, 10, 5)).toBe(9)
  expect(rowAfter('ArrowDown', 9, 10, 5)).toBe(9)
  expect(rowAfter('ArrowUp', 0, 10, 5)).toBe(0)
  expect(rowAfter('PageDown', 7, 10, 5)).toBe(9)
  expect(rowAfter('PageUp', 7, 10, 5)).toBe(2)
  expect(rowAfter('End', 3, 10, 5)).toBe(9)
  expect(rowAfter('Home', 3, 10, 5)).toBe(0)
  expect(rowAfter('x', 3, 10, 5)).toBeUndefined()
})

test('only the pages in sight are asked for', () => {
  expect(pagesWith([0, 1, 30], 100)).toEqual([0])
  expect(pagesWith([98, 99, 100, 101], 100)).toEqual([0, 1])
  expect(pagesWith([5000, 5010, 90], 100)).toEqual([50, 0])
  expect(pagesWith([], 100)).toEqual([])
})
