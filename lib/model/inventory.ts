import type { Address } from './address'
import type { Proxy } from './mesh'
import type { ObjectRef, Origin } from './object'
import type { Protocol } from './port'

export interface ContainerPort {
  readonly name?: string
  readonly protocol: Protocol
  readonly port: number
  /** Port of the pod's node that leads there; absent where there is none. */
  readonly hostPort?: number
}

/** One pod, or the pod that a template would make; all that policies can tell apart. */
export interface Pod {
  readonly namespace: string
  readonly name: string
  /** Key of its workload. */
  readonly workload: string
  readonly labels: ReadonlyMap<string, string>
  /** Empty while the pod has no address yet, and for templates. */
  readonly addresses: readonly Address[]
  /** Of containers and native sidecars; ordinary init containers serve nobody. */
  readonly ports: readonly ContainerPort[]
  readonly hostNetwork: boolean
  readonly node?: string
  readonly serviceAccount: string
  readonly proxy: Proxy
  /** Annotations that change which traffic the proxy takes or keep it away, the templates and the revision that injected it; only those with a reader. */
  readonly meshAnnotations?: ReadonlyMap<string, string>
  /** Made from a template, because no pod of it exists. */
  readonly predicted: boolean
}

export interface Workload {
  /** `namespace/name[Kind]` (contract.md section 1). */
  readonly key: string
  readonly namespace: string
  readonly name: string
  readonly kind: string
  readonly pods: readonly Pod[]
  readonly predicted: boolean
  readonly object?: ObjectRef
  readonly origin?: Origin
}

export interface Namespace {
  readonly name: string
  /** With `kubernetes.io/metadata.name`, which the API server sets on every namespace. */
  readonly labels: ReadonlyMap<string, string>
  /** False where other labels may exist that could not be read. */
  readonly labelsKnown: boolean
  /** False where no Namespace object was given and only other objects mention it. */
  readonly declared: boolean
}

export interface ServicePort {
  readonly name?: string
  readonly protocol: Protocol
  /** What the port says it speaks, before its name is asked. */
  readonly appProtocol?: string
  readonly port: number
  /** Port number on the pod, or the name of a container port. */
  readonly target: number | string
}

export interface Service {
  readonly namespace: string
  readonly name: string
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'
  readonly headless: boolean
  /** The first address that it is dialled at; absent where none is said. */
  readonly address?: Address
  /** Absent where it has none. */
  readonly labels?: ReadonlyMap<string, string>
  /** To which namespaces the mesh shows it; absent: as the mesh does by default. */
  readonly exportTo?: readonly string[]
  /** When it was made, as the API server writes it. */
  readonly created?: string
  /** Absent: endpoints are kept by hand, no pod can be derived. */
  readonly selector?: ReadonlyMap<string, string>
  readonly ports: readonly ServicePort[]
  /** Keys of the workloads that it selects. */
  readonly targets: readonly string[]
}

export interface ServiceAccount {
  readonly namespace: string
  readonly name: string
}

export interface Node {
  readonly name: string
  readonly labels: ReadonlyMap<string, string>
  readonly addresses: readonly Address[]
}

/** Namespaces, workloads, service accounts, services and nodes derived from a capture. */
export interface Inventory {
  readonly namespaces: ReadonlyMap<string, Namespace>
  readonly workloads: readonly Workload[]
  readonly pods: readonly Pod[]
  readonly serviceAccounts: readonly ServiceAccount[]
  readonly services: readonly Service[]
  readonly nodes: readonly Node[]
}

export const workloadKey = (namespace: string, name: string, kind: string): string =>
  `${namespace}/${name}[${kind}]`
