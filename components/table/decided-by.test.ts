import { expect, test } from 'vitest'
import type { ConnectionRow } from '@/lib/api/connection-contract'
import type { Reason } from '@/lib/model/explanation'
import { decidedBy } from './decided-by'

const reason = (cause: Reason['cause'], name?: string): Reason => ({
  plane: 'network',
  dialect: 'networkpolicy',
  cause,
  ...(name !== undefined && { kind: 'NetworkPolicy', namespace: 'shop', name }),
})

const row = (change: Partial<ConnectionRow>): ConnectionRow => ({
  id: '1',
  from: { kind: 'workload', key: 'shop/web[Pod]', namespace: 'shop', name: 'web', workloadKind: 'Pod' },
  to: { kind: 'workload', key: 'shop/db[Pod]', namespace: 'shop', name: 'db', workloadKind: 'Pod' },
  ports: 'TCP 80',
  ask: { protocol: 'TCP', port: 80 },
  verdict: 'allow',
  trustClass: 'partial',
  pillars: { authenticated: 'no', authorized: 'yes', encrypted: 'no' },
  transport: 'plaintext',
  pods: { allowed: 1, of: 1 },
  engineDependent: false,
  egress: [],
  ingress: [],
  ...change,
})

test('the destination speaks, by its object', () => {
  expect(
    decidedBy(row({ egress: [reason('explicit-allow', 'out')], ingress: [reason('broad-allow', 'in')] })),
  ).toEqual({ cause: 'broad-allow', words: 'shop/in', full: 'NetworkPolicy shop/in', more: 0 })
})

test('a default names no object, so it says what it means', () => {
  expect(decidedBy(row({ ingress: [reason('default-allow')] }))?.words).toBe('nothing selects this side')
})

test('what could not be read is why a row is unknown, on whichever side', () => {
  expect(
    decidedBy(
      row({
        verdict: 'unknown',
        trustClass: 'unknown',
        egress: [reason('unread', 'half')],
        ingress: [reason('explicit-allow', 'in')],
      }),
    ),
  ).toMatchObject({ cause: 'unread', words: 'shop/half' })
})

test('further objects are counted once each', () => {
  expect(
    decidedBy(
      row({
        ingress: [
          reason('explicit-allow', 'a'),
          reason('explicit-allow', 'b'),
          reason('explicit-allow', 'b'),
        ],
      }),
    ),
  ).toMatchObject({ words: 'shop/a', more: 1 })
})

test('a side that nobody asks about leaves the other', () => {
  expect(decidedBy(row({ egress: [reason('default-allow')] }))?.cause).toBe('default-allow')
  expect(decidedBy(row({}))).toBeUndefined()
})
