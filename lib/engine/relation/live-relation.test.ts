import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../analyze'
import type { Connection } from '../../model/connection'
import type { Policy } from '../../model/rule'
import { defaultSettings, type Settings } from '../../model/settings'
import { Collector } from '../../sources/collect'
import { readText } from '../../sources/read-text'
import { randomCase, type RandomCase } from '../../../test/third-opinion/random-cluster'
import { byPair, changed, text } from '../../../test/kit/told-changes'
import { worldsOf } from '../worlds'
import { advance, advanceApart } from './advance'
import { changesOf } from './changes'
import { Connections } from './connections'
import { openRelation } from './open'
import type { Worlds } from './relation'
import { newStores } from './stores'

const clusters = Number(process.env['PODTRUST_SEEDS'] ?? 500)
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261101)

type Raw = RandomCase['objects'][number]

/** Opens objects; policies that say the same as one before are the same. */
function worldsFrom(objects: readonly Raw[], settings: Settings, known: Map<string, Policy>): Worlds {
  const collector = new Collector()
  for (const _ of readText(
    objects.map(object => JSON.stringify(object)).join('\n---\n'),
    'a.yaml',
    collector,
  ));
  const capture = collector.capture({ kind: 'manifests', label: 'random' })
  const compiled = compile(capture)
  const policies = compiled.policies.map(policy => {
    const key = text(policy)
    const same = known.get(key) ?? policy
    known.set(key, same)
    return same
  })
  const opened = worldsOf(capture, { ...compiled, policies }, settings)
  return {
    world: { ...opened.world, hidesLabel: hidesNothing },
    ...(opened.other && { other: opened.other }),
  }
}

const hidesNothing = (): boolean => false

const nameOf = (object: Raw): string => {
  const { kind, metadata } = object as { kind: string; metadata: { namespace?: string; name: string } }
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`
}

const all = (worlds: Worlds): Connection[] => [
  ...new Connections(openRelation(worlds)).all(worlds.world.inventory.workloads),
]

/** What every slot outside is told of; its ranges may be cut otherwise in another relation. */
function outsideTexts(connections: Iterable<Connection>): string[] {
  return [...connections]
    .filter(({ from, to }) => from.kind === 'outside' || to.kind === 'outside')
    .map(({ pods: _pods, ...rest }) => text(rest))
    .sort()
}

describe('a live relation', () => {
  const native = { followed: 0, apart: 0 }

  it(`after random edits is the one that would be made anew, and tells what changed, on ${clusters} clusters`, () => {
    fc.assert(
      fc.property(
        randomCase,
        randomCase,
        fc.array(fc.tuple(fc.nat(1000), fc.boolean()), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(0, 1, 48),
        (first, second, edits, dense) => {
          const settings: Settings = { ...defaultSettings, engine: first.options.engine }
          const known = new Map<string, Policy>()
          const objects = new Map(first.objects.map(object => [nameOf(object), object]))
          const pool = [...first.objects, ...second.objects]
          let worlds = worldsFrom([...objects.values()], settings, known)
          let relation = openRelation(worlds, newStores(dense))
          let before = byPair(all(worlds))
          for (const [pick, remove] of edits) {
            const object = pool[pick % pool.length]
            if (!object) continue
            if (remove) objects.delete(nameOf(object))
            else objects.set(nameOf(object), object)
            worlds = worldsFrom([...objects.values()], settings, known)
            const held = relation
            const advanced = advance(relation, worlds)
            if (advanced.relation === held) native.followed++
            else native.apart++
            ;({ relation } = advanced)
            const wanted = all(worlds)
            const { workloads } = worlds.world.inventory
            const found = [...new Connections(relation).all(workloads)]
            expect(found.map(each => text(each)).sort()).toEqual(wanted.map(each => text(each)).sort())
            const after = byPair(wanted)
            expect(changed(before, changesOf(relation, advanced.delta))).toEqual(after)
            before = after
          }
        },
      ),
      { numRuns: clusters, seed },
    )
    expect(native.followed).toBeGreaterThan(native.apart)
  }, 600_000)

  it(`tells the difference of any two clusters, on ${clusters} pairs`, () => {
    fc.assert(
      fc.property(randomCase, randomCase, fc.constantFrom(0, 1, 48), (first, second, dense) => {
        const settings: Settings = { ...defaultSettings, engine: first.options.engine }
        const [before, after] = [first, second].map(({ objects }) => worldsFrom(objects, settings, new Map()))
        if (!before || !after) throw new Error('there are two')
        const { relation, delta } = advanceApart(before, after, dense)
        const wanted = all(after)
        const found = [...new Connections(relation).all(after.world.inventory.workloads)]
        expect(outsideTexts(found)).toEqual(outsideTexts(wanted))
        expect(changed(byPair(all(before)), changesOf(relation, delta))).toEqual(byPair(wanted))
      }),
      { numRuns: clusters, seed },
    )
  }, 600_000)
})
