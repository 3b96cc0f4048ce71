import type { AddressRange, Block } from './address'
import type { Proxy } from './mesh'
import type { ObjectRef, Path } from './object'
import type { Protocol } from './port'
import type { RequestMatch } from './request'
import type { Selector } from './selector'
import type { TextPattern } from './text-pattern'

/**
 * The shared rule model: what every dialect compiles its objects into, and all that the engine knows of them.
 * ARCHITECTURE.md works the hardest case of each dialect through these types.
 */

/** An enforcement that must agree for a connection to exist (contract.md section 1). */
export type Plane = 'network' | 'authorization'

/** A plane judged at the source (`egress`) or at the destination (`ingress`). */
export type Direction = 'egress' | 'ingress'

/** Which namespaces' pods are meant. */
export type NamespaceScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'named'; readonly namespace: string }
  | { readonly kind: 'selected'; readonly selector: Selector }

/** Pods by the labels of their namespace and their own; both must match. */
export interface PodSet {
  readonly namespaces: NamespaceScope
  readonly pods: Selector
  /** Service accounts (names) that the pod must run as; absent = any. */
  readonly serviceAccounts?: readonly string[]
  /** Which proxy must take part in the pod's traffic; absent = any, or none. */
  readonly proxies?: readonly Proxy[]
}

/** Whom a rule names as the other side. Several peers of one rule are alternatives. */
export type Peer =
  | { readonly kind: 'anyone'; readonly path: Path }
  | ({ readonly kind: 'pods'; readonly path: Path } & PodSet)
  /** `block` less `except`; whether it also means pods by their address is the network engine's habit. */
  | {
      readonly kind: 'addresses'
      readonly path: Path
      readonly block: Block
      readonly except: readonly AddressRange[]
      /** A proxy compares, which sees the address of whoever sends: pods are always meant too. */
      readonly byProxy?: true
    }
  /**
   * Workload identities, `trust-domain/ns/NAMESPACE/sa/ACCOUNT`, by one part of them; an `account` is `NAMESPACE/ACCOUNT`.
   * Nobody matches whose identity the transport does not prove.
   */
  | {
      readonly kind: 'identities'
      readonly path: Path
      readonly part: IdentityPart
      readonly patterns: readonly TextPattern[]
    }
  /** A class of endpoints that only the dialect's engine knows, e.g. `world`, `host`, `kube-apiserver`. */
  | { readonly kind: 'entity'; readonly path: Path; readonly entity: string }
  /** DNS names, `*.` patterns included; opens no address range. */
  | { readonly kind: 'names'; readonly path: Path; readonly patterns: readonly string[] }
  | { readonly kind: 'nodes'; readonly path: Path; readonly nodes: Selector }
  | { readonly kind: 'service'; readonly path: Path; readonly namespace: string; readonly name: string }
  /** All of them at once (the fields of one Calico entity or one Istio source are ANDed). */
  | { readonly kind: 'all-of'; readonly path: Path; readonly peers: readonly Peer[] }
  | { readonly kind: 'not'; readonly path: Path; readonly peer: Peer }
  /** Does not parse, or is not understood: everything in one reading, nothing in another. */
  | { readonly kind: 'unreadable'; readonly path: Path; readonly reason: string }

export type IdentityPart = 'principal' | 'namespace' | 'account' | 'trust-domain'

/** Which ports of the destination a rule names. Several entries of one rule are alternatives. */
export type PortMatch =
  | { readonly kind: 'every'; readonly path: Path }
  | {
      readonly kind: 'range'
      readonly path: Path
      readonly protocol: Protocol
      readonly first: number
      readonly last: number
    }
  /** Resolved on each destination pod; matches nothing where the name is missing. */
  | { readonly kind: 'named'; readonly path: Path; readonly protocol: Protocol; readonly name: string }
  | {
      readonly kind: 'icmp'
      readonly path: Path
      readonly family: 4 | 6
      readonly type?: number
      readonly code?: number
    }
  | { readonly kind: 'except'; readonly path: Path; readonly ports: readonly PortMatch[] }
  | { readonly kind: 'unreadable'; readonly path: Path; readonly reason: string }

