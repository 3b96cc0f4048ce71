import type { Isolation } from './connection'
import type { PortRange, Protocol } from './port'
import type { PodSet } from './rule'

/** Who is meant, whether or not anybody of the kind exists. */
export type ExposedPeer =
  /** Any pod of any namespace, whatever its labels. */
  | { readonly kind: 'entire-cluster' }
  /** Pods that a rule selects. */
  | ({
      readonly kind: 'selected'
      /** Whether a pod of the capture surely fits. */
      readonly exists: boolean
    } & PodSet)

/** What a workload accepts from, or may send to, pods that need not exist yet; its own side alone is judged. */
export interface Exposed {
  readonly peer: ExposedPeer
  readonly ports: readonly PortRange[]
  /** Ports that rules give by name, whose numbers the peer's pods will say; only when leaving. */
  readonly namedPorts: readonly { readonly protocol: Protocol; readonly name: string }[]
  readonly verdict: 'allow' | 'conditional' | 'unknown'
}

export interface SideExposure {
  /** Whether a policy limits the workload in this direction at all. */
  readonly limited: Isolation['ingress']
  /** The whole cluster first; selected pods where they have ports that it does not have. */
  readonly peers: readonly Exposed[]
}

/** Among pods that do not exist yet: whom one workload would take in, and whom it could reach. */
export interface Exposure {
  readonly workload: string
  readonly ingress: SideExposure
  readonly egress: SideExposure
}
