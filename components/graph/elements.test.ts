import type { ElementDefinition } from 'cytoscape'
import { describe, expect, test } from 'vitest'
import type { TrustMap } from '@/lib/api/map-contract'
import { elements, isolationClass } from './elements'
import { lineWidth } from './line-width'
import { bundleId } from './parts'
import { Places } from './places'
import { smallMap } from './small-map'

const byId = (drawn: readonly ElementDefinition[]) => new Map(drawn.map(each => [each.data.id ?? '', each]))
const single = (from: string, to: string): TrustMap['singles'][number] => ({
  from,
  to,
  trustClass: 'implicit',
  ports: 'TCP 80',
})

const db = 'data/db[StatefulSet]'
const web = 'shop/web[Deployment]'

describe('the elements of a map', () => {
  const drawn = byId(elements(smallMap))

  test('stand where the server put them, and namespaces are no parents', () => {
    expect(drawn.get(db)?.position).toEqual({ x: 353, y: 108 })
    expect(drawn.get('hull:data')?.position).toEqual({ x: 400, y: 100 })
    expect([...drawn.values()].some(({ data }) => 'parent' in data)).toBe(false)
  })

  test('have ids of their own, and data without objects, which the wrapper would not compare', () => {
    expect(drawn.size).toBe(elements(smallMap).length)
    for (const { data } of drawn.values())
      for (const value of Object.values(data)) expect(['string', 'number']).toContain(typeof value)
  })

  test('mark an open workload by border and glyph, and an isolated one by neither', () => {
    expect(drawn.get(db)?.classes).toContain('open')
    expect(drawn.has(`glyph:${db}`)).toBe(true)
    expect(drawn.get(web)?.classes).toContain('both')
    expect(drawn.has(`glyph:${web}`)).toBe(false)
  })

  test('draw a group of namespaces with its label, and its lines to where they end', () => {
    const grouped: TrustMap = {
      ...smallMap,
      groups: [{ id: 'group:1', label: 'team=x', namespaces: 1200, x: 300, y: 19 }],
      bundles: [
        { from: 'group:1', to: 'data', trustClass: 'partial', failing: 3, all: 3, connections: 3 },
        { from: 'data', to: 'group:1', trustClass: 'unknown', failing: 2, all: 2, connections: 2 },
      ],
    }
    const found = byId(elements(grouped))
    expect(found.get('group:1')).toMatchObject({ classes: 'group', data: { label: 'team=x' } })
    expect(found.get('note:group:1')?.data).toMatchObject({ label: '1,200 namespaces' })
    expect(found.get(bundleId('group:1', 'data'))?.data).toMatchObject({
      source: 'group:1',
      target: 'hull:data',
    })
    expect(found.get(bundleId('data', 'group:1'))?.data).toMatchObject({
      source: 'hull:data',
      target: 'group:1',
    })
  })

  test('break the border of a namespace without default deny', () => {
    expect(drawn.get('hull:data')?.classes).toContain('no-default-deny')
    expect(drawn.get('hull:shop')?.classes).not.toContain('no-default-deny')
  })

  test('say failing / all in the class of the worst', () => {
    const sign = drawn.get(`sign:${bundleId('shop', 'data')}`)
    expect(sign?.data.label).toBe('1 / 2')
    expect(sign?.classes).toContain('partial')
    expect(drawn.get('inside:shop')?.data.label).toBe('inside 1 / 1')
  })

  test('lead from Anyone and the internet', () => {
    expect(drawn.get(bundleId(undefined, 'data'))?.data).toMatchObject({
      source: 'anyone',
      target: 'hull:data',
    })
    expect(drawn.get('stub:in:data')?.data).toMatchObject({ target: 'hull:data' })
    expect(drawn.get('stub:out:shop')?.data).toMatchObject({ source: 'hull:shop' })
    expect(drawn.get('end:stub:out:shop')?.data.label).toBe('Internet 1 / 2')
    expect(drawn.get('end:stub:in:data')?.data.label).toBe('Internet 1')
  })

  test('are the same for the same map', () => {
    expect(elements(structuredClone(smallMap))).toEqual(elements(smallMap))
  })
})

