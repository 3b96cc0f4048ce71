/**
 * What must hold of the engine's answers when a mesh changes, whatever the answers are (istio.md, section 7d), over random
 * meshes. `PODTRUST_SEEDS` and `PODTRUST_SEED` are those of the other tests here; each check takes a fifth of the meshes,
 * and 60 at least.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openEngine, textOf, type EngineAnswer } from './mesh-engine'
import { membersOf } from './mesh/members'
import { waysTo, type MeshQuestion } from './mesh/naive-mesh'
import { randomMesh, type RandomMesh } from './random-mesh'
import { policyOf, policyPlan, rule, type PolicyPlan } from './random-mesh-policies'
import { entriesAt, textAt, type Json, type RawObject } from './raw'

const numRuns = Math.max(60, Math.ceil(Number(process.env['PODTRUST_SEEDS'] ?? 500) / 5))
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261101)

interface Change {
  readonly before: RawObject[]
  readonly after: RawObject[]
  readonly questions: readonly MeshQuestion[]
}

/** One answer before and after a change; `about` says to which question. */
interface Pair {
  readonly about: string
  readonly before: EngineAnswer
  readonly after: EngineAnswer
}

/** Every answer, by every way to dial. */
function pairsOf({ before, after, questions }: Change, renamed = (text: string): string => text): Pair[] {
  const [one, other] = [openEngine(before), openEngine(after)]
  return questions.flatMap(question => {
    const then = JSON.parse(renamed(JSON.stringify(question))) as MeshQuestion
    const thenWays = waysTo(after, then.to, then.port)
    return waysTo(before, question.to, question.port).map(way => {
      const called = textOf(way)
      const same = thenWays.find(each => textOf(each) === renamed(called))
      if (same === undefined) throw new Error(`there is no ${called} any more`)
      return {
        about: `${JSON.stringify(question)} ${called}`,
        before: one.ask(question, way),
        after: other.ask(then, same),
      }
    })
  })
}

const RANKS = ['deny', 'conditional', 'allow']

/** How open an answer is; in these meshes nothing is unknown. */
function rank({ verdict }: EngineAnswer): number {
  const found = RANKS.indexOf(verdict)
  if (found < 0) throw new Error(`nothing in these meshes is ${verdict}`)
  return found
}

const opens = ({ before, after }: Pair): boolean => rank(after) > rank(before)
const closes = ({ before, after }: Pair): boolean => rank(after) < rank(before)
const differs = ({ before, after }: Pair): boolean => JSON.stringify(before) !== JSON.stringify(after)

/** Asserts that no pair is wrong, and returns of how many `counted` is true: a check of nothing would show. */
function check(
  changes: fc.Arbitrary<Change>,
  wrong: (pair: Pair) => boolean,
  counted: (pair: Pair) => boolean,
  renamed?: (text: string) => string,
): number {
  let count = 0
  fc.assert(
    fc.property(changes, change => {
      const pairs = pairsOf(change, renamed)
      count += pairs.filter(counted).length
      const found = pairs.filter(wrong)
      if (found.length > 0) throw new Error(found.map(pair => JSON.stringify(pair)).join('\n'))
    }),
    { numRuns, seed },
  )
  return count
}

const always = (): boolean => true
const never = (): boolean => false

/** Objects that come on top have ages and names of their own. */
const added = (...plans: readonly PolicyPlan[]): RawObject[] =>
  plans.map((plan, index) => policyOf(plan)(80 + index))

const withBody = (plan: PolicyPlan, action: string, rules: readonly RawObject[]): PolicyPlan => ({
  ...plan,
  body: { action, rules: [...rules] },
})

const rules = (minLength: number): fc.Arbitrary<RawObject[]> =>
  fc.array(rule, { minLength, maxLength: 3, size: 'max' })

const grown = (
  plans: fc.Arbitrary<readonly PolicyPlan[]>,
  base: (mesh: RandomMesh) => RawObject[] = ({ objects }) => objects,
): fc.Arbitrary<Change> =>
  fc.tuple(randomMesh, plans).map(([mesh, some]) => {
    const before = base(mesh)
    return { before, after: [...before, ...added(...some)], questions: mesh.questions }
  })

const one = (action: string, minLength = 1): fc.Arbitrary<readonly PolicyPlan[]> =>
  fc.tuple(policyPlan, rules(minLength)).map(([plan, some]) => [withBody(plan, action, some)])

const isAllow = (object: RawObject): boolean =>
  object['kind'] === 'AuthorizationPolicy' && textAt(object, 'spec', 'action') !== 'DENY'

/** The same objects with every mode of their PeerAuthentications put through `change`. */
const withModes = (
  objects: readonly RawObject[],
  change: (mode: string, atPort: boolean, whole: string | undefined) => string,
): RawObject[] =>
  objects.map(object => {
    if (object['kind'] !== 'PeerAuthentication') return object
    const whole = textAt(object, 'spec', 'mtls', 'mode')
    const changed = (node: Json, atPort: boolean): Json => {
      const mode = textAt(node, 'mode')
      return mode === undefined ? node : { mode: change(mode, atPort, whole) }
    }
    const spec = entriesAt(object, 'spec').map(([key, node]): [string, Json] => {
      if (key === 'mtls') return [key, changed(node, false)]
      if (key !== 'portLevelMtls') return [key, node]
      return [key, Object.fromEntries(entriesAt(node).map(([port, each]) => [port, changed(each, true)]))]
    })
    return { ...object, spec: Object.fromEntries(spec) }
  })

