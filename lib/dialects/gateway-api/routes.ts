import type { Around, EntryDialect } from '../../model/dialect'
import { distinct, problemOf, type Backend, type Found } from '../../model/entry-way'
import type { Inventory, Pod } from '../../model/inventory'
import { asString, dig, listOf, quote, textsOf, type Json } from '../../model/json'
import { refText, type KubeObject, type ObjectRef, type Path } from '../../model/object'
import { listen, listenerProtocols, type Attachment } from './listeners'

const group = 'gateway.networking.k8s.io'

/** Routes of the Gateway API. */
export const gatewayWaysIn: EntryDialect = (around, inventory) => {
  const routes = new GatewayRoutes(around, inventory)
  return object =>
    object.ref.group === group && listenerProtocols.has(object.ref.kind) ? routes.ways(object) : undefined
}

/** The label by which what a Gateway runs on can be found, where its implementation sets it (GEP-1762). */
const gatewayLabel = 'gateway.networking.k8s.io/gateway-name'

/** Reads the routes of a capture, which hang on Gateways and need grants to reach Services of other namespaces. */
class GatewayRoutes {
  private readonly gateways = new Map<string, KubeObject>()
  private readonly grants: readonly KubeObject[]

  constructor(
    around: Pick<Around, 'all'>,
    private readonly inventory: Inventory,
  ) {
    for (const gateway of around.all(group, 'Gateway')) this.gateways.set(refText(gateway.ref), gateway)
    this.grants = around.all(group, 'ReferenceGrant')
  }

  /** A route whose parents are all Services routes traffic inside the cluster and opens no way in. */
  ways(route: KubeObject): Found {
    const parents = listOf(dig(route.body, 'spec', 'parentRefs')).map((parent, at) =>
      this.attach(route, parent, ['spec', 'parentRefs', at]),
    )
    const attached = parents.filter(parent => parent.kind === 'attached')
    const refused = parents.flatMap(parent => (parent.kind === 'refused' ? [parent.problem] : []))
    const problems = [...refused, ...attached.flatMap(({ problem }) => problem ?? [])]
    if (attached.length === 0) return { ways: [], problems }
    const backends = this.backends(route)
    const controllers = attached.map(({ gateway }) => (gateway ? this.podsOf(gateway.ref) : []))
    return {
      ways: [
        {
          object: route,
          via: 'controller',
          through: attached.flatMap(({ gateway }) => gateway?.ref ?? []),
          hosts: distinct(
            attached.some(({ hosts }) => hosts.length === 0) ? [] : attached.flatMap(({ hosts }) => hosts),
          ),
          paths: pathsOf(route),
          ports: distinct(attached.flatMap(({ ports }) => ports)),
          preservesClient: false,
          doubts: distinct([...attached.flatMap(({ doubt }) => doubt ?? []), ...backends.doubts]),
          backends: backends.found,
          // Only where every Gateway's pods are known can the source be told.
          controllers: controllers.every(pods => pods.length > 0) ? distinct(controllers.flat()) : [],
        },
      ],
      problems: [...problems, ...backends.problems],
    }
  }

  private attach(route: KubeObject, parent: Json, path: Path): Attachment {
    const home = route.ref.namespace ?? 'default'
    const kind = asString(dig(parent, 'kind')) ?? 'Gateway'
    const parentGroup = asString(dig(parent, 'group')) ?? group
    const name = asString(dig(parent, 'name')) ?? ''
    const namespace = asString(dig(parent, 'namespace')) || home
    if (parentGroup === '' && kind === 'Service') return { kind: 'inside' }
    const hosts = textsOf(dig(route.body, 'spec', 'hostnames'))
    const unfollowed = (doubt: string, problem?: Attachment['problem']): Attachment => ({
      kind: 'attached',
      hosts,
      ports: [],
      doubt,
      ...(problem && { problem }),
    })
    const ref: ObjectRef = { group: parentGroup, kind, namespace, name }
    if (parentGroup !== group || kind !== 'Gateway')
      return unfollowed(`it hangs on ${refText(ref)}, which is not followed`)
    const gateway = this.gateways.get(refText(ref))
    if (!gateway)
      return unfollowed(
        `${refText(ref)} was not loaded`,
        problemOf(
          route,
          'no-such-gateway',
          path,
          `hangs on ${refText(ref)}, which is not there`,
          'correct the reference, or load the Gateway too',
        ),
      )
    return listen(this.inventory, route, parent, gateway, path)
  }

