import { BadInput } from '@/lib/sources/bad-input'
import type { Progress } from '@/lib/sources/manifests'
import { logError } from './log'
import { manifestsVariable, readSource } from './source'
import { openWorkspace, type Workspace } from './workspace'

export type LoadState =
  | { readonly kind: 'loading'; readonly progress?: Progress }
  | { readonly kind: 'ready'; readonly workspace: Workspace }
  /** `message` is the sentence for the user. */
  | { readonly kind: 'failed'; readonly message: string }

type Load = (onProgress: (progress: Progress) => void) => Promise<Workspace>

/** Loads once, at once, and knows how far that has come. */
export class Holder {
  state: LoadState = { kind: 'loading' }
  /** Never rejects: `state` says how it went. */
  readonly settled: Promise<void>

  constructor(load: Load) {
    this.settled = load(progress => {
      this.state = { kind: 'loading', progress }
    }).then(
      workspace => {
        this.state = { kind: 'ready', workspace }
      },
      (error: unknown) => {
        this.state = { kind: 'failed', message: messageOf(error) }
      },
    )
  }
}

function messageOf(error: unknown): string {
  if (error instanceof BadInput) return error.message
  logError('the input could not be loaded', error)
  return 'an error of podtrust itself kept the input from being loaded; its log says more'
}

const load: Load = async onProgress =>
  openWorkspace(await readSource(process.env[manifestsVariable], { onProgress }))

/** Next gives instrumentation and routes modules of their own, so that what they share hangs on the global object. */
const slot: unique symbol = Symbol.for('podtrust.holder')

/** The one holder of this process; the first call starts the loading. */
export function holder(): Holder {
  const shared = globalThis as typeof globalThis & { [slot]?: Holder }
  shared[slot] ??= new Holder(load)
  return shared[slot]
}
