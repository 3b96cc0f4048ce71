import type { AddressRange } from './address'
import type { Connection } from './connection'
import type { TrustClass } from './verdict'

/** The name of all outside addresses as one end. */
export const internet = 'internet'

/** A line of the table: a connection, or all connections of a workload with outside ranges that are alike. */
export interface Row {
  /** Stands for all of them. */
  readonly connection: Connection
  /** Workload key, or `internet`. */
  readonly from: string
  readonly to: string
  /** Of the outside end, maximal; empty between workloads. */
  readonly ranges: readonly AddressRange[]
  readonly ports: string
}

export type SortKey =
  'class' | 'from' | 'to' | 'ports' | 'verdict' | 'authenticated' | 'authorized' | 'encrypted'

/** Which rows, in which order, and how many of them. Names are workload keys, or `internet`. */
export interface RowQuery {
  readonly from?: ReadonlySet<string>
  readonly to?: ReadonlySet<string>
  /** Either end of a row is in each of these. */
  readonly ends?: readonly ReadonlySet<string>[]
  /** Only what comes in at a workload because nothing limits its ingress. */
  readonly throughDoors?: boolean
  /** Classes to keep; none = all. */
  readonly classes?: readonly TrustClass[]
  readonly sort?: SortKey
  readonly order?: 'asc' | 'desc'
  readonly offset: number
  readonly limit: number
}

export interface RowPage {
  /** Rows that match, on all pages. */
  readonly total: number
  readonly rows: readonly Row[]
}
