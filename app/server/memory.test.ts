import { expect, it } from 'vitest'
import { heapLimit } from './memory'

const gibibyte = 1024 ** 3

it('leaves a quarter of the free memory to others', () => {
  expect(heapLimit(16 * gibibyte, 4 * gibibyte)).toBe(12 * 1024)
})

it('is not less than Node gives itself', () => {
  expect(heapLimit(gibibyte / 4, 4 * gibibyte)).toBe(4 * 1024)
  expect(heapLimit()).toBeGreaterThan(100)
})
