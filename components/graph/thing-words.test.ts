import { expect, test } from 'vitest'
import { bundleId } from './parts'
import { smallMap } from './small-map'
import { thingWords } from './thing-words'

test.each([
  ['shop/web[Deployment]', 'shop/web, 3 out, 0 in, isolated in and out'],
  ['data/db[StatefulSet]', 'data/db, 1 out, 3 in, open to anyone'],
  ['hull:data', 'Namespace data, 0 of 1 workload isolated, no default deny, 1 implicit'],
  [
    'hull:shop',
    'Namespace shop, 1 of 1 workload isolated, default deny, 0 implicit, inside 1 of 1 connection not verified, at worst partial',
  ],
  ['anyone', 'Anyone, whoever runs in the cluster: 1 line to workloads that are open'],
  ['internet', 'Internet, reaches 1 workload, is reached by 1 workload'],
  [bundleId(undefined, 'data'), 'Anyone to data: 1 of 1 workload open, implicit'],
  [bundleId('shop', 'data'), 'shop to data: 1 of 2 connections not verified, at worst partial'],
  ['stub:in:data', 'Internet to data: 1 of 1 connection not verified, at worst implicit'],
  ['nothing', ''],
])('%s is said in words', (id, words) => {
  expect(thingWords(smallMap, id)).toBe(words)
})

test('what a lens leaves dark is said so', () => {
  const dark = { ...smallMap, nodes: smallMap.nodes.map(node => ({ ...node, lit: 0 })) }
  expect(thingWords(dark, 'shop/web[Deployment]')).toContain('not lit by the lens')
})

test('names that would hide something are written out', () => {
  const hostile = { ...smallMap, hulls: smallMap.hulls.map(hull => ({ ...hull, label: 'pay\u202ements' })) }
  expect(thingWords(hostile, 'hull:data')).toContain('pay\\u202ements')
})
