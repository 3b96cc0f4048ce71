import { problemOf, type Found } from '../../model/entry-way'
import type { Inventory } from '../../model/inventory'
import { asString, dig, isList, listOf, quote, textsOf, type Json } from '../../model/json'
import { refText, stringMap, type KubeObject, type Path } from '../../model/object'
import type { Tri } from '../../model/tri'

/** Route kinds with the listener protocols that take them; other protocols are an implementation's own and take any. */
export const listenerProtocols: ReadonlyMap<string, readonly string[]> = new Map([
  ['HTTPRoute', ['HTTP', 'HTTPS']],
  ['GRPCRoute', ['HTTP', 'HTTPS']],
  ['TLSRoute', ['TLS']],
  ['TCPRoute', ['TCP', 'TLS']],
  ['UDPRoute', ['UDP']],
])

const known = ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP']

/** What becomes of one parent of a route; `inside` is a Service, whose routes open no way in. */
export type Attachment = { readonly problem?: Found['problems'][number] } & (
  | { readonly kind: 'inside' }
  | { readonly kind: 'refused'; readonly problem: Found['problems'][number] }
  | {
      readonly kind: 'attached'
      readonly gateway?: KubeObject
      readonly hosts: readonly string[]
      readonly ports: readonly number[]
      readonly doubt?: string
    }
)

/** Which listeners of the Gateway take the route: by name, port, protocol, host name and the route's namespace. */
export function listen(
  inventory: Inventory,
  route: KubeObject,
  parent: Json,
  gateway: KubeObject,
  path: Path,
): Attachment {
  const section = asString(dig(parent, 'sectionName'))
  const port = dig(parent, 'port')
  const hosts = textsOf(dig(route.body, 'spec', 'hostnames'))
  const named = listOf(dig(gateway.body, 'spec', 'listeners')).filter(
    listener =>
      (section === undefined || dig(listener, 'name') === section) &&
      (typeof port !== 'number' || dig(listener, 'port') === port),
  )
  const taken = named.flatMap(listener => {
    const admitted = admits(inventory, gateway, listener, route)
    const shared = sharedHosts(asString(dig(listener, 'hostname')), hosts)
    return admitted !== 'no' && shared && speaks(listener, route.ref.kind)
      ? [{ listener, admitted, hosts: shared }]
      : []
  })
  if (taken.length === 0)
    return {
      kind: 'refused',
      problem: problemOf(
        route,
        'not-attached',
        path,
        `hangs on ${refText(gateway.ref)}, ${
          named.length === 0
            ? `which has no listener ${section === undefined ? 'on that port' : quote(section)}`
            : 'none of whose listeners takes it (protocol, host name, `allowedRoutes`)'
        }`,
        'without a listener that takes it the route opens nothing; correct the one or the other',
      ),
    }
  return {
    kind: 'attached',
    gateway,
    hosts: taken.some(each => each.hosts.length === 0) ? [] : taken.flatMap(each => each.hosts),
    ports: taken.flatMap(({ listener }) => {
      const number = dig(listener, 'port')
      return typeof number === 'number' ? [number] : []
    }),
    ...(taken.every(({ admitted }) => admitted === 'maybe') && {
      doubt: `whether ${refText(gateway.ref)} takes routes of this namespace could not be told`,
    }),
  }
}

/** `allowedRoutes.namespaces`: by default routes of the Gateway's own namespace only. */
function admits(inventory: Inventory, gateway: KubeObject, listener: Json, route: KubeObject): Tri {
  const namespaces = dig(listener, 'allowedRoutes', 'namespaces')
  const from = asString(dig(namespaces, 'from')) ?? 'Same'
  const home = route.ref.namespace ?? 'default'
  if (from === 'All') return 'yes'
  if (from === 'Same') return gateway.ref.namespace === home ? 'yes' : 'no'
  if (from === 'None') return 'no'
  const namespace = inventory.namespaces.get(home)
  const wanted = stringMap(dig(namespaces, 'selector', 'matchLabels'))
  const met = [...wanted].every(([key, value]) => namespace?.labels.get(key) === value)
  if (!met && namespace?.labelsKnown !== false) return 'no'
  return met && !isList(dig(namespaces, 'selector', 'matchExpressions')) ? 'yes' : 'maybe'
}

function speaks(listener: Json, kind: string): boolean {
  const protocol = asString(dig(listener, 'protocol')) ?? ''
  return !known.includes(protocol) || (listenerProtocols.get(kind) ?? []).includes(protocol)
}

/** What a listener and a route both take (empty = any host); undefined where no host name is in both. */
function sharedHosts(listener: string | undefined, route: readonly string[]): string[] | undefined {
  if (!listener) return [...route]
  if (route.length === 0) return [listener]
  const shared = route.flatMap(host =>
    covers(listener, host) ? [host] : covers(host, listener) ? [listener] : [],
  )
  return shared.length > 0 ? shared : undefined
}

/** `*.example.com` covers every name below it, wildcards included, and not `example.com` itself. */
function covers(pattern: string, host: string): boolean {
  if (pattern.toLowerCase() === host.toLowerCase()) return true
  return pattern.startsWith('*.') && host.toLowerCase().endsWith(pattern.slice(1).toLowerCase())
}
