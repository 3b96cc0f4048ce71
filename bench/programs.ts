import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from './generate'
import type { Form } from './manifests'
import { machine, runProgram, summarize, type Cost } from './measure'
import { columns } from './suite'
import { writeManifests } from './write-manifests'

export interface Programs {
  /** Ours first: its output is what the others are compared with. `{dir}` stands for the folder of manifests. */
  readonly commands: readonly string[]
  readonly pods: readonly number[]
  readonly form: Form
  readonly runs: number
  readonly seed: number
  readonly podsPerWorkload?: number
}

/** No run may take longer, in milliseconds; what does is told as such and never as a ratio. */
const limit = 600_000

/**
 * Runs whole programs, ours and peers, on the same manifests of the deep shape, turn by turn, from start to end with
 * reading included. Lines of output that only one of two programs prints are counted, because a figure beside a
 * different answer says nothing.
 */
export async function comparePrograms(asked: Programs): Promise<string> {
  const { commands, pods, form, runs, seed, podsPerWorkload } = asked
  const before = machine()
  const rows = [['workloads', 'policies', 'program', 'wall ms (min)', 'CPU ms', 'peak MB', 'lines', 'differ']]
  for (const size of pods) {
    const folder = await mkdtemp(join(tmpdir(), 'podtrust-bench-'))
    try {
      const plan = generate({
        shape: 'deep',
        pods: size,
        seed,
        ...(podsPerWorkload !== undefined && { podsPerWorkload }),
      })
      await writeManifests(plan, { form }, folder)
      const results = await runAll(commands, folder, runs)
      for (const [at, result] of results.entries())
        rows.push([
          String(plan.workloads.length),
          String(plan.policies.length),
          commands[at] ?? '',
          ...cells(result, results[0]),
        ])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  const { cpu, cores, load } = before
  return `${cores} x ${cpu}; load average ${load.join(' ')} before, ${machine().load.join(' ')} after\n${columns(rows)}`
}

interface Result {
  readonly costs: readonly Cost[]
  /** What was printed, sorted; a reason in place of it where there is none. */
  readonly printed: readonly string[] | string
}

interface Draft {
  costs: Cost[]
  printed: Result['printed']
}

async function runAll(commands: readonly string[], folder: string, runs: number): Promise<Result[]> {
  const results = commands.map((): Draft => ({ costs: [], printed: '' }))
  for (let run = 0; run < runs; run++)
    for (const [at, command] of commands.entries()) {
      const result = results[at]
      const finished = await runProgram(
        command.split(' ').map(word => word.replace('{dir}', folder)),
        { limit },
      )
      if (!result) continue
      if (!finished) result.printed = `did not finish in ${limit / 1000} s`
      else if (finished.code !== 0)
        result.printed = `failed with ${finished.code}: ${finished.err.trim().split('\n')[0]}`
      else {
        result.printed = finished.out.split('\n').filter(Boolean).sort()
        result.costs.push(finished.cost)
      }
    }
  return results
}

function cells({ costs, printed }: Result, ours: Result | undefined): string[] {
  if (typeof printed === 'string') return [printed, '', '', '', '']
  const { median, min } = summarize(costs)
  const reference = typeof ours?.printed === 'string' ? [] : (ours?.printed ?? [])
  return [
    `${median.wall.toFixed(0)} (${min.wall.toFixed(0)})`,
    median.cpu.toFixed(0),
    median.peakRss.toFixed(0),
    String(printed.length),
    String(differing(reference, printed) + differing(printed, reference)),
  ]
}

/** How many lines of the second list are not in the first. */
function differing(known: readonly string[], lines: readonly string[]): number {
  const set = new Set(known)
  return lines.filter(line => !set.has(line)).length
}
