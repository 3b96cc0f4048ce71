import type { Finding } from '../../../model/finding'
import type { Ground } from './ground'
import type { ReadKind } from './kinds'

/** A finding, less the code that all findings of one pitfall have. */
export type Found = Omit<Finding, 'code'>

/** Where a search that may take long can be interrupted. */
export type Pause = undefined

/** One thing that operators of a mesh trip over (istio.md section 8): one file, one check. */
export interface Pitfall {
  /** Stable; every finding of it carries it. */
  readonly code: string
  /** Kinds that carry it: where some of their objects could not be read, it may be there unseen. */
  readonly reads: readonly ReadKind[]
  /** One finding for each object and field, or for each absence; nothing of this may cost work by pairs of pods. */
  readonly find: (ground: Ground) => Iterable<Found | Pause>
}
