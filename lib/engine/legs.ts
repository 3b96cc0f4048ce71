import type { Pod } from '../model/inventory'
import type { Dial, DialledService, Enforcer, Hop, Proxy, Route } from '../model/mesh'
import type { AskedRequest } from '../model/request'
import type { ServerAccepts, Transport } from '../model/verdict'
import { governs } from './matching'
import { viewSide, wayOn, type GoverningLookup, type Meeting, type SideView } from './sides'
import { verify } from './tokens'
import type { Party, Proof, Way, World } from './world'

/** One stretch of a route, with every side that has a say there. */
export interface Leg {
  readonly from: Party
  readonly to: Party
  /** Port that the network sees. */
  readonly port: number
  /** Port that authorization means. */
  readonly enforcedPort: number
  readonly network: readonly SideView[]
  readonly authorization: readonly SideView[]
  /** What the authorization at its end would say to somebody without identity. */
  readonly anonymous: SideView
  /** Whether the transport proves who sends; absent where nothing is known of it. */
  readonly identified?: Proof
  /** Some policy about the wire here could not be read: the transport is what the others make of it. */
  readonly unread: boolean
  readonly transport: Transport
  readonly accepts: ServerAccepts
  readonly hop: Hop
}

/**
 * Whether a transport proves who sends. A policy about the wire that could not be read may make any transport of any other,
 * but nobody of somebody else: authorization meets the sender's own identity, or none.
 */
export const proofOf = (transport: Transport, unread: boolean): Proof | undefined =>
  transport === 'unknown' ? undefined : unread ? 'perhaps' : transport === 'mtls'

/**
 * What the proxy at the end of a stretch sees. A policy about the wire that could not be read may wrap requests into TLS that
 * nobody opens, or leave out what others wrap them into.
 */
export const seenBy = ({ sees, seesIfUnread }: Enforcer, unread: boolean): Enforcer['sees'] =>
  unread ? (seesIfUnread ?? sees) : sees

/** Whether some policy about the wire between two parties could not be read. */
export const isTransportUnread = (world: World, from: Party, to: Party): boolean =>
  world.mesh &&
  world.compiled.transports.some(({ direction, subject }) => {
    const end = direction === 'egress' ? from : to
    return end.kind === 'pod' && governs(world, subject, end.pod) !== 'no'
  })

/** Whether anything is said of the request itself, and not of the handshake alone. */
const isHttp = ({ method, path, host, headers, remoteIp, jwt, serverName }: AskedRequest): boolean =>
  [method, path, host, remoteIp, jwt].some(given => given !== undefined) ||
  headers.size > 0 ||
  serverName === undefined

/** The ways to dial a pod, and their stretches; what does not hang on the port is looked at once. */
export class Legs {
  private readonly networks = new Map<Pod | undefined, Map<Pod | undefined, readonly SideView[]>>()
  private readonly authorizations = new Map<string, SideView>()
  private readonly outbound: SideView

  constructor(
    private readonly world: World,
    private readonly from: Party,
    private readonly to: Extract<Party, { kind: 'pod' }>,
    private readonly way: Way,
    private readonly lookup: GoverningLookup,
    private readonly dial: Dial,
    /** Some policy about the wire at either end could not be read. */
    private readonly unread: boolean,
  ) {
    const out = { plane: 'authorization', direction: 'egress', from, to } as const
    this.outbound = viewSide(world, out, wayOn(world, 'authorization', way), lookup)
  }

  /** Whether the port can be dialled as the question says. */
  leadsTo(port: number): boolean {
    const { address, service } = this.dial
    return (address === undefined && service === undefined) || this.routes(port).length > 0
  }

  /** Every way in which the question may dial the port, the default first. */
  routes(port: number): readonly Route[] {
    const { address, service, speaks, request } = this.dial
    const client = this.from.kind === 'pod' ? this.from.pod : undefined
    const said = speaks ?? (request && isHttp(request) ? 'http' : undefined)
    const all = this.world.wire?.routes(client, this.to.pod, port, said) ?? []
    return all.filter(
      route =>
        (address === undefined || route.address === address) &&
        (service === undefined ||
          (route.service?.namespace === service.namespace && route.service.name === service.name)),
    )
  }

  of(route: Route): Leg[] {
    const ends: readonly (Pod | undefined)[] = [undefined, ...route.hops.map(({ at }) => at)]
    return route.hops.map((hop, place) => this.leg(route, hop, ends[place], hop.at, place === 0))
  }

