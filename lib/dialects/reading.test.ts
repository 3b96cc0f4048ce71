import { describe, expect, it } from 'vitest'
import { isLabelKey, isLabelValue, present } from './reading'

describe('label keys', () => {
  const rows: readonly [key: string, legal: boolean][] = [
    ['app', true],
    ['App_1.x-y', true],
    ['app.kubernetes.io/name', true],
    [`${'a'.repeat(63)}`, true],
    [`${'a'.repeat(64)}`, false],
    [`${'a'.repeat(253)}/x`, true],
    [`${'a'.repeat(254)}/x`, false],
    ['', false],
    ['-app', false],
    ['app-', false],
    ['a b', false],
    ['/x', false],
    ['x/', false],
    ['a/b/c', false],
    ['App.io/x', false],
    ['a..b/x', false],
    ['__proto__', false],
    ['constructor', true],
  ]
  it.each(rows)('%s: %s', (key, legal) => {
    expect(isLabelKey(key)).toBe(legal)
  })
})

describe('label values', () => {
  it.each(['', 'a', 'A_1.x-y', 'v'.repeat(63)])('`%s`', value => {
    expect(isLabelValue(value)).toBe(true)
  })
  it.each(['-a', 'a-', 'a b', 'a/b', 'v'.repeat(64), 'ä'])('not `%s`', value => {
    expect(isLabelValue(value)).toBe(false)
  })
})

describe('a field', () => {
  it('that is null is absent, one that is empty is not', () => {
    const map = { a: null, b: '', c: false, d: 0 }
    expect(['a', 'b', 'c', 'd', 'e', 'constructor'].map(key => present(map, key))).toEqual([
      undefined,
      '',
      false,
      0,
      undefined,
      undefined,
    ])
  })
})
