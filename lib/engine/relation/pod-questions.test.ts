import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../analyze'
import type { PolicyReport } from '../../model/policy-report'
import { captureOfObjects, settingsOf } from '../../../test/kit/random-capture'
import { randomCase } from '../../../test/third-opinion/random-cluster'
import { findings } from '../findings'
import { governedClasses } from '../governed-classes'
import { policyReports } from '../policy-report'
import { askEveryPod } from '../pod-questions'
import { worldsOf } from '../worlds'
import { openRelation } from './open'
import { PodAnswers } from './pod-questions'

const clusters = Number(process.env['PODTRUST_SEEDS'] ?? 500)
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261108)

describe('what reports ask of all pods', () => {
  it(`is answered from sets as by looking at every pod, on ${clusters} random clusters`, () => {
    const kinds = new Map<string, number>()
    const count = (reports: readonly PolicyReport[]): void => {
      for (const note of reports.flatMap(({ notes }) => notes)) {
        kinds.set(note.kind, (kinds.get(note.kind) ?? 0) + 1)
        if (note.kind !== 'selects-nobody') continue
        if (note.near.length > 0) kinds.set('near', (kinds.get('near') ?? 0) + 1)
        kinds.set(note.why, (kinds.get(note.why) ?? 0) + 1)
      }
    }
    fc.assert(
      fc.property(randomCase, ({ objects, options }) => {
        const capture = captureOfObjects(objects)
        const worlds = worldsOf(capture, compile(capture), settingsOf(options))
        const relation = openRelation(worlds)
        const governed = governedClasses(relation)
        const [ask, every] = [new PodAnswers(relation), askEveryPod(worlds.world)]
        const wanted = policyReports(worlds.world, governed, every)
        expect(policyReports(worlds.world, governed, ask)).toEqual(wanted)
        const { policies } = worlds.world.compiled
        expect(findings(policies, ask)).toEqual(findings(policies, every))
        count(wanted)
      }),
      { numRuns: clusters, seed },
    )
    for (const kind of ['peer-matches-nobody', 'port-name-missing', 'selects-nobody', 'near', 'host-network'])
      expect([kind, (kinds.get(kind) ?? 0) > 5]).toEqual([kind, true])
  }, 600_000)
})
