import type { AddressRange, Family } from '../model/address'
import type { Inventory, Pod } from '../model/inventory'
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
}

/** The way two parties talk: over one IP family where that is known, since policies are judged per family. */
export type Way = { readonly family?: Family }
