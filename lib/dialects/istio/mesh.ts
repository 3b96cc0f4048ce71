import type { Around } from '../../model/dialect'
import type { FindingReport } from '../../model/finding'
import type { Inventory, Pod } from '../../model/inventory'
import {
  tunnelPort,
  type Address,
  type Alterer,
  type DialledService,
  type Hop,
  type Issuer,
  type Mesh,
  type Proxy,
  type Route,
  type Speaks,
  type WireReason,
} from '../../model/mesh'
import type { Problem } from '../../model/problem'
import type { Policy } from '../../model/rule'
import type { Stepwise } from '../../model/stepwise'
import type { ServerAccepts, Transport } from '../../model/verdict'
import { accept, isHttpOrSniffed, seenIn, type Arrival, type GatewayListener } from './acceptance'
import { Alterations } from './alterations'
import {
  envoyChoice,
  mayTunnelIfUnread,
  type Choice,
  type Endpoint,
  type Outbound,
  type Wire,
} from './client-choice'
import { ClientViews } from './client-views'
import { readDestinationRule, type DestinationRule } from './destination-rule'
import { DestinationRules } from './destination-rules'
import { declaredProtocol, Exposures, hostOf, serviceKey, type Exposure } from './exposures'
import { GatewayListeners } from './gateway-listeners'
import { issuers } from './issuer'
import { idlePorts } from './idle-ports'
import {
  isInboundPassed,
  isOutboundPassed,
  leavesBy,
  portsOfProxy,
  portsSetApart,
  proxyPorts,
} from './interception'
import { readMeshConfig, readSwitches, type MeshConfig, type Setting } from './mesh-config'
import { readPeerAuthentication, type Mode, type PeerAuthentication } from './peer-authentication'
import { inheritanceOf, PeerModes, type PodModes, type PossibleModes } from './peer-modes'
import { needs } from './needs'
import { findPitfalls } from './pitfalls/all'
import { PodMemo } from './pod-memo'
import { spokenOn } from './port-protocol'
import { allSame } from './read'
import { ServiceEntries } from './service-entries'
import { readSidecarResource, SidecarResources, type SidecarResource } from './sidecar-resource'
import { takesMtls } from './takes-mtls'
import { VirtualServices } from './virtual-services'
import { Waypoints, type Waypoint } from './waypoints'

/** What Istio makes of the wire; undefined where no pod is in a mesh, so that nobody pays for asking. */
export const istioMesh =
  (around: Pick<Around, 'all' | 'gaps'>) =>
  (inventory: Inventory): Mesh | undefined =>
    inventory.pods.some(({ proxy }) => proxy !== 'none') ? new IstioMesh(around, inventory) : undefined

/** A pod as clients meet it. */
interface Server {
  readonly pod: Pod
  readonly exposures: readonly Exposure[]
  /** Those by which not every client needs to get the same. */
  readonly bound: readonly Exposure[]
  readonly modes: PodModes
  readonly listeners: ReadonlyMap<number, GatewayListener>
  readonly waypoint: Waypoint | undefined
  /** Listeners of a Sidecar resource take the place of what is known of the ports. */
  readonly isReplaced: boolean
  readonly ports: readonly number[]
  readonly key: string
}

class IstioMesh implements Mesh {
  readonly issuerOf: (pod: Pod) => Issuer
  readonly needs = needs
  private readonly config: MeshConfig
  private readonly authentications: readonly PeerAuthentication[]
  private readonly destinationRules: readonly DestinationRule[]
  private readonly sidecarResources: readonly SidecarResource[]
  private readonly exposures: Exposures
  private readonly modes: PeerModes
  private readonly rules: DestinationRules
  private readonly sidecars: SidecarResources
  private readonly waypoints: Waypoints
  private readonly listeners: GatewayListeners
  private readonly outbound: Outbound
  private readonly entries: ServiceEntries
  private readonly alterations: Alterations
  private readonly servers: PodMemo<Server>
  private readonly clientKeys = new PodMemo<string>(false)
  private readonly views: ClientViews
  private readonly allTake = new Map<string, boolean>()
  /** Ports that some client's annotations set apart. */
  private readonly clientPorts: readonly number[]
  /** Namespaces in which clients look at the world in their own way. */
  private readonly peculiar: ReadonlySet<string> | 'all'
  /** Settings that say which of the rules that could be read a client heeds are not known. */
  private readonly rulesAreUnsure: boolean
  /** Something may be bound to any single Service, so that what holds for one need not hold for another like it. */
  private readonly tellsServices: boolean

