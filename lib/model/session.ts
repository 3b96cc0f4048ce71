import type { Address, AddressRange } from './address'
import type { Capture } from './capture'
import type { Connection, Isolation } from './connection'
import type { EntryPoint } from './entry-point'
import type { Explanation } from './explanation'
import type { Exposure } from './exposure'
import type { FindingReport } from './finding'
import type { IdentityReport } from './identities'
import type { Inventory, Pod, Workload } from './inventory'
import type { Alterer, Dial } from './mesh'
import type { ObjectRef, Path } from './object'
import type { PolicyEffects, PolicyReport } from './policy-report'
import type { Problem } from './problem'
import type { Protocol } from './port'
import type { Reach } from './reach'
import type { Direction, PodSet } from './rule'
import type { EngineName } from './settings'
import type { Stepwise } from './stepwise'
import type { Cell, NamespaceLines, Tally } from './summary'
import type { RowPage, RowQuery, RowSelection, WantedRow } from './table'

/** One end of a question. `internet` stands for all addresses outside the cluster that no policy mentions. */
export type Endpoint =
  | { readonly kind: 'pods'; readonly label: string; readonly pods: readonly Pod[] }
  | { readonly kind: 'address'; readonly label: string; readonly address: Address }
  | {
      readonly kind: 'node'
      readonly label: string
      readonly node: string
      readonly addresses: readonly Address[]
    }
  | { readonly kind: 'internet'; readonly label: string }
  /** Addresses outside the cluster, of which policies may tell some from others. */
  | { readonly kind: 'block'; readonly label: string; readonly range: AddressRange }
  /** Every pod. */
  | { readonly kind: 'anyone'; readonly label: string; readonly pods: readonly Pod[] }

export interface Question {
  readonly from: Endpoint
  readonly to: Endpoint
  readonly protocol: Protocol | 'ICMP' | 'ICMPv6'
  /** The destination pod's port, a number or the name of a container port; absent for ICMP. */
  readonly port?: number | string
  /** How the client dials and what it sends; absent: in any way, whatever it sends. */
  readonly dial?: Dial
}

/** One kind of pod pair behind a question: the explanation, and how many of the pairs it speaks for. */
export interface PairAnswer {
  readonly explanation: Explanation
  readonly pairs: number
}

/** Answers to a question with many kinds of pod pairs: some of them, and how many kinds there are. */
export interface SomeAnswers {
  readonly kinds: number
  /** The most open first. */
  readonly answers: readonly PairAnswer[]
}

/** Which network engine the verdicts follow, and how that is known. */
export interface EngineFact {
  readonly engine: EngineName | 'several'
  readonly known: 'said' | 'seen' | 'assumed'
  /** What was seen, e.g. `DaemonSet kube-system/cilium`. */
  readonly evidence: readonly ObjectRef[]
}

/** What comes in at a workload because no policy limits its ingress. */
export interface ThroughDoor {
  /** Key of the first workload, in the order of the inventory, that comes in so. */
  readonly first: string
  /** Each text of ports once. */
  readonly ports: readonly string[]
}

/** A policy object that governs a workload. */
export interface HeldBy {
  readonly object: ObjectRef
  readonly directions: readonly Direction[]
  /** False where it may select no pod of it. */
  readonly certain: boolean
  /** The fields by which it selects, and by which it governs each direction. */
  readonly paths: readonly Path[]
}

/**
 * A loaded capture and every question that can be put to it. Nothing here but `connections` costs work or memory by
 * pairs of workloads.
 */
