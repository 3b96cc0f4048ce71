import type { KubeObject, ObjectRef, Origin } from './object'
import type { Problem } from './problem'

/** How the objects came here; `label` is what the header shows. */
export interface CaptureSource {
  readonly kind: 'manifests' | 'demo' | 'cluster' | 'upload'
  readonly label: string
}

/**
 * Something that exists, or may exist, but could not be read, and how far it reaches.
 * `policy`: an object of a policy kind (or of no legible kind), so it may decide anything in its reach.
 * `unlisted`: a kind that the source could not list to its end, or an object that it could not get, so that any number of
 * its objects may be missing; `object` names one, or all of the kind as `*`.
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
      readonly kind: 'unlisted'
      readonly object: ObjectRef
      /** Namespace whose objects may be missing; absent = those of the whole cluster. */
      readonly namespace?: string
      readonly why: UnlistedWhy
      /** What happened, one clause: `the API server answers 403: networkpolicies.networking.k8s.io is forbidden`. */
      readonly reason: string
    }
  | {
      readonly kind: 'namespace-labels'
      readonly namespace: string
      readonly reason: string
      readonly origin?: Origin
    }

/** Why a kind could not be listed; each has its own remedy (lib/words). */
export const unlistedWhys = [
  'forbidden',
  'unauthorized',
  'expired',
  'timeout',
  'cut-off',
  'unreachable',
  'server-error',
  'not-asked',
] as const
export type UnlistedWhy = (typeof unlistedWhys)[number]

/** What a cluster said of itself. What is not installed is a fact, no gap: nothing of it can decide anything. */
export interface ClusterFacts {
  /** `v1.36.3`, as `/version` says; absent where it was not told. */
  readonly version?: string
  /** API groups of known policy kinds that the cluster does not serve. */
  readonly notInstalled: readonly string[]
  /** The namespaces that were asked for, where not all were. */
  readonly namespaces?: readonly string[]
}

/** Everything that was read from one source at one time, with what could not be read and why. */
export interface Capture {
  readonly source: CaptureSource
  /** ISO 8601 time at which reading ended. */
  readonly capturedAt: string
  /** Present where the objects come from a live cluster, at once or by way of a capture file. */
  readonly cluster?: ClusterFacts
  readonly objects: readonly KubeObject[]
  readonly gaps: readonly Gap[]
  readonly problems: readonly Problem[]
}

/** In which way something is not there: it could not be listed or read, its kinds could not be told, nobody asked. */
export const lacks = ['unlisted', 'unread', 'untold', 'unasked'] as const

export type Lack = (typeof lacks)[number]
