import type { Gap } from '../../../model/capture'
import type { Around } from '../../../model/dialect'
import type { Inventory, Pod, Workload } from '../../../model/inventory'
import type { Hop, Mesh, Route } from '../../../model/mesh'
import type { Policy } from '../../../model/rule'
import type { Outbound } from '../client-choice'
import type { DestinationRule } from '../destination-rule'
import type { Exposure, Exposures } from '../exposures'
import { isWildcard, meansHost, serviceHost } from '../hosts'
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
  /** One of the routes, that through a port of a Service. */
  hopsBy(client: Pod, server: Pod, exposure: Exposure): Route['hops']
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

/** A member that a port of a Service leads to. */
export interface Exposed {
  readonly host: string
  readonly member: Member
  readonly exposure: Exposure
}

/** What pitfalls look at. Nothing of it is by pairs. */
export class Ground {
  private made: readonly Member[] | undefined
  private byNamespace: ReadonlyMap<string, readonly Member[]> | undefined
  private byHost: ReadonlyMap<string, readonly Exposed[]> | undefined
  private kinds: readonly Pod[] | undefined

  constructor(readonly read: Read) {}

  /** Every workload with each kind of pod that it has, in the order of the inventory. */
  get members(): readonly Member[] {
    return (this.made ??= this.read.inventory.workloads.flatMap(workload => {
      const kinds = new Map<string, Pod>()
      let last: Pod | undefined
      for (const pod of workload.pods) {
        if (last && isWrittenAlike(last, pod)) continue
        last = pod
        const key = `${this.read.serverKey(pod)} ${this.read.clientKey(pod)} ${pod.hostNetwork}`
        if (!kinds.has(key)) kinds.set(key, pod)
      }
      return [...kinds.values()].map(pod => ({ workload, pod }))
    }))
  }

  /** Names of Services in the registry that a host or a wildcard means, those of pods that are seen alone. */
  hostsOf(pattern: string): readonly string[] {
    const all = this.exposed
    return isWildcard(pattern)
      ? [...all.keys()].filter(host => meansHost(pattern, host))
      : all.has(pattern)
        ? [pattern]
        : []
  }

  hostOf({ host, service: { namespace, name } }: Exposure): string {
    return host ?? serviceHost(namespace, name)
  }

  /** The last stretch of the way by which a client gets to a pod through a port of a Service. */
  wayTo(client: Pod, server: Pod, exposure: Exposure): Hop {
    const [first, last = first] = this.read.hopsBy(client, server, exposure)
    return last
  }

  /** Every member behind a Service, by its ports. */
  exposedAs(host: string): readonly Exposed[] {
    return this.exposed.get(host) ?? []
  }

  private get exposed(): ReadonlyMap<string, readonly Exposed[]> {
    return (this.byHost ??= byHostOf(this.members, pod => this.read.server(pod).exposures))
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

/** Pods of one template share what they say, and nothing else of them counts here. */
const isWrittenAlike = (a: Pod, b: Pod): boolean =>
  a.labels === b.labels &&
  a.ports === b.ports &&
  a.meshAnnotations === b.meshAnnotations &&
  a.proxy === b.proxy &&
  a.hostNetwork === b.hostNetwork &&
  a.predicted === b.predicted

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

function byHostOf(
  members: readonly Member[],
  exposuresOf: (pod: Pod) => readonly Exposure[],
): ReadonlyMap<string, readonly Exposed[]> {
  const found = new Map<string, Exposed[]>()
  for (const member of members)
    for (const exposure of exposuresOf(member.pod)) {
      const host = serviceHost(exposure.service.namespace, exposure.service.name)
      const known = found.get(host)
      if (known) known.push({ host, member, exposure })
      else found.set(host, [{ host, member, exposure }])
    }
  return found
}
