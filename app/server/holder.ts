import type { Changes } from '@/lib/api/capture-contract'
import { BadInput } from '@/lib/sources/bad-input'
import type { Engine } from './engine'
import { logError } from './log'
import { roomForAnother } from './memory'
import type { LoadProgress, Start } from './messages'
import { startOf } from './start'
import { EngineLost, notLoaded, WorkerEngine } from './worker-engine'

export type LoadState =
  | { readonly kind: 'loading'; readonly progress?: LoadProgress }
  | { readonly kind: 'ready'; readonly engine: Engine }
  /** `message` is the sentence for the user. */
  | { readonly kind: 'failed'; readonly message: string }

/** Whether the source is being read again beside what is shown. */
export type AgainState =
  | { readonly kind: 'no' }
  | { readonly kind: 'running'; readonly progress?: LoadProgress }
  /** `message` is the sentence for the user; what was read before is shown on. */
  | { readonly kind: 'failed'; readonly message: string }

/** Reads the source and makes an engine of it. */
export type Load = (onProgress: (progress: LoadProgress) => void) => Promise<Engine>

export interface HolderOptions {
  /** Why the source cannot be read again, a sentence for the user; absent where it can. */
  readonly once?: string
  /** Whether memory would hold a second engine beside the first. */
  readonly room?: () => boolean
}

/** Loads once, at once, and again when asked; knows how far that has come and whether what was loaded is still there. */
export class Holder {
  state: LoadState = { kind: 'loading' }
  again: AgainState = { kind: 'no' }
  /** How often the source was read to the end. */
  reading = 0
  /** What the last reading changed. */
  changes: Changes | undefined
  /** Never rejects: `state` says how it went. */
  settled: Promise<void>
  /** Why the source cannot be read again. */
  readonly once: string | undefined
  readonly #load: Load
  readonly #room: () => boolean

  constructor(load: Load, { once, room = roomForAnother }: HolderOptions = {}) {
    this.once = once
    this.#load = load
    this.#room = room
    this.settled = this.#first()
  }

  /**
   * Reads the source again, unless that is going on; what was read before is shown until then. Where there is nothing to
   * show, it is the first time once more.
   */
  readAgain(): void {
    if (this.state.kind === 'loading' || this.again.kind === 'running') return
    if (this.state.kind === 'failed') {
      this.state = { kind: 'loading' }
      this.settled = this.#first()
    } else if (this.#room()) void this.#beside()
    else this.again = { kind: 'failed', message: noRoom }
  }

  async #first(): Promise<void> {
    try {
      this.#take(
        await this.#load(progress => {
          this.state = { kind: 'loading', progress }
        }),
      )
    } catch (error) {
      this.state = { kind: 'failed', message: messageOf(error) }
    }
  }

  async #beside(): Promise<void> {
    this.again = { kind: 'running' }
    try {
      const engine = await this.#load(progress => {
        this.again = { kind: 'running', progress }
      })
      const { state } = this
      this.#take(engine)
      this.again = { kind: 'no' }
      if (state.kind === 'ready') void state.engine.retire?.()
    } catch (error) {
      const message = error instanceof EngineLost && error.memory ? noRoom : messageOf(error)
      this.again = { kind: 'failed', message }
    }
  }

  #take(engine: Engine): void {
    this.state = { kind: 'ready', engine }
    this.reading += 1
    this.changes = engine.changes
    void engine.lost.then(message => {
      // It may have made way for another one.
      if (this.state.kind === 'ready' && this.state.engine === engine)
        this.state = { kind: 'failed', message }
    })
  }
}

const noRoom =
  'there is not memory enough to read it a second time beside what is shown; start podtrust again to see what is new'

function messageOf(error: unknown): string {
  if (error instanceof BadInput || error instanceof EngineLost) return error.message
  logError('the input could not be loaded', error)
  return notLoaded
}

const readsStdin = (start: Start): boolean => start.kind === 'manifests' && start.paths.includes('-')

/** Loads by a worker; each engine is told of the one before, so that it can tell what changed. */
export function loadBy(start: () => Start): Load {
  let before: WorkerEngine | undefined
  return async onProgress => {
    const engine = new WorkerEngine(start(), onProgress, { before })
    await engine.loaded
    before = engine
    return engine
  }
}

function openMain(): Holder {
  let start: Start | undefined
  try {
    start = startOf(process.env)
  } catch {
    // The holder tells, when it loads.
  }
  const once =
    start && readsStdin(start) ? 'standard input can be read once only; start podtrust again' : undefined
  return new Holder(
    loadBy(() => startOf(process.env)),
    { ...(once !== undefined && { once }) },
  )
}

/** Next gives instrumentation and routes modules of their own, so that what they share hangs on the global object. */
const slot: unique symbol = Symbol.for('podtrust.holder')

/** The one holder of this process for what it was started with; the first call starts the loading. */
export function holder(): Holder {
  const shared = globalThis as typeof globalThis & { [slot]?: Holder }
  shared[slot] ??= openMain()
  return shared[slot]
}
