import { describe, expect, test } from 'vitest'
import type { ConnectionRow } from '@/lib/api/connection-contract'
import type { Counts } from '@/lib/api/terms-contract'
import type { ScopeAnswer } from '@/lib/api/scope-contract'
import { scopeItems, type Opened } from './scope-items'

const counts = (implicit: number, unknown = 0): Counts => ({ implicit, unknown, partial: 0, verified: 0 })
const workload = (name: string, kind: string, implicit: number) => ({
  key: `data/${name}[${kind}]`,
  name,
  kind,
  counts: counts(implicit),
})
const side = (key: string): ConnectionRow['from'] => ({
  kind: 'workload',
  key,
  namespace: 'data',
  name: 'x',
  workloadKind: 'Pod',
})
const connection = (from: string, to: string): ConnectionRow => ({
  id: `${from} => ${to}`,
  from: side(from),
  to: side(to),
  ports: 'TCP 80',
  ask: { protocol: 'TCP', port: 80 },
  verdict: 'allow',
  trustClass: 'implicit',
  pillars: { authenticated: 'no', authorized: 'no', encrypted: 'no' },
  transport: 'plaintext',
  pods: { allowed: 1, of: 1 },
  engineDependent: false,
  egress: [],
  ingress: [],
})

const scope: ScopeAnswer = {
  total: 3,
  of: 3,
  namespaces: [
    { name: 'edge', workloads: 1, counts: counts(0) },
    { name: 'mesh', workloads: 1, counts: counts(0, 3) },
    { name: 'data', workloads: 4, counts: counts(9) },
  ],
  outside: { anyone: counts(9), internet: counts(0) },
  open: [
    {
      namespace: 'data',
      total: 4,
      items: [
        workload('etl', 'Job', 0),
        workload('etl', 'Deployment', 0),
        workload('kafka', 'StatefulSet', 9),
      ],
    },
  ],
}
const kafka = 'data/kafka[StatefulSet]'
const opened = (change: Partial<Opened> = {}): Opened => ({
  namespaces: ['data'],
  workloads: new Set(),
  connectionsOf: () => undefined,
  narrowed: false,
  ...change,
})
const shown = (change?: Partial<Opened>, of = scope) =>
  scopeItems(of, opened(change)).map(({ level, name, place, of: all }) => `${level} ${name} ${place}/${all}`)

describe('the rows of the tree', () => {
  test('gaps come first, at both levels, and equal names carry their kind', () => {
    expect(shown()).toEqual([
      '1 data 1/5',
      '2 kafka 1/4',
      '2 etl [Job] 2/4',
      '2 etl [Deployment] 3/4',
      '2 1 more workload in the table 4/4',
      '1 mesh 2/5',
      '1 edge 3/5',
      '1 Anyone 4/5',
      '1 Internet 5/5',
    ])
  })

  test('a workload opens into its connections, both ways, and says how many more there are', () => {
    const rows = [connection('data/etl[Job]', kafka), connection(kafka, 'data/etl[Job]')]
    const items = scopeItems(
      scope,
      opened({ workloads: new Set([kafka]), connectionsOf: () => ({ total: 40, offset: 0, rows }) }),
    ).filter(({ level }) => level === 3)
    expect(items.map(({ shows }) => shows)).toMatchObject([
      { kind: 'connection', way: 'from', end: 'data/etl[Job]' },
      { kind: 'connection', way: 'to', end: 'data/etl[Job]' },
      { kind: 'more', about: kafka },
    ])
    expect(items.at(-1)?.name).toBe('38 more connections in the table')
    expect(items.map(({ place, of }) => `${place}/${of}`)).toEqual(['1/3', '2/3', '3/3'])
  })

  test('what is on its way has a row of its own', () => {
    expect(shown({ workloads: new Set([kafka]) })).toContain('3 Loading 1/1')
    expect(shown({ namespaces: ['mesh'] })).toContain('2 Loading 1/1')
    expect(
      shown({ workloads: new Set([kafka]), connectionsOf: () => ({ total: 0, offset: 0, rows: [] }) }),
    ).toContain('3 No connection 1/1')
    expect(
      shown({
        workloads: new Set([kafka]),
        connectionsOf: () => ({ total: 0, offset: 0, rows: [] }),
        narrowed: true,
      }),
    ).toContain('3 No connection passes the filter 1/1')
  })

  test('that no namespace is left is a row, before what lies outside', () => {
    const items = scopeItems({ ...scope, namespaces: [], open: [] }, opened({}))
    expect(items.map(({ name, place, of }) => `${name} ${place}/${of}`)).toEqual([
      'No namespace to show 1/3',
      'Anyone 2/3',
      'Internet 3/3',
    ])
  })

  test('no two rows have one id', () => {
    const rows = [connection('data/etl[Job]', kafka)]
    const workloads = new Set([kafka, 'data/etl[Job]'])
    const items = scopeItems(
      scope,
      opened({ workloads, connectionsOf: () => ({ total: 2, offset: 0, rows }) }),
    )
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
  })
})