  constructor(
    private readonly around: Pick<Around, 'all' | 'gaps'>,
    private readonly inventory: Inventory,
  ) {
    const config = readMeshConfig(around)
    const istio = 'networking.istio.io'
    this.config = config
    this.issuerOf = issuers(around, config)
    this.exposures = new Exposures(inventory)
    this.authentications = around.all('security.istio.io', 'PeerAuthentication').map(readPeerAuthentication)
    this.modes = new PeerModes(this.authentications, config.rootNamespace)
    this.destinationRules = around.all(istio, 'DestinationRule').map(readDestinationRule)
    this.rules = new DestinationRules(
      this.destinationRules,
      config.rootNamespace,
      config.defaultDestinationRuleExportTo,
    )
    this.sidecarResources = around.all(istio, 'Sidecar').map(readSidecarResource)
    this.sidecars = new SidecarResources(this.sidecarResources, config.rootNamespace)
    this.rulesAreUnsure =
      (this.destinationRules.length > 0 || this.sidecarResources.length > 0) &&
      settingsOfRules.some(setting => config.unsure.has(setting))
    this.waypoints = new Waypoints(around, inventory)
    this.listeners = new GatewayListeners(around)
    this.entries = new ServiceEntries(around)
    this.alterations = new Alterations(around, config.rootNamespace)
    this.tellsServices =
      this.alterations.tellsServices ||
      this.sidecarResources.length > 0 ||
      around.all('gateway.networking.k8s.io', 'Gateway').length > 0
    this.servers = new PodMemo<Server>(!this.entries.isEmpty)
    const routes = new VirtualServices(around)
    const switches = readSwitches(around)
    this.outbound = {
      config,
      rules: this.rules,
      sidecars: this.sidecars,
      routes,
      modes: this.modes,
      prefersTunnel: switches.get('PILOT_PREFER_SENDING_HBONE') ?? false,
      // Pods that are captured are captured by an ambient installation.
      sendsTunnel:
        (switches.get('PILOT_ENABLE_AMBIENT') ?? true) &&
        (switches.get('PILOT_ENABLE_SENDING_HBONE') ?? true),
      resolvesHeadless: switches.get('PILOT_ENABLE_EDS_FOR_HEADLESS_SERVICES') ?? false,
      allTakeMtls: exposure => this.allTakeMtls(exposure),
    }
    this.views = new ClientViews(this.outbound, this.alterations)
    this.clientPorts = portsOfClients(inventory.pods)
    this.peculiar = peculiarOf(
      [...this.rules.peculiar, ...routes.peculiar],
      this.sidecars.peculiar,
      inventory,
    )
  }

  get mayAlter(): boolean {
    return !this.alterations.isEmpty
  }

  alterersLeaving(client: Pod, port: number): readonly Alterer[] {
    const isPassed = client.proxy !== 'gateway' && isOutboundPassed(client, port, undefined) === true
    return isPassed ? [] : this.alterations.atClient(client)
  }

  portsLeaving(client: Pod): readonly number[] {
    return portsSetApart(client)
  }

  get readsAddresses(): boolean {
    return !this.entries.isEmpty
  }

  get problems(): readonly Problem[] {
    return idlePorts(this.around.all('security.istio.io', 'PeerAuthentication'), {
      inventory: this.inventory,
      exposures: this.exposures,
      gaps: this.around.gaps,
      rootNamespace: this.config.rootNamespace,
      hasOwnPorts: (pod, port) =>
        this.server(pod).isReplaced || this.entries.of(pod).some(entry => entry.port === port),
    })
  }

  identityOf({ proxy, namespace, serviceAccount }: Pod): string | undefined {
    return proxy === 'none' ? undefined : `${this.config.trustDomain}/ns/${namespace}/sa/${serviceAccount}`
  }

  clientKey(pod: Pod): string {
    return this.clientKeys.of(pod, seen => this.viewOf(seen))
  }

