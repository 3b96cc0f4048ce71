import type { AddressRange } from './address'
import type { ObjectRef } from './object'
import type { Protocol } from './port'
import type { Verdict } from './verdict'

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
}

/**
 * One way into the cluster from outside: what opens it, where it leads, and whether policies let traffic through to the
 * end. Whether anything outside can reach its outer end is not known here.
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
  readonly targets: readonly EntryTarget[]
  /** What could not be followed, in the user's words. */
  readonly doubts: readonly string[]
}
