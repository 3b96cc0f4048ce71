import { expect, test } from 'vitest'
import { keptWidth, movedWidth, widthAfter } from './panel-width'

const limits = { least: 100, most: 300 }

test('a width that was kept is taken within its limits, anything else is none', () => {
  expect(keptWidth('200', limits)).toBe(200)
  expect(keptWidth('20', limits)).toBe(100)
  expect(keptWidth('9999', limits)).toBe(300)
  for (const text of ['', 'wide', '1e3', '-5', '12345', '20px'])
    expect(keptWidth(text, limits)).toBeUndefined()
})

test('a panel grows away from the border of the page that it stands at', () => {
  expect(movedWidth(200, 30, 'left', limits)).toBe(230)
  expect(movedWidth(200, 30, 'right', limits)).toBe(170)
  expect(movedWidth(200, -500, 'right', limits)).toBe(300)
})

test('keys move the border, to the ends, and back to where it usually is', () => {
  expect(widthAfter('ArrowRight', 200, 'left', limits)).toBe(216)
  expect(widthAfter('ArrowRight', 200, 'right', limits)).toBe(184)
  expect(widthAfter('ArrowLeft', 105, 'left', limits)).toBe(100)
  expect(widthAfter('Home', 200, 'right', limits)).toBe(100)
  expect(widthAfter('End', 200, 'right', limits)).toBe(300)
  expect(widthAfter('Enter', 200, 'right', limits)).toBe('usual')
  expect(widthAfter('x', 200, 'right', limits)).toBeUndefined()
})