  clientKeyAt(client: Pod, server: Pod): string {
    return this.views.of(client, this.server(server).bound)
  }

  serverKey(pod: Pod): string {
    return this.server(pod).key
  }

  ownPorts(pod: Pod): readonly number[] {
    const { proxy } = pod
    return proxy === 'sidecar' || proxy === 'waypoint' || proxy === 'gateway' ? proxyPorts(pod) : []
  }

  portsOf(server: Pod): readonly number[] {
    return this.server(server).ports
  }

  routes(client: Pod | undefined, pod: Pod, port: number, speaks?: Speaks): readonly Route[] {
    const server = this.server(pod)
    const dialled = server.exposures.filter(exposure => exposure.port === port)
    const ways = [...dialled, undefined]
    return ways.map(exposure => ({
      address: addressOf(exposure),
      ...(exposure && { service: dialledService(exposure), serverName: serverNameOf(exposure) }),
      hops: this.hops(client, server, port, exposure, speaks ?? this.spoken(server, port, exposure)),
    }))
  }

  findings(policies: readonly Policy[]): Stepwise<FindingReport> {
    const { inventory, around, authentications, destinationRules, sidecarResources } = this
    const { outbound, exposures, waypoints } = this
    return findPitfalls({
      inventory,
      objects: around,
      gaps: around.gaps,
      policies,
      authentications,
      destinationRules,
      sidecarResources,
      outbound,
      exposures,
      waypoints,
      server: pod => this.server(pod),
      clientKey: pod => this.clientKey(pod),
      serverKey: pod => this.serverKey(pod),
      portsOf: pod => this.portsOf(pod),
      routes: (client, server, port, speaks) => this.routes(client, server, port, speaks),
      hopsBy: (client, pod, exposure) => {
        const server = this.server(pod)
        return this.hops(
          client,
          server,
          exposure.port,
          exposure,
          this.spoken(server, exposure.port, exposure),
        )
      },
    })
  }

  private spoken({ exposures }: Server, port: number, exposure: Exposure | undefined): Speaks {
    return spokenOn(exposure?.protocol ?? declaredProtocol(exposures, port) ?? 'sniffed')
  }

  /** Clients that see the same rules, the same Services and leave by the same ports are one. */
  private viewOf(pod: Pod): string {
    const { proxy, namespace, labels } = pod
    if (proxy === 'none' || proxy === 'ztunnel') return proxy
    const own = this.peculiar === 'all' || this.peculiar.has(namespace) ? namespace : '*'
    const selectors = this.rules
      .selectorsOf(namespace)
      .map(selector => ([...selector].every(([key, value]) => labels.get(key) === value) ? 1 : 0))
    const sidecar = this.sidecars.of(namespace, labels)
    const heeds = sidecar === undefined || sidecar === 'unsure' ? sidecar : sidecar.ref.name
    return JSON.stringify([proxy, own, selectors, heeds, leavesBy(pod), this.alterations.keyOf(pod)])
  }

  private server(pod: Pod): Server {
    return this.servers.of(pod, seen => ({ ...this.makeServer(seen), pod }))
  }

