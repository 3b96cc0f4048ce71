import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'

/** What one run of something cost. Times in milliseconds, memory in megabytes (10^6 bytes). */
export interface Cost {
  readonly wall: number
  /** Of all threads of the process: garbage collection and compilation included. */
  readonly cpu: number
  /** Of the main thread alone, where the system tells. */
  readonly threadCpu?: number
  /** Highest resident memory of the process until then, whatever it did before included. */
  readonly peakRss: number
}

/** Under what circumstances figures came about. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly node: string
  /** Load averages of the last one, five and fifteen minutes. */
  readonly load: readonly number[]
}

export const machine = (): Machine => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  node: process.version,
  load: loadavg().map(load => Math.round(load * 100) / 100),
})

/** Runs something in this process and says what it cost. */
export async function cost<T>(work: () => T | Promise<T>): Promise<{ result: T; cost: Cost }> {
  const [wall, cpu, thread] = [performance.now(), process.cpuUsage(), mainThread()]
  const result = await work()
  const { user, system } = process.cpuUsage(cpu)
  const threadAfter = mainThread()
  return {
    result,
    cost: {
      wall: performance.now() - wall,
      cpu: (user + system) / 1000,
      ...(thread !== undefined && threadAfter !== undefined && { threadCpu: threadAfter - thread }),
      peakRss: (process.resourceUsage().maxRSS * 1024) / 1e6,
    },
  }
}

/** Milliseconds that the scheduler gave to the main thread (Linux). */
export function mainThread(): number | undefined {
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')
    return Number(nanoseconds) / 1e6
  } catch {
    return undefined
  }
}

/** Median and minimum over several runs of the same thing. */
export interface Summary {
  readonly runs: number
  readonly median: Cost
  readonly min: Cost
}

export function summarize(costs: readonly Cost[]): Summary {
  const threads = costs.flatMap(({ threadCpu }) => threadCpu ?? [])
  const of = (pick: (numbers: readonly number[]) => number): Cost => ({
    wall: pick(costs.map(({ wall }) => wall)),
    cpu: pick(costs.map(({ cpu }) => cpu)),
    ...(threads.length === costs.length && { threadCpu: pick(threads) }),
    peakRss: pick(costs.map(({ peakRss }) => peakRss)),
  })
  return { runs: costs.length, median: of(median), min: of(numbers => Math.min(...numbers)) }
}

/** The middle one; of an even number the lower of the two. */
export const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? NaN

/** A program run from start to end: exit code, what it printed and what it cost; undefined where it took too long. */
export interface Finished {
  readonly code: number | null
  readonly out: string
  readonly err: string
  readonly cost: Cost
}

/**
 * Runs a program to its end, by its words. CPU and memory are what the system says of the process while it lives, looked
 * at every ten milliseconds, so on systems without /proc they are not a number.
 */
export function runProgram(
  [program = '', ...args]: readonly string[],
  { limit, cwd }: { readonly limit: number; readonly cwd?: string },
): Promise<Finished | undefined> {
  const started = performance.now()
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...(cwd && { cwd }) })
  const printed = { out: [] as Buffer[], err: [] as Buffer[] }
  child.stdout.on('data', (part: Buffer) => printed.out.push(part))
  child.stderr.on('data', (part: Buffer) => printed.err.push(part))
  let seen = { cpu: NaN, peakRss: NaN }
  const look = (): void => void (seen = { ...seen, ...usageOf(child.pid) })
  const watch = setInterval(look, 10)
  let late = false
  const timer = setTimeout(() => {
    late = true
    child.kill('SIGKILL')
  }, limit)
  return new Promise((done, fail) => {
    child.on('error', fail)
    // Between its end and our asking for its status a process still tells what it used.
    child.stdout.on('end', look)
    child.on('close', code => {
      clearInterval(watch)
      clearTimeout(timer)
      const text = (parts: readonly Buffer[]): string => Buffer.concat(parts).toString()
      const wall = performance.now() - started
      done(
        late ? undefined : { code, out: text(printed.out), err: text(printed.err), cost: { wall, ...seen } },
      )
    })
  })
}

/** Clock ticks a second, as Linux reports them to programs on every architecture that Node runs on. */
const ticks = 100

function usageOf(pid: number | undefined): { cpu?: number; peakRss?: number } {
  if (pid === undefined) return {}
  try {
    // The name of the program stands in brackets and may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    const [user, system] = [Number(fields[11]), Number(fields[12])]
    return {
      cpu: ((user + system) * 1000) / ticks,
      ...(peak !== undefined && { peakRss: (Number(peak) * 1024) / 1e6 }),
    }
  } catch {
    return {}
  }
}
