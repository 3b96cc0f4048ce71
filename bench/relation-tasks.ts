import { LiveAnalysis } from '../lib/live'
import { compile } from '../lib/analyze'
import { advance } from '../lib/engine/relation/advance'
import { openRelation } from '../lib/engine/relation/open'
import { forEachBase, forEachException } from '../lib/engine/relation/rectangles'
import type { Relation } from '../lib/engine/relation/relation'
import { nothing, type SetId } from '../lib/engine/relation/sets'
import { noFact } from '../lib/engine/relation/values'
import { answer } from '../lib/engine/question'
import { judge, viewPair, waysBetween } from '../lib/engine/evaluate'
import { isMoreOpen } from '../lib/engine/trust'
import { remember, rememberForAnswers } from '../lib/engine/memory'
import type { Party } from '../lib/engine/world'
import { worldsOf } from '../lib/engine/worlds'
import type { Settings } from '../lib/model/settings'
import { editTrace, type Edit } from './edits'
import { cost, median } from './measure'
import { meshTrace } from './mesh-edits'
import { captureOf } from './objects'
import type { Plan } from './plan'
import { Random } from './random'
import type { Facts, Outcome } from './tasks'

/** Inventory and compiled policies to the whole relation in rectangles: what an engine does, and nothing else. */
export async function measureRelation(plan: Plan, settings: Settings, samples: number): Promise<Outcome> {
  const capture = captureOf(plan)
  const worlds = worldsOf(capture, compile(capture), settings)
  const { result, cost: paid } = await cost(() => {
    const relation = openRelation(worlds)
    relation.rectangles()
    return relation
  })
  agrees(result, samples)
  return { cost: paid, facts: sizes(result) }
}

/** The events of a watch, one after the other, each with what it changes; and questions about single pairs. */
export async function measureEdits(plan: Plan, settings: Settings, samples: number): Promise<Outcome> {
  const capture = captureOf(plan)
  const live = new LiveAnalysis(capture, settings)
  // What is worked out when it is first needed belongs to the load.
  for (const edit of editTrace(plan, 3, 20)) live.apply(edit)
  const { result, cost: paid } = await cost(() => follow(live, editTrace(plan, 3)))
  const facts = followed(live, settings, samples)
  return {
    cost: paid,
    facts: { rectangles: result.rectangles, ...facts },
    figures: { ...percentiles(result.taken), ...(await questions(live)) },
  }
}

/** The same of a mesh's own objects, each kind of edit beside an analysis of the whole in the same process. */
export async function measureMeshEdits(plan: Plan, settings: Settings, samples: number): Promise<Outcome> {
  const live = new LiveAnalysis(captureOf(plan), settings)
  follow(live, meshTrace(plan, 3, 20))
  const { result, cost: paid } = await cost(() => follow(live, meshTrace(plan, 4)))
  const whole = Array.from({ length: 3 }, () => {
    const started = performance.now()
    openRelation(worldsOf(live.now, compile(live.now), settings))
    return performance.now() - started
  })
  const ratios = [...result.taken].map(([name, times]) => [
    `${name}, times less than the whole`,
    median(whole) / median(times),
  ])
  const facts = followed(live, settings, samples)
  return {
    cost: paid,
    facts: { rectangles: result.rectangles, ...facts },
    figures: {
      ...percentiles(result.taken),
      'the whole': median(whole),
      ...(Object.fromEntries(ratios) as Record<string, number>),
    },
  }
}

/** Applies edits one by one; how long each took, by kind. */
function follow(
  live: LiveAnalysis,
  edits: Iterable<Edit>,
): { readonly taken: ReadonlyMap<string, number[]>; readonly rectangles: number } {
  const taken = new Map<string, number[]>()
  let rectangles = 0
  for (const edit of edits) {
    const { kind } = edit.kind === 'put' ? edit.object.ref : edit.ref
    const held = live.relation
    const started = performance.now()
    rectangles += live.apply(edit).delta.length / 4
    const name = held === live.relation ? kind : `${kind}, told anew`
    taken.set(name, [...(taken.get(name) ?? []), performance.now() - started])
    live.compact()
  }
  return { taken, rectangles }
}

/** Throws where what was followed is not what is made anew. */
function followed({ relation, now }: LiveAnalysis, settings: Settings, samples: number): Facts {
  agrees(relation, samples)
  const fresh = openRelation(worldsOf(now, compile(now), settings))
  if (podPairs(fresh) !== podPairs(relation)) throw new Error('after the edits it is another relation')
  return { 'pod pairs': podPairs(relation) }
}

