import { expect, it } from 'vitest'
import type { Stepwise } from '@/lib/model/stepwise'
import { driveInTurns, inTurns } from './in-turns'

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

it('stops where nobody waits any more', async () => {
  const abandoned = new AbortController()
  const seen: number[] = []
  const mapping = inTurns(
    [1, 2, 3],
    item => {
      seen.push(item)
      busy(25)
    },
    abandoned.signal,
  )
  abandoned.abort(new Error('gone'))
  await expect(mapping).rejects.toThrow('gone')
  expect(seen).toEqual([1])
})

it('drives a long computation, lets others run between its steps and says where it is', async () => {
  function* work(): Stepwise<string> {
    for (let done = 0; done < 4; done++) {
      yield { done, of: 4 }
      busy(25)
    }
    return 'result'
  }
  const stages: number[] = []
  let others = 0
  const other = setInterval(() => others++, 1)
  const result = await driveInTurns(work(), ({ done }) => stages.push(done))
  clearInterval(other)
  expect(result).toBe('result')
  expect(stages).toEqual([0, 1, 2, 3])
  expect(others).toBeGreaterThanOrEqual(2)
})
