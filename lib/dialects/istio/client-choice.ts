import type { Pod } from '../../model/inventory'
import type { WireReason } from '../../model/mesh'
import type { ClientTls, DestinationRule, TrafficPolicy } from './destination-rule'
import type { DestinationRules } from './destination-rules'
import { hostOf, type Exposure } from './exposures'
import type { MeshConfig } from './mesh-config'
import type { PeerModes, PossibleModes } from './peer-modes'
import { allSame } from './read'
import { knowsService, type SidecarResources } from './sidecar-resource'
import type { VirtualServices } from './virtual-services'

/** What leaves a client: as the application wrote it, in mutual TLS of the mesh, in other TLS, in a tunnel, or not at all. */
export type Wire = 'plain' | 'mtls' | 'tls' | 'hbone' | 'nothing'

/** What may leave; several where the answer hangs on what could not be read. Never empty. */
export interface Choice {
  readonly wires: readonly Wire[]
  readonly because: readonly WireReason[]
}

/** What an Envoy client asks of the server's end. */
export interface Endpoint {
  /** Label `security.istio.io/tlsMode: istio`, by which clients tell who takes mutual TLS. */
  readonly takesMtls: boolean
  /** Modes of the port that is dialled. */
  readonly modes: PossibleModes
  /** Takes tunnels, as captured pods do and sidecars of ambient installations may. */
  readonly tunnel: 'always' | 'if-preferred' | 'never'
}

/** The settings that decide what Envoy sends. */
export interface Outbound {
  readonly config: MeshConfig
  readonly rules: DestinationRules
  readonly sidecars: SidecarResources
  readonly routes: VirtualServices
  readonly modes: PeerModes
  readonly prefersTunnel: boolean
  readonly sendsTunnel: boolean
  /** Headless Services get their endpoints as others do (PILOT_ENABLE_EDS_FOR_HEADLESS_SERVICES). */
  readonly resolvesHeadless: boolean
  /** Whether every pod behind a port of a Service takes mutual TLS, and there is one. */
  allTakeMtls(exposure: Exposure): boolean
}

const sure = (wire: Wire, ...because: readonly WireReason[]): Choice => ({ wires: [wire], because })

const anyWire: readonly Wire[] = ['plain', 'mtls', 'tls']

/** Whether the server's end is dialled through a tunnel, if nothing else is said. */
const tunnels = ({ prefersTunnel, sendsTunnel }: Outbound, { tunnel }: Endpoint): boolean =>
  sendsTunnel && (tunnel === 'always' || (tunnel === 'if-preferred' && prefersTunnel))

/**
 * Whether what an Envoy client sends toward a pod is in a tunnel in some readings of policies that could not be read, and not
 * in others: a Sidecar may hide the Service or show it, and a DestinationRule may have or lack `loadBalancer: PASSTHROUGH`,
 * both of which lead past the tunnel to the port itself (istio.md section 4). ztunnel heeds neither, and always tunnels.
 */
export const mayTunnelIfUnread = (outbound: Outbound, client: Pod, endpoint: Endpoint): boolean =>
  isEnvoy(client) && tunnels(outbound, endpoint)

const isEnvoy = ({ proxy }: Pod): boolean =>
  proxy === 'sidecar' || proxy === 'gateway' || proxy === 'waypoint'

/** What may leave where nobody knows which object counts. */
const anyTo = (outbound: Outbound, endpoint: Endpoint): readonly Wire[] =>
  tunnels(outbound, endpoint) ? [...anyWire, 'hbone'] : anyWire

/**
 * What an Envoy client sends toward a pod (istio.md section 4): what a DestinationRule says, else mutual TLS where the
 * server is known to take it. Undefined `exposure`: the pod's own address, which no rule knows.
 */
export function envoyChoice(
  outbound: Outbound,
  client: Pod,
  exposure: Exposure | undefined,
  endpoint: Endpoint,
): Choice {
  const sidecar =
    client.proxy === 'sidecar' ? outbound.sidecars.of(client.namespace, client.labels) : undefined
  if (sidecar === 'unsure')
    return {
      wires: [...anyTo(outbound, endpoint), 'nothing'],
      because: [{ kind: 'unread', text: 'which Sidecar resource counts is unknown' }],
    }
  const registryOnly = sidecar?.registryOnly ?? outbound.config.registryOnly
  const by = sidecar && { object: sidecar.ref }
  // What proxies do not know is passed on as it is, or thrown away.
  const unknown = (text: string): Choice =>
    sure(registryOnly ? 'nothing' : 'plain', { kind: 'client-tls', text, ...by })
  if (!exposure) return unknown('a pod address is in no registry')
  if (exposure.protocol === 'unmeshed') return unknown('the port is not taken for TCP')
  if (!knowsService(sidecar, client.namespace, exposure.service))
    return unknown('the client’s proxy does not know the Service')
  return toService(outbound, client, exposure, endpoint)
}

