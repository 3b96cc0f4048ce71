import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Connection } from '../../model/connection'
import { openWorld, randomWorld } from '../../../test/kit/random-world'
import { byPair, changed, text } from '../../../test/kit/told-changes'
import { advance } from './advance'
import { changesOf } from './changes'
import { Connections } from './connections'
import { openRelation } from './open'
import type { Worlds } from './relation'
import { newStores } from './stores'

// Each makes several relations anew, beside the one that follows.
const clusters = Math.ceil(Number(process.env['PODTRUST_SEEDS'] ?? 500) / 5)
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261101)

const all = (worlds: Worlds): Connection[] => [
  ...new Connections(openRelation(worlds)).all(worlds.world.inventory.workloads),
]

describe('a live relation', () => {
  it(`goes to another mesh, and to policies of a mesh, as if made anew, on ${clusters} clusters`, () => {
    const meshed = { followed: 0, apart: 0 }
    fc.assert(
      fc.property(
        randomWorld,
        fc.array(fc.tuple(fc.nat(1_000_000), fc.nat(7)), { minLength: 1, maxLength: 4, size: 'max' }),
        fc.constantFrom(0, 1, 48),
        (drawn, edits, dense) => {
          let now = { ...drawn, mesh: drawn.mesh ?? 0 }
          let worlds: Worlds = openWorld(now)
          let relation = openRelation(worlds, newStores(dense))
          let before = byPair(all(worlds))
          for (const [mesh, kept] of edits) {
            // Some edits are of the mesh, some of policies, some of both.
            const policies = drawn.policies.filter((_, at) => ((kept >> at) & 1) === 1)
            now = {
              ...now,
              mesh: mesh % 3 === 0 ? now.mesh : mesh,
              policies: mesh % 3 === 1 ? now.policies : policies,
            }
            worlds = openWorld(now)
            const advanced = advance(relation, worlds)
            if (advanced.relation === relation) meshed.followed++
            else meshed.apart++
            ;({ relation } = advanced)
            const wanted = all(worlds)
            const found = new Connections(relation).all(worlds.world.inventory.workloads)
            expect([...found].map(each => text(each)).sort()).toEqual(wanted.map(each => text(each)).sort())
            const after = byPair(wanted)
            expect(changed(before, changesOf(relation, advanced.delta))).toEqual(after)
            before = after
          }
        },
      ),
      { numRuns: clusters, seed },
    )
    expect(meshed.followed).toBeGreaterThan(meshed.apart)
  }, 600_000)
})
