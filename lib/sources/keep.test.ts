import { expect, it } from 'vitest'
import { project } from './project'
import { StringPool } from './string-pool'

it('a label called `__proto__` is a label', () => {
  const labels = JSON.parse('{"__proto__": "a", "app": "b"}') as Record<string, string>
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels } }
  const kept = project(body, '', 'Pod', new StringPool())
  expect(kept.kind === 'kept' && JSON.stringify(kept.body)).toBe(JSON.stringify(body))
})

it('numbers that JSON does not know stay what they were written as', () => {
  const spec = { a: -0, b: Infinity, c: -Infinity, d: NaN, e: 1.5 }
  const kept = project({ spec }, 'cilium.io', 'CiliumNetworkPolicy', new StringPool())
  expect(kept.kind === 'kept' && kept.body).toEqual({
    spec: { a: 0, b: '.inf', c: '-.inf', d: '.nan', e: 1.5 },
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
