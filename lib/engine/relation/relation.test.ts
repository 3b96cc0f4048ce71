import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../analyze'
import type { Connection } from '../../model/connection'
import { finish } from '../../model/stepwise'
import { captureOfObjects, settingsOf } from '../../../test/kit/random-world'
import { randomCase } from '../../../test/third-opinion/random-cluster'
import { remember } from '../memory'
import { enumerateConnections } from '../pairwise'
import { worldsOf } from '../worlds'
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
      fc.property(
        randomCase,
        fc.constantFrom(0, 1, 48),
        fc.boolean(),
        ({ objects, options }, dense, auto) => {
          const capture = captureOfObjects(objects)
          const settings = auto ? { ...settingsOf(options), engine: 'auto' as const } : settingsOf(options)
          const worlds = worldsOf(capture, compile(capture), settings)
          const wanted = finish(enumerateConnections(worlds.world, worlds.other, remember(worlds.world)))
          const relation = openRelation(worlds, newStores(dense))
          const found = new Connections(relation).all(worlds.world.inventory.workloads)
          expect(lines(found)).toEqual(lines(wanted))
        },
      ),
      { numRuns: clusters, seed },
    )
  }, 600_000)
})
