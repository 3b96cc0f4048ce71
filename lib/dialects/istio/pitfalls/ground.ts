import type { Gap } from '../../../model/capture'
import type { Around } from '../../../model/dialect'
import type { Inventory, Pod, Workload } from '../../../model/inventory'
import type { Mesh } from '../../../model/mesh'
import type { Policy } from '../../../model/rule'
import type { Outbound } from '../client-choice'
import type { DestinationRule } from '../destination-rule'
import type { Exposure, Exposures } from '../exposures'
import type { PeerAuthentication } from '../peer-authentication'
import type { PodModes } from '../peer-modes'
import type { SidecarResource } from '../sidecar-resource'
import type { Waypoint, Waypoints } from '../waypoints'
import type { ReadKind } from './kinds'
import { mayHold } from './unseen'

/** What the mesh has read and how it answers; pitfalls ask it and work nothing out a second time. */
export interface Read extends Pick<Mesh, 'clientKey' | 'serverKey' | 'routes' | 'portsOf'> {
  readonly inventory: Inventory
  readonly objects: Pick<Around, 'all'>
  readonly gaps: readonly Gap[]
  /** What all dialects compiled. */
  readonly policies: readonly Policy[]
  readonly authentications: readonly PeerAuthentication[]
  readonly destinationRules: readonly DestinationRule[]
  readonly sidecarResources: readonly SidecarResource[]
  /** Settings of the mesh, and who finds modes, rules and Sidecar resources. */
  readonly outbound: Outbound
  readonly exposures: Exposures
  readonly waypoints: Waypoints
  /** A pod as its clients meet it. */
  server(pod: Pod): {
    readonly modes: PodModes
    /** Ports of Services that lead to it. */
    readonly exposures: readonly Exposure[]
    readonly waypoint: Waypoint | undefined
  }
}

/** A workload, and one pod that stands for all of its pods that are alike on the wire. */
export interface Member {
  readonly workload: Workload
  readonly pod: Pod
}

/** What pitfalls look at. Nothing of it is by pairs. */
export class Ground {
  private made: readonly Member[] | undefined
  private byNamespace: ReadonlyMap<string, readonly Member[]> | undefined
  private kinds: readonly Pod[] | undefined

  constructor(readonly read: Read) {}

  /** Every workload with each kind of pod that it has, in the order of the inventory. */
  get members(): readonly Member[] {
    return (this.made ??= this.read.inventory.workloads.flatMap(workload => {
      const kinds = new Map<string, Pod>()
      for (const pod of workload.pods) {
        const key = `${this.read.serverKey(pod)} ${this.read.clientKey(pod)} ${pod.hostNetwork}`
        if (!kinds.has(key)) kinds.set(key, pod)
      }
      return [...kinds.values()].map(pod => ({ workload, pod }))
    }))
  }

  membersIn(namespace: string): readonly Member[] {
    this.byNamespace ??= byNamespaceOf(this.members)
    return this.byNamespace.get(namespace) ?? []
  }

  /** One pod for each kind of client that there is; host-network pods are as those in no mesh. */
  get clients(): readonly Pod[] {
    if (this.kinds) return this.kinds
    const kinds = new Map<string, Pod>()
    for (const { pod } of this.members) {
      const key = this.read.clientKey(pod)
      if (!kinds.has(key)) kinds.set(key, pod)
    }
    return (this.kinds = [...kinds.values()])
  }

  /**
   * Why objects of a kind may be missing that would count in a namespace; undefined: all of them are there. Without a
   * namespace: anywhere.
   */
  missing(kind: ReadKind, namespace?: string): string | undefined {
    const gap = this.read.gaps.find(
      each =>
        mayHold(each, kind) &&
        (namespace === undefined || each.namespace === undefined || each.namespace === namespace),
    )
    return gap && `some ${kind.kind} may be missing: ${gap.reason}`
  }
}

/** Keys of workloads, each once. */
export const keysOf = (members: readonly Member[]): string[] => [
  ...new Set(members.map(({ workload }) => workload.key)),
]

function byNamespaceOf(members: readonly Member[]): ReadonlyMap<string, readonly Member[]> {
  const found = new Map<string, Member[]>()
  for (const member of members) {
    const { namespace } = member.workload
    const known = found.get(namespace)
    if (known) known.push(member)
    else found.set(namespace, [member])
  }
  return found
}
