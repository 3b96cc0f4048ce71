import { BadInput } from '@/lib/sources/bad-input'
import type { Engine } from './engine'
import { logError } from './log'
import { manifestsVariable, readPathList } from './manifests'
import type { LoadProgress } from './messages'
import { EngineLost, notLoaded, WorkerEngine } from './worker-engine'

export type LoadState =
  | { readonly kind: 'loading'; readonly progress?: LoadProgress }
  | { readonly kind: 'ready'; readonly engine: Engine }
  /** `message` is the sentence for the user. */
  | { readonly kind: 'failed'; readonly message: string }

type Load = (onProgress: (progress: LoadProgress) => void) => Promise<Engine>

/** Loads once, at once, and knows how far that has come and whether what was loaded is still there. */
export class Holder {
  state: LoadState = { kind: 'loading' }
  /** Never rejects: `state` says how it went. */
  readonly settled: Promise<void>

  constructor(load: Load) {
    this.settled = load(progress => {
      this.state = { kind: 'loading', progress }
    }).then(
      engine => {
        this.state = { kind: 'ready', engine }
        void engine.lost.then(message => {
          this.state = { kind: 'failed', message }
        })
      },
      (error: unknown) => {
        this.state = { kind: 'failed', message: messageOf(error) }
      },
    )
  }
}

function messageOf(error: unknown): string {
  if (error instanceof BadInput || error instanceof EngineLost) return error.message
  logError('the input could not be loaded', error)
  return notLoaded
}

const load: Load = async onProgress => {
  const paths = readPathList(process.env[manifestsVariable])
  const engine = new WorkerEngine(paths ? { kind: 'manifests', paths } : { kind: 'demo' }, onProgress)
  await engine.loaded
  return engine
}

/** Next gives instrumentation and routes modules of their own, so that what they share hangs on the global object. */
const slot: unique symbol = Symbol.for('podtrust.holder')

/** The one holder of this process; the first call starts the loading. */
export function holder(): Holder {
  const shared = globalThis as typeof globalThis & { [slot]?: Holder }
  shared[slot] ??= new Holder(load)
  return shared[slot]
}
