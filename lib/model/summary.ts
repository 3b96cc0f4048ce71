import type { TrustClass } from './verdict'

/** Counts of (pair, class): a pair is two workloads in order, or a workload and all addresses outside as one end. */
export type Counts = Readonly<Record<TrustClass, number>>

/** `owned` are its connections as destination, and as source of one that leaves the cluster: each counts once. */
export interface WorkloadTally {
  readonly owned: Counts
  readonly incoming: Counts
  readonly outgoing: Counts
  /** Of those, the ones with the internet. */
  readonly fromInternet: Counts
  readonly toInternet: Counts
  /** Workloads that come in because no policy limits the ingress here: drawn from Anyone, never pair by pair. */
  readonly throughDoor: number
}

/** Everything the page counts. */
export interface Tally {
  readonly counts: Counts
  /** Of all of these, those that come through an open door. */
  readonly anyone: Counts
  /** Of all of these, those with an end outside. */
  readonly internet: Counts
  /** Workloads that the internet may reach, and that may reach it. */
  readonly reach: { readonly incoming: number; readonly outgoing: number }
  /** By workload key. */
  readonly byWorkload: ReadonlyMap<string, WorkloadTally>
}

/** Many namespaces as one end of a line, because a line to each would say less. */
export interface NamespaceGroup {
  readonly id: string
  readonly label: string
  /** Their names, in the order of the inventory. */
  readonly namespaces: readonly string[]
}

/** Pairs of workloads of two namespaces, or of a namespace and a group of them. Open doors are not among them. */
export interface NamespaceLine {
  /** Name of a namespace, or id of a group; never of a group at both ends. */
  readonly from: string
  readonly to: string
  readonly counts: Counts
}

/** Sums of pairs by namespace; every pair of workloads that does not come through an open door is in one of them. */
export interface NamespaceLines {
  readonly lines: readonly NamespaceLine[]
  /** Pairs within one namespace. */
  readonly inside: ReadonlyMap<string, Counts>
  /** Groups that some line ends at. */
  readonly groups: readonly NamespaceGroup[]
}

/** Pairs of workloads from one group to another, by their places in two lists of groups; those of open doors too. */
export interface Cell {
  readonly row: number
  readonly column: number
  readonly counts: Counts
}
