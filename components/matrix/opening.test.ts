import { expect, test } from 'vitest'
import { parseQuery } from '@/lib/views/query/parse'
import type { Line } from './cell-text'
import { aboutOf, both, connectionOf, pairFilter, toggled } from './opening'

const none = { implicit: 0, unknown: 0, partial: 0, verified: 0 }
const group = (id: string): Line => ({
  ...{ id, label: id, kind: 'value', workloads: 3, outgoing: none, incoming: none },
})
const workload = (id: string, of: string): Line => ({ ...group(id), kind: 'workload', group: of })
const [web, db] = [workload('shop/web[Deployment]', 'shop'), workload('data/db[StatefulSet]', 'data')]

test('two workloads are a connection, a group is none', () => {
  expect(connectionOf(web, db)).toEqual({ from: 'shop/web[Deployment]', to: 'data/db[StatefulSet]' })
  expect(connectionOf('internet', db)).toEqual({ from: 'internet', to: 'data/db[StatefulSet]' })
  expect(connectionOf(web, group('data'))).toBeUndefined()
  expect(connectionOf(web, web)).toBeUndefined()
})

test('a pair of namespaces is written in the language of the filter', () => {
  expect(pairFilter('', 'namespace', group('data'), group('payments'))).toBe(
    'src.ns = data and dst.ns = payments',
  )
  expect(pairFilter('', 'namespace', 'internet', group('payments'))).toBe(
    'src.kind = internet and dst.ns = payments',
  )
  expect(pairFilter('', 'namespace', web, group('in'))).toBe(
    'src.workload = shop/web[Deployment] and dst.ns = "in"',
  )
})

test('whatever the names are, what is written can be read', () => {
  for (const name of ['a', 'not', 'a"b\\', 'a (b), c', ' '])
    expect(
      parseQuery(pairFilter('', 'namespace', group(name), workload(`${name}/x[Pod]`, name)) ?? ''),
    ).toBeDefined()
})

test('what was kept before is kept still', () => {
  expect(both('port = 80', 'a')).toBe('port = 80 and a')
  expect(both('web or api', 'a')).toBe('(web or api) and a')
  expect(both('  ', 'a')).toBe('a')
})

test('what the language cannot say is not said', () => {
  expect(pairFilter('', 'label:app', group('=a'), group('=b'))).toBeUndefined()
  expect(aboutOf(group('=a'), 'label:app')).toBeUndefined()
  expect(aboutOf(group('data'), 'namespace')).toBe('namespace:data')
  expect(aboutOf(db, 'label:app')).toBe(db.id)
})

test('both ends are opened at once, and closed when both are open', () => {
  const [data, shop] = [group('data'), group('shop')]
  expect(toggled(['x'], [data, shop])).toEqual(['x', 'data', 'shop'])
  expect(toggled(['data'], [data, shop])).toEqual(['data', 'shop'])
  expect(toggled(['x', 'data', 'shop'], [db, web])).toEqual(['x'])
  expect(toggled([], [data, undefined])).toEqual(['data'])
})
