import { expect, it } from 'vitest'
import { inTurns } from './in-turns'

const busy = (milliseconds: number): void => {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

it('keeps the order and lets others run in between', async () => {
  let others = 0
  const other = setInterval(() => others++, 1)
  const mapped = await inTurns([1, 2, 3, 4, 5], item => {
    busy(25)
    return item * 10
  })
  clearInterval(other)
  expect(mapped).toEqual([10, 20, 30, 40, 50])
  expect(others).toBeGreaterThanOrEqual(3)
})
