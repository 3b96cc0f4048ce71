import { expect, test } from 'vitest'
import { columns, nextSort, sortOf } from './columns'

const at = (id: string) => {
  const found = columns.find(column => column.id === id)
  if (!found) throw new Error(`no column ${id}`)
  return found
}

test('every order that the server knows has a head, but for the verdict, which the class contains', () => {
  expect(columns.flatMap(({ sorts }) => sorts.map(({ key }) => key)).sort()).toEqual(
    ['authenticated', 'authorized', 'class', 'encrypted', 'from', 'ports', 'to'].sort(),
  )
})

test('a head says how it is sorted', () => {
  expect(sortOf(at('to'), 'to', 'desc')).toBe('descending')
  expect(sortOf(at('from'), 'to', 'desc')).toBe('none')
  expect(sortOf(at('pillars'), 'encrypted', 'asc')).toBe('ascending')
  expect(sortOf(at('decided'), 'to', 'asc')).toBeUndefined()
})

test('pressing turns the order round, and another head starts anew', () => {
  expect(nextSort('to', 'to', 'asc')).toEqual({ sort: 'to', order: 'desc' })
  expect(nextSort('to', 'to', 'desc')).toEqual({ sort: 'to', order: 'asc' })
  expect(nextSort('from', 'to', 'desc')).toEqual({ sort: 'from', order: 'asc' })
})
