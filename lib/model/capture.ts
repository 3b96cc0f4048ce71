import type { KubeObject, ObjectRef, Origin } from './object'
import type { Problem } from './problem'

/** How the objects came here; `label` is what the header shows. */
export interface CaptureSource {
  readonly kind: 'manifests' | 'demo' | 'cluster' | 'upload'
  readonly label: string
}

/**
 * Something that exists but could not be read, and how far it reaches.
 * `policy`: an object of a policy kind (or of no legible kind), so it may decide anything in its reach.
 * `namespace-labels`: the namespace exists, its labels are hidden (except `kubernetes.io/metadata.name`).
 */
export type Gap =
  | {
      readonly kind: 'policy'
      readonly object: ObjectRef
      /** Namespace it reaches; absent = the whole cluster. */
      readonly namespace?: string
      readonly reason: string
      readonly origin?: Origin
    }
  | {
      readonly kind: 'namespace-labels'
      readonly namespace: string
      readonly reason: string
      readonly origin?: Origin
    }

/** Everything that was read from one source at one time, with what could not be read and why. */
export interface Capture {
  readonly source: CaptureSource
  /** ISO 8601 time at which reading ended. */
  readonly capturedAt: string
  readonly objects: readonly KubeObject[]
  readonly gaps: readonly Gap[]
  readonly problems: readonly Problem[]
}