/** Two states that differ in 100 policies. */
export async function measureDiff(plan: Plan, settings: Settings): Promise<Outcome> {
  const capture = captureOf(plan)
  const before = new LiveAnalysis(capture, settings)
  const other = new LiveAnalysis(capture, settings)
  let policies = 0
  for (const edit of editTrace(plan, 5)) {
    if (policies === 100) break
    const { kind } = edit.kind === 'put' ? edit.object.ref : edit.ref
    if (kind !== 'NetworkPolicy') continue
    policies++
    other.apply(edit)
  }
  // Policies of either come from compilers of their own, so that all of them are compared by what they say.
  const { result, cost: paid } = await cost(() => advance(before.relation, other.relation.judged))
  if (podPairs(result.relation) !== podPairs(other.relation))
    throw new Error('the difference leads elsewhere')
  return { cost: paid, facts: { rectangles: result.delta.length / 4 } }
}

/** Throws where sampled pairs of pods are told otherwise by the readable evaluator. */
function agrees(relation: Relation, samples: number): void {
  const { world, slots, stores } = relation
  const random = new Random(11)
  const { lookup } = remember(world)
  const { pods } = world.inventory
  for (let asked = 0; asked < samples; asked++) {
    const [from, to] = [random.pick(pods), random.pick(pods)]
    const [source, target] = [slots.slotOfPod(from), slots.slotOfPod(to)]
    if (from === to || source === undefined || target === undefined) continue
    const { protocol, port } = random.pick(random.pick(pods).ports)
    const ends: [Party, Party] = [
      { kind: 'pod', pod: from },
      { kind: 'pod', pod: to },
    ]
    const widest = waysBetween(...ends)
      .map(way => judge(viewPair(world, ...ends, way, lookup), protocol, port))
      .reduce((a, b) => (isMoreOpen(b, a) ? b : a))
    const fact = stores.ports.at(relation.between(source, target), protocol, port)
    const told = fact === noFact ? 'deny' : stores.values.factOf(fact).trustClass
    const wanted = widest.verdict === 'deny' ? 'deny' : widest.trustClass
    if (told !== wanted)
      throw new Error(
        `the relation is wrong: ${from.namespace}/${from.name} to ${to.namespace}/${to.name} ${protocol} ${port} is ${told}, not ${wanted}`,
      )
  }
}

function podPairs(relation: Relation): number {
  const { sets, ports } = relation.stores
  const none = ports.all(noFact)
  const weigh = (set: SetId): number => sets.weigh(set, relation.slots.podCounts)
  let pairs = 0
  forEachBase(relation.rectangles(), (from, to) => (pairs += weigh(from) * weigh(to)))
  forEachException(relation.rectangles(), (from, to, facts, replaced) => {
    const change = Number(facts !== none) - Number(replaced !== none)
    if (change !== 0) pairs += change * weigh(from) * weigh(to)
  })
  return pairs
}

function sizes(relation: Relation): Facts {
  const { sets, rows, ports } = relation.stores
  const { base, exceptions } = relation.rectangles()
  return {
    classes: sets.count(relation.live) - relation.slots.relevance.atoms.length,
    rows: rows.size,
    sets: sets.size,
    'port maps': ports.size,
    rectangles: base.length / 3 + exceptions.length / 4,
    'pod pairs': podPairs(relation),
  }
}

/** How long one pair, and one explanation in full, take. */
async function questions({ relation }: LiveAnalysis): Promise<Record<string, number>> {
  const { world, slots } = relation
  const random = new Random(9)
  const memory = rememberForAnswers(relation)
  const { pods, workloads } = world.inventory
  const pairs = Array.from({ length: 100_000 }, () =>
    [random.pick(pods), random.pick(pods)].map(pod => slots.slotOfPod(pod) ?? 0),
  )
  const { cost: paid } = await cost(() => {
    let last: number = nothing
    for (const [from = 0, to = 0] of pairs) last = relation.between(from, to)
    return last
  })
  const explained = Array.from({ length: 300 }, () => {
    const [from, to] = [random.pick(workloads), random.pick(workloads)]
    const end = ({ key, pods: own }: (typeof workloads)[number]) => ({
      kind: 'pods' as const,
      label: key,
      pods: own.slice(0, 1),
    })
    const started = performance.now()
    answer(world, undefined, { from: end(from), to: end(to), protocol: 'TCP', port: 8080 }, memory)
    return performance.now() - started
  })
  return {
    'one pair, µs': (paid.wall * 1000) / pairs.length,
    ...percentiles(new Map([['explain', explained.slice(50)]])),
  }
}

function percentiles(taken: ReadonlyMap<string, readonly number[]>): Record<string, number> {
  return Object.fromEntries(
    [...taken].flatMap(([name, times]) => {
      const sorted = [...times].sort((a, b) => a - b)
      const at = (part: number): number =>
        sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN
      return [
        [`${name} p50`, at(0.5)],
        [`${name} p95`, at(0.95)],
        [`${name} p99`, at(0.99)],
      ]
    }),
  )
}
