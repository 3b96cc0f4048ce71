import { expect, test } from 'vitest'
import { anyoneLine, columnHeads, heads, placeAfter, within } from './walk'

const press = (key: string, row: number, column: number, ctrlKey = false) =>
  placeAfter({ key, ctrlKey }, { row, column }, 10, 4)

test('arrows walk over cells and heads, and stop at the ends', () => {
  expect(press('ArrowRight', 3, 3)).toEqual({ row: 3, column: 4 })
  expect(press('ArrowRight', 3, 10)).toEqual({ row: 3, column: 10 })
  expect(press('ArrowLeft', 3, 0)).toEqual({ row: 3, column: heads })
  expect(press('ArrowLeft', 3, heads)).toEqual({ row: 3, column: heads })
  expect(press('ArrowDown', 10, 3)).toEqual({ row: 10, column: 3 })
  expect(press('ArrowUp', 0, 3)).toEqual({ row: anyoneLine, column: 3 })
  expect(press('ArrowUp', anyoneLine, 3)).toEqual({ row: columnHeads, column: 3 })
  expect(press('ArrowUp', columnHeads, 3)).toEqual({ row: columnHeads, column: 3 })
})

test('nobody stands in the corner', () => {
  expect(press('ArrowLeft', columnHeads, 0)).toEqual({ row: columnHeads, column: 0 })
  expect(press('ArrowUp', anyoneLine, heads)).toEqual({ row: anyoneLine, column: heads })
})

test('home and end go along the row, with control over all', () => {
  expect(press('Home', 3, 7)).toEqual({ row: 3, column: 0 })
  expect(press('End', 3, 7)).toEqual({ row: 3, column: 10 })
  expect(press('Home', 3, 7, true)).toEqual({ row: 0, column: 0 })
  expect(press('End', 3, 7, true)).toEqual({ row: 10, column: 10 })
})

test('pages go by what is in sight', () => {
  expect(press('PageDown', 3, 7)).toEqual({ row: 7, column: 7 })
  expect(press('PageDown', 9, 7)).toEqual({ row: 10, column: 7 })
  expect(press('PageUp', 3, 7)).toEqual({ row: 0, column: 7 })
  expect(press('a', 3, 7)).toBeUndefined()
})

test('a place that is no more becomes the nearest', () => {
  expect(within({ row: 40, column: 40 }, 10)).toEqual({ row: 10, column: 10 })
})
