import type { JsonMap } from '../lib/model/json'
import type { Protocol } from '../lib/model/port'

/**
 * `deep`: few namespaces with many workloads of many replicas, a handful of policies for each application.
 * `thresh`: the sizes at the Kubernetes scalability thresholds: very many small namespaces with one policy each.
 * `wide`: the namespaces of `thresh` with the policies of `deep`.
 */
export const shapes = ['deep', 'thresh', 'wide'] as const
export type Shape = (typeof shapes)[number]

export interface Namespace {
  readonly name: string
  readonly labels: Labels
}

export type Labels = Readonly<Record<string, string>>

export interface NamedPort {
  readonly name: string
  readonly protocol: Protocol
  readonly port: number
}

export interface PlannedWorkload {
  readonly kind: 'Deployment' | 'StatefulSet'
  readonly namespace: Namespace
  readonly name: string
  readonly labels: Labels
  readonly ports: readonly [NamedPort, ...NamedPort[]]
  readonly replicas: number
  /** With a proxy of Istio. */
  readonly sidecar?: true
  /** What a ReplicaSet adds to its own name and to the labels of its pods. */
  readonly revision: string
}

export interface PlannedPolicy {
  readonly namespace: string
  readonly name: string
  readonly spec: JsonMap
}

/** A cluster before it is written out: everything that its objects are made of, and nothing twice. */
export interface Plan {
  /** `deep`, or `deep+cidr` for a stress of it: what figures and hashes are filed under. */
  readonly name: string
  readonly seed: number
  readonly namespaces: readonly Namespace[]
  readonly workloads: readonly PlannedWorkload[]
  readonly policies: readonly PlannedPolicy[]
  /** Objects beside namespaces, pods and NetworkPolicies, as manifests. */
  readonly others: readonly JsonMap[]
  /** Whether every pod has a label `unique` with its own name. */
  readonly labelEachPod: boolean
}

export interface PlannedPod {
  readonly workload: PlannedWorkload
  readonly name: string
  readonly labels: Labels
  readonly address: string
  readonly node: string
}

/** Pods that one node takes (the Kubernetes threshold is 110). */
const podsPerNode = 30

/** The pods of a plan in the order of their addresses. */
export function* podsOf({ workloads, labelEachPod }: Plan): Generator<PlannedPod> {
  let at = 0
  for (const workload of workloads)
    for (let replica = 0; replica < workload.replicas; replica++)
      yield plannedPod(workload, replica, at++, labelEachPod)
}

/** The pod of a workload that is the `at`-th of the cluster. */
export function plannedPod(
  workload: PlannedWorkload,
  replica: number,
  at: number,
  labelEachPod: boolean,
): PlannedPod {
  const suffix = (Math.imul(at + 1, 0x9e3779b1) >>> 0).toString(36).padStart(7, '0').slice(-5)
  const ordered = workload.kind === 'StatefulSet'
  const name = ordered ? `${workload.name}-${replica}` : `${workload.name}-${workload.revision}-${suffix}`
  const added: Labels = ordered
    ? { 'statefulset.kubernetes.io/pod-name': name, 'apps.kubernetes.io/pod-index': String(replica) }
    : { 'pod-template-hash': workload.revision }
  return {
    workload,
    name,
    // Assigned one by one, as a reader of files does: V8 gives an object of several spreads a shape of its own.
    labels: Object.assign({}, workload.labels, added, labelEachPod && { unique: name }),
    address: `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`,
    node: `node-${Math.floor(at / podsPerNode)}`,
  }
}
