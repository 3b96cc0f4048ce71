import { describe, expect, test } from 'vitest'
import { smallMap } from './small-map'
import { anchorShift, fitted, intoView, ViewportMemory } from './viewport'

const closed = smallMap.hulls.map(hull => ({ ...hull, collapsed: true }))
const moved = closed.map(hull =>
  hull.namespace === 'shop'
    ? { ...hull, collapsed: false, x: 130, y: 160, height: 180 }
    : { ...hull, x: 500 },
)

describe('opening and closing', () => {
  test('keeps the upper left corner of what was opened', () => {
    expect(anchorShift(closed, moved)).toEqual({ x: 30, y: 0, namespace: 'shop', opened: true })
  })

  test('and back leads to where one was', () => {
    const [there, back] = [anchorShift(closed, moved), anchorShift(moved, closed)]
    expect([(there?.x ?? 0) + (back?.x ?? 0), (there?.y ?? 0) + (back?.y ?? 0)]).toEqual([0, 0])
  })

  test('means nothing where no hull changed, or where they are others', () => {
    expect(anchorShift(closed, closed)).toBeUndefined()
    expect(anchorShift(closed, closed.slice(1))).toBeUndefined()
    expect(
      anchorShift(
        closed,
        closed.map(hull => ({ ...hull, namespace: `=${hull.namespace}` })),
      ),
    ).toBeUndefined()
  })
})

test('the whole map stands in the middle, clear of the buttons, and not too large', () => {
  const size = { width: 832, height: 664 }
  expect(fitted({ x1: 0, y1: 0, w: 1600, h: 800 }, size)).toEqual({ zoom: 0.5, pan: { x: 16, y: 116 } })
  expect(fitted({ x1: 0, y1: 0, w: 10, h: 10 }, size).zoom).toBe(1.25)
})

test('what is walked to comes into view, and what is in view stays', () => {
  const size = { width: 400, height: 300 }
  expect(intoView({ x1: 50, y1: 50, x2: 150, y2: 80 }, size)).toEqual({ x: 0, y: 0 })
  expect(intoView({ x1: -30, y1: 290, x2: 60, y2: 310 }, size)).toEqual({ x: 42, y: -22 })
  expect(intoView({ x1: -300, y1: 0, x2: 900, y2: 30 }, size)).toEqual({ x: -100, y: 12 })
})

test('where somebody looked is kept for as long as the same groups are drawn', () => {
  const memory = new ViewportMemory()
  expect(memory.draw(smallMap)).toBeUndefined()
  memory.keep({ zoom: 2, pan: { x: 1, y: 2 } })
  expect(memory.draw(smallMap)).toBe(smallMap.hulls)
  expect(memory.viewport).toEqual({ zoom: 2, pan: { x: 1, y: 2 } })
  expect(memory.draw({ ...smallMap, grouping: { by: 'label:tier' } })).toBeUndefined()
  expect(memory.viewport).toBeUndefined()
})

test('closing what was opened leads back to where somebody looked before', () => {
  const memory = new ViewportMemory()
  memory.draw({ ...smallMap, hulls: closed })
  memory.keep({ zoom: 2, pan: { x: 1, y: 2 } })
  memory.draw({ ...smallMap, hulls: moved })
  expect(memory.goBack(moved)).toBe(false)
  memory.keep({ zoom: 3, pan: { x: 9, y: 9 } })
  memory.draw({ ...smallMap, hulls: closed })
  expect(memory.goBack(closed)).toBe(true)
  expect(memory.viewport).toEqual({ zoom: 2, pan: { x: 1, y: 2 } })
})
