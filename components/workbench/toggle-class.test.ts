import { expect, test } from 'vitest'
import { keepsClass, toggleClass } from './toggle-class'

test('the first click keeps only one class, the second all again', () => {
  const only = toggleClass([], 'implicit')
  expect(only).toEqual(['implicit'])
  expect(keepsClass(only, 'verified')).toBe(false)
  expect(toggleClass(only, 'implicit')).toEqual([])
  expect(keepsClass([], 'verified')).toBe(true)
})

test('a second class adds, and all four are no filter', () => {
  expect(toggleClass(['unknown'], 'implicit')).toEqual(['implicit', 'unknown'])
  expect(toggleClass(['implicit', 'unknown', 'partial'], 'verified')).toEqual([])
})