describe('a mesh that changes', () => {
  it('gets no new edge by a DENY', () => {
    expect(check(grown(one('DENY')), opens, closes)).toBeGreaterThan(0)
  })

  it('loses no edge by an ALLOW beside another', () => {
    const changes = fc
      .tuple(randomMesh, policyPlan, rules(1), rules(1))
      .map(([{ objects, questions }, plan, some, more]): Change => {
        const [first = {}, second = {}] = added(withBody(plan, 'ALLOW', some), withBody(plan, 'ALLOW', more))
        return { before: [...objects, first], after: [...objects, first, second], questions }
      })
    expect(check(changes, closes, opens)).toBeGreaterThan(0)
  })

  it('gets no new edge by the first ALLOW', () => {
    const changes = grown(one('ALLOW'), ({ objects }) => objects.filter(object => !isAllow(object)))
    expect(check(changes, opens, closes)).toBeGreaterThan(0)
  })

  it('gets no new edge by STRICT in place of PERMISSIVE, and keeps those of mutual TLS as they are', () => {
    const changes = randomMesh.map(({ objects, questions }): Change => ({
      before: objects,
      after: withModes(objects, mode => (mode === 'PERMISSIVE' ? 'STRICT' : mode)),
      questions,
    }))
    const wrong = (pair: Pair): boolean =>
      opens(pair) ||
      (pair.before.transport === 'mtls' &&
        (pair.before.verdict !== pair.after.verdict || pair.after.transport !== 'mtls'))
    expect(check(changes, wrong, closes)).toBeGreaterThan(0)
  })

  it('is the same under other names of namespaces and accounts', () => {
    const names: Record<string, string> = { red: 'rad', blue: 'bloue', cart: 'chart', shop: 'sharp' }
    const renamed = (text: string): string =>
      text.replace(/\b(red|blue|cart|shop)\b/g, name => names[name] ?? name)
    const changes = randomMesh.map(({ objects, questions }): Change => ({
      before: objects,
      after: JSON.parse(renamed(JSON.stringify(objects))) as RawObject[],
      questions,
    }))
    expect(check(changes, differs, always, renamed)).toBeGreaterThan(0)
  })

  it('is the same in any order of its objects', () => {
    const changes = randomMesh.chain(({ objects, questions }) =>
      fc
        .shuffledSubarray(objects, { minLength: objects.length })
        .map((after): Change => ({ before: objects, after, questions })),
    )
    expect(check(changes, differs, always)).toBeGreaterThan(0)
  })

  it.each([
    ['a policy that is only tried out', 'dry-run'],
    ['a policy of another revision', 'revision'],
  ] as const)('is the same with %s', (_, tried) => {
    const both = fc
      .tuple(policyPlan, rules(1), fc.constantFrom('ALLOW', 'DENY'))
      .map(([plan, some, action]) => withBody(plan, action, some))
    const so = (plan: PolicyPlan): PolicyPlan[] => [{ ...plan, tried }]
    check(grown(both.map(so)), differs, never)
    // It would not be the same if the policy counted.
    expect(check(grown(both.map(plan => [plan])), never, differs)).toBeGreaterThan(0)
  })

  it('is the same with an ALLOW split in two by its rules', () => {
    const changes = fc
      .tuple(randomMesh, policyPlan, rules(2))
      .map(([{ objects, questions }, plan, some]): Change => {
        const [whole = {}] = added(withBody(plan, 'ALLOW', some))
        const parts = added(
          withBody(plan, 'ALLOW', some.slice(0, 1)),
          withBody({ ...plan, age: plan.age + 1 }, 'ALLOW', some.slice(1)),
        )
        return { before: [...objects, whole], after: [...objects, ...parts], questions }
      })
    expect(check(changes, differs, always)).toBeGreaterThan(0)
  })

  it('is the same for ambient servers with PERMISSIVE in place of DISABLE', () => {
    // Except at a port whose pods inherit STRICT: there ztunnel heeds the one exception and not the other.
    const inherits = (mode: string | undefined): boolean => mode === undefined || mode === 'UNSET'
    const changes = randomMesh.map(({ objects, questions }): Change => {
      const ambient = membersOf(objects).filter(({ part }) => part === 'ambient')
      return {
        before: objects,
        after: withModes(objects, (mode, atPort, whole) =>
          mode === 'DISABLE' && !(atPort && inherits(whole)) ? 'PERMISSIVE' : mode,
        ),
        questions: questions.filter(({ to }) => ambient.some(({ name }) => name === to)),
      }
    })
    expect(check(changes, differs, always)).toBeGreaterThan(0)
  })
})
