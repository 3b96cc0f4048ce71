import { describe, expect, test } from 'vitest'
import { layout, nodeSize, type LayoutInput } from './layout'

const namespace = (name: string, workloads: number): LayoutInput => ({
  namespace: name,
  workloads: Array.from(
    { length: workloads },
    (_, i) => `${name}/w${String(i).padStart(3, '0')}[Deployment]`,
  ),
})

const eight = ['data', 'edge', 'catalog', 'checkout', 'platform', 'payments', 'storefront', 'fulfilment'].map(
  name => namespace(name, 8),
)

const overlap = (
  a: { x: number; y: number; width: number; height: number },
  b: { x: number; y: number; width: number; height: number },
): boolean => Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height

describe('layout', () => {
  test('depends on names only, not on their order', () => {
    const shuffled = [...eight]
      .reverse()
      .map(({ namespace, workloads }) => ({ namespace, workloads: [...workloads].reverse() }))
    expect(layout(shuffled)).toEqual(layout(eight))
  })

  test('stands eight equal namespaces and Anyone in three by three cells, Anyone in the middle', () => {
    const { hulls, anyone } = layout(eight)
    expect(new Set([...hulls.values()].map(({ x }) => x)).size).toBe(3)
    const others = [...hulls.values()]
    expect(others.filter(({ x }) => x < anyone.x)).toHaveLength(3)
    expect(others.filter(({ x }) => x > anyone.x)).toHaveLength(3)
  })

  test.each([
    ['one namespace', [namespace('a', 1)]],
    ['uneven namespaces', [namespace('a', 60), namespace('b', 2), namespace('c', 0), namespace('d', 17)]],
    ['many closed namespaces', Array.from({ length: 120 }, (_, i) => namespace(`n${i}`, 0))],
  ])('never lays one thing on another: %s', (_, input) => {
    const { hulls, nodes, anyone } = layout(input)
    const boxes = [...hulls.values(), { ...anyone, width: 140, height: 58 }]
    for (const [i, box] of boxes.entries())
      for (const other of boxes.slice(i + 1)) expect(overlap(box, other)).toBe(false)
    const chips = [...nodes.values()].map(place => ({ ...place, ...nodeSize }))
    for (const [i, chip] of chips.entries())
      for (const other of chips.slice(i + 1)) expect(overlap(chip, other)).toBe(false)
  })

  test('keeps every workload inside its namespace', () => {
    const { hulls, nodes } = layout([namespace('a', 23), namespace('b', 5)])
    for (const [key, node] of nodes) {
      const hull = hulls.get(key.split('/')[0] ?? '')
      expect(hull).toBeDefined()
      if (!hull) continue
      expect(Math.abs(node.x - hull.x) + nodeSize.width / 2).toBeLessThan(hull.width / 2)
      expect(Math.abs(node.y - hull.y) + nodeSize.height / 2).toBeLessThan(hull.height / 2)
    }
  })

  test('leaves what comes in from the internet room between the first namespaces and the groups above', () => {
    const { hulls, groups } = layout(eight)
    const top = Math.min(...[...hulls.values()].map(({ y, height }) => y - height / 2))
    // A stub of 24 and half a line of its label (map.ts, components/graph/sizes.ts).
    for (const { y } of groups) expect(top - (y + 38 / 2)).toBeGreaterThanOrEqual(24 + 7)
  })

  test('draws nothing from nothing', () => {
    expect(layout([]).hulls.size).toBe(0)
  })
})
