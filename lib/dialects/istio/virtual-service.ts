import { asString, dig, field, listOf, textsOf, type Json } from '../../model/json'
import type { KubeObject, ObjectRef, Path } from '../../model/object'
import { fullHost } from './hosts'
import type { RouteKind } from './gateway-server'

/** Where a route of a VirtualService leads. */
export interface Destination {
  /** In full. */
  readonly host: string
  readonly subset?: string
  /** Port of the Service; absent: its only one, else that of the listener. */
  readonly port?: number
  readonly path: Path
}

/** One alternative of a match; what it does not say is open. */
interface Match {
  /** `namespace/name`; empty: every one that the VirtualService is for. */
  readonly gateways: readonly string[]
  readonly port?: number
  readonly uri?: string
}

/** One route: when it is taken, and where it leads. */
export interface ServiceRoute {
  readonly kind: RouteKind
  /** Empty: always. */
  readonly matches: readonly Match[]
  readonly destinations: readonly Destination[]
  readonly delegate?: { readonly namespace: string; readonly name: string; readonly path: Path }
}

/** A VirtualService as gateways heed it. */
export interface VirtualService {
  readonly ref: ObjectRef
  readonly namespace: string
  /** In full; none: a delegate, which is heeded where another one names it. */
  readonly hosts: readonly string[]
  /** `namespace/name`, `mesh` left out, each with its place. */
  readonly gateways: readonly { readonly key: string; readonly path: Path }[]
  readonly exportTo: readonly string[]
  readonly routes: readonly ServiceRoute[]
}

export function readVirtualService({ ref, body }: KubeObject): VirtualService {
  const namespace = ref.namespace ?? 'default'
  const spec = dig(body, 'spec')
  return {
    ref,
    namespace,
    hosts: textsOf(field(spec, 'hosts')).map(host => fullHost(host, namespace)),
    gateways: textsOf(field(spec, 'gateways')).flatMap((name, at) =>
      name === 'mesh' ? [] : [{ key: gatewayKey(name, namespace), path: ['spec', 'gateways', at] as Path }],
    ),
    exportTo: textsOf(field(spec, 'exportTo')),
    routes: kinds.flatMap(kind =>
      listOf(field(spec, kind)).map((route, at) => readRoute(kind, route, ['spec', kind, at], namespace)),
    ),
  }
}

const kinds: readonly RouteKind[] = ['http', 'tls', 'tcp']

/**
 * `name` is beside the VirtualService, `./name` too; `name.namespace.svc…` is an old spelling of `namespace/name`
 * (pilot/pkg/model/virtualservice.go, resolveGatewayName).
 */
function gatewayKey(name: string, own: string): string {
  const slash = name.indexOf('/')
  if (slash >= 0) return name.slice(0, slash) === '.' ? `${own}${name.slice(slash)}` : name
  const [short = '', namespace] = name.split('.')
  return `${namespace ?? own}/${short}`
}

function readRoute(kind: RouteKind, route: Json, path: Path, own: string): ServiceRoute {
  const delegate = field(route, 'delegate')
  const name = asString(field(delegate, 'name'))
  return {
    kind,
    matches: listOf(field(route, 'match')).map(match => readMatch(match, own)),
    destinations: [
      ...targetsOf(route, path).flatMap(each => readDestination(each.value, each.path, own)),
      ...mirrorsOf(route, path).flatMap(each => readDestination(each.value, each.path, own)),
    ],
    ...(kind === 'http' &&
      name !== undefined && {
        delegate: {
          namespace: asString(field(delegate, 'namespace')) || own,
          name,
          path: [...path, 'delegate'],
        },
      }),
  }
}

function readMatch(match: Json, own: string): Match {
  const port = field(match, 'port')
  const uri = field(match, 'uri')
  const said = ['exact', 'prefix', 'regex'].map(how => asString(field(uri, how))).find(Boolean)
  return {
    gateways: textsOf(field(match, 'gateways')).map(name => gatewayKey(name, own)),
    ...(typeof port === 'number' && port > 0 && { port }),
    ...(said !== undefined && { uri: said }),
  }
}

interface Written {
  readonly value: Json | undefined
  readonly path: Path
}

/** Of several destinations those without weight take no traffic; one alone takes all (istio/api virtual_service.proto). */
function targetsOf(route: Json, path: Path): Written[] {
  const written = listOf(field(route, 'route'))
  return written.flatMap((target, at) => {
    const weight = field(target, 'weight')
    const isIdle = written.length > 1 && (typeof weight !== 'number' || weight <= 0)
    return isIdle
      ? []
      : [{ value: field(target, 'destination'), path: [...path, 'route', at, 'destination'] }]
  })
}

/** What is mirrored reaches pods too. */
const mirrorsOf = (route: Json, path: Path): Written[] => [
  ...(field(route, 'mirror') === undefined
    ? []
    : [{ value: field(route, 'mirror'), path: [...path, 'mirror'] }]),
  ...listOf(field(route, 'mirrors')).map((mirror, at) => ({
    value: field(mirror, 'destination'),
    path: [...path, 'mirrors', at, 'destination'],
  })),
]

function readDestination(value: Json | undefined, path: Path, own: string): Destination[] {
  const host = asString(field(value, 'host'))
  const [subset, port] = [asString(field(value, 'subset')), dig(value, 'port', 'number')]
  if (!host) return []
  return [
    {
      host: fullHost(host, own),
      path,
      ...(subset && { subset }),
      ...(typeof port === 'number' && { port }),
    },
  ]
}

/** Whether a route is taken at a gateway on a port, by one of its alternatives (virtual_service.proto, `gateways` of a match). */
export const matchesAt = ({ matches }: ServiceRoute, gateway: string, port: number): readonly Match[] =>
  matches.filter(
    match =>
      (match.gateways.length === 0 || match.gateways.includes(gateway)) &&
      (match.port === undefined || match.port === port),
  )
