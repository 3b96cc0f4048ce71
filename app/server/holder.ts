import { BadInput } from '@/lib/sources/bad-input'
import type { Stage } from '@/lib/model/stepwise'
import type { Progress } from '@/lib/sources/manifests'
import { driveInTurns } from './in-turns'
import { logError } from './log'
import { manifestsVariable, readSource } from './source'
import { openWorkspace, type Workspace } from './workspace'

/** First everything is read, then it is judged. */
export type LoadProgress = ({ readonly step: 'reading' } & Progress) | ({ readonly step: 'judging' } & Stage)

export type LoadState =
  | { readonly kind: 'loading'; readonly progress?: LoadProgress }
  | { readonly kind: 'ready'; readonly workspace: Workspace }
  /** `message` is the sentence for the user. */
  | { readonly kind: 'failed'; readonly message: string }

type Load = (onProgress: (progress: LoadProgress) => void) => Promise<Workspace>

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

const load: Load = async onProgress => {
  const capture = await readSource(process.env[manifestsVariable], {
    onProgress: progress => onProgress({ step: 'reading', ...progress }),
  })
  return driveInTurns(openWorkspace(capture), stage => onProgress({ step: 'judging', ...stage }))
}

/** Next gives instrumentation and routes modules of their own, so that what they share hangs on the global object. */
const slot: unique symbol = Symbol.for('podtrust.holder')

/** The one holder of this process; the first call starts the loading. */
export function holder(): Holder {
  const shared = globalThis as typeof globalThis & { [slot]?: Holder }
  shared[slot] ??= new Holder(load)
  return shared[slot]
}
