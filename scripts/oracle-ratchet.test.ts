import { expect, it } from 'vitest'
import { compareCounts, readCounts } from './oracle-ratchet.mjs'

it('reads how many rows of each oracle passed', () => {
  const output =
    'calico: 433 rows, 50 passed, 0 failed, 383 unsupported\ncilium, derived: 28 rows, 9 passed, 0 failed, 19 unsupported\n' +
    'unsupported because of Istio meshes: 12\n59 passed, 0 failed, 402 skipped\n'
  expect(readCounts(output)).toEqual({ calico: 50, 'cilium, derived': 9 })
})

it('fewer rows, or an oracle that was not run, is worse; more rows, or a new oracle, is better', () => {
  expect(compareCounts({ a: 3, b: 3, c: 3, d: 3 }, { a: 3, b: 2, c: 4, e: 1, f: 0 })).toEqual({
    worse: ['b: 2 rows pass, 3 passed before', 'd: was not run, 3 rows passed before'],
    better: ['c: 4 rows pass, 3 passed before', 'e: 1 rows pass, 0 passed before'],
  })
})
