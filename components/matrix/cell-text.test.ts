import { expect, test } from 'vitest'
import { cellSentence, doorSentence, fittingText, shareText, type Line, type Share } from './cell-text'

const none = { implicit: 0, unknown: 0, partial: 0, verified: 0 }
const group = (id: string): Line => ({
  ...{ id, label: id, kind: 'value', workloads: 3, outgoing: none, incoming: none },
})
const workload = (id: string, of: string): Line => ({ ...group(id), kind: 'workload', group: of })
const share = (worst: number, all: number, more: Partial<Share> = {}): Share => ({
  ...{ trustClass: 'implicit', worst, all },
  ...more,
})

test('a cell says how many are of its worst class, of all', () => {
  expect(shareText(share(31, 35))).toBe('31 / 35')
  expect(cellSentence(group('data'), group('payments'), share(31, 1035))).toBe(
    'payments from data: 31 of 1,035 implicit',
  )
  expect(cellSentence(group('data'), group('data'), share(2, 2, { trustClass: 'unknown' }))).toBe(
    'inside data: 2 of 2 unknown',
  )
  expect(cellSentence('internet', workload('shop/web[Deployment]', 'shop'), share(1, 1))).toBe(
    'shop/web from Internet: 1 of 1 implicit',
  )
  expect(cellSentence(group('data'), 'internet', undefined)).toBe('Internet from data: no connection shown')
})

test('with a lens it says how many are lit', () => {
  const [from, to] = [group('a'), group('b')]
  expect(cellSentence(from, to, share(3, 5, { lit: 2 }))).toBe('b from a: 3 of 5 implicit, 2 lit')
  expect(cellSentence(from, to, share(3, 5, { lit: 0 }))).toBe('b from a: 3 of 5 implicit, none lit')
})

test('a name cannot be more than text', () => {
  expect(cellSentence(group('a\u202eb'), group('c'), undefined)).not.toContain('\u202e')
})

test('a narrow cell shows less, never a part of a number', () => {
  expect(fittingText(share(31, 35), 72)).toBe('31 / 35')
  expect(fittingText(share(18, 27), 60)).toBe('18 / 27')
  expect(fittingText(share(2772, 2772), 72)).toBe('2,772')
  expect(fittingText(share(31, 35), 40)).toBe('31')
  expect(fittingText(share(2772, 2772), 40)).toBe('')
  expect(fittingText(share(1, 1), 14)).toBe('')
})

test('the line of Anyone counts workloads and connections', () => {
  expect(doorSentence(group('data'), { open: 1, workloads: 9, connections: 265 })).toBe(
    'anyone may come in to data: 1 of 9 workloads, 265 connections',
  )
  expect(doorSentence(group('edge'), undefined)).toBe('edge: no workload is open to anyone')
})
