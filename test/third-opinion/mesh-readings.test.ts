/**
 * Random meshes one of whose DestinationRules could not be read, against the third opinion of each of what it may say: what
 * the engine is sure of holds in every reading (contract.md section 1, verdict). The third opinion knows one reading alone.
 * `PODTRUST_SEEDS` and `PODTRUST_SEED` are those of the other tests here; a quarter of the meshes are taken, since each is asked
 * in six readings.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openEngine, textOf, type AskedEngine } from './mesh-engine'
import { naiveMesh, waysTo, type MeshQuestion } from './mesh/naive-mesh'
import type { Way } from './mesh/wire'
import { randomMesh } from './random-mesh'
import type { RawObject } from './raw'

const numRuns = Math.max(60, Math.ceil(Number(process.env['PODTRUST_SEEDS'] ?? 500) / 4))
const seed = Number(process.env['PODTRUST_SEED'] ?? 1)

interface Named {
  readonly namespace: string
  readonly name: string
}

/** The rule of one Service, newer than all others, with what it says of TLS or of whither to send. */
const rule = ({ namespace, name }: Named, trafficPolicy: RawObject): RawObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { namespace, name: 'doubtful', creationTimestamp: '2026-12-31T00:00:00Z' },
  spec: { host: `${name}.${namespace}.svc.cluster.local`, trafficPolicy },
})

const said = ['DISABLE', 'ISTIO_MUTUAL', 'SIMPLE'] as const

/** Every answer of the third opinion; nothing where it has none in some reading. */
function readings(
  objects: readonly RawObject[],
  service: Named,
  question: MeshQuestion,
  way: Way,
): string[] | undefined {
  const worlds = [
    objects,
    [...objects, rule(service, {})],
    [...objects, rule(service, { loadBalancer: { simple: 'PASSTHROUGH' } })],
    ...said.map(mode => [...objects, rule(service, { tls: { mode } })]),
  ]
  const answers = worlds.map(world => naiveMesh(world, question, way)?.verdict)
  return answers.every(answer => answer !== undefined) ? answers : undefined
}

/** A rule of the Service that is there and does not parse, and one that nobody may read. */
const unread: readonly [string, string[], (objects: readonly RawObject[], service: Named) => AskedEngine][] =
  [
    [
      'a rule that does not parse',
      ['allow: allow', 'unknown: conditional,deny', 'deny: deny'],
      (objects, service) => openEngine([...objects, rule(service, { tls: { mode: 'UNHEARD' } })]),
    ],
    [
      // Which may always have the handshake fail.
      'a rule that could not be read',
      ['unknown: allow', 'unknown: conditional,deny', 'deny: deny'],
      (objects, { namespace }) => {
        const kind = { group: 'networking.istio.io', kind: 'DestinationRule' }
        const object = { ...kind, namespace, name: 'doubtful' }
        return openEngine(objects, [{ kind: 'policy', object, namespace, reason: 'forbidden' }])
      },
    ],
  ]

it.each(unread)(
  'is sure of nothing that some reading of %s says otherwise',
  (_, often, openUnread) => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(randomMesh, ({ objects, questions }) => {
        for (const question of questions)
          for (const way of waysTo(objects, question.to, question.port)) {
            if (way.kind === 'pod-ip') continue
            const answers = readings(objects, way.service, question, way)
            if (!answers) continue
            const { verdict } = openUnread(objects, way.service).ask(question, way)
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
    expect([...seen]).toEqual(expect.arrayContaining(often))
  },
  600_000,
)
