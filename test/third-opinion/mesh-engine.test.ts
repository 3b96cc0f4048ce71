/**
 * The engine against the third opinion on random meshes: every way to dial a port of a pod, and the most open one.
 * `PODTRUST_SEEDS` sets the number of meshes, `PODTRUST_SEED` the first.
 */
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { openEngine, textOf } from './mesh-engine'
import { naiveMesh, waysTo, type MeshAnswer } from './mesh/naive-mesh'
import { randomMesh, type RandomMesh } from './random-mesh'

const meshes = Number(process.env['PODTRUST_SEEDS'] ?? 500)
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261101)

function disagreements({ objects, questions }: RandomMesh): string[] {
  const engine = openEngine(objects)
  return questions.flatMap(question => {
    const ways = waysTo(objects, question.to, question.port)
    const isRough = !question.request && hasTemplates(objects)
    const spoken = JSON.stringify(question)
    const said = engine.ways(question).sort().join()
    const known = ways.map(textOf).sort().join()
    if (engine.meshed && said !== known) return [`ways ${spoken}: ${said}, third opinion ${known}`]
    const answers = ways.map(way => naiveMesh(objects, question, way))
    const wrong = ways.flatMap((way, place) => {
      const answer = answers[place]
      const found = engine.ask(question, way)
      if (
        !answer ||
        (isVerdict(found.verdict, answer.verdict, isRough) &&
          found.transport === answer.transport &&
          (answer.accepts === undefined || found.accepts === answer.accepts))
      )
        return []
      return [`${textOf(way)} ${spoken}: ${JSON.stringify(found)}, third opinion ${JSON.stringify(answer)}`]
    })
    const widest = widestOf(answers)
    const found = engine.ask(question).verdict
    if (widest !== undefined && !isVerdict(found, widest, isRough))
      wrong.push(`${spoken}: ${found}, third opinion ${widest}`)
    return wrong
  })
}

/**
 * Whether templates of paths and other patterns leave any path over is not always worked out; then it is said that some
 * requests pass.
 */
const isVerdict = (engine: string, naive: string, isRough: boolean): boolean =>
  engine === naive || (isRough && engine === 'conditional')

const hasTemplates = (objects: RandomMesh['objects']): boolean => JSON.stringify(objects).includes('/{*')

/** The widest verdict of all ways; undefined where one of them is left open. */
function widestOf(answers: readonly (MeshAnswer | undefined)[]): string | undefined {
  if (answers.includes(undefined)) return undefined
  return (
    (['allow', 'conditional'] as const).find(each => answers.some(answer => answer?.verdict === each)) ??
    'deny'
  )
}

describe('engine and third opinion', () => {
  it(`agree on ${meshes} random meshes, by every way to dial`, () => {
    fc.assert(
      fc.property(randomMesh, sample => {
        const wrong = disagreements(sample)
        if (wrong.length > 0) throw new Error(wrong.join('\n'))
      }),
      { numRuns: meshes, seed },
    )
  }, 600_000)
})
