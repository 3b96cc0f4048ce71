import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { BadInput } from '@/lib/sources/bad-input'
import type { Engine, Query, Reply } from './engine'
import { logError } from './log'
import { heapLimit, nursery } from './memory'
import type { FromWorker, LoadProgress, Start, ToWorker } from './messages'

/** The worker's module: Next runs in the project's folder, and the scripts that start it make this (scripts/bundle.mjs). */
const workerFile = (): string => join(process.cwd(), '.podtrust', 'worker.mjs')

/** The worker ended before everything was loaded; `message` is the sentence for the user, and the log says more. */
export class EngineLost extends Error {
  override readonly name = 'EngineLost'
}

/** What is settled when the worker replies, or ends. */
interface Waiting {
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: unknown) => void
}

/** The engine in a thread of its own. */
export class WorkerEngine implements Engine {
  /** Settles when everything is loaded; rejects with BadInput, or EngineLost where the worker ends first. */
  readonly loaded: Promise<void>
  readonly lost: Promise<string>
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  /** Why there is no worker any more. */
  #end: string | undefined
  #loaded = false
  #lastId = 0

  constructor(start: Start, onProgress: (progress: LoadProgress) => void, heap = heapLimit()) {
    this.#worker = startWorker(start, heap)
    // The HTTP server keeps the process alive, and the worker ends with it.
    this.#worker.unref()
    this.loaded = new Promise((resolve, reject) => {
      this.#worker.on('message', (message: FromWorker) => {
        switch (message.kind) {
          case 'progress':
            return onProgress(message.progress)
          case 'ready':
            this.#loaded = true
            return resolve()
          case 'bad-input':
            // It has nothing to answer about and ends by itself.
            this.#end = message.message
            return reject(new BadInput(message.message))
          case 'reply':
            this.#waiting.get(message.id)?.resolve(message.reply)
        }
      })
      this.#worker.on('exit', () => reject(new EngineLost(this.#end ?? this.#ended())))
    })
    this.lost = new Promise(resolve => {
      this.#worker.on('error', error => {
        logError('the worker failed', error)
        this.#end ??= isOutOfMemory(error) ? outOfMemory(heap) : this.#ended()
      })
      this.#worker.on('messageerror', error => {
        logError('a message of the worker could not be read', error)
        void this.stop()
      })
      this.#worker.on('exit', code => {
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
    }
  }

  /** How many askers wait for a reply. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** Ends the worker now, whatever it is doing. */
  async stop(): Promise<void> {
    await this.#worker.terminate()
  }

  #ended(): string {
    return this.#loaded ? ended : notLoaded
  }

  #say(message: ToWorker): void {
    this.#worker.postMessage(message)
  }
}

function startWorker(start: Start, heap: number): Worker {
  // Fetched so that the bundler of Next does not take the worker for a module of its own.
  const { Worker } = process.getBuiltinModule('node:worker_threads')
  const stdin = start.kind === 'manifests' && start.paths.includes('-')
  const worker = new Worker(workerFile(), {
    workerData: start,
    resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: nursery(heap) },
    stdin,
  })
  if (stdin && worker.stdin) process.stdin.pipe(worker.stdin)
  return worker
}

/** The sentence for the user where nobody foresaw what kept the input from being loaded. */
export const notLoaded = 'an error of podtrust itself kept the input from being loaded; its log says more'

const ended = 'the part of podtrust that answers has ended, and its log says why; start podtrust again'

const outOfMemory = (heap: number): string =>
  `this input needs more memory than the ${heap} MiB that podtrust may take here; start podtrust again with fewer manifests, or where more memory is free`

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