describe('single connections', () => {
  test('end at what draws their ends: a workload, an outside, a closed namespace', () => {
    const closed = { ...smallMap, nodes: smallMap.nodes.filter(({ key }) => key !== db) }
    const edges = elements({
      ...closed,
      singles: [single(web, db), single(web, 'internet'), single('anyone', web)],
    })
      .filter(({ classes }) => String(classes).includes('single'))
      .map(({ data }) => `${String(data.source)} → ${String(data.target)}`)
    expect(edges).toEqual([`${web} → hull:data`, `${web} → internet`, `anyone → ${web}`])
  })

  test('an address outside is drawn at the internet', () => {
    const pair = byId(
      elements(smallMap, { from: web, to: '192.0.2.1', trustClass: 'denied', ports: 'TCP 80' }),
    ).get('pair')
    expect(pair?.data).toMatchObject({ source: web, target: 'internet', label: 'TCP 80' })
    expect(pair?.classes).toContain('denied')
  })
})

describe('hostile names', () => {
  const evil = 'a\u202e<img>'
  const drawn = byId(
    elements({
      ...smallMap,
      nodes: smallMap.nodes.map(node => (node.key === db ? { ...node, name: evil } : node)),
    }),
  )

  test('keep their deceptive characters visible', () => {
    expect(String(drawn.get(db)?.data.label)).not.toContain('\u202e')
  })
})

test.each([
  ['no', 'no', 'open'],
  ['partly', 'yes', 'open'],
  ['unknown', 'yes', 'doubt'],
  ['yes', 'yes', 'both'],
  ['yes', 'no', 'one'],
  ['yes', 'unknown', 'one'],
] as const)('in %s, out %s is drawn as %s', (ingress, egress, drawnAs) => {
  expect(isolationClass({ ingress, egress })).toBe(drawnAs)
})

test('implicit is the widest line at every count', () => {
  for (const connections of [1, 10, 1000, 1e6]) {
    const width = lineWidth('implicit', connections)
    expect(width).toBeGreaterThan(lineWidth('partial', connections))
    expect(width).toBeLessThanOrEqual(6)
  }
})

describe('what is drawn again', () => {
  const more: TrustMap = {
    ...smallMap,
    bundles: [
      ...smallMap.bundles,
      { from: 'data', to: 'shop', trustClass: 'unknown', failing: 1, all: 1, connections: 1 },
    ],
  }
  const places = new Places()
  const draw = (map: TrustMap) => {
    places.begin(map)
    return new Map(elements(map, undefined, places).map(each => [each.data.id ?? '', each]))
  }
  const [first, fewer, again] = [draw(more), draw({ ...more, bundles: more.bundles.slice(2) }), draw(more)]

  test('leaves every line and label where it was, whatever comes and goes beside it', () => {
    const back = bundleId('data', 'shop')
    expect(fewer.get(back)).toEqual(first.get(back))
    expect(fewer.get(`sign:${back}`)?.position).toEqual(first.get(`sign:${back}`)?.position)
    expect([...again.values()]).toEqual([...first.values()])
  })

  test('begins anew where the hulls stand elsewhere', () => {
    const shifted = draw({ ...more, hulls: more.hulls.map(hull => ({ ...hull, x: hull.x + 900 })) })
    expect(shifted.get(`sign:${bundleId('data', 'shop')}`)?.position).not.toEqual(
      first.get(`sign:${bundleId('data', 'shop')}`)?.position,
    )
  })
})

test('a hull that is no namespace has the label of its group as title', () => {
  const map = {
    ...smallMap,
    grouping: { by: 'label:tier' },
    hulls: smallMap.hulls.map(hull => ({
      ...hull,
      namespace: `=${hull.namespace}`,
      label: `${hull.namespace}-tier`,
    })),
  }
  expect(byId(elements(map)).get('title:=data')?.data.label).toBe('data-tier')
  const nodes = map.nodes.map(each => ({ ...each, hull: `=${each.namespace}` }))
  expect(byId(elements({ ...map, nodes })).get(db)?.data.label).toBe('data/db')
})

test.each([
  [1, '1 implicit · 1 workload'],
  [90, '1 implicit · 90 workloads'],
])('a closed namespace of %d counts its worst and what is in it', (workloads, label) => {
  const [first] = smallMap.hulls
  const hulls = first ? [{ ...first, collapsed: true, workloads }] : []
  const labels = elements({ ...smallMap, hulls, nodes: [], bundles: [], stubs: [] }).map(
    ({ data }) => data.label as unknown,
  )
  expect(labels).toContain(label)
})
