import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../analyze'
import { captureOfObjects, settingsOf } from '../../../test/kit/random-capture'
import { randomCase } from '../../../test/third-opinion/random-cluster'
import { lookForOverlaps, ties } from '../ties'
import { worldsOf } from '../worlds'
import { openRelation } from './open'
import { SetOverlaps } from './overlaps'

const clusters = Number(process.env['PODTRUST_SEEDS'] ?? 500)
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261109)

describe('what policies have in common, from sets', () => {
  it(`is what every pod and address says, on ${clusters} random clusters`, () => {
    let found = 0
    fc.assert(
      fc.property(randomCase, ({ objects, options }) => {
        const capture = captureOfObjects(objects)
        const { world } = worldsOf(capture, compile(capture), settingsOf(options))
        const relation = openRelation({ world })
        const [fast, slow] = [new SetOverlaps(relation), lookForOverlaps(world, relation.slots.relevance)]
        const { policies } = world.compiled
        for (const a of policies)
          for (const b of policies)
            expect([fast.shareSubject(a, b), fast.disagree(a, b)]).toEqual([
              slow.shareSubject(a, b),
              slow.disagree(a, b),
            ])
        const wanted = ties(policies, slow, () => undefined)
        expect(ties(policies, fast, () => undefined)).toEqual(wanted)
        found += wanted.length
      }),
      { numRuns: clusters, seed },
    )
    expect(found).toBeGreaterThan(5)
  }, 600_000)
})
