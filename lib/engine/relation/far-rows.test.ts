import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../analyze'
import { captureOfObjects, settingsOf } from '../../../test/kit/random-capture'
import { randomCase } from '../../../test/third-opinion/random-cluster'
import { worldsOf } from '../worlds'
import { FarRows } from './far-rows'
import { openRelation } from './open'
import { everything } from './sets'
import { newStores } from './stores'

const clusters = Number(process.env['PODTRUST_SEEDS'] ?? 300)
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261111)

describe('far ends', () => {
  it(`say of a slot what their rows say, each once, on ${clusters} random clusters`, () => {
    fc.assert(
      fc.property(randomCase, fc.constantFrom(0, 1, 48), ({ objects, options }, dense) => {
        const capture = captureOfObjects(objects)
        const worlds = worldsOf(capture, compile(capture), settingsOf(options))
        const { stores, rows, live } = openRelation(worlds, newStores(dense))
        const slots = stores.sets.toArray(live)
        for (const direction of ['ingress', 'egress'] as const) {
          const far = new FarRows(stores, rows[direction], live)
          const rowOf = (end: number): number => rows[direction][end] ?? 0
          for (const slot of slots) {
            const found: [end: number, says: number][] = []
            far.forEach(everything, slot, (ends, says) =>
              stores.sets.forEach(stores.sets.and(ends, live), end => found.push([end, says])),
            )
            const wanted = slots.map(end => [end, stores.rows.at(rowOf(end), slot)])
            expect(found.sort(([a], [b]) => a - b)).toEqual(wanted)
          }
        }
      }),
      { numRuns: clusters, seed },
    )
  }, 600_000)
})
