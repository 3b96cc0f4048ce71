import { describe, expect, test } from 'vitest'
import type { Counts, Overview, WorkloadSummary } from '@/lib/api/contract'
import { scopeItems, step } from './scope-items'

const counts = (implicit: number, unknown = 0): Counts => ({ implicit, unknown, partial: 0, verified: 0 })

const namespace = (name: string, of: Counts): Overview['namespaces'][number] => ({
  name,
  workloads: 2,
  isolated: 0,
  open: 2,
  defaultDeny: { ingress: 'no', egress: 'no' },
  counts: of,
})

const workload = (name: string, kind: string, implicit: number): WorkloadSummary => ({
  key: `data/${name}[${kind}]`,
  namespace: 'data',
  name,
  kind,
  pods: 1,
  predicted: false,
  isolation: { ingress: 'no', egress: 'no' },
  counts: counts(implicit),
})

const items = scopeItems(
  [namespace('edge', counts(0)), namespace('mesh', counts(0, 3)), namespace('data', counts(9))],
  ['data'],
  () => [workload('etl', 'Job', 0), workload('etl', 'Deployment', 0), workload('kafka', 'StatefulSet', 9)],
)

describe('the rows of the tree', () => {
  test('gaps come first, at both levels, and equal names carry their kind', () => {
    expect(items.map(({ name }) => name)).toEqual([
      'data',
      'kafka',
      'etl [Job]',
      'etl [Deployment]',
      'mesh',
      'edge',
    ])
  })

  test('only namespaces open', () => {
    expect(items.map(({ expanded }) => expanded)).toEqual([
      true,
      undefined,
      undefined,
      undefined,
      false,
      false,
    ])
  })
})

describe('keys', () => {
  test('up and down walk over every row and stop at the ends', () => {
    expect(step(items, 0, 'ArrowUp')).toBe(0)
    expect(step(items, 3, 'ArrowDown')).toBe(4)
    expect(step(items, 5, 'ArrowDown')).toBe(5)
  })

  test('left leads from a workload to its namespace, right from an open namespace to its first workload', () => {
    expect(step(items, 3, 'ArrowLeft')).toBe(0)
    expect(step(items, 0, 'ArrowRight')).toBe(1)
    expect(step(items, 4, 'ArrowRight')).toBeUndefined()
  })
})
