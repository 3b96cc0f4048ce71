import { expect, it } from 'vitest'
import type { Pod } from '../../model/inventory'
import { PodMemo } from './pod-memo'

const ports: Pod['ports'] = []
const pod = (labels: Readonly<Record<string, string>>, workload = 'shop/Deployment/a'): Pod => ({
  namespace: 'shop',
  name: labels['pod'] ?? '',
  workload,
  labels: new Map(Object.entries(labels)),
  addresses: [],
  ports,
  hostNetwork: false,
  serviceAccount: 'default',
  proxy: 'sidecar',
  predicted: false,
})

function counting(): {
  readonly ask: (pod: Pod, ...keys: readonly string[]) => string
  readonly made: () => number
} {
  const memo = new PodMemo<string>(false)
  let made = 0
  const ask = (of: Pod, ...keys: readonly string[]): string =>
    memo.of(of, ({ labels }) => {
      made++
      return keys.map(key => (labels.has(key) ? (labels.get(key) ?? '') : 'absent')).join()
    })
  return { ask, made: () => made }
}

it('labels that nobody asks for tell no pods apart', () => {
  const { ask, made } = counting()
  expect(ask(pod({ app: 'a', pod: '0' }), 'app')).toBe('a')
  expect(ask(pod({ app: 'a', pod: '1' }), 'app')).toBe('a')
  expect(made()).toBe(1)
})

it('labels that somebody asks for do, absent ones too', () => {
  const { ask } = counting()
  expect(ask(pod({ app: 'a' }), 'app', 'tier')).toBe('a,absent')
  expect(ask(pod({ app: 'b' }), 'app', 'tier')).toBe('b,absent')
  expect(ask(pod({ app: 'a', tier: '' }), 'app', 'tier')).toBe('a,')
})

it('a key that is asked for later tells apart those that come later', () => {
  const memo = new PodMemo<string>(false)
  // Only pods `app: b` are asked for their tier.
  const ask = (of: Pod): string =>
    memo.of(of, ({ labels }) => (labels.get('app') === 'b' ? `b ${labels.get('tier') ?? ''}` : 'other'))
  const answers = ['a', 'b', 'b', 'a'].map((app, at) =>
    ask(pod({ app, tier: String(at % 2), pod: String(at) })),
  )
  expect(answers).toEqual(['other', 'b 1', 'b 0', 'other'])
  expect(ask(pod({ app: 'b', tier: '1', pod: '9' }))).toBe('b 1')
})

it('workloads, and what their pods say beside labels, are told apart', () => {
  const { ask, made } = counting()
  const labels = { app: 'a' }
  ask(pod(labels), 'app')
  ask(pod(labels, 'shop/Deployment/b'), 'app')
  ask({ ...pod(labels), proxy: 'none' }, 'app')
  ask({ ...pod(labels), meshAnnotations: new Map() }, 'app')
  expect(made()).toBe(4)
})

it('labels can not be walked, which nothing could take note of', () => {
  const memo = new PodMemo<number>(false)
  expect(() => memo.of(pod({ app: 'a' }), ({ labels }) => [...labels].length)).toThrow('by their keys')
})
