import type { FindingReport } from './finding'
import type { Pod } from './inventory'
import type { ObjectRef, Origin, Path } from './object'
import type { Problem } from './problem'
import type { AskedRequest } from './request'
import type { Protocol } from './port'
import type { Policy, PodSet } from './rule'
import type { Stepwise } from './stepwise'
import type { ServerAccepts, Transport } from './verdict'

/** Which proxy takes part in a pod's traffic; `unknown` where only the intent to have one is seen. */
export type Proxy = (typeof proxies)[number]
export const proxies = ['none', 'sidecar', 'ztunnel', 'gateway', 'waypoint', 'unknown'] as const

/** The port at which tunnels end; every port of the pod behind it comes in there (istio.md section 4, NetworkPolicy interplay). */
export const tunnelPort = 15008

/** What the application itself sends (contract.md section 4, `speaks`). */
export type Speaks = 'http' | 'tcp' | 'tls'

/** How a client dials (contract.md section 4, `address`). */
export type Address = (typeof addresses)[number]
export const addresses = ['service', 'headless', 'pod-ip'] as const

/** What a question says of how the client dials and what it sends; what is not said is left to the usual way. */
export interface Dial {
  readonly address?: Address
  readonly service?: { readonly namespace: string; readonly name: string }
  readonly speaks?: Speaks
  readonly request?: AskedRequest
}

/** A Service by which a port of a pod can be dialled. */
export interface DialledService {
  readonly namespace: string
  readonly name: string
  /** Port of the Service, not of the pod. */
  readonly port: number
}

/** Why the bytes are what they are; each names the object that says so, or the default that stood in. */
export interface WireReason {
  readonly kind:
    | 'client-proxy'
    | 'server-proxy'
    | 'mode'
    | 'client-tls'
    | 'auto-mtls'
    | 'tunnel'
    | 'bypass'
    | 'handshake'
    | 'unread'
  /** One clause, `STRICT, from the namespace`. */
  readonly text: string
  readonly object?: ObjectRef
  readonly path?: Path
  /** What a wider scope says, of which a narrower one says otherwise; the last word follows. */
  readonly overruled?: true
}

/** Where authorization is enforced at the end of a hop, and as what the bytes come in there. */
export interface Enforcer {
  readonly proxy: Proxy
  /** Whether the proxy sees requests, or a stream of bytes; `unknown`: readings of the wire or of the port differ in that. */
  readonly sees: 'requests' | 'bytes' | 'unknown'
  /** The same where some policy about the wire could not be read; absent: no such policy changes it. */
  readonly seesIfUnread?: 'unknown'
  /** The port that policies mean there. */
  readonly port: number
}

/** An object that may change what proxies do, in ways that cannot be read (contract.md section 1, `mayBeAltered`). */
export interface Alterer {
  readonly object: ObjectRef
  readonly origin?: Origin
}

/** One stretch of the way from a client to a server. */
export interface Hop {
  /** The pod at which the stretch ends, which stands for all of its workload; absent: the server itself. */
  readonly at?: Pod
  /** Port on the wire. */
  readonly port: number
  /** In some readings it goes through a tunnel, so that the network sees the tunnel's port. */
  readonly mayTunnel?: true
  /**
   * The same where some policy about the wire could not be read: the tunnel's port, or the one that policies mean at the end.
   * Never on a stretch that ends at a proxy on the way, which takes nothing but tunnels.
   */
  readonly mayTunnelIfUnread?: true
  /** It leads through a proxy of which no pod is seen: what the network decides there may be otherwise than for this pair. */
  readonly throughUnseen?: true
  /** `mtls` proves the identity of whoever sends on this stretch. */
  readonly transport: Transport
  readonly accepts: ServerAccepts
  /** In some readings the handshake cannot succeed, in others it does; absent: in none, as far as is known. */
  readonly mayFail?: true
  readonly enforcer: Enforcer
  readonly because: readonly WireReason[]
  /** What may change the proxies at both ends of the stretch; absent: nothing. */
  readonly alteredBy?: readonly Alterer[]
}

