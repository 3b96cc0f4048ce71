import { describe, expect, test } from 'vitest'
import type { TrustMap } from '@/lib/api/map-contract'
import { bundleId } from './parts'
import { marks, type Looks } from './marks'
import { smallMap } from './small-map'

const looks = (change: Partial<Looks>): Looks => ({
  about: '',
  from: null,
  to: null,
  ...change,
})

const open = bundleId(undefined, 'data')
const partial = bundleId('shop', 'data')

describe('a lens', () => {
  const lit: TrustMap = {
    ...smallMap,
    bundles: smallMap.bundles.map(bundle => ({ ...bundle, lit: bundle.from === undefined ? 1 : 0 })),
    hulls: smallMap.hulls.map(hull => ({
      ...hull,
      lit: 0,
      ...(hull.inside && { inside: { ...hull.inside, lit: 0 } }),
    })),
    nodes: smallMap.nodes.map(node => ({ ...node, lit: node.namespace === 'data' ? 1 : 0 })),
    stubs: smallMap.stubs.map(stub => ({ ...stub, lit: stub.namespace === 'data' ? 1 : 0 })),
  }

  test('dims what it does not light: lines, stubs, insides and workloads, not the ground they stand on', () => {
    expect([...marks(lit, looks({})).dim].sort()).toEqual(
      [partial, 'inside:shop', 'shop/web[Deployment]', 'stub:out:shop'].sort(),
    )
  })

  test('dims a closed hull, which stands for its workloads', () => {
    const closed = { ...lit, hulls: lit.hulls.map(hull => ({ ...hull, collapsed: true })) }
    expect(marks(closed, looks({})).dim).toContain('hull:shop')
  })

  test('none dims nothing', () => {
    expect(marks(smallMap, looks({})).dim.size).toBe(0)
  })
})

describe('looking at something', () => {
  test('a workload dims the bundles and is selected', () => {
    const { dim, selected } = marks(smallMap, looks({ about: 'data/db[StatefulSet]' }))
    expect(dim).toContain(partial)
    expect(dim).toContain(open)
    expect(selected).toEqual(new Set(['data/db[StatefulSet]']))
  })

  test('a namespace dims only what does not touch it', () => {
    const { dim, selected } = marks(smallMap, looks({ about: 'namespace:shop' }))
    expect(dim).toContain(open)
    expect(dim).not.toContain(partial)
    expect(selected).toEqual(new Set(['hull:shop']))
  })

  test('Anyone keeps its own lines', () => {
    const { dim } = marks(smallMap, looks({ about: 'anyone' }))
    expect(dim).not.toContain(open)
    expect(dim).toContain(partial)
  })

  test('a selected pair selects both ends and dims no bundle', () => {
    const { dim, selected } = marks(
      smallMap,
      looks({ from: 'shop/web[Deployment]', to: 'data/db[StatefulSet]' }),
    )
    expect(dim.size).toBe(0)
    expect(selected).toEqual(new Set(['shop/web[Deployment]', 'data/db[StatefulSet]']))
  })
})

test('a namespace that is looked at is its workloads where hulls are something else', () => {
  const { dim } = marks({ ...smallMap, grouping: { by: 'label:tier' } }, looks({ about: 'namespace:shop' }))
  expect([...dim]).toEqual(['data/db[StatefulSet]'])
})

describe('a selected pair of groups', () => {
  const selected = (from: string, to: string) => [...marks(smallMap, looks({ from, to })).selected]

  test('selects its line, and dims nothing', () => {
    expect(selected('namespace:shop', 'namespace:data')).toEqual(['hull:shop', 'hull:data', partial])
    expect(selected('anyone', 'namespace:data')).toEqual(['anyone', 'hull:data', open])
    expect(selected('internet', 'namespace:data')).toContain('stub:in:data')
    expect(selected('namespace:shop', 'internet')).toContain('stub:out:shop')
    expect(selected('namespace:shop', 'namespace:shop')).toEqual(['hull:shop', 'inside:shop'])
    expect(marks(smallMap, looks({ from: 'namespace:shop', to: 'namespace:data' })).dim.size).toBe(0)
  })

  test('selects nothing where hulls gather something else', () => {
    const map: TrustMap = { ...smallMap, grouping: { by: 'label:tier' } }
    const of = (from: string, to: string) => [...marks(map, looks({ from, to })).selected]
    expect(of('namespace:shop', 'namespace:data')).toEqual([])
    expect(of('group:label:tier=a', 'group:label:tier=b')).toEqual([
      'hull:=a',
      'hull:=b',
      bundleId('=a', '=b'),
    ])
  })
})

test('a group that is looked at is selected, and dims what does not touch it', () => {
  const map: TrustMap = {
    ...smallMap,
    grouping: { by: 'label:tier' },
    hulls: smallMap.hulls.map(hull => ({ ...hull, namespace: `=${hull.namespace}` })),
    bundles: [{ to: '=data', trustClass: 'implicit', failing: 1, all: 1, connections: 1 }],
    stubs: [],
    singles: [],
  }
  const { dim, selected } = marks(map, looks({ about: 'group:label:tier=shop' }))
  expect([...selected]).toEqual(['hull:=shop'])
  expect([...dim]).toEqual([bundleId(undefined, '=data')])
})