/** `delegate`: an external authorizer may deny; what it lets through, others may still deny. */
export type Action = 'allow' | 'deny' | 'pass' | 'delegate'

export interface Rule {
  readonly action: Action
  readonly path: Path
  /** Never empty: a rule without peers in YAML compiles to one `anyone`. */
  readonly peers: readonly Peer[]
  /** Never empty: a rule without ports in YAML compiles to one `every`. */
  readonly ports: readonly PortMatch[]
  /** A further demand on the governed side itself (Calico rules may narrow both sides). */
  readonly self?: Peer
  readonly request?: RequestMatch
  /** The rule is there only where the proxy sees requests, or only where it sees bytes; absent = wherever it is. */
  readonly sees?: 'requests' | 'bytes'
  /** Whether the rule is there at all: `maybe` for what could not be read. */
  readonly present: 'yes' | 'maybe'
}

/** How the rules of a tier decide together. */
export type Resolution =
  /** Any matching deny beats any allow; unmatched subjects that a policy isolates are denied (NetworkPolicy, Cilium, Istio). */
  | 'deny-overrides'
  /** The first matching rule in order decides; equal order is a tie and every order is a reading (admin tiers, Calico). */
  | 'first-match'

/**
 * A place in the evaluation of one plane. Tiers run by `order`; what a tier leaves undecided goes to the next,
 * and what the last one leaves is allowed by default.
 */
export interface Tier {
  readonly plane: Plane
  readonly name: string
  readonly order: number
  readonly resolution: Resolution
}

/** Tokens of one issuer; without audiences, for whomever they are. */
export interface TokenRule {
  readonly issuer: string
  readonly audiences: readonly string[]
  readonly path: Path
}

/** Whom a policy governs. */
export type Subject =
  | ({ readonly kind: 'pods'; readonly path: Path } & PodSet)
  /** Some pods of the scope, which ones could not be read. */
  | {
      readonly kind: 'unreadable'
      readonly path: Path
      readonly namespaces: NamespaceScope
      readonly reason: string
    }

/**
 * What one object says about one direction. Isolation stands apart from rules: a policy without rules isolates, and
 * an allowing one need not.
 */
export interface Policy {
  /** Printed with the reasons, never asked by the engine. */
  readonly dialect: string
  readonly object: ObjectRef
  readonly path: Path
  readonly tier: Tier
  readonly direction: Direction
  /** Place inside a `first-match` tier, ascending; equal numbers tie. */
  readonly precedence: number
  /**
   * Policies of one `first-match` tier are put in order by `precedence` within their series only. Between two series no
   * order is defined, so that every order is a reading.
   */
  readonly series?: string
  readonly subject: Subject
  /** Governs only what is dialled through this Service, at the proxy before it. */
  readonly service?: { readonly namespace: string; readonly name: string }
  /** Tokens that verify there: what comes with another one is denied, and of those that nobody verifies nothing is known. */
  readonly tokens?: readonly TokenRule[]
  /** Whether a governed pod is denied what no rule allows. */
  readonly isolates: 'yes' | 'no' | 'maybe'
  /** `staged` and `audit` policies are shown but decide nothing. */
  readonly enforcement: 'enforced' | 'staged' | 'audit'
  /** The API server would refuse the object as written, so that it may not exist at all. */
  readonly refused: boolean
  /** Stands for an object that was not read; its decisions have cause `unread`. */
  readonly unread: boolean
  readonly rules: readonly Rule[]
}

/** A statement about the wire at some pods; an `unread` one makes transport and identity unknown there. */
export interface TransportPolicy {
  readonly object: ObjectRef
  readonly path: Path
  readonly direction: Direction
  readonly subject: Subject
  readonly demand: 'mtls' | 'any' | 'plaintext' | 'unread'
}

/** What one object amounts to. Most dialects leave some lists empty. */
export interface Fragment {
  readonly policies: readonly Policy[]
  readonly transports: readonly TransportPolicy[]
}
