import { parseArgs, type ParseArgsConfig } from 'node:util'
import { serveCluster } from './list-cluster'
import { forms } from './manifests'
import { captureOf, contentHash } from './objects'
import { shapes } from './plan'
import { comparePrograms } from './programs'
import { details } from './served-pod'
import { stresses, type Stress } from './stress'
import { measure, tableOf } from './suite'
import { planOf, runTask, taskNames, type Job } from './tasks'
import { formats, writeManifests } from './write-manifests'

const usage = `node bench/run.mjs                     the relation and its edits beside the pairwise baseline; --full: 150,000 pods
node bench/run.mjs measure FLAGS       one task: --task ${taskNames.join('|')} (--folder DIR)
node bench/run.mjs manifests FLAGS DIR writes a cluster for other tools: --as ${forms.join('|')}
                                       --detail ${details.join('|')} --format ${formats.join('|')}
node bench/run.mjs programs FLAGS      whole programs: --peer "COMMAND {dir}" (repeatable), --as, --pods N,N
node bench/run.mjs hash FLAGS          the content hash of a cluster
flags: --shape ${shapes.join('|')} --stress ${Object.keys(stresses).join('|')}
       --pods N[,N…] --seed N --pods-per-workload N --runs N --samples N --json`

const options = {
  shape: { type: 'string', default: 'deep' },
  stress: { type: 'string' },
  pods: { type: 'string', default: '1000' },
  seed: { type: 'string', default: '1' },
  'pods-per-workload': { type: 'string' },
  runs: { type: 'string', default: '3' },
  samples: { type: 'string', default: '200' },
  task: { type: 'string', default: 'analyze' },
  folder: { type: 'string' },
  as: { type: 'string', default: 'pods' },
  detail: { type: 'string', default: 'lean' },
  format: { type: 'string', default: 'yaml' },
  peer: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
  full: { type: 'boolean', default: false },
  engine: { type: 'string', default: 'kubernetes' },
} satisfies NonNullable<ParseArgsConfig['options']>

/** Runs one command line of the bench; `self` are the words that start this program. */
export async function main(argv: readonly string[], self: readonly string[]): Promise<void> {
  const [command = 'suite', ...rest] = argv
  if (command === 'task') return console.log(JSON.stringify(await runTask(JSON.parse(rest[0] ?? '') as Job)))
  if (command === 'serve-cluster') return serveCluster(planOf(JSON.parse(rest[0] ?? '') as Job))
  const { values: given, positionals } = parseArgs({ args: rest, options, allowPositionals: true })
  const numbers = given.pods.split(',').map(whole)
  const jobOf = (pods: number): Job => ({
    task: oneOf(taskNames, given.task),
    shape: oneOf(shapes, given.shape),
    ...(given.stress !== undefined && { stress: oneOf(Object.keys(stresses) as Stress[], given.stress) }),
    pods,
    seed: whole(given.seed),
    ...(given['pods-per-workload'] !== undefined && { podsPerWorkload: whole(given['pods-per-workload']) }),
    ...(given.folder !== undefined && { folder: given.folder }),
    samples: whole(given.samples),
    engine: oneOf(['kubernetes', 'cilium', 'calico', 'none', 'auto'] as const, given.engine),
  })
  const report = async (jobs: readonly Job[]): Promise<void> => {
    const found = await measure(jobs, whole(given.runs), self)
    console.log(given.json ? JSON.stringify(found, null, 2) : tableOf(found))
  }
  switch (command) {
    case 'suite':
      return report(suite(given.full))
    case 'measure':
      return report(numbers.map(jobOf))
    case 'hash':
      for (const pods of numbers)
        console.log(
          `${planOf(jobOf(pods)).name} ${pods} ${given.seed} ${contentHash(captureOf(planOf(jobOf(pods))))}`,
        )
      return
    case 'manifests': {
      const [folder] = positionals
      if (folder === undefined) throw new Error(`a folder to write to is missing\n${usage}`)
      const job = jobOf(numbers[0] ?? 1000)
      const objects = await writeManifests(
        planOf(job),
        {
          form: oneOf(forms, given.as),
          detail: oneOf(details, given.detail),
          format: oneOf(formats, given.format),
        },
        folder,
      )
      return console.log(`${objects} objects in ${folder}, content ${contentHash(captureOf(planOf(job)))}`)
    }
    case 'programs': {
      const ours = `${process.execPath} bin/podtrust.js list {dir} --compat netpol-analyzer`
      return console.log(
        await comparePrograms({
          commands: [ours, ...(given.peer ?? [])],
          pods: numbers,
          form: oneOf(forms, given.as),
          runs: whole(given.runs),
          seed: whole(given.seed),
          ...(given['pods-per-workload'] !== undefined && {
            podsPerWorkload: whole(given['pods-per-workload']),
          }),
        }),
      )
    }
    default:
      throw new Error(`\`${command}\` is no command\n${usage}`)
  }
}

/** What the bench measures unless told otherwise; `full` adds the largest clusters, which take minutes. */
function suite(full: boolean): Job[] {
  const deep = (task: Job['task'], pods: number): Job => ({ task, shape: 'deep', pods, samples: 100 })
  const small = [1500, 3000, 6000]
  const large = full ? 150_000 : 10_000
  return [
    ...small.map(pods => deep('pairwise', pods)),
    ...[...small, large].map(pods => deep('relation', pods)),
    ...(full
      ? (['thresh', 'wide'] as const).map((shape): Job => ({ ...deep('relation', large), shape }))
      : []),
    { ...deep('relation', large), engine: 'cilium' },
    ...(full
      ? (Object.keys(stresses) as Stress[]).map((stress): Job => ({
          task: 'relation',
          stress,
          pods: large,
          samples: 0,
        }))
      : []),
    deep('edits', large),
    { ...deep('mesh-edits', large), stress: 'mesh' },
    deep('diff', large),
  ]
}

function oneOf<T extends string>(names: readonly T[], text: string): T {
  const found = names.find(name => name === text)
  if (found === undefined) throw new Error(`\`${text}\` is none of ${names.join(', ')}`)
  return found
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`\`${text}\` is no whole number`)
  return Number(text)
}
