import { expect, it } from 'vitest'
import { project } from './project'
import { StringPool } from './string-pool'

it('a label called `__proto__` is a label', () => {
  const labels = JSON.parse('{"__proto__": "a", "app": "b"}') as Record<string, string>
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels } }
  const kept = project(body, '', 'Pod', new StringPool())
  expect(kept.kind === 'kept' && JSON.stringify(kept.body)).toBe(JSON.stringify(body))
})

it('numbers are those that JSON knows', () => {
  const keep = (value: number): unknown =>
    project({ spec: { list: [value] } }, 'cilium.io', 'CiliumNetworkPolicy', new StringPool())
  expect(keep(-0)).toEqual({ kind: 'kept', body: { spec: { list: [0] } } })
  expect(keep(1.5)).toEqual({ kind: 'kept', body: { spec: { list: [1.5] } } })
  for (const value of [Infinity, -Infinity, NaN])
    expect(keep(value)).toEqual({
      kind: 'mistyped',
      path: ['spec', 'list', 0],
      value,
      wanted: 'a finite number',
    })
})

it('what aliases shared is copied', () => {
  const selector = { matchLabels: { app: 'web' } }
  const spec = { podSelector: selector, ingress: [{ from: [{ podSelector: selector }] }] }
  const kept = project({ spec }, 'networking.k8s.io', 'NetworkPolicy', new StringPool())
  if (kept.kind !== 'kept') throw new Error('mistyped')
  selector.matchLabels.app = 'db'
  expect(JSON.stringify(kept.body)).not.toContain('db')
})

it('equal texts are one, and none keeps the text that it was cut out of', () => {
  const pool = new StringPool()
  const before = process.memoryUsage().heapUsed
  const kept = Array.from({ length: 400 }, (_, i) => {
    const file = `${i}: a name of some length `.padEnd(500_000, String(i % 10)).split('\n')[0] ?? ''
    // A search makes one flat text of what was put together.
    return pool.take(file.slice(0, file.indexOf('length') + 6))
  })
  expect(new Set(kept).size).toBe(400)
  expect(kept.map(text => pool.take(text))).toEqual(kept)
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000)
})
