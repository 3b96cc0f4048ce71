import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Pod } from '../model/inventory'
import { sharesNode } from './sides'
import { kindsOfPairs, type Pair } from './pair-kinds'
import type { Party } from './world'

/** Pair by pair. */
function kindsOneByOne(source: readonly Party[], target: readonly Party[], withItself: boolean): Pair[] {
  const kinds = new Map<boolean, Pair>()
  for (const from of source)
    for (const to of target) {
      if (from.kind === 'pod' && to.kind === 'pod' && from.pod === to.pod && !withItself) continue
      const shares =
        (from.kind === 'pod' && sharesNode(from.pod, to)) || (to.kind === 'pod' && sharesNode(to.pod, from))
      const known = kinds.get(shares)
      kinds.set(shares, known ? { ...known, pairs: known.pairs + 1 } : { from, to, pairs: 1 })
    }
  return [...kinds.values()]
}

const node = fc.constantFrom('n1', 'n2', undefined)

const podOn = (name: string, hostNetwork: boolean, on: string | undefined): Pod => ({
  namespace: 'x',
  name,
  labels: new Map(),
  serviceAccount: 'default',
  proxy: 'none',
  addresses: [],
  ports: [],
  hostNetwork,
  workload: 'x/w[Pod]',
  predicted: false,
  ...(on !== undefined && { node: on }),
})

const group = fc
  .tuple(fc.boolean(), fc.array(node, { minLength: 1, maxLength: 5 }))
  .map(([hostNetwork, nodes]) =>
    nodes.map((on, at): Party => ({ kind: 'pod', pod: podOn(`p-${at}`, hostNetwork, on) })),
  )
const single = fc.constantFrom<Party[]>([{ kind: 'node', name: 'n1', addresses: [] }])

test('kinds of pairs are those of all pairs', () => {
  fc.assert(
    fc.property(fc.oneof(group, single), fc.oneof(group, single), fc.boolean(), (source, other, same) => {
      const target = same ? source : other
      const withItself = source.length + target.length === 2
      expect(kindsOfPairs(source, target, withItself)).toEqual(kindsOneByOne(source, target, withItself))
    }),
    { numRuns: 1000, seed: 20261103 },
  )
})
