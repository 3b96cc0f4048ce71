import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../analyze'
import { refKey, type ObjectRef } from '../../model/object'
import type { Policy } from '../../model/rule'
import { captureOfObjects, settingsOf } from '../../../test/kit/random-capture'
import { randomCase } from '../../../test/third-opinion/random-cluster'
import { remember } from '../memory'
import { policyEffectsOf } from '../policy-effects'
import { worldsOf } from '../worlds'
import { openRelation } from './open'
import { Decisions } from './policy-effects'
import { newStores } from './stores'

const clusters = Number(process.env['PODTRUST_SEEDS'] ?? 300)
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261107)

const objectsOf = (policies: readonly Policy[]): ObjectRef[] => [
  ...new Map(policies.map(({ object }) => [refKey(object), object])).values(),
]

describe('what policies do, from rows', () => {
  it(`is what the readable count says, on ${clusters} random clusters`, () => {
    const seen = { allows: 0, denies: 0, soleAllow: 0, unknown: 0 }
    fc.assert(
      fc.property(
        randomCase,
        fc.constantFrom(0, 1, 48),
        fc.constantFrom('network', 'all'),
        ({ objects, options }, dense, plane) => {
          const capture = captureOfObjects(objects)
          const compiled = compile(capture)
          const worlds = worldsOf(capture, compiled, { ...settingsOf(options), plane })
          const memory = remember(worlds.world)
          const decisions = new Decisions(openRelation(worlds, newStores(dense)))
          for (const object of objectsOf(compiled.policies)) {
            const wanted = policyEffectsOf(worlds.world, memory, object)
            expect({ object, ...decisions.of(object) }).toEqual({ object, ...wanted })
            for (const kind of ['allows', 'denies', 'soleAllow', 'unknown'] as const)
              seen[kind] += wanted[kind]
          }
        },
      ),
      { numRuns: clusters, seed },
    )
    // A comparison of nothing with nothing would prove nothing.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100)
  }, 600_000)
})
