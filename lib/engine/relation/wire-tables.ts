import type { Pod } from '../../model/inventory'
import { tunnelPort, type DialledService, type Hop, type Mesh, type Route } from '../../model/mesh'
import { seenBy } from '../legs'
import { combineOperation } from './port-maps'
import type { PortMapId } from './port-maps'
import {
  anonymousKey,
  authorizationKey,
  mayTunnel,
  proxysOwn,
  type AuthorizationKey,
  type Dialling,
  type Stretch,
  type Via,
} from './dials'
import type { RowId } from './rows'
import type { SetId } from './sets'
import type { Slots } from './slots'
import type { Stores } from './stores'

/** A way through a proxy that stands before a destination. */
export interface Passage {
  /** The slot of the proxy, and its number among those before this destination. */
  readonly slot: number
  readonly place: number
  /** To the proxy. */
  readonly first: Stretch
  /** The port that policies mean at the proxy; undefined: the one that is asked about. */
  readonly port: number | undefined
  readonly service: Pick<DialledService, 'namespace' | 'name'> | undefined
  /** From the proxy to the destination. */
  readonly second: Stretch
}

/** What the mesh says of the ways to one destination. */
export interface ServerWire {
  /** Equal for servers of which the mesh says the same. */
  readonly number: number
  /** By client: the ways to dial each port, as numbers of lists. */
  readonly lists: RowId
  readonly passages: readonly Passage[]
  readonly tunnelled: boolean
  /** What authorization is asked at the destination itself, as `enforcer` and whether the identity is proven. */
  readonly asked: readonly AuthorizationKey[]
}

/** Destinations behind a proxy. */
export interface Behind {
  readonly place: number
  readonly slot: number
  readonly destinations: SetId
}

/**
 * What a mesh makes of the wire, for all slots at once. Clients that dial alike are one, and so are servers; each pair of
 * kinds is asked about once per port that stands for itself.
 */
export class WireTables {
  /** Clients some of whose bytes go through a tunnel. */
  readonly tunnelling: SetId
  readonly behind: readonly Behind[]
  /** Equal where the same destinations are behind the same proxies. */
  readonly behindNumber: number
  private readonly servers = new Map<string, ServerWire>()
  private readonly serverOf: (ServerWire | undefined)[] = []
  private readonly numbers: Map<string, number>

  /** `before`: tables of the same slots by another mesh, whose numbers go on to mean the same. */
  constructor(
    private readonly stores: Stores,
    private readonly slots: Slots,
    private readonly wire: Mesh,
    /** Some policy about the wire could not be read, at whichever pods. */
    readonly unread: boolean,
    before?: WireTables,
  ) {
    this.numbers = before?.numbers ?? new Map<string, number>()
    const { sets } = stores
    const clients = this.clients()
    const tunnelling: SetId[] = []
    const behind = new Map<string, { place: number; slot: number; destinations: number[] }>()
    slots.forEachClass((slot, pod) => {
      const key = wire.serverKey(pod)
      let server = this.servers.get(key)
      if (!server) {
        const made = this.serverWire(pod, clients)
        server = made.server
        tunnelling.push(...made.tunnelling)
        this.servers.set(key, server)
      }
      this.serverOf[slot] = server
      for (const { place, slot: proxy } of server.passages) {
        const name = `${place} ${proxy}`
        const known = behind.get(name)
        if (known?.destinations.at(-1) === slot) continue
        if (known) known.destinations.push(slot)
        else behind.set(name, { place, slot: proxy, destinations: [slot] })
      }
    })
    this.tunnelling = sets.unionOf([...new Set(tunnelling)])
    this.behind = [...behind.values()].map(each => ({ ...each, destinations: sets.of(each.destinations) }))
    this.behindNumber = this.numberOf(this.behind)
  }

  private numberOf(told: Omit<ServerWire, 'number'> | readonly Behind[]): number {
    const key = JSON.stringify(told)
    const known = this.numbers.get(key) ?? this.numbers.size
    this.numbers.set(key, known)
    return known
  }

  /** Of a slot that stands for pods. */
  server(slot: number): ServerWire {
    const found = this.serverOf[slot]
    if (!found) throw new Error(`no pods are known at slot ${slot}`)
    return found
  }

  private clients(): readonly Client[] {
    const byKey = new Map<string, { pod: Pod; slots: number[] }>()
    this.slots.forEachClass((slot, pod) => {
      const key = this.wire.clientKey(pod)
      const known = byKey.get(key)
      if (known) known.slots.push(slot)
      else byKey.set(key, { pod, slots: [slot] })
    })
    return [...byKey.values()].map(({ pod, slots }) => ({ pod, set: this.stores.sets.of(slots) }))
  }

  private serverWire(
    pod: Pod,
    clients: readonly Client[],
  ): { server: ServerWire; tunnelling: readonly SetId[] } {
    const reading = new ServerReading(this.slots, this.unread)
    const ports = this.wire.portsOf(pod)
    const ofOutside = this.listMap(undefined, pod, ports, reading).map
    const tunnelling: SetId[] = []
    const entries = this.alikeTo(pod, clients).flatMap(({ pod: client, sets }) => {
      const { map, tunnels } = this.listMap(client, pod, ports, reading)
      if (tunnels) tunnelling.push(...sets)
      return map === ofOutside ? [] : [{ set: this.stores.sets.unionOf(sets), map }]
    })
    const lists = this.stores.rows.overlay(ofOutside, entries, replace)
    const found = { lists, ...reading.found() }
    return { server: { ...found, number: this.numberOf(found) }, tunnelling }
  }

