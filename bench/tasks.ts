import { analyze } from '../lib/analyze'
import { printList } from '../lib/cli/list'
import { defaultSettings, type Settings } from '../lib/model/settings'
import { readManifests } from '../lib/sources/manifests'
import { disagreements } from './gate'
import { measureList } from './list-cluster'
import { generate } from './generate'
import { captureOf, contentHash, textHash } from './objects'
import { cost, type Cost } from './measure'
import { pairwiseConnections, relationHash } from './pairwise'
import type { Plan, Shape } from './plan'
import { measureDiff, measureEdits, measureMeshEdits, measureRelation } from './relation-tasks'
import { generateStress, type Stress } from './stress'

/** What is measured, in words that fit on a command line. */
export interface Job {
  readonly task: TaskName
  readonly shape?: Shape
  readonly stress?: Stress
  readonly pods?: number
  readonly seed?: number
  readonly podsPerWorkload?: number
  /** The manifests that `read` reads. */
  readonly folder?: string
  /** Questions of the correctness gate; without it what was found is told and not checked. */
  readonly samples?: number
  readonly engine?: Settings['engine']
}

/** What a measurement found beside its cost; equal in all runs of the same job, or the measurement is void. */
export type Facts = Readonly<Record<string, string | number>>

export interface Outcome {
  readonly cost: Cost
  readonly facts: Facts
  /** Further times, in milliseconds unless the name says otherwise; of several runs the median is told. */
  readonly figures?: Readonly<Record<string, number>>
}

export const planOf = ({ shape = 'deep', stress, pods = 1000, seed = 1, podsPerWorkload }: Job): Plan => {
  const size = { pods, seed, ...(podsPerWorkload !== undefined && { podsPerWorkload }) }
  return stress ? generateStress(stress, size) : generate({ ...size, shape })
}

const settingsOf = ({ engine = 'kubernetes' }: Job): Settings => ({ ...defaultSettings, engine })

/** Each prepares its input, and charges only what its name says. */
const tasks = {
  /** Planning and building the capture: what all others do before the clock starts. */
  async generate(job: Job): Promise<Outcome> {
    const { result, cost: paid } = await cost(() => captureOf(planOf(job)))
    return { cost: paid, facts: { objects: result.objects.length, content: contentHash(result) } }
  },
  /** Manifests on disk to a capture. */
  async read({ folder = '.' }: Job): Promise<Outcome> {
    const { result, cost: paid } = await cost(() => readManifests([folder]))
    return {
      cost: paid,
      facts: { objects: result.objects.length, problems: result.problems.length, gaps: result.gaps.length },
    }
  },
  /** A live cluster to a capture, from an API server in a process of its own. */
  'list-cluster': (job: Job): Promise<Outcome> => measureList(job),
  /** A capture to a session, by the engine that the product uses. */
  async analyze(job: Job): Promise<Outcome> {
    const plan = planOf(job)
    const capture = captureOf(plan)
    const { result, cost: paid } = await cost(() => analyze(capture))
    return { cost: paid, facts: checked(plan, result.connections, job) }
  },
  /** A session to the text that `list` prints. */
  async print(job: Job): Promise<Outcome> {
    const session = analyze(captureOf(planOf(job)))
    const { result, cost: paid } = await cost(() => printList(session, defaultSettings, 'txt'))
    return { cost: paid, facts: { lines: result.split('\n').length - 1, printed: textHash(result) } }
  },
  /** Inventory and compiled policies to the whole relation in rectangles. */
  relation: (job: Job): Promise<Outcome> => measureRelation(planOf(job), settingsOf(job), job.samples ?? 0),
  /** 2,000 events of a watch, with what each changes. */
  edits: (job: Job): Promise<Outcome> => measureEdits(planOf(job), settingsOf(job), job.samples ?? 0),
  /** 200 edits of a mesh's objects; of `--stress mesh`. */
  'mesh-edits': (job: Job): Promise<Outcome> =>
    measureMeshEdits(planOf({ stress: 'mesh', ...job }), settingsOf(job), job.samples ?? 0),
  /** Two states that differ in 100 policies. */
  diff: (job: Job): Promise<Outcome> => measureDiff(planOf(job), settingsOf(job)),
  /** A capture to its relation, pair by pair. */
  async pairwise(job: Job): Promise<Outcome> {
    const plan = planOf(job)
    const capture = captureOf(plan)
    const { result, cost: paid } = await cost(() => pairwiseConnections(capture))
    return { cost: paid, facts: checked(plan, result, job) }
  },
} as const

export type TaskName = keyof typeof tasks

export const taskNames = Object.keys(tasks) as TaskName[]

export const runTask = (job: Job): Promise<Outcome> => tasks[job.task](job)

/** The correctness gate, and what the relation came to. Throws where it is wrong: no figure leaves a wrong relation. */
function checked(plan: Plan, connections: Parameters<typeof relationHash>[0], { samples = 0 }: Job): Facts {
  const [wrong, ...more] = disagreements(plan, connections, samples)
  if (wrong)
    throw new Error(
      `the relation is wrong: ${wrong.question} is ${wrong.listed} in the list and ${wrong.naive} by the third opinion` +
        ` (and ${more.length} more of ${samples})`,
    )
  return {
    workloads: plan.workloads.length,
    policies: plan.policies.length,
    connections: connections.length,
    relation: relationHash(connections),
  }
}
