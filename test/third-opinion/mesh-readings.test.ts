/**
 * Random meshes one of whose DestinationRules could not be read, against the third opinion of each of what it may say: what
 * the engine is sure of holds in every reading (contract.md section 1, verdict). The third opinion knows one reading alone.
 * `PODTRUST_SEEDS` and `PODTRUST_SEED` are those of the other tests here; half of the meshes are taken, since each is asked
 * in five readings.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openEngine, textOf } from './mesh-engine'
import { naiveMesh, waysTo, type MeshQuestion } from './mesh/naive-mesh'
import type { Way } from './mesh/wire'
import { randomMesh } from './random-mesh'
import type { RawObject } from './raw'

const numRuns = Math.max(60, Math.ceil(Number(process.env['PODTRUST_SEEDS'] ?? 500) / 2))
const seed = Number(process.env['PODTRUST_SEED'] ?? 1)

/** The rule of one Service, newer than all others, with what it says of TLS. */
const rule = (
  { namespace, name }: { namespace: string; name: string },
  trafficPolicy: RawObject,
): RawObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { namespace, name: 'doubtful', creationTimestamp: '2026-12-31T00:00:00Z' },
  spec: { host: `${name}.${namespace}.svc.cluster.local`, trafficPolicy },
})

const said = ['DISABLE', 'ISTIO_MUTUAL', 'SIMPLE'] as const

/** Every answer of the third opinion; nothing where it has none in some reading. */
function readings(
  objects: readonly RawObject[],
  service: { namespace: string; name: string },
  question: MeshQuestion,
  way: Way,
): string[] | undefined {
  const worlds = [
    objects,
    [...objects, rule(service, {})],
    ...said.map(mode => [...objects, rule(service, { tls: { mode } })]),
  ]
  const answers = worlds.map(world => naiveMesh(world, question, way)?.verdict)
  return answers.every(answer => answer !== undefined) ? answers : undefined
}

it('is sure of nothing that some reading of an unread rule says otherwise', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(randomMesh, ({ objects, questions }) => {
      for (const question of questions)
        for (const way of waysTo(objects, question.to, question.port)) {
          if (way.kind === 'pod-ip') continue
          const answers = readings(objects, way.service, question, way)
          if (!answers) continue
          const engine = openEngine([...objects, rule(way.service, { tls: { mode: 'UNHEARD' } })])
          const { verdict } = engine.ask(question, way)
          seen.add(`${verdict}: ${[...new Set(answers)].sort().join()}`)
          if (verdict !== 'unknown')
            expect({ way: textOf(way), verdict, question, answers }).toMatchObject({
              answers: answers.map(() => verdict),
            })
        }
    }),
    { numRuns, seed },
  )
  // The readings differ in what they say often enough.
  expect([...seen]).toEqual(
    expect.arrayContaining(['unknown: conditional,deny', 'deny: deny', 'allow: allow']),
  )
}, 600_000)
