import type { AddressRange, Family } from '../model/address'
import type { Inventory, Pod } from '../model/inventory'
import type { Enforcer, Mesh } from '../model/mesh'
import type { Fragment } from '../model/rule'
import type { Habits } from './network-engine'

/** One concrete end of a connection, as policies see it. */
export type Party =
  | { readonly kind: 'pod'; readonly pod: Pod }
  /** Addresses outside the cluster that no policy tells apart; one stands for all. */
  | { readonly kind: 'outside'; readonly range: AddressRange }
  | { readonly kind: 'node'; readonly name: string; readonly addresses: readonly AddressRange[] }

/** Everything that a verdict can depend on. */
export interface World extends Habits {
  readonly inventory: Inventory
  readonly compiled: Fragment
  /** Where pods without an address will get one from; empty when that was not said. */
  readonly podCIDRs: readonly AddressRange[]
  /** Whether the authorization plane counts. */
  readonly mesh: boolean
  /** What the mesh makes of the wire, where there is one and its plane counts. */
  readonly wire?: Mesh
}

/** Whether a transport proves an identity. */
export type Proof = boolean | 'perhaps'

/** The way two parties talk. */
export interface Way {
  /** Where it is known, since policies are judged per family. */
  readonly family?: Family
  /**
   * Whether the transport proves to the far end who speaks; `perhaps`: who speaks or nobody. Absent where nothing is known
   * of the wire, so that it may prove anything.
   */
  readonly identified?: Proof
  /** What the proxy at the far end sees, `unknown` being either; absent where none is known. */
  readonly sees?: Enforcer['sees']
}
