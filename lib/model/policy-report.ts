import type { ObjectRef, Path } from './object'
import type { Protocol } from './port'
import type { Direction, Tier } from './rule'

/** Why an object decides nothing although it was read: it is only watched, or nobody in this cluster enforces its plane. */
export type Enforcement = 'enforced' | 'staged' | 'audit' | 'engine' | 'plane'

/** A workload that a policy would select but for one condition that looks like a slip. */
export interface NearWorkload {
  readonly workload: string
  /** `app=ledger_db` */
  readonly wants: string
  /** `app=ledger-db` */
  readonly has: string
}

/**
 * What the author of a policy would want to know. Everything said here holds for the pods and namespaces of the capture,
 * except `shadowed`, which holds for any pods. What may hold in one reading only is not said.
 */
export type PolicyNote =
  | { readonly kind: 'unread'; readonly reason: string }
  /** The API server would refuse it as written. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'not-enforced'; readonly why: Exclude<Enforcement, 'enforced'> }
  /**
   * The selector fits no pod, or only pods of the host network, which no policy governs, or only pods without a proxy that
   * could enforce the policy.
   */
  | {
      readonly kind: 'selects-nobody'
      readonly path: Path
      readonly selector: string
      readonly why: 'no-pod' | 'host-network' | 'no-proxy'
      readonly near: readonly NearWorkload[]
    }
  /**
   * It is met by what is dialled through these Services alone, as `namespace/name`. Which pairs that are hangs on how they are dialled:
   * effects leave it out. `whole`: so is all of the object.
   */
  | { readonly kind: 'bound-to-services'; readonly services: readonly string[]; readonly whole: boolean }
  /** A peer of a rule that fits no pod, and does not mean addresses or everyone. */
  | {
      readonly kind: 'peer-matches-nobody'
      readonly direction: Direction
      readonly path: Path
      readonly peer: string
    }
  /** A port name that none of the pods has that the rule may lead to. */
  | {
      readonly kind: 'port-name-missing'
      readonly direction: Direction
      readonly path: Path
      readonly protocol: Protocol
      readonly name: string
    }
  /**
   * An allow rule that adds nothing: another rule allows every peer and port that it names, for every pod that it is for,
   * and names them as well or better. `whole`: all rules of the object are shadowed by other objects.
   */
  | {
      readonly kind: 'shadowed'
      readonly path: Path
      readonly by: ObjectRef
      readonly byPath: Path
      readonly whole: boolean
    }
  /** An allow rule whose peer is any pod of any namespace. */
  | { readonly kind: 'every-namespace'; readonly direction: Direction; readonly path: Path }
  /** An allow rule whose peer requires no label, account, identity or near address to be there. */
  | {
      readonly kind: 'names-no-peer'
      readonly direction: Direction
      readonly path: Path
      readonly anyone: boolean
    }

/** A workload that a policy selects; `certain` where some pod of it is governed in every reading. */
export interface Selected {
  readonly workload: string
  readonly certain: boolean
}

/** What one policy object is, without a look at any connection. */
export interface PolicyReport {
  readonly object: ObjectRef
  readonly dialect: string
  /** Where it is asked; of an object that stands in several places, the first. */
  readonly tier: Tier
  readonly directions: readonly Direction[]
  readonly enforcement: Enforcement
  /** By workload key. */
  readonly selected: readonly Selected[]
  /** Pods that it governs in every reading, and in some. */
  readonly pods: { readonly surely: number; readonly possibly: number }
  /** Those that matter most first. */
  readonly notes: readonly PolicyNote[]
}

/** A pair of endpoints about which a policy decides; an end is a workload key or `internet`. */
export interface DecidedPair {
  readonly from: string
  readonly to: string
  /** The side at which it decides. */
  readonly direction: Direction
  readonly effect: 'allows' | 'denies' | 'unknown'
  /** No other rule of this side lets some port through. */
  readonly sole: boolean
  /** A port for which this is true; absent where it is every port. */
  readonly port?: { readonly protocol: Protocol; readonly port: number }
}

/**
 * What one object does, counted over ordered pairs of endpoints: workloads, and all outside addresses as one endpoint,
 * `internet`. Only pairs with an end that the object governs are looked at; the platform's own connections are left out.
 */
export interface PolicyEffects {
  /** Pairs that have a connection on some port at which an allow rule of the object is among those that decide. */
  readonly allows: number
  /** Pairs for which no port gets through the side that the object governs, and it is among those that keep it shut. */
  readonly denies: number
  /** Pairs with an open port that only allow rules of this object let through at its side. */
  readonly soleAllow: number
  /** Pairs with a port whose verdict is unknown and would be another if what is doubtful in the object were settled. */
  readonly unknown: number
  /** The first of them: unknown before allows before denies, each in the order of the inventory. */
  readonly pairs: readonly DecidedPair[]
}

/** Pairs that `PolicyEffects.pairs` holds at most. */
export const mostPairs = 200