  /** Every stretch of every way to dial a port. */
  all(port: number): readonly Leg[] {
    return this.routes(port).flatMap(route => this.of(route))
  }

  private leg(
    route: Route,
    hop: Hop,
    sender: Pod | undefined,
    receiver: Pod | undefined,
    isFirst: boolean,
  ): Leg {
    const from: Party = sender ? { kind: 'pod', pod: sender } : this.from
    const to: Party = receiver ? { kind: 'pod', pod: receiver } : this.to
    const unread =
      this.unread || ((sender ?? receiver) !== undefined && isTransportUnread(this.world, from, to))
    const identified = proofOf(hop.transport, unread)
    const inbound = (proven: Proof | undefined): SideView =>
      this.inbound(route, hop, { from, to, sender, receiver }, proven, seenBy(hop.enforcer, unread))
    return {
      from,
      to,
      port: hop.port,
      enforcedPort: hop.enforcer.port,
      network: this.network(from, to, sender, receiver),
      authorization: [...(isFirst ? [this.outbound] : []), inbound(identified)],
      anonymous: inbound(false),
      ...(identified !== undefined && { identified }),
      unread,
      transport: hop.transport,
      accepts: hop.accepts,
      hop,
    }
  }

  private network(
    from: Party,
    to: Party,
    sender: Pod | undefined,
    receiver: Pod | undefined,
  ): readonly SideView[] {
    const known = this.networks.get(sender) ?? new Map<Pod | undefined, readonly SideView[]>()
    this.networks.set(sender, known)
    const found =
      known.get(receiver) ??
      (['egress', 'ingress'] as const).map(direction =>
        viewSide(
          this.world,
          { plane: 'network', direction, from, to },
          this.wayOf(sender, receiver),
          this.lookup,
          this.meetingAt(undefined, undefined),
        ),
      )
    known.set(receiver, found)
    return found
  }

  /** A proxy is dialled over a family of its own choice. */
  private wayOf(sender: Pod | undefined, receiver: Pod | undefined): Way {
    return sender || receiver ? {} : this.way
  }

  /** The request as the rules of a proxy see it, which may verify tokens. */
  private verified(to: Party, proxy: Proxy, meeting: Pick<Meeting, 'request'>): Partial<Meeting> {
    if (!meeting.request) return meeting
    const policies =
      to.kind === 'pod' && proxy !== 'none'
        ? this.lookup('authorization', 'ingress', to.pod).policies.map(({ policy }) => policy)
        : []
    return verify(meeting.request, policies)
  }

  /**
   * The request as it comes in: to the dialled Service where it names no host (contract.md section 4), and under a server
   * name of its own where a proxy proves who it is.
   */
  private meetingAt(
    service: DialledService | undefined,
    serverName: string | undefined,
  ): Pick<Meeting, 'request'> {
    const { request } = this.dial
    if (!request) return {}
    const host =
      service && isHttp(request) ? `${service.name}.${service.namespace}.svc.cluster.local` : undefined
    return {
      request: {
        ...(serverName !== undefined && { serverName }),
        ...(host !== undefined && { host }),
        ...request,
      },
    }
  }

  private inbound(
    { address, service: named, serverName }: Route,
    { enforcer: { proxy }, transport }: Hop,
    ends: { from: Party; to: Party; sender: Pod | undefined; receiver: Pod | undefined },
    identified: Proof | undefined,
    sees: Enforcer['sees'],
  ): SideView {
    const { from, to, sender, receiver } = ends
    // By the names of a headless Service it is the pod that is dialled: nobody on the way knows of the Service.
    const service = address === 'service' ? named : undefined
    const place = [sender, receiver].map(pod => (pod ? `${pod.namespace}/${pod.name}` : '')).join('>')
    const key = [
      place,
      proxy,
      sees,
      identified,
      serverName,
      service && `${service.namespace}/${service.name}`,
    ].join(' ')
    const known = this.authorizations.get(key)
    if (known) return known
    const way: Way = {
      ...this.wayOf(sender, receiver),
      ...(proxy !== 'none' && { sees }),
      ...(identified !== undefined && { identified }),
    }
    const made = viewSide(
      this.world,
      { plane: 'authorization', direction: 'ingress', from, to },
      way,
      this.lookup,
      {
        ...this.verified(to, proxy, this.meetingAt(service, transport === 'mtls' ? serverName : undefined)),
        proxied: proxy !== 'none',
        ...(receiver && service && { service }),
      },
    )
    this.authorizations.set(key, made)
    return made
  }
}
