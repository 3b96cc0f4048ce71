import type { AddressRange } from './address'
import type { Address } from './mesh'
import type { PortRange } from './port'
import type { Pillars, ServerAccepts, Transport, TrustClass, Verdict } from './verdict'

/** A side of a connection. */
export type Side =
  | { readonly kind: 'workload'; readonly key: string }
  /** Addresses outside the cluster that no policy tells apart, in maximal ranges of one family. */
  | { readonly kind: 'outside'; readonly range: AddressRange }

/**
 * All ports of one ordered pair that share verdict, class, pillars and transport; one pair can have several.
 * Denied ports have no connection.
 */
export interface Connection {
  readonly from: Side
  readonly to: Side
  readonly ports: readonly PortRange[]
  readonly verdict: Exclude<Verdict, 'deny'>
  readonly trustClass: TrustClass
  readonly pillars: Pillars
  readonly transport: Transport
  readonly serverAccepts?: ServerAccepts
  /** How it is dialled, where another way than the usual one is more open (contract.md section 1, Addressing). */
  readonly address?: Address
  /** Keys of the workloads that the bytes pass, in order. */
  readonly through?: readonly string[]
  /** How many of the pod pairs that could carry it do; `of` counts all pairs that are not exempt. */
  readonly pods: { readonly allowed: number; readonly of: number }
  /** Another network engine would decide otherwise, and none was seen (contract.md section 2). */
  readonly engineDependent: boolean
}

/** Whether a workload's traffic is limited in one direction by any enforced policy, over all its pods. */
export interface Isolation {
  readonly ingress: 'yes' | 'no' | 'partly' | 'unknown'
  readonly egress: 'yes' | 'no' | 'partly' | 'unknown'
}

/** Whether some pods take in whatever comes, because no policy limits their ingress. */
export const openDoor = ({ ingress }: Isolation): boolean => ingress === 'no' || ingress === 'partly'
