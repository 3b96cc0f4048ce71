import type { EntryTls } from '../../model/entry-point'
import { asString, dig, field, isMap, listOf, quote, textsOf, type Json } from '../../model/json'
import { below, type KubeObject, type ObjectRef, type Path } from '../../model/object'
import { firstPort, lastPort } from '../../model/port'
import { Reading } from '../reading'
import type { GatewayListener } from './acceptance'
import { readLabelMap } from './read'

/** A host of a server; without a namespace, those of VirtualServices of any. */
export interface ServerHost {
  readonly namespace?: string
  readonly host: string
}

/** The routes of a VirtualService. */
export type RouteKind = 'http' | 'tls' | 'tcp'

/** One server of a Gateway: a port that gateway pods listen at. */
export interface GatewayServer extends GatewayListener {
  /** Of the pod, or of a Service that leads to it. */
  readonly port: number
  readonly hosts: readonly ServerHost[]
  /** Several where it could not be told; none: by the server name in the handshake (AUTO_PASSTHROUGH). */
  readonly routes: readonly RouteKind[]
  readonly tls: EntryTls
}

/** A Gateway of Istio (networking.istio.io). */
export interface IstioGateway {
  readonly ref: ObjectRef
  /** Labels of the gateway pods that it is for; none: every gateway pod. */
  readonly selector: ReadonlyMap<string, string>
  readonly servers: readonly GatewayServer[]
  /** False where the API server would refuse the object as written, so that it may not be there. */
  readonly certain: boolean
  readonly problems: Reading['problems']
}

export function readGateway(object: KubeObject): IstioGateway {
  const reading = new Reading(object)
  const written = dig(object.body, 'spec')
  const namespace = object.ref.namespace ?? 'default'
  const selector = readLabelMap(reading, field(written, 'selector'), ['spec', 'selector'])
  const servers = listOf(field(written, 'servers')).flatMap((server, at): GatewayServer[] =>
    readServer(reading, server, ['spec', 'servers', at], namespace),
  )
  return { ref: object.ref, selector, servers, certain: !reading.refused, problems: reading.problems }
}

/** `ns/host`, `./host` of the Gateway's own namespace, `*` + `/host` of any; without a slash of any (istio/api gateway.proto, Server.hosts). */
function readHost(text: string, own: string): ServerHost {
  const slash = text.indexOf('/')
  if (slash < 0) return { host: text }
  const [namespace, host] = [text.slice(0, slash), text.slice(slash + 1)]
  return namespace === '*' ? { host } : { namespace: namespace === '.' ? own : namespace, host }
}

function readServer(reading: Reading, server: Json, path: Path, own: string): GatewayServer[] {
  const port = dig(server, 'port', 'number')
  if (typeof port !== 'number' || port < firstPort || port > lastPort) {
    reading.refuse(
      'bad-port',
      below(below(path, 'port'), 'number'),
      `${quote(port)} is no port`,
      'name the port that the gateway listens at',
    )
    return []
  }
  const hosts = textsOf(field(server, 'hosts'))
  if (hosts.length === 0)
    reading.refuse(
      'bad-host',
      below(path, 'hosts'),
      'names no host, so it could be for any',
      'list the hosts, or write `["*"]`',
    )
  return [
    {
      port,
      hosts: (hosts.length === 0 ? ['*'] : hosts).map(text => readHost(text, own)),
      ...readWire(reading, server, path),
    },
  ]
}

const httpProtocols: ReadonlySet<string> = new Set(['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB'])

type AtServer = Pick<GatewayServer, 'takes' | 'http' | 'routes' | 'tls'>

/**
 * What a server takes and where its TLS ends (istio/api gateway.proto, ServerTLSSettings; pkg/config/gateway, IsHTTPServer
 * and IsPassThroughServer). Ports for HTTP take plaintext whatever the mode says; a mode that is not said is PASSTHROUGH.
 */
function readWire(reading: Reading, server: Json, path: Path): AtServer {
  const protocol = (asString(dig(server, 'port', 'protocol')) ?? '').toUpperCase()
  const written = field(server, 'tls')
  if (httpProtocols.has(protocol)) {
    const ends = field(written, 'httpsRedirect') === true ? 'redirected' : 'nowhere'
    return { takes: 'plain', http: true, routes: ['http'], tls: { ends, client: 'not-asked' } }
  }
  const isTls = protocol === 'HTTPS' || protocol === 'TLS'
  if (!isMap(written)) {
    if (!isTls) return { takes: 'plain', http: false, routes: ['tcp'], tls: plaintext }
    reading.refuse(
      'bad-tls',
      below(path, 'tls'),
      `${protocol} without TLS settings`,
      'add `tls` with a mode, or take another protocol',
    )
    return unclear
  }
  const said = field(written, 'mode') ?? 'PASSTHROUGH'
  const mode = typeof said === 'string' && Object.hasOwn(modes, said) ? modes[said] : undefined
  if (!mode) {
    reading.refuse(
      'bad-tls',
      below(below(path, 'tls'), 'mode'),
      `${quote(said)} is no mode of TLS`,
      `write one of ${Object.keys(modes).join(', ')}`,
    )
    return unclear
  }
  const opened = mode.ends === 'controller'
  return {
    takes: said === 'ISTIO_MUTUAL' ? 'mtls' : 'tls',
    http: opened && protocol === 'HTTPS',
    routes:
      said === 'AUTO_PASSTHROUGH'
        ? []
        : opened
          ? [protocol === 'HTTPS' ? 'http' : 'tcp']
          : (['tls'] as const),
    tls: mode,
  }
}

const plaintext: EntryTls = { ends: 'nowhere', client: 'not-asked' }

const unclear: AtServer = {
  takes: 'tls',
  http: true,
  routes: ['http', 'tls', 'tcp'],
  tls: { ends: 'unknown', client: 'unknown' },
}

/** Where TLS ends by each mode, and what it asks of the client (istio/api gateway.proto, TLSmode). */
const modes: Readonly<Record<string, EntryTls>> = {
  PASSTHROUGH: { ends: 'pods', client: 'unknown' },
  SIMPLE: { ends: 'controller', client: 'not-asked' },
  MUTUAL: { ends: 'controller', client: 'required' },
  OPTIONAL_MUTUAL: { ends: 'controller', client: 'optional' },
  ISTIO_MUTUAL: { ends: 'controller', client: 'mesh-identity' },
  AUTO_PASSTHROUGH: { ends: 'pods', client: 'mesh-identity' },
}
