import { expect, test } from 'vitest'
import { deniedPairs } from './denied-pairs'

test('every pair both ways, and the question to DNS', () => {
  const { pairs, more } = deniedPairs(['a', 'b'], 'dns', [], 6)
  expect(pairs).toEqual([
    { from: 'a', to: 'b' },
    { from: 'b', to: 'a' },
    { from: 'a', to: 'dns', port: { protocol: 'UDP', port: 53 } },
  ])
  expect(more).toBe(0)
})

test('many pairs are counted, and DNS still asked for', () => {
  const { pairs, more } = deniedPairs(['a', 'b', 'c', 'd'], 'dns', [], 6)
  expect(pairs).toHaveLength(7)
  expect(more).toBe(6)
})

test('without DNS in what was loaded, none is asked for', () => {
  expect(deniedPairs(['a', 'b'], undefined, [], 6).pairs).toHaveLength(2)
  expect(deniedPairs(['a', 'dns'], 'dns', [], 6).pairs).toHaveLength(2)
})

test('a pair that stands elsewhere is not repeated', () => {
  expect(
    deniedPairs(['a', 'b'], undefined, [{ from: 'a', to: 'b', port: { protocol: 'TCP', port: 80 } }], 6)
      .pairs,
  ).toEqual([{ from: 'b', to: 'a' }])
})
