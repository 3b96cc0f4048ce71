import type { Enforcer, Proxy, Speaks } from '../../model/mesh'
import type { ServerAccepts, Transport } from '../../model/verdict'
import type { Wire } from './client-choice'
import type { Mode } from './peer-authentication'
import type { PortProtocol } from './port-protocol'

/** What listens at a port of a gateway: it takes what its Gateway says, whatever PeerAuthentications say. */
export interface GatewayListener {
  readonly takes: 'plain' | 'tls' | 'mtls'
  readonly http: boolean
}

/** What comes in at a server's port, and how the port looks from there. */
export interface Arrival {
  readonly wire: Wire
  readonly speaks: Speaks
  readonly mode: Mode
  /** What the server's own proxy takes the port for; undefined: no Service declares it, so that it is sniffed. */
  readonly declared: PortProtocol | undefined
  /** The server's sidecar takes tunnels. */
  readonly tunnel?: boolean
  /** At a gateway; undefined where none of its listeners is known. */
  readonly listener?: GatewayListener
}

/** What becomes of it. */
export interface Outcome {
  readonly transport: Transport
  readonly accepts: ServerAccepts
}

type Sees = Enforcer['sees']

/** What a proxy that takes in this arrival sees in it. */
export function seenAt(proxy: Proxy, { wire, speaks, declared, listener }: Arrival): Sees {
  if (speaks !== 'http') return 'bytes'
  if (proxy === 'gateway') return listener ? (listener.http ? 'requests' : 'bytes') : 'unknown'
  // Other TLS goes through unopened.
  return proxy === 'sidecar' && wire !== 'tls' && isHttpOrSniffed(declared) ? 'requests' : 'bytes'
}

/** What comes in at a port, in one reading. */
export interface ArrivalAt {
  readonly proxy: Proxy
  readonly arrival: Arrival
  readonly outcome: Outcome
}

/**
 * What the proxy sees over all readings. Only a sidecar or a gateway heeds the difference (for ztunnel rules about requests are
 * others already), and only of what is taken in.
 */
export function seenIn(readings: readonly ArrivalAt[]): Sees {
  const heeding = readings.filter(({ proxy }) => proxy === 'sidecar' || proxy === 'gateway')
  const comesIn = heeding.filter(({ outcome }) => outcome.transport !== 'fail')
  const seen = new Set(
    (comesIn.length > 0 ? comesIn : heeding).map(({ proxy, arrival }) => seenAt(proxy, arrival)),
  )
  const [sees = 'bytes'] = seen
  return seen.size > 1 ? 'unknown' : sees
}

export const isHttpOrSniffed = (protocol: PortProtocol | undefined): boolean =>
  protocol === undefined || protocol === 'http' || protocol === 'sniffed'

/** Acceptance by whichever proxy stands at the server's end (istio.md section 3). */
export function accept(proxy: Proxy, arrival: Arrival): Outcome {
  const { wire } = arrival
  if (wire === 'nothing') return { transport: 'fail', accepts: accepts(proxy, arrival) }
  return { transport: transportOf(proxy, arrival), accepts: accepts(proxy, arrival) }
}

const byMode = { DISABLE: 'plaintext-only', PERMISSIVE: 'any', STRICT: 'mtls-only' } as const

function accepts(proxy: Proxy, { wire, mode, listener }: Arrival): ServerAccepts {
  switch (proxy) {
    case 'none':
      return 'plaintext-only'
    case 'ztunnel':
      return mode === 'STRICT' ? 'mtls-only' : 'any'
    case 'sidecar':
      // Tunnels are taken in whatever the mode says.
      return wire === 'hbone' && mode === 'DISABLE' ? 'any' : byMode[mode]
    case 'waypoint':
      return 'mtls-only'
    case 'gateway':
      return listener ? byListener[listener.takes] : 'unknown'
    case 'unknown':
      return 'unknown'
  }
}

const byListener = { plain: 'plaintext-only', tls: 'unknown', mtls: 'mtls-only' } as const

function transportOf(proxy: Proxy, arrival: Arrival): Transport {
  switch (proxy) {
    case 'none':
      return bare(arrival)
    case 'ztunnel':
      return arrival.wire !== 'hbone' && arrival.mode === 'STRICT' ? 'fail' : bare(arrival)
    case 'sidecar':
      return atSidecar(arrival)
    case 'waypoint':
      return arrival.wire === 'hbone' ? 'mtls' : 'fail'
    case 'gateway':
      return atGateway(arrival)
    case 'unknown':
      return 'unknown'
  }
}

/** Nobody but ztunnel's tunnel takes anything off: what comes in comes to the application. */
function bare({ wire, speaks }: Arrival): Transport {
  if (wire === 'hbone') return 'mtls'
  if (wire === 'mtls') return 'fail'
  return wire === 'tls' || speaks === 'tls' ? 'app-tls' : 'plaintext'
}

function atSidecar({ wire, speaks, mode, declared, tunnel }: Arrival): Transport {
  const isHttp = declared === 'http'
  // Inside mutual TLS too, an HTTP port takes nothing but HTTP.
  const fits = !isHttp || speaks === 'http'
  if (wire === 'hbone') return fits ? 'mtls' : 'fail'
  if (wire === 'mtls') return mode === 'DISABLE' || !fits ? 'fail' : 'mtls'
  if (mode === 'STRICT') return 'fail'
  // A sidecar that takes tunnels was seen to pass it to the application under DISABLE.
  const opens = isHttp && !(tunnel && mode === 'DISABLE')
  if (wire === 'tls' || speaks === 'tls') return opens ? 'fail' : 'app-tls'
  return fits ? 'plaintext' : 'fail'
}

function atGateway({ wire, speaks, listener }: Arrival): Transport {
  if (!listener) return 'unknown'
  const isTls = wire === 'tls' || speaks === 'tls'
  switch (listener.takes) {
    case 'mtls':
      return wire === 'mtls' ? 'mtls' : 'fail'
    case 'tls':
      return wire !== 'mtls' && isTls ? 'app-tls' : 'fail'
    case 'plain':
      if (wire === 'mtls' || wire === 'hbone' || (isTls && listener.http)) return 'fail'
      return isTls ? 'app-tls' : 'plaintext'
  }
}
