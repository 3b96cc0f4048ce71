import type { ObjectRef, Path } from './object'

/** A place that proves a statement: an object, and the field in it. */
export interface Evidence {
  readonly object: ObjectRef
  readonly path?: Path
}

export type Severity = (typeof severities)[number]
/** Worst first. */
export const severities = ['critical', 'high', 'medium', 'low'] as const

/** What a finding is about: a field of an object, or where no object says anything, whom one should speak for. */
export type FindingPlace =
  | { readonly kind: 'object'; readonly object: ObjectRef; readonly path: Path }
  | { readonly kind: 'workload'; readonly workload: string }
  | { readonly kind: 'namespace'; readonly namespace: string }
  | { readonly kind: 'mesh' }

/** A gap in the zero-trust posture, with the objects that prove it and what would close it. */
export interface Finding {
  /** Stable word, e.g. `istio-permissive-left`; never reused for another meaning. */
  readonly code: string
  readonly severity: Severity
  readonly about: FindingPlace
  /** One sentence, what is wrong and why; names objects, hosts and ports. */
  readonly title: string
  /** One sentence, what closes it. */
  readonly remedy: string
  /** Keys of the workloads that it bears on, in the order of the inventory. */
  readonly workloads: readonly string[]
  /** Other objects that prove it. */
  readonly evidence: readonly Evidence[]
  /** Why it may not hold, one clause; absent: it holds in every reading. */
  readonly doubt?: string
}

/** Objects that could carry findings and were not read. */
export interface UnseenFindings {
  readonly group: string
  /** Empty: of no legible kind. */
  readonly kind: string
  /** Whose objects may be missing; empty: those of the whole cluster. */
  readonly namespaces: readonly string[]
  readonly reason: string
  /** Codes of what may be there unseen. */
  readonly codes: readonly string[]
}

/** Everything found, worst first; nothing is said of objects that were not read but that they were not. */
export interface FindingReport {
  readonly findings: readonly Finding[]
  readonly unseen: readonly UnseenFindings[]
}
