import { describe, expect, test } from 'vitest'
import { crosses, lineBetween, placeOnLine } from './geometry'

const left = { x: 0, y: 0, width: 100, height: 60 }
const right = { x: 300, y: 0, width: 100, height: 60 }

describe('a line between two boxes', () => {
  test('leaves at one border and stops short of the other', () => {
    expect(lineBetween(left, right, 0, 4)).toEqual({ from: { x: 50, y: 0 }, to: { x: 246, y: 0 } })
  })

  test('runs beside the line of the other way', () => {
    const there = lineBetween(left, right, 6, 4)
    const back = lineBetween(right, left, 6, 4)
    expect(there.from.y).toBe(6)
    expect(back.from.y).toBe(-6)
  })

  test('leaves a box by the border that it meets first', () => {
    const below = { x: 30, y: 300, width: 100, height: 60 }
    const { from, to } = lineBetween(left, below, 0, 0)
    expect(from).toEqual({ x: 3, y: 30 })
    expect(to).toEqual({ x: 27, y: 270 })
  })
})

describe('a label on a line', () => {
  const line = { from: { x: 0, y: 0 }, to: { x: 400, y: 0 } }
  const size = { width: 60, height: 18 }

  test('stands in the middle where there is room', () => {
    expect(placeOnLine(line, size, [])).toMatchObject({ x: 200, y: 0 })
  })

  test('gives way to what stands there', () => {
    const place = placeOnLine(line, size, [{ x: 200, y: 0, ...size }])
    expect(Math.abs(place.x - 200)).toBeGreaterThanOrEqual(size.width)
    expect(Math.abs(place.x - 200)).toBeLessThan(1.5 * size.width)
  })

  test('covers least where there is no room', () => {
    const everywhere = { x: 200, y: 40, width: 600, height: 90 }
    const half = { x: 0, y: 0, width: 500, height: 60 }
    expect(placeOnLine(line, size, [everywhere, half]).x).toBeGreaterThan(270)
  })
})

describe('a line through a box', () => {
  test('is told from one that passes by or ends before', () => {
    const box = { x: 100, y: 0, width: 40, height: 40 }
    expect(crosses({ from: { x: 0, y: 0 }, to: { x: 200, y: 10 } }, box)).toBe(true)
    expect(crosses({ from: { x: 0, y: 0 }, to: { x: 70, y: 0 } }, box)).toBe(false)
    expect(crosses({ from: { x: 0, y: 30 }, to: { x: 200, y: 30 } }, box)).toBe(false)
    expect(crosses({ from: { x: 60, y: -80 }, to: { x: 180, y: 40 } }, box)).toBe(false)
  })
})
