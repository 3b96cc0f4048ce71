import { describe, expect, test } from 'vitest'
import { bundleId } from './elements'
import { marks, type Looks } from './marks'
import { smallMap } from './small-map'

const looks = (change: Partial<Looks>): Looks => ({
  class: [],
  about: '',
  q: '',
  from: null,
  to: null,
  ...change,
})

const open = bundleId(undefined, 'data')
const partial = bundleId('shop', 'data')

describe('filtering by class', () => {
  test('takes lines, stubs and insides of other classes off the map', () => {
    const { off } = marks(smallMap, looks({ class: ['implicit'] }))
    expect([...off].sort()).toEqual([partial, 'glyph:inside:shop', 'inside:shop', 'stub:out:shop'].sort())
  })

  test('without classes takes nothing off', () => {
    expect(marks(smallMap, looks({})).off.size).toBe(0)
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

test('a name filter dims the workloads that it does not match, whatever their case', () => {
  const { dim } = marks(smallMap, looks({ q: 'SHOP/W' }))
  expect(dim).toContain('data/db[StatefulSet]')
  expect(dim).not.toContain('shop/web[Deployment]')
})
