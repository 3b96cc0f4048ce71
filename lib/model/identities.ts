import type { Issuer, Proxy } from './mesh'
import type { ObjectRef, Path } from './object'
import type { Action, Policy, Subject } from './rule'
import type { Tri } from './tri'

/** Who presents which workload identity, and which rules name it. */
export interface IdentityReport {
  /** By their text. */
  readonly identities: readonly PresentedIdentity[]
  /** Workloads with a pod that presents none, in the order of the inventory. */
  readonly nameless: readonly Nameless[]
}

/** Whoever proves it is one of several workloads where several present it. */
export interface PresentedIdentity {
  /** `cluster.local/ns/shop/sa/cart`; a SPIFFE ID without its scheme. */
  readonly identity: string
  readonly trustDomain: string
  readonly namespace: string
  readonly serviceAccount: string
  /** In the order of the inventory. */
  readonly presenters: readonly Presenter[]
  /** Who signs for it, each once; several where its pods ask several. */
  readonly issuers: readonly Issuer[]
  /** Whether somebody whom a presenter may call takes nobody without an identity; it need not be this one. */
  readonly demanded: Tri
  /** Rules that name it, gathered by what they say of it; the lists are shared with other identities. */
  readonly named: readonly Naming[]
}

/** A workload, and with how many of its pods. */
export interface Presenter {
  readonly workload: string
  readonly pods: number
  readonly of: number
  /** What takes part in the traffic of these pods; `unknown` where only the intent is seen, so that they may present none. */
  readonly proxies: readonly Proxy[]
}

/** Which part of an identity a rule names; an `account` is one service account, a `pattern` may be several. */
export type NamedBy = 'account' | 'pattern' | 'namespace' | 'trust-domain'

export interface Naming {
  readonly by: NamedBy
  /** As the rule has it: `cluster.local/ns/shop/sa/*`, or a namespace. */
  readonly text: string
  readonly rules: readonly IdentityRule[]
}

/** A rule in force that names identities, wherever it governs. */
export interface IdentityRule {
  readonly object: ObjectRef
  readonly path: Path
  readonly action: Action
  /** False where the rule, or a part of it that narrows, could not be read. */
  readonly certain: boolean
  /** Whom it governs, at the proxies of these pods. */
  readonly subjects: readonly Subject[]
  /** The Services through which it governs alone. */
  readonly services: readonly NonNullable<Policy['service']>[]
}

/** Why no proxy takes part in the traffic of a pod; `not-captured`: labels want it, and the pod is older or failed to get it. */
export type Absence = (typeof absences)[number]
export const absences = ['not-captured', 'left-out', 'host-network', 'outside'] as const

/** A workload, with so many of its pods presenting nothing. */
export interface Nameless {
  readonly workload: string
  readonly pods: number
  readonly of: number
  /** The first that holds for one of these pods, in the order of `absences`. */
  readonly why: Absence
  readonly serviceAccounts: readonly string[]
  /** Whether other pods of the namespace surely present one. */
  readonly othersDo: boolean
}
