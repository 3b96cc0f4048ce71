import { join } from 'node:path'
import type { MessagePort, Worker } from 'node:worker_threads'
import type { Changes } from '@/lib/api/capture-contract'
import { BadInput } from '@/lib/sources/bad-input'
import type { Engine, Query, Reply } from './engine'
import { logError } from './log'
import { heapLimit, nursery } from './memory'
import type { FromWorker, LoadProgress, Sent, Start, ToWorker, WorkerData } from './messages'

/** The worker's module: Next runs in the project's folder, and the scripts that start it make this (scripts/bundle.mjs). */
const workerFile = (): string => join(process.cwd(), '.podtrust', 'worker.mjs')

/** The worker ended before everything was loaded; `message` is the sentence for the user, and the log says more. */
export class EngineLost extends Error {
  override readonly name = 'EngineLost'

  constructor(
    message: string,
    /** Whether it ended for want of memory. */
    readonly memory = false,
  ) {
    super(message)
  }
}

/** What is settled when the worker replies, or ends. */
interface Waiting {
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: unknown) => void
}

export interface WorkerOptions {
  /** The engine that read the same source before, which is asked what is new. */
  readonly before?: WorkerEngine | undefined
  /** How large the heap may grow, in MiB. */
  readonly heap?: number
}

/** The engine in a thread of its own. */
export class WorkerEngine implements Engine {
  /** Settles when everything is loaded; rejects with BadInput, or EngineLost where the worker ends first. */
  readonly loaded: Promise<void>
  readonly lost: Promise<string>
  changes: Changes | undefined
  readonly #worker: Worker
  readonly #words: Words
  readonly #waiting = new Map<number, Waiting>()
  /** Why there is no worker any more. */
  #end: string | undefined
  #loaded = false
  #starved = false
  #lastId = 0
  /** It is to end when nobody waits for it. */
  #retired = false

  constructor(
    start: Start,
    onProgress: (progress: LoadProgress) => void,
    { before, heap = heapLimit() }: WorkerOptions = {},
  ) {
    this.#words = start.kind === 'upload' ? uploadWords : mainWords
    this.#worker = startWorker(start, before, heap)
    // The HTTP server keeps the process alive, and the worker ends with it.
    this.#worker.unref()
    this.loaded = new Promise((resolve, reject) => {
      this.#worker.on('message', (message: FromWorker) => {
        switch (message.kind) {
          case 'progress':
            return onProgress(message.progress)
          case 'ready':
            this.#loaded = true
            this.changes = message.changes
            return resolve()
          case 'bad-input':
            // It has nothing to answer about and ends by itself.
            this.#end = message.message
            return reject(new BadInput(message.message))
          case 'reply':
            this.#waiting.get(message.id)?.resolve(message.reply)
        }
      })
      this.#worker.on('exit', () => reject(new EngineLost(this.#end ?? this.#ended(), this.#starved)))
    })
    this.lost = new Promise(resolve => {
      this.#worker.on('error', error => {
        logError('the worker failed', error)
        this.#starved = isOutOfMemory(error)
        this.#end ??= this.#starved ? this.#words.outOfMemory(heap) : this.#ended()
      })
      this.#worker.on('messageerror', error => {
        logError('a message of the worker could not be read', error)
        void this.stop()
      })
      this.#worker.on('exit', code => {
        if (this.#retired) this.#end ??= this.#words.closed
        if (this.#end === undefined) logError('the worker ended', `exit code ${code}`)
        const end = (this.#end ??= this.#ended())
        for (const { resolve: reply } of this.#waiting.values()) reply({ kind: 'lost', message: end })
        resolve(end)
      })
    })
  }

  async ask(query: Query, signal: AbortSignal): Promise<Reply> {
    signal.throwIfAborted()
    if (this.#end !== undefined) return { kind: 'lost', message: this.#end }
    const id = ++this.#lastId
    const abandon = (): void => {
      this.#waiting.get(id)?.reject(signal.reason)
      this.#say({ kind: 'abandon', id })
    }
    try {
      const reply = new Promise<Reply>((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
      signal.addEventListener('abort', abandon, { once: true })
      this.#say({ kind: 'ask', id, query })
      return await reply
    } finally {
      signal.removeEventListener('abort', abandon)
      this.#waiting.delete(id)
      if (this.#retired) void this.retire()
    }
  }

  /** Whether there is no worker any more. */
  get ended(): boolean {
    return this.#end !== undefined
  }

  /** How many askers wait for a reply. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** Passes a part of an upload on. */
  send(part: Sent): void {
    this.#worker.postMessage(part, part.kind === 'bytes' ? [part.bytes.buffer] : [])
  }

  /** Has the worker tell another one what it read. */
  handOver(to: MessagePort): void {
    this.#worker.postMessage({ kind: 'hand-over', to } satisfies ToWorker, [to])
  }

  /** Ends the worker when nobody waits for it any more. */
  async retire(): Promise<void> {
    this.#retired = true
    if (this.#waiting.size === 0) await this.#worker.terminate()
  }

  /** Ends the worker now, because nobody wants it any more; all that it read goes with it. */
  async close(): Promise<void> {
    this.#end ??= this.#words.closed
    await this.#worker.terminate()
  }

  /** Ends the worker now, whatever it is doing; the log is told. */
  async stop(): Promise<void> {
    await this.#worker.terminate()
  }

  #ended(): string {
    return this.#loaded ? this.#words.ended : this.#words.notLoaded
  }

  #say(message: ToWorker): void {
    this.#worker.postMessage(message)
  }
}

function startWorker(start: Start, before: WorkerEngine | undefined, heap: number): Worker {
  // Fetched so that the bundler of Next does not take the worker for a module of its own.
  const { MessageChannel, Worker } = process.getBuiltinModule('node:worker_threads')
  const stdin = start.kind === 'manifests' && start.paths.includes('-')
  const channel = before && !before.ended ? new MessageChannel() : undefined
  if (channel) before?.handOver(channel.port1)
  const data: WorkerData = { start, ...(channel && { before: channel.port2 }) }
  const worker = new Worker(workerFile(), {
    workerData: data,
    transferList: channel ? [channel.port2] : [],
    resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: nursery(heap) },
    stdin,
  })
  if (stdin && worker.stdin) process.stdin.pipe(worker.stdin)
  return worker
}

/** What is said to the user of a worker that ended. */
interface Words {
  readonly notLoaded: string
  readonly ended: string
  readonly closed: string
  readonly outOfMemory: (heap: number) => string
}

/** The sentence for the user where nobody foresaw what kept the input from being loaded. */
export const notLoaded = 'an error of podtrust itself kept the input from being loaded; its log says more'

const mainWords: Words = {
  notLoaded,
  ended: 'the part of podtrust that answers has ended, and its log says why; start podtrust again',
  closed: 'what was asked about was read again meanwhile; ask again',
  outOfMemory: heap =>
    `this input needs more memory than the ${heap} MiB that podtrust may take here; start podtrust again with fewer manifests, or where more memory is free`,
}

const uploadWords: Words = {
  notLoaded,
  ended:
    'the part of podtrust that answers about this upload has ended, and its log says why; open the files again',
  closed: 'this upload was closed meanwhile',
  outOfMemory: heap =>
    `these files need more memory than the ${heap} MiB that an upload may take here; open fewer of them, or start podtrust with --manifests`,
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
