import type { AddressRange } from './address'
import type { ObjectRef } from './object'
import type { Protocol } from './port'
import type { Principal } from './explanation'
import type { Transport, Verdict } from './verdict'

/** Who speaks to the pods when something outside comes in. */
export type EntryVia = (typeof entryVias)[number]
export const entryVias = [
  /** The pods of an ingress controller or gateway, wherever those run. */
  'controller',
  'load-balancer',
  'node-port',
  'external-address',
] as const

/** Why traffic gets to a target, or does not, or why that cannot be told. */
export type EntryReason = (typeof entryReasons)[number]
export const entryReasons = [
  /** The target lets in whoever comes. */
  'everyone',
  /** Nothing lets anybody in, not even the target's own node. */
  'nobody',
  /** The ranges in `from` are let in, the rest as `elsewhere` says. */
  'some-addresses',
  /** The controller's pods are known, and were judged as the source. */
  'controller-pods',
  /** The controller's pods are not known, and whom the target lets in depends on who comes. */
  'controller-unknown',
  /** Shut to every pod and address, but a node always reaches its own pods, so a controller on its network does. */
  'own-node',
  /** The policies may see the client's address or that of a node, and the two are not treated alike. */
  'client-or-node',
  /** A policy of the target could not be read. */
  'unread',
  /** Whether anything is opened there hangs on an object that could not be read. */
  'doubtful-way',
  /** What lets traffic in at the controller's pods lets in less than the target does. */
  'at-controller',
  /** The controller uses the network of its node, and whether it is a member of the mesh is not known. */
  'membership',
  /** TLS passes the controller unopened with the client's own certificate, and who that is cannot be told. */
  'client-identity',
] as const

/** Where the TLS of whoever comes from outside ends, and what it asks of the client. */
export interface EntryTls {
  /**
   * `nowhere`: none is spoken. `redirected`: none is spoken, and whoever comes is told to come back with TLS.
   * `controller`: the controller opens it. `pods`: it passes the controller unopened.
   */
  readonly ends: (typeof tlsEnds)[number]
  /** Whether the client must show a certificate; `mesh-identity`: one of the mesh. */
  readonly client: (typeof tlsClients)[number]
}
export const tlsEnds = ['nowhere', 'redirected', 'controller', 'pods', 'unknown'] as const
export const tlsClients = ['not-asked', 'optional', 'required', 'mesh-identity', 'unknown'] as const

/** One way by which traffic from outside gets to the pods of a controller. */
export interface Door {
  readonly via: DoorVia
  /** The Service; absent where it is a port of the pods' nodes. */
  readonly service?: ObjectRef
  /** Ports at the outer end; empty where they are not assigned yet. */
  readonly ports: readonly number[]
  /** Whether policies let somebody from outside through to the controller's pods. */
  readonly verdict: Verdict
}
export type DoorVia = (typeof doorVias)[number]
export const doorVias = [
  'load-balancer',
  'node-port',
  'external-address',
  'host-port',
  'host-network',
] as const

/** One port of one workload behind an entry point, over all its pods: as open as the most open one. */
export interface EntryTarget {
  /** `namespace/name` of the Service in between. */
  readonly service: string
  /** Key of the workload. */
  readonly workload: string
  readonly protocol: Protocol
  /** The port of the destination pods. */
  readonly port: number
  readonly verdict: Verdict
  readonly reason: EntryReason
  /** Addresses outside that surely get in; empty where a controller is in between or nobody surely does. */
  readonly from: readonly AddressRange[]
  /** What all other addresses get; present with `some-addresses`. */
  readonly elsewhere?: 'deny' | 'unknown'
  /** What is on the wire behind a controller that is a member of a mesh. */
  readonly transport?: Transport
  /** `spiffe://…` that the target sees there, null for nobody. */
  readonly principal?: Principal
}

/**
 * One way into the cluster from outside: what opens it, where it leads, and whether policies let traffic through to the
 * end. Where the pods of its controller are known, so are the doors that lead to these; whether anything outside can reach
 * a door, or the outer end of any other way, is not known here.
 */
export interface EntryPoint {
  /** The Ingress, Route, HTTPRoute…, or the Service. */
  readonly object: ObjectRef
  readonly via: EntryVia
  /** Gateways that a route hangs on. */
  readonly through: readonly ObjectRef[]
  /** Keys of the workloads that are known to be the controller; empty where that cannot be told. */
  readonly controllers: readonly string[]
  /** Host names, or the addresses of an external-address way; empty = any. */
  readonly hosts: readonly string[]
  /** Paths of requests; empty = any. */
  readonly paths: readonly string[]
  /** Ports at the outer end; empty where only the controller knows them. */
  readonly ports: readonly number[]
  /** Whether the pods' side surely sees the client's own address (`externalTrafficPolicy: Local`). */
  readonly preservesClient: boolean
  readonly tls?: EntryTls
  /** How traffic gets to the controller's pods: empty = no way is known; absent = it is not known where they are. */
  readonly doors?: readonly Door[]
  readonly targets: readonly EntryTarget[]
  /** What could not be followed, in the user's words. */
  readonly doubts: readonly string[]
}
