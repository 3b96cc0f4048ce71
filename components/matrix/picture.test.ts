import { expect, test } from 'vitest'
import type { MatrixAnswer } from '@/lib/api/matrix-contract'
import type { Line } from './cell-text'
import { endAt, pictureOf, sameGroup, windowsOf } from './picture'

const none = { implicit: 0, unknown: 0, partial: 0, verified: 0 }
const names = ['a', 'b', 'c', 'd', 'e']
const group = (id: string): Line => ({
  ...{ id, label: id, kind: 'value', workloads: 1, outgoing: none, incoming: none },
})
const lines = names.map(group)

/** A window of two by two of five lines, with one cell at its own first place. */
const answer = (row: number, column: number, more: Partial<MatrixAnswer> = {}): MatrixAnswer => ({
  grouping: { by: 'namespace' },
  counts: none,
  rows: { offset: row, of: 5, items: lines.slice(row, row + 2) },
  columns: { offset: column, of: 5, items: lines.slice(column, column + 2) },
  cells: [{ row: 0, column: 0, trustClass: 'implicit', worst: row, all: column }],
  toInternet: [],
  fromInternet: [],
  anyone: [],
  ...more,
})

test('windows fall into their places', () => {
  const picture = pictureOf([answer(0, 0), answer(2, 4), answer(4, 0)])
  expect(picture.lines).toBe(5)
  expect(picture.rowAt(2)?.get(4)).toMatchObject({ worst: 2, all: 4 })
  expect(picture.rowAt(4)?.get(0)).toMatchObject({ worst: 4, all: 0 })
  expect(picture.rowAt(1)).toBeUndefined()
  expect(names.map((_, at) => picture.lineAt(at)?.id)).toEqual(names)
})

test('an empty cell is told from one that was not answered', () => {
  const picture = pictureOf([answer(0, 0)])
  expect(picture.known({ row: 1, column: 1 })).toBe(true)
  expect(picture.known({ row: 2, column: 1 })).toBe(false)
  expect(picture.known({ row: 1, column: 2 })).toBe(false)
})

test('the internet is the last row and column, whichever window told of it', () => {
  const share = { trustClass: 'unknown', worst: 1, all: 2 } as const
  const picture = pictureOf([
    answer(0, 0),
    answer(2, 2, { toInternet: [{ at: 1, ...share }], fromInternet: [{ at: 0, ...share }] }),
  ])
  expect(picture.rowAt(3)?.get(5)).toEqual(share)
  expect(picture.rowAt(5)?.get(2)).toEqual(share)
  expect(endAt(picture, 5)).toBe('internet')
  expect(picture.known({ row: 3, column: 5 })).toBe(true)
  expect(picture.known({ row: 4, column: 5 })).toBe(false)
})

test('doors stand at their columns', () => {
  const picture = pictureOf([answer(0, 2, { anyone: [{ at: 1, open: 1, workloads: 1, connections: 4 }] })])
  expect(picture.doorAt(3)).toEqual({ open: 1, workloads: 1, connections: 4 })
  expect(picture.doorAt(1)).toBeUndefined()
})

test('a group that was expanded is found by its first workload', () => {
  const workload = (id: string): Line => ({ ...group(id), kind: 'workload', group: 'b' })
  const [a, x, y] = [group('a'), workload('x'), workload('y')]
  const first = answer(0, 0)
  const picture = pictureOf([{ ...first, rows: { ...first.rows, items: [a, x, y] } }])
  expect(picture.find('a')).toBe(0)
  expect(picture.find('b')).toBe(1)
  expect(picture.find('nobody')).toBeUndefined()
  expect(sameGroup(x, y)).toBe(true)
  expect(sameGroup(x, group('b'))).toBe(true)
  expect(sameGroup(a, group('b'))).toBe(false)
  expect(sameGroup('internet', 'internet')).toBe(false)
})

test('only windows in sight are asked for', () => {
  expect(windowsOf(0, 40, 48, 400)).toEqual([0])
  expect(windowsOf(40, 60, 48, 400)).toEqual([0, 48])
  expect(windowsOf(390, 400, 48, 400)).toEqual([384])
  expect(windowsOf(0, 48, 48, 48)).toEqual([0])
})
