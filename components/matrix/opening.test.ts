import { expect, test } from 'vitest'
import type { Line } from './cell-text'
import { aboutOf, connectionOf, toggled } from './opening'

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

test('every line can be looked at', () => {
  expect(aboutOf(group('data'), 'namespace')).toBe('namespace:data')
  expect(aboutOf(group('=a'), 'label:app')).toBe('group:label:app=a')
  expect(aboutOf(group('differs'), 'service-account')).toBe('group:service-account!differs')
  expect(aboutOf(db, 'label:app')).toBe(db.id)
  expect(aboutOf('internet', 'label:app')).toBe('internet')
})

test('both ends are opened at once, and closed when both are open', () => {
  const [data, shop] = [group('data'), group('shop')]
  expect(toggled(['x'], [data, shop])).toEqual(['x', 'data', 'shop'])
  expect(toggled(['data'], [data, shop])).toEqual(['data', 'shop'])
  expect(toggled(['x', 'data', 'shop'], [db, web])).toEqual(['x'])
  expect(toggled([], [data, undefined])).toEqual(['data'])
})
