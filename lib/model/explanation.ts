import type { Address, Alterer, DialledService, Issuer, WireReason } from './mesh'
import type { ObjectRef, Path } from './object'
import type { PortRange } from './port'
import type { Direction, Plane } from './rule'
import type { Cause, Pillars, ServerAccepts, Transport, TrustClass, Verdict } from './verdict'

/** The object, rule and default that decided one side (contract.md section 1). */
export interface Reason {
  readonly plane: Plane
  readonly dialect: string
  readonly kind?: string
  readonly namespace?: string
  readonly name?: string
  /** Field path, `spec.ingress[0]`. */
  readonly path?: string
  readonly cause: Cause
}

/** A condition that one policy or rule put to this pair, and what came of it. */
export type StepDetail =
  /** A rule that allows (or might allow) the port. */
  | {
      readonly kind: 'rule-matches'
      readonly action: 'allow' | 'deny' | 'pass' | 'delegate'
      readonly peer: string
      readonly ports: string
      /** `GET /api/*`: the requests that it is about, where not all. */
      readonly request?: string
    }
  /** The policy governs the pod in this direction and no rule of it lets the port through. */
  | { readonly kind: 'isolates'; readonly rules: number }
  /** The policy governs the pod, isolates nothing by itself, and none of its rules is about this connection. */
  | { readonly kind: 'no-match'; readonly rules: number }
  /** An earlier tier, or an earlier policy of its tier, has decided before its turn. */
  | { readonly kind: 'not-asked'; readonly tier: string }
  /** The policy and these others have no order among them and want different things. */
  | { readonly kind: 'tie'; readonly with: readonly string[] }
  /** The policy selects the pod, but only for the other direction; another engine might stop here. */
  | { readonly kind: 'other-direction'; readonly selects: Direction }
  /** Policies govern the pod, and without their allow rules nothing would deny this either; `others`: other requests. */
  | { readonly kind: 'default-allow'; readonly others?: true }
  /** No policy of the plane governs the pod in this direction. */
  | { readonly kind: 'nothing-selects'; readonly namespace: string }
  /** No policy can be put to this side, or none is enforced. */
  | {
      readonly kind: 'cannot-police'
      readonly why: 'host-network' | 'same-node' | 'itself' | 'proxys-own' | 'not-enforced'
    }
  /** The policy governs the pod, and says nothing about traffic without ports. */
  | { readonly kind: 'undefined-protocol'; readonly protocol: string }
  | { readonly kind: 'unread'; readonly reason: string }
  /** The policy would govern this pod but for one condition. */
  | { readonly kind: 'near-subject'; readonly wants: string; readonly has: string; readonly nobody: boolean }
  /** A rule would allow but for the peer. */
  | {
      readonly kind: 'near-peer'
      readonly wants: string
      readonly has: string
      readonly because: 'label' | 'namespace'
    }
  /** A rule would allow this peer, on other ports. */
  | { readonly kind: 'near-port'; readonly wants: string; readonly asked: string }

export interface TraceStep {
  /** `decided`: it settled the side; `considered`: it was looked at; `near-miss`: it would have settled it but for one thing. */
  readonly role: 'decided' | 'considered' | 'near-miss'
  readonly object?: ObjectRef
  readonly path?: Path
  readonly certain: boolean
  readonly detail: StepDetail
}

/** One plane at one side, for one port. */
export interface SideTrace {
  readonly plane: Plane
  readonly direction: Direction
  /** `namespace/pod`, an address, or `internet`. */
  readonly at: string
  readonly verdict: Verdict
  readonly cause: Cause
  readonly reasons: readonly Reason[]
  readonly steps: readonly TraceStep[]
}

/** SPIFFE identity that the transport proves, `spiffe://…`; null where it proves none, `unknown` where that is not known. */
export type Principal = string | null

/** The way that the bytes take, and why they are what they are on it. */
export interface RouteTrace {
  readonly address: Address
  readonly service?: DialledService
  /** It is more open dialled so than in the usual way (contract.md section 1, Addressing). */
  readonly unusual?: true
  /** Waypoints and gateways on the way, `namespace/name`, in order. */
  readonly through: readonly string[]
  /** For each stretch: why its wire is as it is. */
  readonly because: readonly (readonly WireReason[])[]
}

/** The answer for one pair and one port, with everything that led to it. */
export interface Explanation {
  readonly from: string
  readonly to: string
  readonly protocol: string
  readonly port?: number
  /** All ports of the pair for which the same is true. */
  readonly alike: readonly PortRange[]
  readonly verdict: Verdict
  readonly trustClass?: TrustClass
  readonly pillars?: Pillars
  readonly transport: Transport
  readonly serverAccepts?: ServerAccepts
  /** Whom the destination sees on the last stretch, and whom the first stretch proves. */
  readonly principal: Principal
  readonly originPrincipal: Principal
  /** Who signs for either; absent where no identity is proven. */
  readonly principalIssuer?: Issuer
  readonly originIssuer?: Issuer
  /** Present where a mesh has a say. */
  readonly route?: RouteTrace
  /** What may change any of this, by a way in which it may be dialled; absent: nothing. The verdict stands. */
  readonly alteredBy?: readonly Alterer[]
  readonly engineDependent: boolean
  readonly sides: readonly SideTrace[]
}
