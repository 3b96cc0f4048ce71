import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openWorld, randomWorld } from '../../../test/kit/random-world'
import { Connections } from './connections'
import { openRelation } from './open'
import type { PortMapId } from './port-maps'
import { forEachBase, forEachException } from './rectangles'
import type { SetId } from './sets'
import { newStores } from './stores'
import { noFact } from './values'

const seed = Number(process.env['PODTRUST_SEED'] ?? 20261101)

describe('the rectangles of a relation', () => {
  it('hold nothing between a node and its own pods, nor between addresses outside', () => {
    let exempt = 0
    fc.assert(
      fc.property(randomWorld, drawn => {
        const relation = openRelation(openWorld(drawn), newStores(1))
        const connections = new Connections(relation)
        const { slots, stores } = relation
        const none = stores.ports.all(noFact)
        const nodesOf = (slot: number): Set<string | undefined> =>
          new Set(connections.membersOf(slot).map(({ node }) => node))
        const isExempt = (a: number, b: number): boolean => {
          if (slots.isOutside(a) && slots.isOutside(b)) return true
          const nodes = new Set([...nodesOf(a), ...nodesOf(b)])
          const onHost = [a, b].filter(slot => slots.pods[slot]?.hostNetwork === true)
          return (
            onHost.length === 1 &&
            !slots.isOutside(a) &&
            !slots.isOutside(b) &&
            nodes.size === 1 &&
            !nodes.has(undefined)
          )
        }
        const said = new Map<string, PortMapId>()
        const note = (from: SetId, to: SetId, facts: PortMapId): void => {
          for (const a of stores.sets.toArray(from))
            for (const b of stores.sets.toArray(to)) said.set(`${a} ${b}`, facts)
        }
        forEachBase(relation.rectangles(), note)
        forEachException(relation.rectangles(), note)
        const live = stores.sets.toArray(relation.live)
        for (const a of live)
          for (const b of live) {
            if (!isExempt(a, b)) continue
            exempt++
            expect([relation.between(a, b), said.get(`${a} ${b}`) ?? none]).toEqual([none, none])
          }
      }),
      { numRuns: 100, seed },
    )
    expect(exempt).toBeGreaterThan(100)
  })
})
