import { describe, expect, it } from 'vitest'
import { isList, type Json } from '../lib/model/json'
import { refKey } from '../lib/model/object'
import { analyze } from '../lib/analyze'
import { Collector } from '../lib/sources/collect'
import { readText } from '../lib/sources/read-text'
import { editTrace, traceLength } from './edits'
import { generate } from './generate'
import { forms, manifestsOf } from './manifests'
import { captureOf, contentHash } from './objects'
import { podsOf, shapes, type Plan } from './plan'
import type { Detail } from './served-pod'
import { generateStress, stresses, type Stress } from './stress'

const hashOf = (plan: Plan): string => contentHash(captureOf(plan))

const stressNames = Object.keys(stresses) as Stress[]

describe('the clusters that are measured', () => {
  it('stay the same, so that figures can be compared', () => {
    const plans = [
      ...shapes.map(shape => generate({ shape, pods: 100, seed: 1 })),
      generate({ shape: 'deep', pods: 1000, seed: 1 }),
      generate({ shape: 'deep', pods: 1000, seed: 2 }),
      ...stressNames.map(stress => generateStress(stress, { pods: 1000, seed: 1 })),
    ]
    expect(plans.map(plan => `${plan.name} ${[...podsOf(plan)].length} ${plan.seed} ${hashOf(plan)}`))
      .toMatchInlineSnapshot(`
        [
          "deep 100 1 66d03a55ebb669f6",
          "thresh 100 1 4ad766a740076aeb",
          "wide 100 1 00c68dcff39722e4",
          "deep 1000 1 4c9af4fc07951e6a",
          "deep 1000 2 058f41605eba79bc",
          "deep+nopolicy 1000 1 95ac15c95a18e20f",
          "deep+admin 1000 1 bd2f77d9d8dbfe26",
          "deep+per-pod 1000 1 73a45cac2c35c610",
          "deep+notin 1000 1 2374e689c54525ac",
          "thresh+notin-thresh 1000 1 f150753ee52428c4",
          "deep+cidr 1000 1 c45906f297028e25",
          "deep+mesh 1000 1 eab7b176dea8d1af",
        ]
      `)
  })

  it.each(shapes)(
    '%s has exactly the pods that were asked for, with names and addresses of their own',
    shape => {
      for (const pods of [20, 333, 5000]) {
        const all = [...podsOf(generate({ shape, pods, seed: 3 }))]
        expect(all.length).toBe(pods)
        expect(new Set(all.map(({ address }) => address)).size).toBe(pods)
        expect(new Set(all.map(({ workload, name }) => `${workload.namespace.name}/${name}`)).size).toBe(pods)
      }
    },
  )

  it.each(forms)('as %s are held as the product holds what it reads', form => {
    for (const plan of [
      ...shapes.map(shape => generate({ shape, pods: 60, seed: 4 })),
      generateStress('admin', { pods: 60, seed: 4 }),
      generateStress('per-pod', { pods: 60, seed: 4 }),
    ]) {
      const collector = new Collector()
      const text = Array.from(manifestsOf(plan, form, 'lean'), manifest => JSON.stringify(manifest)).join(
        '\n---\n',
      )
      for (const _ of readText(text, 'cluster.yaml', collector));
      const read = collector.capture({ kind: 'manifests', label: plan.name })
      expect(read.problems).toEqual([])
      expect(read.objects.map(({ origin: _, ...object }) => object)).toEqual(captureOf(plan, form).objects)
    }
  })

  it('say the same however much of a pod is written', () => {
    const plan = generate({ shape: 'deep', pods: 60, seed: 4 })
    const held = (detail: Detail): unknown => {
      const collector = new Collector()
      const text = Array.from(manifestsOf(plan, 'pods', detail), manifest => JSON.stringify(manifest))
      for (const _ of readText(text.join('\n---\n'), 'cluster.yaml', collector));
      return analyze(collector.capture({ kind: 'manifests', label: detail })).connections
    }
    expect(held('kubectl')).toEqual(held('lean'))
    expect(held('api')).toEqual(held('lean'))
  })

  it('have policies that a peer analyzer reads: no named port beside an address block on the way out', () => {
    const { policies } = generate({ shape: 'deep', pods: 10_000, seed: 1 })
    const ways = policies.flatMap(({ spec }): readonly Json[] =>
      isList(spec['egress']) ? spec['egress'] : [],
    )
    const texts = ways.map(way => JSON.stringify(way)).filter(text => text.includes('ipBlock'))
    expect(texts.length).toBeGreaterThan(10)
    expect(texts.filter(text => /"port":"/.test(text))).toEqual([])
  })
})

describe('the edit trace', () => {
  const plan = generate({ shape: 'deep', pods: 1000, seed: 1 })

  it('changes something with every event, and deletes only what is there', () => {
    const live = new Map(captureOf(plan).objects.map(({ ref, body }) => [refKey(ref), JSON.stringify(body)]))
    const kinds: Record<string, number> = {}
    for (const edit of editTrace(plan, 1)) {
      const ref = edit.kind === 'put' ? edit.object.ref : edit.ref
      const before = live.get(refKey(ref))
      const after = edit.kind === 'put' ? JSON.stringify(edit.object.body) : undefined
      expect(after, refKey(ref)).not.toBe(before)
      if (after === undefined) live.delete(refKey(ref))
      else live.set(refKey(ref), after)
      kinds[ref.kind] = (kinds[ref.kind] ?? 0) + 1
    }
    expect(kinds['NetworkPolicy']).toBeGreaterThan(0.55 * traceLength)
    expect(kinds['Pod']).toBeGreaterThan(0.28 * traceLength)
    expect(kinds['Namespace']).toBeGreaterThan(0.03 * traceLength)
  })

  it('is the same for the same seed', () => {
    const trace = (seed: number): string => JSON.stringify([...editTrace(plan, seed, 200)])
    expect(trace(1)).toBe(trace(1))
    expect(trace(1)).not.toBe(trace(2))
  })
})
