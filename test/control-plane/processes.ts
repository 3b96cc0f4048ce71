import { spawn, type ChildProcess } from 'node:child_process'
import { openSync, closeSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A program that runs beside the test, its output in a file. */
export class Program {
  #ended = false
  readonly ended: Promise<void>

  constructor(
    readonly name: string,
    readonly log: string,
    private readonly child: ChildProcess,
  ) {
    this.ended = new Promise(done => {
      const end = (): void => {
        this.#ended = true
        done()
      }
      child.once('exit', end)
      child.once('error', end)
    })
  }

  get pid(): number {
    return this.child.pid ?? 0
  }

  get hasEnded(): boolean {
    return this.#ended
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.#ended) this.child.kill(signal)
  }

  /** Stops it where it stands. On a busy machine that takes a moment, in which it may still answer. */
  async freeze(): Promise<void> {
    this.signal('SIGSTOP')
    while (!this.#ended && !(await this.#isStopped())) await wait(5)
  }

  async #isStopped(): Promise<boolean> {
    const threads = `/proc/${this.pid}/task`
    const states = await Promise.all(
      (await readdir(threads).catch(() => [])).map(thread =>
        readFile(`${threads}/${thread}/stat`, 'utf8').catch(() => ') T'),
      ),
    )
    // The state comes after the name, which may hold anything. Where there is no /proc, nobody knows better.
    return states.every(stat => /^ T/.test(stat.slice(stat.lastIndexOf(')') + 1)))
  }

  /** Asks it to end, frozen or not, and stops asking after five seconds. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.signal(signal)
    this.signal('SIGCONT')
    const impatient = setTimeout(() => this.signal('SIGKILL'), 5_000)
    await this.ended
    clearTimeout(impatient)
  }

  /** The end of what it printed. */
  async lastWords(): Promise<string> {
    const text = await readFile(this.log, 'utf8').catch(() => '')
    return text.trimEnd().split('\n').slice(-15).join('\n')
  }
}

/** Starts programs and sees to it that none outlives the test, however that one dies (`warden.mjs`). */
export class Warden {
  readonly #process: ChildProcess

  constructor(private readonly folder: string) {
    this.#process = spawn(process.execPath, [join(import.meta.dirname, 'warden.mjs')], {
      // A group of its own: the signals of a terminal are not for it.
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    this.#process.stdin?.on('error', () => {})
    this.#tell(folder)
  }

  start(name: string, command: string, args: readonly string[]): Program {
    const log = join(this.folder, `${name}.log`)
    const output = openSync(log, 'a')
    const child = spawn(command, args, { cwd: this.folder, stdio: ['ignore', output, output] })
    closeSync(output)
    const program = new Program(name, log, child)
    if (child.pid !== undefined) {
      const { pid } = child
      this.#tell(`+${pid}`)
      void program.ended.then(() => this.#tell(`-${pid}`))
    }
    return program
  }

  /** Kills what still runs, removes the folder and goes. */
  async dismiss(): Promise<void> {
    const gone = new Promise(done => this.#process.once('exit', done))
    this.#process.stdin?.end()
    await gone
  }

  #tell(line: string): void {
    this.#process.stdin?.write(`${line}\n`)
  }
}