export interface Session {
  readonly capture: Capture
  readonly inventory: Inventory
  readonly engine: EngineFact
  /** Whether network policies are enforced at all; engine `none` enforces none, and others can be told not to. */
  readonly enforced: boolean
  /**
   * True of a live cluster in which nothing was seen that enforces network policies: verdicts stand, and hold only if
   * something does. Then it holds for every connection (contract.md section 2, `enforcementUnproven`).
   */
  readonly enforcementUnproven: boolean
  /** Of loading and of compiling, in the order of the input. */
  readonly problems: readonly Problem[]
  /** True where something was not read that verdicts may depend on (exit code 3): gaps, and problems with an effect. */
  readonly incomplete: boolean
  /**
   * Every connection that is allowed, conditional or unknown; workload to itself and platform exemptions left out. As many
   * as there are pairs, and made when first read: for whoever prints them all.
   */
  readonly connections: readonly Connection[]
  /** By workload key. */
  readonly isolation: ReadonlyMap<string, Isolation>
  /** Every way in from outside that an Ingress, a Gateway, a Route or a Service opens, in the order of the input. */
  readonly entryPoints: readonly EntryPoint[]
  /** Whom a workload would take in or could reach among pods that need not exist yet; undefined for an unknown key. */
  exposure(workload: string): Exposure | undefined
  /** Objects that select at least one pod of the workload, in evaluation order. */
  policiesOf(workload: string): readonly HeldBy[]
  /**
   * Objects of whose allow rules one or another lets in whatever comes in at the workload, but for pods of the host network on
   * its nodes; none where no policy has a say. Undefined where that hangs on who sends, or is in doubt.
   */
  admittedBy(workload: string): readonly ObjectRef[] | undefined
  /** Every policy object in evaluation order, with what can be said of it without looking at a connection. */
  policyReports(): readonly PolicyReport[]
  /** What is wrong or dangerous in the objects, worst first, and what could not be looked at; remembered once it is made. */
  findings(): Stepwise<FindingReport>
  /** Who presents which identity, and which rules name it; without a mesh nobody presents one. */
  identityReport(): IdentityReport
  /** What one policy object allows and denies; nothing for an object that is no policy. Costly the first time. */
  policyEffects(object: ObjectRef): PolicyEffects
  /** Pairs that would not be unknown as they are, were all of these objects known; others may hide some all the same. */
  unknownBecauseOf(objects: readonly ObjectRef[]): number
  /** One answer per kind of pod pair, worst class first; empty when every pair is a pod with itself. */
  explain(question: Question): readonly PairAnswer[]
  /**
   * The same for so many kinds at most, because where each pod is a kind of its own there is no end to explaining: those
   * that are most open, or those that differ most in what holds for them.
   */
  explainSome(question: Question, most: number, those: 'most-open' | 'different'): SomeAnswers
  /** What the page counts. */
  readonly tally: Tally
  /** A page of the connections, gathered as the table has them. */
  rows(query: RowQuery): RowPage
  /** At which place among all pages the first such row stands; undefined where the query keeps none. */
  rowPlace(query: Omit<RowQuery, 'offset' | 'limit'>, wanted: WantedRow): number | undefined
  /** What `tally` would be if nothing but the selected rows were there. */
  tallyOf(selection: RowSelection): Stepwise<Tally>
  /** Selected pairs of workloads by namespace, among those that are drawn and groups of all. */
  namespaceLines(drawn: ReadonlySet<string>, selection?: RowSelection): NamespaceLines
  /**
   * Selected pairs of workloads by ordered pair of groups, where there are any. Groups are lists of workload keys that
   * share none.
   */
  cells(
    selection: RowSelection,
    rows: readonly (readonly string[])[],
    columns: readonly (readonly string[])[],
  ): Stepwise<readonly Cell[]>
  /** The connections of one ordered pair of workloads, by key. */
  between(from: string, to: string): readonly Connection[]
  /** What may change the connection on some of its ports, in ways that cannot be read (contract.md section 1, `mayBeAltered`). */
  alterersOf(connection: Connection): readonly Alterer[]
  /** Undefined where the workload has no open door, or none of the selected rows comes in there. */
  throughDoor(workload: string, selection?: RowSelection): ThroughDoor | undefined
  /**
   * Where one gets from an end (a workload key, or `internet`; `out`), or from where one gets there (`in`), in at most
   * so many steps; undefined where nobody is called so.
   */
  reach(from: string, heading: 'out' | 'in', hops: number): Reach | undefined
  /** Workloads with a pod that a set of pods of some policy surely holds, those of the host network left out. */
  workloadsIn(set: PodSet): readonly Workload[]
}
