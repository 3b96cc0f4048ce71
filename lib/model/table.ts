import type { AddressRange } from './address'
import type { Connection } from './connection'
import type { PortRange } from './port'
import type { Pillars, PillarValue, ServerAccepts, Transport, TrustClass, Verdict } from './verdict'

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

/**
 * A condition on a row: on one of its ends, on what holds between them, or on how the two ends lie. Names are workload
 * keys, or `internet`.
 */
export type RowTest =
  | { readonly kind: 'all'; readonly of: readonly RowTest[] }
  | { readonly kind: 'any'; readonly of: readonly RowTest[] }
  | { readonly kind: 'not'; readonly of: RowTest }
  | { readonly kind: 'end'; readonly side: 'from' | 'to'; readonly names: ReadonlySet<string> }
  | { readonly kind: 'class'; readonly classes: readonly TrustClass[] }
  | { readonly kind: 'verdict'; readonly verdicts: readonly Verdict[] }
  | { readonly kind: 'pillar'; readonly pillar: keyof Pillars; readonly values: readonly PillarValue[] }
  | { readonly kind: 'transport'; readonly transports: readonly Transport[] }
  /** What the server takes at the handshake; nobody knows that of the outside. */
  | { readonly kind: 'accepts'; readonly accepts: readonly ServerAccepts[] }
  /** Some port of the row is in one of the ranges. */
  | { readonly kind: 'some-port'; readonly ranges: readonly PortRange[] }
  /** Every port of the row is in one of the ranges. */
  | { readonly kind: 'only-ports'; readonly ranges: readonly PortRange[] }
  /** Both ends are workloads, of two namespaces. */
  | { readonly kind: 'crosses-namespaces' }

/** Which rows. Names are workload keys, or `internet`. */
export interface RowSelection {
  readonly from?: ReadonlySet<string>
  readonly to?: ReadonlySet<string>
  /** Either end of a row is in each of these. */
  readonly ends?: readonly ReadonlySet<string>[]
  /** Only what comes in at a workload because nothing limits its ingress. */
  readonly throughDoors?: boolean
  /** Classes to keep; none = all. */
  readonly classes?: readonly TrustClass[]
  /** What else must hold. */
  readonly where?: RowTest
}

/** What rows stand together by. */
export type RunBy = 'from' | 'to' | 'class'

/** Rows that stand together: a workload key, `internet` or a class, and how many they are on all pages. */
export interface Run {
  readonly key: string
  readonly rows: number
}

/** Which rows, in which order, and how many of them. */
export interface RowQuery extends RowSelection {
  /** Rows alike in this stand together, in the order of these keys; it takes the place of `sort`. */
  readonly runs?: { readonly by: RunBy; readonly order: readonly string[] }
  readonly sort?: SortKey
  readonly order?: 'asc' | 'desc'
  readonly offset: number
  readonly limit: number
}

/** A row that is looked for: its ends (workload keys, or `internet`), and what else must hold of it. */
export interface WantedRow {
  readonly from: string
  readonly to: string
  readonly fits: (row: Row) => boolean
}

export interface RowPage {
  /** Rows that match, on all pages. */
  readonly total: number
  readonly rows: readonly Row[]
  /** Where rows stand together: all that there are, in their order. */
  readonly runs?: readonly Run[]
}

/** A selection tells more ends apart than can be worked out at once; the message is for whoever wrote it. */
export class SelectionTooFine extends Error {
  override readonly name = 'SelectionTooFine'
}
