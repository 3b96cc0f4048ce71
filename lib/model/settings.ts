import type { AddressRange } from './address'

/** Whose network semantics apply where engines differ (contract.md section 2, `--engine`). */
export type EngineName = 'kubernetes' | 'cilium' | 'calico' | 'none'

/** What the objects themselves cannot say. */
export interface Settings {
  readonly engine: 'auto' | EngineName
  /** Where pods without an address will get one from. */
  readonly podCIDRs?: readonly AddressRange[]
  /** Whether the authorization plane counts; `network` leaves it out. */
  readonly plane: 'network' | 'all'
  /** Documented deviations of one other analyzer, so that outputs can be compared. */
  readonly compat?: 'netpol-analyzer'
}

export const defaultSettings: Settings = { engine: 'auto', plane: 'all' }
