import { describe, expect, it } from 'vitest'
import { shutSiblings, step, typeAhead } from './tree-keys'

const row = (level: 1 | 2 | 3, name: string, expanded?: boolean) => ({
  level,
  name,
  ...(expanded !== undefined && { expanded }),
})
const items = [
  row(1, 'data', true),
  row(2, 'etl', true),
  row(3, 'kafka'),
  row(3, 'minio'),
  row(2, 'kafka', false),
  row(1, 'mesh', false),
  row(1, 'edge', false),
]

describe('arrows', () => {
  it('up and down walk over every row and stop at the ends', () => {
    expect([step(items, 0, 'ArrowUp'), step(items, 3, 'ArrowDown'), step(items, 6, 'ArrowDown')]).toEqual([
      0, 4, 6,
    ])
    expect([step(items, 3, 'Home'), step(items, 3, 'End')]).toEqual([0, 6])
  })

  it('left leads to the parent, whatever the level, and shuts what is open', () => {
    expect([step(items, 3, 'ArrowLeft'), step(items, 4, 'ArrowLeft')]).toEqual([1, 0])
    expect([step(items, 1, 'ArrowLeft'), step(items, 5, 'ArrowLeft')]).toEqual([undefined, undefined])
  })

  it('right leads into what is open', () => {
    expect([step(items, 0, 'ArrowRight'), step(items, 1, 'ArrowRight')]).toEqual([1, 2])
    expect([step(items, 4, 'ArrowRight'), step(items, 2, 'ArrowRight')]).toEqual([undefined, undefined])
  })
})

describe('letters', () => {
  it('go to the next name that begins so', () => {
    expect(typeAhead(items, 0, 'm')).toBe(3)
    expect(typeAhead(items, 3, 'm')).toBe(5)
    expect(typeAhead(items, 5, 'mm')).toBe(3)
    expect(typeAhead(items, 0, 'ED')).toBe(6)
    expect(typeAhead(items, 0, 'x')).toBeUndefined()
  })

  it('stay while what is typed still fits', () => {
    expect(typeAhead(items, 5, 'me')).toBe(5)
  })
})

it('a star opens the shut ones beside, of one parent', () => {
  expect(shutSiblings(items, 0).map(({ name }) => name)).toEqual(['mesh', 'edge'])
  expect(shutSiblings(items, 1).map(({ name }) => name)).toEqual(['kafka'])
  expect(shutSiblings(items, 6).map(({ name }) => name)).toEqual(['mesh', 'edge'])
})
