import type { z } from 'zod'
import type { Changes } from '@/lib/api/capture-contract'
import type { endpoints } from '@/lib/api/endpoints'
import type { RequestProblem } from './problem'

/** Addresses whose answers are made from what was loaded; the others are about loading itself (captures.ts). */
export type EndpointName = Exclude<
  keyof typeof endpoints,
  'health' | 'readAgain' | 'openCapture' | 'openExample' | 'closeCapture'
>

/** A request after its parameters were read. */
export interface Query<Name extends EndpointName = EndpointName> {
  readonly endpoint: Name
  readonly parameters: ParametersOf<Name>
}

export type ParametersOf<Name extends EndpointName> = z.output<(typeof endpoints)[Name]['query']>

/**
 * What came of a query. Plain data: it crosses from one thread to another, and from the modules that Next gives to
 * instrumentation to those that it gives to routes, which do not know each other's classes.
 */
export type Reply =
  /** The answer as UTF-8 JSON. */
  | { readonly kind: 'answer'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** The request cannot be answered as it stands; `detail` is the sentence for the user. */
  | { readonly kind: 'refused'; readonly problem: RequestProblem['kind']; readonly detail: string }
  /** Nobody foresaw this; `stack` is for the log alone. */
  | { readonly kind: 'broken'; readonly stack: string }
  /** The engine ended before it could answer; `message` is the sentence for the user. */
  | { readonly kind: 'lost'; readonly message: string }

/** Something that was loaded and answers queries about it. */
export interface Engine {
  /** Rejects with the signal's reason where whoever asked went away, and never else. */
  ask(query: Query, signal: AbortSignal): Promise<Reply>
  /** Settles when the engine has ended and will answer no more, with the sentence for the user. */
  readonly lost: Promise<string>
  /** What it read anew against the engine before; absent where there was none. */
  readonly changes?: Changes | undefined
  /** Ends it when it has answered whoever waits; absent where nothing is to be ended. */
  retire?(): Promise<void>
}
