import { expect, test } from 'vitest'
import type { SideView } from '@/lib/api/contract'
import { aboutNamespace, endOf, endsOf, namespaceOf, sameEnds, workloadName } from './ends'

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
