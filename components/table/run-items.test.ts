import { expect, test } from 'vitest'
import type { ConnectionRun } from '@/lib/api/connection-contract'
import { plainItems, runItems, type Items, type Openness } from './run-items'

const counts = { implicit: 0, unknown: 0, partial: 0, verified: 0 }
const runs: ConnectionRun[] = [
  { key: 'a', rows: 2, counts },
  { key: 'b', rows: 33, counts },
  { key: 'c', rows: 7, counts },
]

const lines = (items: Items): string[] =>
  Array.from({ length: items.total }, (_, index) => {
    const item = items.at(index)
    if (item?.kind === 'row') return `${item.row}`
    return item?.kind === 'more' ? `${item.hidden} more` : `${item?.run.key}`
  })

const of = (openness: Readonly<Record<string, Openness>> = {}): Items =>
  runItems(runs, key => openness[key] ?? 'few')

test('a run shows its first rows and says how many it leaves out', () => {
  expect(lines(of())).toEqual(
    ['a', 0, 1, 'b', 2, 3, 4, 5, 6, 7, '27 more', 'c', 35, 36, 37, 38, 39, 40, 41].map(String),
  )
})

test('open, it shows all; closed, none', () => {
  expect(lines(of({ a: 'none', b: 'all', c: 'none' }))).toEqual([
    'a',
    'b',
    ...Array.from({ length: 33 }, (_, at) => `${at + 2}`),
    'c',
  ])
})

test('no row is lost and none is told twice, whatever is open', () => {
  for (const b of ['none', 'few', 'all'] as const) {
    const said = lines(of({ b }))
    const rows = said.filter(line => /^\d+$/.test(line))
    expect(new Set(rows).size).toBe(rows.length)
    const hidden = Number(/^(\d+) more$/.exec(said.find(line => line.endsWith('more')) ?? '')?.[1] ?? 0)
    expect(rows.length + hidden + (b === 'none' ? 33 : 0)).toBe(42)
  }
})

test('the line of a row is found, or that of the run which hides it', () => {
  const items = of()
  expect(items.lineOf(0)).toBe(1)
  expect(items.lineOf(7)).toBe(9)
  expect(items.lineOf(20)).toBe(3)
  expect(items.lineOf(35)).toBe(12)
  expect([0, 7, 8, 34, 35, 41].map(items.hiddenIn)).toEqual([
    undefined,
    undefined,
    'b',
    'b',
    undefined,
    undefined,
  ])
  expect(of({ c: 'none' }).hiddenIn(41)).toBe('c')
  expect(items.at(99)).toBeUndefined()
})

test('without runs a line is a row', () => {
  expect(plainItems(3).at(2)).toEqual({ kind: 'row', row: 2 })
  expect(plainItems(3).at(3)).toBeUndefined()
  expect(plainItems(3).lineOf(2)).toBe(2)
  expect(plainItems(3).hiddenIn(2)).toBeUndefined()
})
