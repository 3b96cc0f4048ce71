import { machine, median, runProgram, summarize, type Machine, type Summary } from './measure'
import type { Facts, Job, Outcome } from './tasks'

/** One line of a report. */
export interface Figure {
  readonly job: Job
  readonly facts: Facts
  readonly summary: Summary
  readonly figures: Readonly<Record<string, number>>
}

export interface Report {
  readonly before: Machine
  readonly after: Machine
  readonly figures: readonly Figure[]
}

/** No run may take longer, in milliseconds. */
const limit = 600_000

/**
 * Measures every job in so many processes of its own, turn by turn (A, B, A, B), so that a disturbance of the machine
 * meets all alike. `self` is the program that runs a task. Throws where a task fails or runs differ in what they found.
 */
export async function measure(jobs: readonly Job[], runs: number, self: readonly string[]): Promise<Report> {
  const before = machine()
  const outcomes = jobs.map((): Outcome[] => [])
  for (let run = 0; run < runs; run++)
    for (const [at, job] of jobs.entries())
      // The gate is deterministic: once is enough.
      outcomes[at]?.push(await runOnce({ ...job, ...(run > 0 && { samples: 0 }) }, self))
  const figures = jobs.map((job, at) => {
    const own = outcomes[at] ?? []
    const [facts = {}] = own.map(outcome => outcome.facts)
    if (own.some(outcome => JSON.stringify(outcome.facts) !== JSON.stringify(facts)))
      throw new Error(`${JSON.stringify(job)} found different things in different runs`)
    return { job, facts, summary: summarize(own.map(({ cost }) => cost)), figures: medians(own) }
  })
  return { before, after: machine(), figures }
}

async function runOnce(job: Job, self: readonly string[]): Promise<Outcome> {
  const finished = await runProgram([...self, 'task', JSON.stringify(job)], { limit })
  if (!finished) throw new Error(`${JSON.stringify(job)} took longer than ${limit / 1000} s`)
  if (finished.code !== 0) throw new Error(`${JSON.stringify(job)} failed: ${finished.err.trim()}`)
  return JSON.parse(finished.out) as Outcome
}

/** The median of each further time. */
function medians(outcomes: readonly Outcome[]): Record<string, number> {
  const names = new Set(outcomes.flatMap(({ figures }) => Object.keys(figures ?? {})))
  return Object.fromEntries(
    [...names].map(name => [name, median(outcomes.flatMap(({ figures }) => figures?.[name] ?? []))]),
  )
}

/** A report as a table for people: median, and minimum in brackets. */
export function tableOf({ before, after, figures }: Report): string {
  const rows = figures.map(({ job: { task, ...rest }, facts, summary: { median: middle, min } }) => [
    task,
    Object.values(rest).join(' '),
    both(middle.cpu, min.cpu),
    both(middle.threadCpu ?? NaN, min.threadCpu ?? NaN),
    both(middle.wall, min.wall),
    middle.peakRss.toFixed(0),
    Object.entries(facts)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  ])
  const head = ['task', 'of', 'CPU ms (min)', 'main thread', 'wall', 'peak MB', 'found']
  const further = figures.flatMap(({ job, figures: times }) =>
    Object.entries(times).map(([name, time]) => [
      `${job.task} ${job.shape ?? ''} ${job.pods ?? ''}`,
      name,
      time.toPrecision(3),
    ]),
  )
  const table = `${machineText(before, after)}\n${columns([head, ...rows])}${ratiosText(figures)}`
  return further.length > 0 ? `${table}\n\n${columns(further)}` : table
}

/** How many times less CPU of the main thread than pair by pair, where both were measured on the same cluster. */
function ratiosText(figures: readonly Figure[]): string {
  const of = (task: string, pods: number | undefined): number | undefined =>
    figures.find(({ job }) => job.task === task && job.pods === pods)?.summary.median.threadCpu
  const lines = figures.flatMap(({ job, summary }) => {
    const [pairwise, own] = [of('pairwise', job.pods), summary.median.threadCpu]
    return job.task === 'relation' && pairwise !== undefined && own !== undefined
      ? [`${job.pods} pods: ${(pairwise / own).toFixed(1)} times less than pair by pair`]
      : []
  })
  return lines.length > 0 ? `\n\n${lines.join('\n')}` : ''
}

const both = (median: number, min: number): string => `${median.toFixed(0)} (${min.toFixed(0)})`

const machineText = ({ cpu, cores, node, load }: Machine, after: Machine): string =>
  `${cores} x ${cpu}, Node ${node}; load average ${load.join(' ')} before, ${after.load.join(' ')} after`

export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map(row => row[at]?.length ?? 0)))
  return rows
    .map(row =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
