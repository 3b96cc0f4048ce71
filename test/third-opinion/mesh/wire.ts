import type { RawObject } from '../raw'
import { clientTls, passesOn } from './destination-rules'
import { advertisesMtls, takesTunnels, type Member } from './members'
import { broadMode, modeOf } from './modes'
import type { Declared, Exposed } from './services'
import { settingsOf } from './settings'

/** What leaves the client. `tunnel` is HBONE. */
export type Sent = 'plaintext' | 'mtls' | 'app-tls' | 'tunnel'

export type Transport = 'mtls' | 'app-tls' | 'plaintext' | 'fail'
export type Accepts = 'mtls-only' | 'any' | 'plaintext-only'

/** How a port is dialled: through a Service, by the names of a headless one, or by the address of the pod. */
export type Way =
  { readonly kind: 'service' | 'headless'; readonly service: Exposed } | { readonly kind: 'pod-ip' }

export interface Dialled {
  readonly server: Member
  readonly port: number
  readonly way: Way
  readonly declared: Declared
  readonly services: readonly Exposed[]
}

/** Section 4. `undefined` where the sources leave it open. */
export function sent(objects: readonly RawObject[], client: Member, dialled: Dialled): Sent | undefined {
  switch (client.part) {
    case 'none':
      return 'plaintext'
    case 'ambient':
      // Rules of the client are not for ztunnel.
      return dialled.server.part === 'ambient' || takesTunnels(dialled.server) ? 'tunnel' : 'plaintext'
    case 'sidecar':
      return sentByEnvoy(objects, client, dialled)
    case 'waypoint':
      if (dialled.server.part === 'ambient') return sentByWaypoint(objects, client, dialled)
      // Whether a waypoint prefers the tunnel of a sidecar is not said.
      return takesTunnels(dialled.server) ? undefined : sentByEnvoy(objects, client, dialled)
  }
}

/** Whether a waypoint, at which nothing was dialled before it, passes on where a rule says so is left open. */
function sentByWaypoint(
  objects: readonly RawObject[],
  { namespace }: Member,
  { way }: Dialled,
): Sent | undefined {
  return way.kind === 'service' && passesOn(objects, namespace, way.service) ? undefined : 'tunnel'
}

function sentByEnvoy(
  objects: readonly RawObject[],
  client: Member,
  { server, port, way, declared, services }: Dialled,
): Sent | undefined {
  if (way.kind === 'pod-ip') {
    // The addresses of a headless Service are known, and it is for the protocol to say how they are dialled.
    const [headless, ...others] = services.filter(service => service.headless)
    if (headless === undefined || declared === 'http') return 'plaintext'
    // Of several it is not said which one it is.
    if (declared === 'sniffed' || others.length > 0) return undefined
    const asService: Way = { kind: 'headless', service: headless }
    return sentByEnvoy(objects, client, { server, port, way: asService, declared, services })
  }
  const { service } = way
  const told = clientTls(objects, client.namespace, service)
  if (told === 'open') return undefined
  const direct = way.kind === 'headless' || passesOn(objects, client.namespace, service)
  // What an entry of the port comes to there is not said.
  if (direct && way.kind === 'service' && told !== 'unsaid') return undefined
  if (server.part === 'ambient') {
    // By its name a Service leads into the tunnel whatever a rule says; what is inside is not seen here.
    if (!direct) return 'tunnel'
    return told === 'unsaid' || told === 'DISABLE' ? 'plaintext' : undefined
  }
  if (told === 'DISABLE') return 'plaintext'
  if (told === 'SIMPLE') return 'app-tls'
  if (told === 'ISTIO_MUTUAL') return 'mtls'
  if (!settingsOf(objects).autoMtls) return 'plaintext'
  if (broadMode(objects, service.namespace) === 'DISABLE') return 'plaintext'
  if (direct) return service.endpoints.every(advertisesMtls) ? 'mtls' : 'plaintext'
  return advertisesMtls(server) && modeOf(objects, server, port) !== 'DISABLE' ? 'mtls' : 'plaintext'
}

/** What becomes of it at the server (section 3). `undefined` where the sources leave it open. */
export function arrives(
  objects: readonly RawObject[],
  what: Sent,
  { server, port, declared }: Dialled,
): Transport | undefined {
  const mode = modeOf(objects, server, port)
  if (server.part === 'ambient') {
    if (what === 'tunnel') return 'mtls'
    return mode === 'STRICT' ? 'fail' : what === 'plaintext' ? 'plaintext' : undefined
  }
  if (server.part === 'none' || isUnguarded(server, port)) {
    if (what === 'tunnel') return undefined
    return what === 'mtls' ? 'fail' : what
  }
  switch (what) {
    case 'tunnel':
      return 'mtls'
    case 'mtls':
      return mode === 'DISABLE' ? 'fail' : 'mtls'
    case 'plaintext':
      return mode === 'STRICT' ? 'fail' : 'plaintext'
    case 'app-tls':
      // Where sidecars take tunnels the table and what was seen differ.
      if (mode === 'DISABLE' && declared === 'http' && takesTunnels(server)) return undefined
      return mode === 'STRICT' || declared === 'http' ? 'fail' : 'app-tls'
  }
}

/** What the port takes, whoever comes; `undefined` where a tunnel beside it makes the word doubtful. */
export function accepts(objects: readonly RawObject[], server: Member, port: number): Accepts | undefined {
  if (server.part === 'none' || isUnguarded(server, port)) return 'plaintext-only'
  const mode = modeOf(objects, server, port)
  if (mode === 'STRICT') return 'mtls-only'
  if (mode === 'PERMISSIVE' || server.part === 'ambient') return 'any'
  return takesTunnels(server) ? undefined : 'plaintext-only'
}

/** Section 1: traffic that an annotation keeps from the sidecar. */
export const isUnguarded = (server: Member, port: number): boolean =>
  server.part === 'sidecar' && server.unguarded.has(port)