  private podsOf({ namespace, name }: ObjectRef): Pod[] {
    return this.inventory.pods.filter(
      pod => pod.namespace === namespace && pod.labels.get(gatewayLabel) === name,
    )
  }

  /** Backends of all rules; requests that a filter mirrors reach their Service too. */
  private backends(route: KubeObject): {
    found: Backend[]
    doubts: string[]
    problems: Found['problems'][number][]
  } {
    const written = listOf(dig(route.body, 'spec', 'rules')).flatMap((rule, at) => {
      const own = listOf(dig(rule, 'backendRefs')).map((ref, of) => ({
        ref,
        path: ['spec', 'rules', at, 'backendRefs', of] as Path,
      }))
      const mirrors = (from: Json, path: Path): { ref: Json; path: Path }[] =>
        listOf(dig(from, 'filters')).flatMap((filter, of) => {
          const ref = dig(filter, 'requestMirror', 'backendRef')
          return ref === undefined
            ? []
            : [{ ref, path: [...path, 'filters', of, 'requestMirror', 'backendRef'] }]
        })
      return [
        ...own,
        ...mirrors(rule, ['spec', 'rules', at]),
        ...own.flatMap(({ ref, path }) => mirrors(ref, path)),
      ].filter(({ ref }) => dig(ref, 'weight') !== 0)
    })
    const read = written.map(({ ref, path }) => this.backend(route, ref, path))
    return {
      found: read.flatMap(({ backend }) => backend ?? []),
      doubts: read.flatMap(({ doubt }) => doubt ?? []),
      problems: read.flatMap(({ problem }) => problem ?? []),
    }
  }

  private backend(
    route: KubeObject,
    ref: Json,
    path: Path,
  ): { backend?: Backend; doubt?: string; problem?: Found['problems'][number] } {
    const home = route.ref.namespace ?? 'default'
    const kind = asString(dig(ref, 'kind')) ?? 'Service'
    const name = asString(dig(ref, 'name')) ?? ''
    const namespace = asString(dig(ref, 'namespace')) || home
    const port = dig(ref, 'port')
    if ((asString(dig(ref, 'group')) ?? '') !== '' || kind !== 'Service')
      return { doubt: `it leads to ${kind} ${namespace}/${name}, which is no Service and not followed` }
    if (namespace !== home && !this.isGranted(route, namespace, name))
      return {
        problem: problemOf(
          route,
          'not-granted',
          path,
          `leads to Service ${namespace}/${name}, and no ReferenceGrant in ${quote(namespace)} lets it`,
          `add a ReferenceGrant from ${route.ref.kind} of ${quote(home)} to Service`,
        ),
      }
    if (typeof port !== 'number')
      return {
        problem: problemOf(
          route,
          'bad-backend',
          path,
          `names no port of Service ${namespace}/${name}`,
          'add `port`',
        ),
      }
    return {
      backend: {
        namespace,
        service: name,
        protocol: route.ref.kind === 'UDPRoute' ? 'UDP' : 'TCP',
        port: { of: 'service', is: port },
        path,
      },
    }
  }

  /** A ReferenceGrant of the Service's namespace must name the route's kind and namespace, and the Service or all. */
  private isGranted(route: KubeObject, namespace: string, service: string): boolean {
    const { kind } = route.ref
    return this.grants.some(
      grant =>
        grant.ref.namespace === namespace &&
        listOf(dig(grant.body, 'spec', 'from')).some(
          from =>
            dig(from, 'group') === group &&
            dig(from, 'kind') === kind &&
            dig(from, 'namespace') === (route.ref.namespace ?? 'default'),
        ) &&
        listOf(dig(grant.body, 'spec', 'to')).some(to => {
          const name = asString(dig(to, 'name'))
          return (
            (asString(dig(to, 'group')) ?? '') === '' &&
            dig(to, 'kind') === 'Service' &&
            (!name || name === service)
          )
        }),
    )
  }
}

/** Paths that some rule asks for; empty as soon as one rule takes any. */
function pathsOf(route: KubeObject): string[] {
  const rules = listOf(dig(route.body, 'spec', 'rules'))
  const values = rules.flatMap(rule => {
    const matches = listOf(dig(rule, 'matches'))
    return matches.length === 0 ? [undefined] : matches.map(match => asString(dig(match, 'path', 'value')))
  })
  return values.includes(undefined) ? [] : distinct(values.filter(value => value !== undefined))
}