/** One way to dial a port of a server. Hops are ANDed. */
export interface Route {
  readonly address: Address
  readonly service?: DialledService
  /** The server name that the client's proxy asks for in its handshake. */
  readonly serverName?: string
  readonly hops: readonly [Hop] | readonly [Hop, Hop]
}

/** Something that the proxy inside a pod must be able to reach. */
export interface Need {
  /** `istiod`; goes on from `out to`. */
  readonly what: string
  /** Who offers it; nothing follows where none of them is seen. */
  readonly pods: PodSet
  /** One of these is enough. */
  readonly ports: readonly { readonly protocol: Protocol; readonly port: number }[]
  /** Whose proxies need it. */
  readonly proxies: readonly Proxy[]
  /** What becomes of it otherwise, one clause. */
  readonly otherwise: string
}

/**
 * Who signs the certificates that prove an identity, as far as the configuration that was read tells. Keys and Secrets are never
 * read, so nothing is said of the root that it all hangs on.
 */
export interface Issuer {
  /**
   * `control-plane`: the mesh's own, by default; `authority`: another one that settings name; `agent`: an agent on the node, in its
   * place; `elsewhere`: not the control plane, and nothing names who else; `unknown`: nothing that was read tells.
   */
  readonly kind: (typeof issuerKinds)[number]
  /** The control plane, the address of the authority, or the template that asks for the agent. */
  readonly name?: string
  /** Where that is said; absent for what holds by default. */
  readonly object?: ObjectRef
  readonly path?: Path
}
export const issuerKinds = ['control-plane', 'authority', 'agent', 'elsewhere', 'unknown'] as const

/**
 * What the meshes of a cluster make of TCP connections between pods: told by the dialects, asked by the engine, which
 * never knows which mesh speaks. A client that is `undefined` is no pod of the cluster.
 */
export interface Mesh {
  /** `cluster.local/ns/shop/sa/cart`, the identity that a pod presents where the transport proves one; undefined: none. */
  identityOf(pod: Pod): string | undefined
  /** Who signs for the identity of a pod that presents one. */
  issuerOf(pod: Pod): Issuer
  /** Pods with equal keys are alike as clients in all that is asked here, their identity left aside. */
  clientKey(pod: Pod): string
  /** Clients with equal keys are alike to this server, whatever else tells them apart. */
  clientKeyAt(client: Pod, server: Pod): string
  /** Pods with equal keys are alike as servers in all that is asked here. */
  serverKey(pod: Pod): string
  /** Whether there is anything that may change proxies, of those that some hop may name. */
  readonly mayAlter: boolean
  /** Whether pods that differ in their addresses alone may be told apart. */
  readonly readsAddresses: boolean
  /** Ports of the server, ascending, whose routes may differ from those of all other ports; each stands alone. */
  portsOf(server: Pod): readonly number[]
  /**
   * Those of `portsOf` at which the server's proxy itself answers, about itself: the platform's own traffic, which has no
   * class and is not listed (contract.md section 1, pillars).
   */
  ownPorts(server: Pod): readonly number[]
  /** What objects of the mesh say that means nothing to the pods of this cluster; each object alone was told when compiled. */
  readonly problems: readonly Problem[]
  readonly needs: readonly Need[]
  /** Every way to dial the port, the default first (contract.md section 1, Addressing). */
  routes(client: Pod | undefined, server: Pod, port: number, speaks?: Speaks): readonly Route[]
  /** What may change what a pod sends on a port to where no pod of the cluster is; clients with equal keys are alike. */
  alterersLeaving(client: Pod, port: number): readonly Alterer[]
  /** Ports on which that may differ from all others. */
  portsLeaving(client: Pod): readonly number[]
  /** What operators of such a mesh trip over, in no order; `policies` are all that the dialects compiled. */
  findings(policies: readonly Policy[]): Stepwise<FindingReport>
}
