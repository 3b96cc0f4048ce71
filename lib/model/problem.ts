import type { ObjectRef, Origin, Path } from './object'

/**
 * Something that was read but could not be fully honoured, or not be read at all.
 * `effect` says what follows for the verdicts, so that a reader need not guess.
 */
export interface Problem {
  /** Stable word, e.g. `yaml-syntax`, `bad-cidr`, `unread-kind`; never reused for another meaning. */
  readonly code: string
  /** One sentence in the user's words: what is wrong. */
  readonly message: string
  /** What to do about it. */
  readonly remedy: string
  readonly effect: 'none' | 'unknown' | 'left-out'
  readonly object?: ObjectRef
  readonly path?: Path
  readonly origin?: Origin
}