  private makeServer(pod: Pod): Omit<Server, 'pod'> {
    const { namespace, labels, proxy } = pod
    const exposures = this.exposures.of(pod)
    const modes = this.modes.ofPod({ namespace, labels, ambient: proxy === 'ztunnel' })
    const listeners =
      proxy === 'gateway' ? this.listeners.of(pod, exposures) : new Map<number, GatewayListener>()
    const entries = this.entries.of(pod)
    const waypoint = this.waypoints.ofPod(pod)
    const sidecar = proxy === 'sidecar' ? this.sidecars.of(namespace, labels) : undefined
    const isReplaced = sidecar === 'unsure' || (sidecar?.replacesPorts ?? false)
    // Clients look at the modes of whom they take for a pod with a proxy.
    const heedsModes = proxy !== 'none' || takesMtls(pod)
    const ports = new Set([
      ...exposures.map(({ port }) => port),
      ...this.clientPorts,
      ...(heedsModes ? modes.ports.keys() : []),
      ...(proxy === 'none' ? [] : portsOfProxy(pod)),
      ...listeners.keys(),
      ...entries.map(entry => entry.port),
    ])
    const key = JSON.stringify([
      proxy,
      exposures.map(exposure => this.exposureKey(exposure, exposures)),
      exposures.length > 0 ? this.modes.ofNamespace(namespace).map(({ mode }) => mode) : [],
      heedsModes ? modesText(modes) : [],
      takesMtls(pod),
      labels.get(tunnelLabel),
      [...(pod.meshAnnotations ?? [])].filter(([name]) => !/^(inject\.)?istio\.io\//.test(name)),
      [...listeners].map(([port, { takes, http }]) => [port, takes, http]),
      waypoint ? [waypoint.gateway.namespace, waypoint.gateway.name] : [],
      isReplaced,
      entries.map(({ port, exposure }) => [port, serviceKey(exposure.service)]),
      this.alterations.keyOf(pod),
      waypoint?.pod ? this.alterations.keyOf(waypoint.pod) : [],
    ])
    return {
      exposures,
      bound: [
        ...exposures.filter(exposure => this.isBound(exposure)),
        ...entries.map(({ exposure }) => exposure),
      ],
      modes,
      listeners,
      waypoint,
      isReplaced,
      ports: [...ports].sort((a, b) => a - b),
      key,
    }
  }

  /** Whether some object is for the Service by name, or shows it to some clients only. */
  private isBound(exposure: Exposure): boolean {
    const host = hostOf(exposure)
    return (
      this.tellsServices ||
      exposure.service.exportTo !== undefined ||
      this.rules.mean(host) ||
      this.outbound.routes.mean(host)
    )
  }

  /** What of a Service's port clients heed; its name where something may be bound to it. */
  private exposureKey(exposure: Exposure, beside: readonly Exposure[]): readonly unknown[] {
    const { service, servicePort, port, protocol } = exposure
    if (this.isBound(exposure)) return [serviceKey(service), servicePort.port, port]
    const direct = service.headless ? [this.allTakeMtls(exposure)] : []
    return [port, protocol, declaredProtocol(beside, port), ...direct]
  }

  /** For Services whose clients dial pods, one that takes no mutual TLS keeps all others from getting any. */
  private allTakeMtls({ service, servicePort }: Exposure): boolean {
    const key = `${serviceKey(service)} ${servicePort.port}`
    const known = this.allTake.get(key)
    if (known !== undefined) return known
    const pods = this.exposures.podsBehind(service, servicePort)
    const all = pods.length > 0 && pods.every(takesMtls)
    this.allTake.set(key, all)
    return all
  }

  private hops(
    client: Pod | undefined,
    server: Server,
    port: number,
    exposure: Exposure | undefined,
    speaks: Speaks,
  ): Route['hops'] {
    const waypoint = this.waypointOf(client, server, exposure)
    if (!waypoint) return [this.hop(client, server, port, exposure, speaks)]
    const because: WireReason = { kind: 'tunnel', text: 'through the waypoint', object: waypoint.gateway }
    const { pod } = waypoint
    // A waypoint that is ready and has no pod among the objects: who lets what through there, and to there, is unknown.
    if (!pod) {
      const direct = this.hop(client, server, port, exposure, speaks)
      const unseen: WireReason = {
        kind: 'unread',
        text: 'no pod of the waypoint is seen',
        object: waypoint.gateway,
      }
      const unknown = { transport: 'unknown', accepts: 'unknown', throughUnseen: true } as const
      return [{ ...direct, ...unknown, because: [because, unseen] }]
    }
    // By the names of a headless Service it is pods that are dialled, and nobody on the way knows of the Service.
    const by = exposure?.service.headless ? undefined : exposure
    const protocol = by?.protocol ?? declaredProtocol(server.exposures, port)
    const first: Hop = {
      at: pod,
      port: tunnelPort,
      transport: this.config.doubtful ? 'unknown' : 'mtls',
      accepts: this.config.doubtful ? 'unknown' : 'mtls-only',
      enforcer: {
        proxy: 'waypoint',
        sees: speaks === 'http' && isHttpOrSniffed(protocol) ? 'requests' : 'bytes',
        port: by?.servicePort.port ?? port,
      },
      because: [because],
      ...altered([
        ...(client ? this.alterations.atClient(client) : []),
        ...this.alterations.atServer(pod, 'waypoint', by?.service),
      ]),
    }
    return [first, this.hop(pod, server, port, by, speaks)]
  }

  /** Only ztunnel goes through waypoints, and gateways where the Service says so (istio.md section 1). */
  private waypointOf(
    client: Pod | undefined,
    server: Server,
    exposure: Exposure | undefined,
  ): Waypoint | undefined {
    const dialsService = exposure && !exposure.service.headless
    if (client?.proxy === 'ztunnel')
      return dialsService ? this.waypoints.ofService(exposure.service) : server.waypoint
    return client?.proxy === 'gateway' && dialsService && this.waypoints.takesGateways(exposure.service)
      ? this.waypoints.ofService(exposure.service)
      : undefined
  }

  /** One stretch, in every reading of what is not known; what readings differ in is unknown. */
  private hop(
    client: Pod | undefined,
    server: Server,
    port: number,
    exposure: Exposure | undefined,
    speaks: Speaks,
  ): Hop {
    const { pod } = server
    const declared = declaredProtocol(server.exposures, port)
    const modes = server.modes.ports.get(port) ?? server.modes.otherwise
    const listener = server.listeners.get(port)
    const tunnel = tunnelOf(pod) === 'if-preferred'
    const clients = clientsOf(client)
    const choices = clients.map(each => this.choice(each, server, port, exposure, modes))
    const wires = [...new Set(choices.flatMap(choice => choice.wires))]
    const proxies = readingsOf(pod.proxy).flatMap(proxy => this.atServer(proxy, pod, port))
    const arrivals = wires.flatMap(wire =>
      modes.map(({ mode }): Arrival => ({
        wire,
        speaks,
        mode,
        declared,
        tunnel,
        ...(listener && { listener }),
      })),
    )
    const readings = arrivals.flatMap(arrival =>
      proxies.map(proxy => {
        const fits = this.fitsClient(client, exposure, arrival)
        const taken = accept(proxy, arrival)
        const outcome = fits ? taken : { ...taken, transport: 'fail' as const }
        return { proxy, arrival, outcome }
      }),
    )
    const outcomes = readings.map(({ outcome }) => outcome)
    const enforcer = proxies[0] ?? 'none'
    const isMeshed = pod.proxy !== 'none' || (client?.proxy ?? 'none') !== 'none'
    const isDoubtful =
      (this.config.doubtful && isMeshed) ||
      (server.isReplaced && enforcer === 'sidecar') ||
      (pod.proxy === 'ztunnel' && isInboundBypassed(pod) && wires.includes('hbone'))
    const mayOpen = speaks === 'http' && (proxies.includes('sidecar') || proxies.includes('gateway'))
    const [wire] = wires
    const ifUnread = clients.some(
      each => each && mayTunnelIfUnread(this.outbound, each, endpointOf(pod, modes)),
    )
    const mayTunnel = (wires.length > 1 && wires.includes('hbone')) || (ifUnread && this.rulesAreUnsure)
    return {
      port: wires.length === 1 && wire === 'hbone' ? tunnelPort : port,
      ...(mayTunnel && { mayTunnel: true as const }),
      ...(ifUnread && { mayTunnelIfUnread: true as const }),
      transport: isDoubtful ? 'unknown' : (agreed(outcomes.map(({ transport }) => transport)) as Transport),
      accepts: isDoubtful ? 'unknown' : (agreed(outcomes.map(({ accepts }) => accepts)) as ServerAccepts),
      ...(isOneOfSeveral('fail', outcomes) && { mayFail: true as const }),
      enforcer: {
        proxy: allSame(proxies) ? enforcer : 'unknown',
        sees: isDoubtful && mayOpen ? 'unknown' : seenIn(readings),
        ...(mayOpen && { seesIfUnread: 'unknown' }),
        port,
      },
      because: [
        ...choices.flatMap(choice => choice.because),
        ...(enforcer === 'sidecar' || enforcer === 'ztunnel' ? modes.flatMap(inheritanceOf) : []),
        ...(enforcer !== pod.proxy && pod.proxy !== 'unknown'
          ? [{ kind: 'bypass', text: 'the server’s proxy does not take in this port' } as const]
          : []),
        ...(proxies.length > 1 && pod.proxy !== 'unknown'
          ? [{ kind: 'unread', text: 'whether the server’s proxy takes in this port is unknown' } as const]
          : []),
      ],
      ...altered([
        ...(client && choices.some(isCaptured) ? this.alterations.atClient(client) : []),
        ...proxies.flatMap(proxy => this.alterations.atServer(pod, proxy, exposure?.service)),
      ]),
    }
  }

  /** The proxy that takes in the port; `none` where it is passed by, and both where that is not known. */
  private atServer(proxy: Proxy, pod: Pod, port: number): readonly Proxy[] {
    const passed =
      proxy === 'sidecar'
        ? isInboundPassed(pod, port)
        : proxy === 'ztunnel'
          ? isInboundBypassed(pod)
          : proxyPorts(pod).includes(port)
    return passed === 'unsure' ? [proxy, 'none'] : [passed ? 'none' : proxy]
  }

  /** Envoy reads what it sends to an HTTP port of a Service as HTTP. */
  private fitsClient(
    client: Pod | undefined,
    exposure: Exposure | undefined,
    { speaks, wire }: Arrival,
  ): boolean {
    const isEnvoy = client?.proxy === 'sidecar' || client?.proxy === 'waypoint'
    if (!isEnvoy || exposure?.protocol !== 'http' || wire === 'nothing') return true
    return speaks === 'http' || this.isPassed(client, exposure) === true
  }

  private isPassed(client: Pod, exposure: Exposure): boolean | 'unsure' {
    const { service, servicePort, port } = exposure
    return service.headless
      ? isOutboundPassed(client, port, undefined)
      : isOutboundPassed(client, servicePort.port, service.address)
  }

  private choice(
    client: Pod | undefined,
    server: Server,
    port: number,
    exposure: Exposure | undefined,
    modes: PossibleModes,
  ): Choice {
    const { pod } = server
    switch (client?.proxy ?? 'none') {
      case 'none':
      case 'unknown':
        return plain({ kind: 'client-proxy', text: 'the client is in no mesh' })
      case 'ztunnel':
        return tunnelOf(pod) === 'never'
          ? plain({ kind: 'server-proxy', text: 'the server takes no tunnels' })
          : tunnelled
      case 'waypoint':
        if (client && exposure) return envoyChoice(this.outbound, client, exposure, endpointOf(pod, modes))
        return tunnelOf(pod) === 'never'
          ? plain({ kind: 'server-proxy', text: 'the server takes no tunnels' })
          : tunnelled
      case 'sidecar':
      case 'gateway':
        return client ? this.envoy(client, pod, port, exposure, modes) : tunnelled
    }
  }

  /** The addresses of pods behind a headless Service are known by it, where the port is the same and carries bytes. */
  private headlessAt(pod: Pod, port: number): Exposure | undefined {
    return this.server(pod).exposures.find(
      ({ service, servicePort, protocol, port: target }) =>
        service.headless &&
        servicePort.port === port &&
        target === port &&
        protocol !== 'http' &&
        protocol !== 'unmeshed',
    )
  }

  private envoy(
    client: Pod,
    pod: Pod,
    port: number,
    exposure: Exposure | undefined,
    modes: PossibleModes,
  ): Choice {
    const captured = envoyChoice(
      this.outbound,
      client,
      exposure ?? this.headlessAt(pod, port) ?? this.entries.at(pod, port),
      endpointOf(pod, modes),
    )
    if (client.proxy === 'gateway') return captured
    const passed =
      exposure && !exposure.service.headless
        ? this.isPassed(client, exposure)
        : isOutboundPassed(client, port, undefined)
    if (passed === false) return captured
    const because: WireReason = { kind: 'bypass', text: 'the client’s proxy does not take this traffic' }
    if (passed === true) return plain(because)
    return {
      wires: [...new Set<Wire>(['plain', ...captured.wires])],
      because: [because, ...captured.because],
    }
  }
}

/** Whom rules are shown to, and where those for all are kept. */
const settingsOfRules: readonly Setting[] = [
  'rootNamespace',
  'defaultDestinationRuleExportTo',
  'defaultVirtualServiceExportTo',
]

/** Not all of it passes the client's proxy by. */
const isCaptured = ({ wires, because }: Choice): boolean => wires.length > 1 || because[0]?.kind !== 'bypass'

const altered = (by: readonly Alterer[]): Pick<Hop, 'alteredBy'> =>
  by.length === 0 ? {} : { alteredBy: [...new Set(by)] }

const plain = (because: WireReason): Choice => ({ wires: ['plain'], because: [because] })

const tunnelled: Choice = {
  wires: ['hbone'],
  because: [{ kind: 'tunnel', text: 'the server takes tunnels' }],
}

/** What a pod may turn out to be whose proxy is only meant. */
const readingsOf = (proxy: Proxy): readonly Proxy[] =>
  proxy === 'unknown' ? ['none', 'sidecar', 'ztunnel'] : [proxy]

/** A client as each of what it may turn out to be. */
const clientsOf = (client: Pod | undefined): readonly (Pod | undefined)[] =>
  client?.proxy === 'unknown' ? readingsOf('unknown').map(proxy => ({ ...client, proxy })) : [client]

/** Whether some readings say that, and others do not. */
const isOneOfSeveral = (
  transport: Transport,
  outcomes: readonly { readonly transport: Transport }[],
): boolean => new Set(outcomes.map(outcome => outcome.transport === transport)).size > 1

/** What all readings say, else `unknown`. */
const agreed = (values: readonly string[]): string => (allSame(values) ? (values[0] ?? 'unknown') : 'unknown')

const isInboundBypassed = (pod: Pod): boolean =>
  pod.meshAnnotations?.get('ambient.istio.io/bypass-inbound-capture') === 'true'

const tunnelLabel = 'networking.istio.io/tunnel'

/** ztunnel's pods always take tunnels; a sidecar that takes them says so by its label. */
function tunnelOf(pod: Pod): Endpoint['tunnel'] {
  if (pod.proxy === 'ztunnel' || pod.proxy === 'waypoint') return 'always'
  return pod.proxy === 'sidecar' && pod.labels.get(tunnelLabel) === 'http' ? 'if-preferred' : 'never'
}

const endpointOf = (pod: Pod, modes: PossibleModes): Endpoint => ({
  takesMtls: takesMtls(pod),
  modes,
  tunnel: tunnelOf(pod),
})

const addressOf = (exposure: Exposure | undefined): Address =>
  exposure ? (exposure.service.headless ? 'headless' : 'service') : 'pod-ip'

/** What a client's proxy asks for in its handshake; subsets leave their name in it, which is not told here. */
const serverNameOf = (exposure: Exposure): string =>
  `outbound_.${exposure.servicePort.port}_._.${hostOf(exposure)}`

const dialledService = ({
  service: { namespace, name },
  servicePort: { port },
}: Exposure): DialledService => ({
  namespace,
  name,
  port,
})

const modesText = ({ otherwise, ports }: PodModes): readonly unknown[] => {
  const text = (modes: PossibleModes): readonly Mode[] => modes.map(({ mode }) => mode)
  return [text(otherwise), [...ports].map(([port, modes]) => [port, text(modes)])]
}

/** Pods of a workload share what their annotations say, and follow each other. */
function portsOfClients(pods: readonly Pod[]): readonly number[] {
  const ports = new Set<number>()
  let last: Pod['meshAnnotations']
  for (const pod of pods) {
    if (pod.meshAnnotations === last) continue
    last = pod.meshAnnotations
    for (const port of portsSetApart(pod)) ports.add(port)
  }
  return [...ports]
}

/** Namespaces from which Services, rules or Sidecar resources look otherwise than from anywhere else. */
function peculiarOf(
  byRules: readonly string[],
  bySidecars: ReadonlySet<string> | 'all',
  { services }: Inventory,
): ReadonlySet<string> | 'all' {
  if (bySidecars === 'all') return 'all'
  const names = new Set([...byRules, ...bySidecars])
  for (const { exportTo, namespace } of services) {
    if (!exportTo) continue
    names.add(namespace)
    for (const name of exportTo) names.add(name)
  }
  return names
}
