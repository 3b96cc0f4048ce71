import { expect, it } from 'vitest'
import { heapLimit, nursery } from './memory'

const gibibyte = 1024 ** 3

it('leaves a quarter of the free memory to others', () => {
  expect(heapLimit(16 * gibibyte, 4 * gibibyte)).toBe(12 * 1024)
})

it('is not less than Node gives itself', () => {
  expect(heapLimit(gibibyte / 4, 4 * gibibyte)).toBe(4 * 1024)
  expect(heapLimit()).toBeGreaterThan(100)
})

it('gives fresh objects room, but no more than an eighth', () => {
  expect(nursery(24 * 1024)).toBe(192)
  expect(nursery(24)).toBe(3)
})