function toService(outbound: Outbound, client: Pod, exposure: Exposure, endpoint: Endpoint): Choice {
  const { service } = exposure
  const host = hostOf(exposure)
  const found = outbound.rules.find(client, host, service.namespace)
  if (found === 'unsure')
    return {
      wires: anyTo(outbound, endpoint),
      because: [{ kind: 'unread', text: 'which DestinationRule counts is unknown' }],
    }
  const choices = outbound.routes
    .subsetsOf(host, client.namespace)
    .map(subset => byRule(outbound, client, exposure, endpoint, found.rule, subset))
  return {
    wires: [...new Set(choices.flatMap(({ wires }) => wires))],
    because: choices.flatMap(({ because }) => because),
  }
}

function byRule(
  outbound: Outbound,
  client: Pod,
  exposure: Exposure,
  endpoint: Endpoint,
  rule: DestinationRule | undefined,
  subset: string | undefined,
): Choice {
  const policy = policyFor(rule, subset)
  const direct = (policy?.passthrough ?? false) || (exposure.service.headless && !outbound.resolvesHeadless)
  if (!direct && tunnels(outbound, endpoint))
    return sure('hbone', { kind: 'tunnel', text: 'the server takes tunnels' })
  const said = tlsOf(rule, policy, exposure.servicePort.port, client, direct)
  if (said === 'auto') return autoMtls(outbound, exposure, endpoint, direct)
  const because = reasonOf(rule, said)
  switch (said.mode) {
    case 'unread':
      return { wires: anyWire, because: [because] }
    case 'DISABLE':
      return sure('plain', because)
    case 'ISTIO_MUTUAL':
      return sure('mtls', because)
    case 'SIMPLE':
    case 'MUTUAL':
      return sure('tls', because)
  }
}

/** What a subset sets goes before what the rule sets; what it leaves open it takes from there. */
function policyFor(rule: DestinationRule | undefined, subset: string | undefined): TrafficPolicy | undefined {
  const own = subset === undefined ? undefined : rule?.subsets.get(subset)
  const whole = rule?.policy
  if (!own || !whole) return own ?? whole
  const tls = own.tls ?? whole.tls
  return {
    ...(tls && { tls }),
    ports: own.ports.size > 0 ? own.ports : whole.ports,
    passthrough: own.passthrough || whole.passthrough,
  }
}

const reasonOf = (rule: DestinationRule | undefined, { mode, path }: ClientTls): WireReason => ({
  kind: mode === 'unread' ? 'unread' : 'client-tls',
  text: mode === 'unread' ? 'the TLS settings could not be read' : `TLS ${mode}`,
  ...(rule && { object: rule.ref }),
  path,
})

/**
 * What a rule says about a port. An entry for the port takes the place of what the rule says; where it is silent about TLS,
 * the server is asked. But each endpoint is held against what the rule itself says, and without the mesh's own TLS there
 * the bytes leave as they are; only where clients dial pods nobody holds them against it.
 */
function tlsOf(
  rule: DestinationRule | undefined,
  policy: TrafficPolicy | undefined,
  port: number,
  client: Pod,
  direct: boolean,
): ClientTls | 'auto' {
  if (!policy) return 'auto'
  const { tls, ports } = policy
  const silent = ports.has(port) && ports.get(port) === undefined
  const said = ports.get(port) ?? tls
  if (!said) return 'auto'
  if (silent) {
    if (said.mode === 'unread') return said
    return direct || said.mode === 'ISTIO_MUTUAL' ? 'auto' : { ...said, mode: 'DISABLE' }
  }
  // A sidecar cannot read the Secret, and does without TLS.
  const isBlind = said.credentialName && client.proxy !== 'gateway' && !rule?.workloadSelector
  return isBlind && said.mode !== 'unread' ? { ...said, mode: 'DISABLE' } : said
}

/** Two gates (istio.md section 4): what the Service's namespace says, and what is known of the pod. */
function autoMtls(outbound: Outbound, exposure: Exposure, endpoint: Endpoint, direct: boolean): Choice {
  const { config, modes } = outbound
  const auto = (text: string): WireReason => ({ kind: 'auto-mtls', text })
  if (exposure.external) return sure('plain', auto('no mutual TLS to what is outside the mesh'))
  if (!config.enableAutoMtls) return sure('plain', auto('no automatic mutual TLS in this mesh'))
  if (direct && !outbound.allTakeMtls(exposure))
    return sure('plain', auto('some pod behind the Service takes no mutual TLS, so that none is sent any'))
  const wires: Wire[] = []
  const because: WireReason[] = []
  for (const { mode, because: why } of modes.ofNamespace(exposure.service.namespace))
    if (mode === 'DISABLE') {
      wires.push('plain')
      because.push(why)
    } else if (direct) wires.push('mtls')
    else if (!endpoint.takesMtls) wires.push('plain')
    else
      wires.push(...endpoint.modes.map(each => (each.mode === 'DISABLE' ? 'plain' : 'mtls') satisfies Wire))
  if (allSame(wires) && wires[0] === 'mtls') because.push(auto('the server is known to take mutual TLS'))
  else if (!direct && !endpoint.takesMtls) because.push(auto('the server is not known to take mutual TLS'))
  return { wires: [...new Set(wires)], because }
}
