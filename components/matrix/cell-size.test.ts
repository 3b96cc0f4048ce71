import { expect, test } from 'vitest'
import { cellSize } from './cell-size'

const room = { width: 668, height: 560 }

test('few groups have room for their counts', () => {
  expect(cellSize(room, 9, 'fit', false)).toEqual({ width: 72, height: 28 })
  expect(cellSize(room, 20, 'fit', false)).toEqual({ width: 33, height: 28 })
})

test('forty namespaces are seen at once, as squares', () => {
  const { width, height } = cellSize(room, 41, 'fit', false)
  expect([width, height]).toEqual([14, 14])
  expect(41 * width).toBeLessThanOrEqual(room.width)
})

test('more than fit are as small as can be read, and no smaller', () => {
  expect(cellSize(room, 400, 'fit', false)).toEqual({ width: 14, height: 14 })
})

test('whoever asks for large cells gets them, however many there are', () => {
  expect(cellSize(room, 400, 'large', false)).toEqual({ width: 72, height: 28 })
})

test('a finger meets 44 pixels', () => {
  for (const lines of [3, 9, 400])
    for (const mode of ['fit', 'large'] as const) {
      const { width, height } = cellSize({ width: 380, height: 500 }, lines, mode, true)
      expect(Math.min(width, height), `${lines} ${mode}`).toBeGreaterThanOrEqual(44)
    }
})
