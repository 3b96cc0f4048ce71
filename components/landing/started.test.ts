import { expect, it } from 'vitest'
import type { Overview } from '@/lib/api/overview-contract'
import { contentsSentence, worstSentence } from './started'

const counts = { kind: 'counts', total: 20, implicit: 0, unknown: 2 } as const

it('says what would close most', () => {
  const start: Overview['start'] = [
    { kind: 'no-default-deny', namespace: 'data', implicit: 274 },
    { kind: 'open-egress', namespace: 'shop', implicit: 3 },
  ]
  expect(worstSentence({ start, headline: counts })).toBe(
    'data has no default deny: 274 implicit connections.',
  )
  expect(worstSentence({ start: start.slice(1), headline: counts })).toBe(
    'shop may reach every address outside: 3 implicit connections.',
  )
})

it('says what the cluster is where nothing stands out', () => {
  expect(worstSentence({ start: [], headline: { kind: 'no-policies', workloads: 3, implicit: 12 } })).toBe(
    'This is not an empty view. 3 workloads accept anyone: 12 implicit connections. Start with a default deny where most comes in.',
  )
  expect(worstSentence({ start: [], headline: counts })).toBe(
    '2 of 20 connections are unknown. None of them counts as safe.',
  )
})

it('says what was read, with a name that cannot hide', () => {
  const overview = {
    source: { kind: 'manifests' as const, label: 'a\u202eb.yaml' },
    workloads: 1,
    namespaces: [{}, {}],
  }
  expect(contentsSentence('manifests', overview)).toBe('a\\u202eb.yaml: 1 workload in 2 namespaces.')
  expect(contentsSentence('demo', overview)).toContain('1 workload in 2 namespaces')
})
