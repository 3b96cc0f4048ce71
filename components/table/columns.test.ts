import { describe, expect, test } from 'vitest'
import { columns, columnsFor, nextSort, sortOf, withColumn } from './columns'

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

describe('the columns that are shown', () => {
  const ids = (chosen: string, room = false): string =>
    columnsFor(chosen, room)
      .map(({ id }) => id)
      .join()

  test('are as many as there is room for, until some are chosen', () => {
    expect(ids('')).toBe('class,from,to,ports,pillars,decided')
    expect(ids('', true)).toBe('class,from,to,ports,pillars,wire,decided')
    expect(ids('wire,decided')).toBe('from,to,wire,decided')
    expect(ids('nonsense')).toBe('from,to')
  })

  test('come and go one by one, in their own order', () => {
    const some = withColumn('', false, 'ports')
    expect(ids(some)).toBe('class,from,to,pillars,decided')
    expect(ids(withColumn(some, false, 'wire'))).toBe('class,from,to,pillars,wire,decided')
    expect(withColumn(some, false, 'ports')).toBe('')
  })
})
