import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Connection } from '../../model/connection'
import { finish } from '../../model/stepwise'
import { openWorld, randomWorld } from '../../../test/kit/random-world'
import { remember } from '../memory'
import { enumerateConnections } from '../pairwise'
import { Connections } from './connections'
import { openRelation } from './open'
import { newStores } from './stores'

const clusters = Number(process.env['PODTRUST_SEEDS'] ?? 500)
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261101)

const lines = (connections: Iterable<Connection>): string[] =>
  [...connections].map(each =>
    JSON.stringify(each, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  )

describe('the relation', () => {
  it(`holds what the readable evaluator says, on ${clusters} random clusters`, () => {
    fc.assert(
      fc.property(randomWorld, fc.constantFrom(0, 1, 48), (drawn, dense) => {
        const worlds = openWorld(drawn)
        const wanted = finish(enumerateConnections(worlds.world, worlds.other, remember(worlds.world)))
        const relation = openRelation(worlds, newStores(dense))
        const found = new Connections(relation).all(worlds.world.inventory.workloads)
        expect(lines(found)).toEqual(lines(wanted))
      }),
      { numRuns: clusters, seed },
    )
  }, 600_000)
})