  /** One for all clients that are alike to a server. */
  private alikeTo(
    server: Pod,
    clients: readonly Client[],
  ): readonly { readonly pod: Pod; readonly sets: SetId[] }[] {
    const byKey = new Map<string, { pod: Pod; sets: SetId[] }>()
    for (const { pod, set } of clients) {
      const key = this.wire.clientKeyAt(pod, server)
      const known = byKey.get(key)
      if (known) known.sets.push(set)
      else byKey.set(key, { pod, sets: [set] })
    }
    return [...byKey.values()]
  }

  /** The lists of one client for every port. */
  private listMap(
    client: Pod | undefined,
    server: Pod,
    ports: readonly number[],
    reading: ServerReading,
  ): { map: PortMapId; tunnels: boolean } {
    let tunnels = false
    const own = this.wire.ownPorts(server)
    const listAt = (port: number): number => {
      if (own.includes(port)) return proxysOwn
      const list = this.wire
        .routes(client, server, port)
        .map((route, at) => reading.dialling(route, at, port))
      tunnels ||= list.some(({ stretches: [first] }) => mayTunnel(first))
      return this.stores.values.diallings.id(list)
    }
    let rest = 1
    while (ports.includes(rest)) rest++
    const all = listAt(rest)
    const pieces = ports.map(port => ({
      range: { protocol: 'TCP', first: port, last: port } as const,
      value: listAt(port),
    }))
    const between = gaps(ports).map(({ first, last }) => ({
      range: { protocol: 'TCP', first, last } as const,
      value: all,
    }))
    return { map: this.stores.ports.of([...pieces, ...between], 0), tunnels }
  }
}

interface Client {
  readonly pod: Pod
  readonly set: SetId
}

const replace = combineOperation((_, after) => after)

/** The runs of ports between those. */
function gaps(ports: readonly number[]): { first: number; last: number }[] {
  const found: { first: number; last: number }[] = []
  let first = 1
  for (const port of [...ports].sort((a, b) => a - b)) {
    if (port > first) found.push({ first, last: port - 1 })
    first = port + 1
  }
  if (first <= 65535) found.push({ first, last: 65535 })
  return found
}

/** Gathers what the routes to one destination have in common. */
class ServerReading {
  private readonly places: number[] = []
  private readonly passages: Passage[] = []
  private readonly passageByKey = new Map<string, number>()
  private readonly asked = new Set<AuthorizationKey>()
  private tunnelled = false

  constructor(
    private readonly slots: Slots,
    private readonly unread: boolean,
  ) {}

  found(): Omit<ServerWire, 'lists' | 'number'> {
    return { passages: this.passages, tunnelled: this.tunnelled, asked: [...this.asked].sort() }
  }

  dialling(route: Route, at: number, asked: number): Dialling {
    const [first, second] = route.hops
    const address = at === 0 ? {} : { address: route.address }
    if (!second || !first.at) {
      const stretch = stretchOf(first, this.unread)
      this.tunnelled ||= mayTunnel(stretch)
      this.ask(stretch)
      return { ...address, stretches: [stretch] }
    }
    const [one, other] = [stretchOf(first, this.unread), stretchOf(second, this.unread)]
    this.ask(other)
    return { ...address, stretches: [one, other], via: this.via(route, first, first.at, [one, other], asked) }
  }

  private ask(stretch: Stretch): void {
    this.asked.add(authorizationKey(stretch, false))
    if (this.unread) this.asked.add(authorizationKey(stretch, true))
    this.asked.add(anonymousKey(stretch))
  }

  private via(
    { address, service }: Route,
    hop: Hop,
    pod: Pod,
    [first, second]: readonly [Stretch, Stretch],
    asked: number,
  ): Via {
    const slot = this.slots.slotOfPod(pod)
    // INVARIANT: a mesh leads through pods of the cluster.
    if (slot === undefined) throw new Error(`${pod.namespace}/${pod.name} is no pod of the cluster`)
    let place = this.places.indexOf(slot)
    if (place < 0) place = this.places.push(slot) - 1
    // By the names of a headless Service it is the pod that is dialled.
    const dialled =
      address === 'service' && service ? { namespace: service.namespace, name: service.name } : undefined
    const port = hop.enforcer.port === asked ? undefined : hop.enforcer.port
    const passage: Passage = { slot, place, first, port, service: dialled, second }
    const key = JSON.stringify(passage)
    let way = this.passageByKey.get(key)
    if (way === undefined) {
      way = this.passages.push(passage) - 1
      this.passageByKey.set(key, way)
    }
    return { place, way, workload: pod.workload }
  }
}

/** `unread`: some policy about the wire could not be read, at whichever pods. */
function stretchOf(hop: Hop, unread: boolean): Stretch {
  const { transport, accepts, mayFail, port, enforcer } = hop
  const tunnelled = hop.mayTunnel ? 'maybe' : port === tunnelPort ? 'yes' : 'no'
  return {
    transport,
    accepts,
    mayFail: mayFail ?? false,
    enforcer: enforcer.proxy === 'none' ? 'none' : seenBy(enforcer, false),
    enforcerIfUnread: enforcer.proxy === 'none' ? 'none' : seenBy(enforcer, true),
    tunnelled,
    tunnelledIfUnread: unread && hop.mayTunnelIfUnread ? 'maybe' : tunnelled,
    throughUnseen: hop.throughUnseen ?? false,
  }
}
