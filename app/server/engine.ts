import type { z } from 'zod'
import type { endpoints } from '@/lib/api/endpoints'
import { RequestProblem } from './problem'

/** Addresses whose answers are made from what was loaded; health is told by whoever waits for the load. */
export type EndpointName = Exclude<keyof typeof endpoints, 'health'>

/** A request after its parameters were read. */
export interface Query<Name extends EndpointName = EndpointName> {
  readonly endpoint: Name
  readonly parameters: ParametersOf<Name>
}

export type ParametersOf<Name extends EndpointName> = z.output<(typeof endpoints)[Name]['query']>

/** What came of a query, such that it can cross from one thread to another. */
export type Reply =
  /** The answer as UTF-8 JSON. */
  | { readonly kind: 'answer'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** The request cannot be answered as it stands; `detail` is the sentence for the user. */
  | { readonly kind: 'refused'; readonly problem: RequestProblem['kind']; readonly detail: string }
  /** Nobody foresaw this; `stack` is for the log alone. */
  | { readonly kind: 'broken'; readonly stack: string }

/** Something that was loaded and answers queries about it. */
export interface Engine {
  /**
   * The answer as UTF-8 JSON. Throws RequestProblem where the query cannot be answered as it stands, EngineLost where
   * the engine ended before it could, and the signal's reason where whoever asked went away.
   */
  ask(query: Query, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
  /** Settles when the engine has ended and will answer no more. */
  readonly lost: Promise<EngineLost>
}

/** The engine ended; `message` is the sentence for the user, and the log says more. */
export class EngineLost extends Error {
  override readonly name = 'EngineLost'
}

/** The bytes of a reply; throws what the reply says went wrong. */
export function bytesOf(reply: Reply): Uint8Array<ArrayBuffer> {
  switch (reply.kind) {
    case 'answer':
      return reply.bytes
    case 'refused':
      throw new RequestProblem(reply.problem, reply.detail)
    case 'broken': {
      const error = new Error('the worker could not answer')
      error.stack = reply.stack
      throw error
    }
  }
}
