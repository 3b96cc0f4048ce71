import { expect, test } from 'vitest'
import type { ConnectionRow } from '@/lib/api/connection-contract'
import { pairReasons } from './pair-reasons'

const row = (reason?: Partial<ConnectionRow['ingress'][number]>): ConnectionRow => ({
  id: 'a => b',
  from: { kind: 'workload', key: 'a/a[Pod]', namespace: 'a', name: 'a', workloadKind: 'Pod' },
  to: { kind: 'workload', key: 'b/b[Pod]', namespace: 'b', name: 'b', workloadKind: 'Pod' },
  ports: 'All Connections',
  ask: { protocol: 'TCP', port: 443 },
  verdict: 'allow',
  trustClass: 'implicit',
  pillars: { authenticated: 'no', authorized: 'no', encrypted: 'no' },
  transport: 'plaintext',
  pods: { allowed: 1, of: 1 },
  engineDependent: false,
  egress: [],
  ingress: reason ? [{ plane: 'network', dialect: 'networkpolicy', cause: 'explicit-allow', ...reason }] : [],
})

test('rows with one reason are counted together, the reason of most first', () => {
  const web = { kind: 'NetworkPolicy', namespace: 'b', name: 'web' }
  const found = pairReasons([row(), row(web), row({ cause: 'default-allow' }), row(web)])
  expect(found.map(({ cause, rows }) => [cause, rows])).toEqual([
    ['explicit-allow', 2],
    ['default-allow', 1],
  ])
  expect(found[0]?.words).toContain('b/web')
  expect(pairReasons([])).toEqual([])
})
