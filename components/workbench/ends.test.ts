import { expect, test } from 'vitest'
import type { SideView } from '@/lib/api/connection-contract'
import {
  aboutGroup,
  aboutNamespace,
  endOf,
  endsOf,
  groupOf,
  namespaceOf,
  sameEnds,
  selectedIn,
  workloadName,
} from './ends'

const web = {
  kind: 'workload',
  key: 'shop/web[Deployment]',
  namespace: 'shop',
  name: 'web',
  workloadKind: 'Deployment',
} as const

test('a workload key is taken apart, hostile names included', () => {
  expect(workloadName('shop/web[Deployment]')).toEqual({ namespace: 'shop', name: 'web', kind: 'Deployment' })
  expect(workloadName('shop/a/b[x][Pod]')).toEqual({ namespace: 'shop', name: 'a/b[x]', kind: 'Pod' })
  expect(workloadName('internet')).toBeUndefined()
  expect(workloadName('10.0.0.1')).toBeUndefined()
})

test('an outside end is asked for by an address that lies in it', () => {
  expect(endOf({ kind: 'outside', ranges: ['0.0.0.0-255.255.255.255', '::-ffff::'], everything: true })).toBe(
    'internet',
  )
  expect(endOf({ kind: 'outside', ranges: ['192.0.2.0-192.0.2.255'], everything: false })).toBe('192.0.2.0')
})

test('two rows of one pair are told apart by their port', () => {
  const to: SideView = { kind: 'outside', ranges: [], everything: true }
  const http = endsOf({ from: web, to, ask: { protocol: 'TCP', port: 80 } })
  const dns = endsOf({ from: web, to, ask: { protocol: 'UDP', port: 53 } })
  expect(sameEnds(http, dns)).toBe(false)
  expect(sameEnds(http, { from: web.key, to: 'internet' })).toBe(true)
})

test('a namespace is marked as one', () => {
  expect(namespaceOf(aboutNamespace('data'))).toBe('data')
  expect(namespaceOf('data/etl[Job]')).toBeUndefined()
})

test('a group is named so that the same group is read again', () => {
  for (const [by, id] of [
    ['namespace', 'data'],
    ['label:tier', '=web'],
    ['label:tier', 'without'],
    ['namespace-label:a/b', '='],
    ['service-account', '=shop/x[y]'],
  ] as const) {
    const about = aboutGroup(by, id)
    expect(groupOf(about)).toEqual({ by, id })
    expect(workloadName(about)).toBeUndefined()
  }
  expect(groupOf('shop/web[Deployment]')).toBeUndefined()
  expect(groupOf('group:nothing')).toBeUndefined()
})

test('two ends are a connection, unless one of them is many', () => {
  const port = { protocol: 'TCP', port: 80 } as const
  expect(selectedIn({ from: 'a/a[Pod]', to: 'internet', port })).toEqual({
    connection: { from: 'a/a[Pod]', to: 'internet', port },
  })
  expect(selectedIn({ from: 'anyone', to: 'namespace:data', port: null })).toEqual({
    pair: { from: 'anyone', to: 'namespace:data' },
  })
  expect(selectedIn({ from: 'internet', to: 'group:label:tier=web', port: null })).toHaveProperty('pair')
  const anyone = { from: 'anyone', to: 'a/a[Pod]', port: null }
  expect(selectedIn(anyone)).toHaveProperty('pair')
  expect(selectedIn({ ...anyone, show: 'ask' })).toHaveProperty('connection')
  expect(selectedIn({ ...anyone, to: '203.0.113.0/24' })).toHaveProperty('connection')
  expect(selectedIn({ from: null, to: 'a/a[Pod]', port: null })).toEqual({})
})
