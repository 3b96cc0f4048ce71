import type { Around, EntryDialect } from '../../model/dialect'
import { distinct, problemOf, type Backend, type Found, type Way } from '../../model/entry-way'
import type { Inventory, Pod, Service } from '../../model/inventory'
import { refText, type KubeObject, type Path } from '../../model/object'
import type { Speaks } from '../../model/mesh'
import type { Problem } from '../../model/problem'
import { readDestinationRule } from './destination-rule'
import { DestinationRules } from './destination-rules'
import { sharedHosts } from './gateway-hosts'
import { isScoped, reaches } from './gateway-reach'
import { readGateway, type GatewayServer, type IstioGateway } from './gateway-server'
import { serviceHost } from './hosts'
import { readMeshConfig, type MeshConfig } from './mesh-config'
import {
  matchesAt,
  readVirtualService,
  type Destination,
  type ServiceRoute,
  type VirtualService,
} from './virtual-service'

const group = 'networking.istio.io'
const versions: readonly string[] = ['v1', 'v1beta1', 'v1alpha3']

/** Gateways of Istio with the VirtualServices that are bound to them. */
export const istioWaysIn: EntryDialect = (around, inventory) => {
  let made: GatewayWays | undefined
  return object => {
    const { kind } = object.ref
    if (object.ref.group !== group || (kind !== 'Gateway' && kind !== 'VirtualService')) return undefined
    if (!versions.includes(object.version))
      return { ways: [], problems: kind === 'Gateway' ? [unreadVersion(object)] : [] }
    made ??= new GatewayWays(around, inventory)
    return kind === 'Gateway' ? made.ofGateway(object) : made.ofVirtualService(object)
  }
}

const unreadVersion = (object: KubeObject): Problem =>
  problemOf(
    object,
    'unread-version',
    [],
    `is written in version ${object.version}, which is not read here, so the ways in that it opens are not shown`,
    `write it as \`${group}/v1\``,
    'left-out',
  )

interface Opened {
  readonly gateway: IstioGateway
  readonly object: KubeObject
  /** Pods that it is surely for; none where they are not seen. */
  readonly pods: readonly Pod[]
}

class GatewayWays {
  private readonly gateways: ReadonlyMap<string, Opened>
  private readonly services: ReadonlyMap<string, Service>
  private readonly config: MeshConfig
  private readonly rules: DestinationRules
  private readonly delegates: ReadonlyMap<string, VirtualService>

  constructor(
    around: Pick<Around, 'all' | 'gaps'>,
    private readonly inventory: Inventory,
  ) {
    this.config = readMeshConfig(around)
    const scoped = isScoped(around)
    const routers = inventory.pods.filter(isRouter)
    this.gateways = new Map(
      around
        .all(group, 'Gateway')
        .filter(({ version }) => versions.includes(version))
        .map(object => {
          const gateway = readGateway(object)
          const pods = routers.filter(pod => reaches(gateway, pod, scoped))
          return [keyOf(object.ref), { gateway, object, pods }]
        }),
    )
    this.services = new Map(
      inventory.services.map(service => [serviceHost(service.namespace, service.name), service]),
    )
    this.rules = new DestinationRules(
      around.all(group, 'DestinationRule').map(readDestinationRule),
      this.config.rootNamespace,
      this.config.defaultDestinationRuleExportTo,
    )
    this.delegates = new Map(
      around
        .all(group, 'VirtualService')
        .map(readVirtualService)
        .filter(({ hosts }) => hosts.length === 0)
        .map(service => [keyOf(service.ref), service]),
    )
  }

  /** By itself a Gateway leads somewhere only where it goes by the name in the handshake. */
  ofGateway(object: KubeObject): Found {
    const opened = this.gateways.get(keyOf(object.ref))
    if (!opened) return { ways: [], problems: [] }
    const { gateway } = opened
    const byName = gateway.servers.filter(({ routes }) => routes.length === 0)
    return { ways: byName.map(server => this.byName(opened, server)), problems: gateway.problems }
  }

  /** AUTO_PASSTHROUGH: every Service whose name a host of the server covers, with no VirtualService (gateway.proto, TLSmode). */
  private byName(opened: Opened, server: GatewayServer): Way {
    const meant = this.inventory.services.filter(
      ({ namespace, name, type, selector }) =>
        type !== 'ExternalName' &&
        selector &&
        sharedHosts(server.hosts, [serviceHost(namespace, name)], namespace).length > 0,
    )
    return {
      ...this.wayThrough(opened.object, opened, server),
      through: [],
      hosts: anyAsNone(server.hosts.map(({ host }) => host)),
      passesIdentity: true,
      backends: meant.map(({ namespace, name }) => ({
        namespace,
        service: name,
        protocol: 'TCP',
        port: { of: 'every' },
        path: [],
      })),
    }
  }

  /** One way for each server of each Gateway that it is bound to; what is for the mesh alone opens none. */
  ofVirtualService(object: KubeObject): Found {
    const service = readVirtualService(object)
    if (service.hosts.length === 0) return { ways: [], problems: [] }
    const found = service.gateways.map(({ key, path }) => this.bound(object, service, key, path))
    return {
      ways: found.flatMap(({ ways }) => ways),
      problems: distinctProblems(found.flatMap(({ problems }) => problems)),
    }
  }

  private bound(object: KubeObject, service: VirtualService, key: string, path: Path): Found {
    const opened = this.gateways.get(key)
    if (!opened) return this.unbound(object, service, key, path)
    const { gateway, pods } = opened
    const shown = this.isShownTo(service, pods)
    const found = gateway.servers.flatMap(server => {
      const hosts = sharedHosts(server.hosts, service.hosts, service.namespace)
      const read = this.routesAt(object, service, key, server)
      if (hosts.length === 0 || shown === 'no' || read.taken === 0) return []
      const { backends, paths, doubts, problems } = read
      const way: Way = {
        ...this.wayThrough(object, opened, server),
        hosts: anyAsNone(hosts),
        paths,
        backends: server.tls.ends === 'redirected' && !this.mayComeRedirected ? [] : backends,
        doubts: distinct([
          ...doubts,
          ...(shown === 'maybe'
            ? [`no gateway pod of ${refText(gateway.ref)} is seen, so whether it is shown this is not known`]
            : []),
        ]),
      }
      return [{ ways: [way], problems }]
    })
    if (found.length > 0)
      return {
        ways: found.flatMap(({ ways }) => ways),
        problems: found.flatMap(({ problems }) => problems),
      }
    return {
      ways: [],
      problems: [
        problemOf(
          object,
          'not-attached',
          path,
          `is bound to ${refText(gateway.ref)}, ${
            shown === 'no'
              ? 'and is not exported to the namespace of its pods'
              : 'none of whose servers takes it (hosts, protocol, port and gateways of a match)'
          }`,
          'without a server that takes it the routes open nothing; correct the one or the other',
        ),
      ],
    }
  }

  /** A Gateway that was not loaded may be there all the same. */
  private unbound(object: KubeObject, service: VirtualService, key: string, path: Path): Found {
    const name = `Gateway ${key}`
    const read = this.routesAt(object, service, key, undefined)
    return {
      ways: [
        {
          ...bare(object),
          hosts: anyAsNone(service.hosts),
          paths: read.paths,
          backends: read.backends,
          doubts: distinct([`${name} was not loaded`, ...read.doubts]),
        },
      ],
      problems: [
        problemOf(
          object,
          'no-such-gateway',
          path,
          `is bound to ${name}, which is not there`,
          'correct the reference, or load the Gateway too',
        ),
        ...read.problems,
      ],
    }
  }

  private wayThrough(object: KubeObject, { gateway, pods }: Opened, server: GatewayServer): Way {
    const speaks: Speaks | undefined =
      server.tls.ends === 'pods'
        ? 'tls'
        : server.routes.length > 1
          ? undefined
          : server.http
            ? 'http'
            : undefined
    return {
      ...bare(object),
      through: [gateway.ref],
      ports: [server.port],
      tls: server.tls,
      controllers: pods,
      ...(speaks && { speaks }),
      ...(!gateway.certain && { doubtful: true }),
    }
  }

  /** Whoever is trusted before the gateway may say that the client came by TLS, and is then not redirected. */
  private get mayComeRedirected(): boolean {
    return this.config.trustedProxies > 0 || this.config.doubtful
  }

  /** A VirtualService is for the proxies of the namespaces that it is exported to (virtual_service.proto, exportTo). */
  private isShownTo({ exportTo, namespace }: VirtualService, pods: readonly Pod[]): 'yes' | 'no' | 'maybe' {
    const shown = (to: string): boolean => isExported(this.exportsOf(exportTo), namespace, to)
    if (isExported(this.exportsOf(exportTo), namespace, '')) return 'yes'
    if (pods.length === 0) return 'maybe'
    return pods.some(pod => shown(pod.namespace)) ? 'yes' : 'no'
  }

  private exportsOf(written: readonly string[]): readonly string[] {
    return written.length > 0 ? written : this.config.defaultVirtualServiceExportTo
  }

  /** The routes that are taken at a server, or at one of which nothing is known. */
  private routesAt(
    object: KubeObject,
    service: VirtualService,
    gateway: string,
    server: GatewayServer | undefined,
  ): Read {
    const doubts: string[] = []
    const problems: Problem[] = []
    const paths: (string | undefined)[] = []
    const backends: Backend[] = []
    let taken = 0
    const at = (route: ServiceRoute): readonly { readonly uri?: string }[] =>
      route.matches.length === 0 ? [{}] : server ? matchesAt(route, gateway, server.port) : route.matches
    for (const route of service.routes) {
      if (server && !server.routes.includes(route.kind)) continue
      const matches = at(route)
      if (matches.length === 0) continue
      taken++
      const followed = route.delegate ? this.delegated(object, service, route.delegate) : [route]
      if ('problem' in followed) {
        problems.push(followed.problem)
        continue
      }
      for (const each of followed) {
        const inner = each === route ? matches : at(each)
        if (inner.length === 0) continue
        paths.push(...matches.map(({ uri }) => uri))
        for (const destination of each.destinations) {
          const { backend, doubt, problem } = this.backend(object, destination, gateway, server)
          if (backend) backends.push(backend)
          if (doubt) doubts.push(doubt)
          if (problem) problems.push(problem)
        }
      }
    }
    return {
      taken,
      backends,
      problems,
      doubts: distinct(doubts),
      paths: paths.includes(undefined) ? [] : distinct(paths.filter(path => path !== undefined)),
    }
  }

  /** A delegate has no hosts, and must be exported to the namespace of whoever names it (virtual_service.proto, Delegate). */
  private delegated(
    object: KubeObject,
    { namespace: own }: VirtualService,
    { namespace, name, path }: NonNullable<ServiceRoute['delegate']>,
  ): readonly ServiceRoute[] | { readonly problem: Problem } {
    const delegate = this.delegates.get(`${namespace}/${name}`)
    if (delegate && isExported(this.exportsOf(delegate.exportTo), namespace, own))
      return delegate.routes.filter(({ kind }) => kind === 'http')
    return {
      problem: problemOf(
        object,
        'no-such-delegate',
        path,
        `hands requests to VirtualService ${namespace}/${name}, which ${
          delegate ? `is not exported to ${own}` : 'is not there as a delegate'
        }`,
        'name a VirtualService without hosts that is exported here',
      ),
    }
  }

  private backend(
    object: KubeObject,
    { host, port, subset, path }: Destination,
    gateway: string,
    server: GatewayServer | undefined,
  ): { backend?: Backend; doubt?: string; problem?: Problem } {
    const found = this.services.get(host) ?? this.services.get(inOwnDomain(host))
    if (!found) {
      const [, name = '', namespace = ''] = inCluster.exec(host) ?? []
      if (namespace === '') return { doubt: `it leads to ${host}, which is no Service here and not followed` }
      return {
        problem: problemOf(
          object,
          'no-such-service',
          path,
          `leads to Service ${namespace}/${name}, which is not there`,
          'correct the name, or load the Service too',
        ),
      }
    }
    const only = found.ports.length === 1 ? found.ports[0]?.port : undefined
    const number = port ?? only ?? server?.port
    const narrowed = subset === undefined ? {} : this.subset(object, found, subset, gateway, path)
    if ('problem' in narrowed) return narrowed
    return {
      backend: {
        namespace: found.namespace,
        service: found.name,
        protocol: 'TCP',
        port: number === undefined ? { of: 'every' } : { of: 'service', is: number },
        path,
        ...('labels' in narrowed && narrowed.labels && { labels: narrowed.labels }),
      },
      ...('doubt' in narrowed && narrowed.doubt && { doubt: narrowed.doubt }),
    }
  }

  /** Pods of a subset, by the DestinationRule that the gateway pods heed (destination_rule.proto, Subset). */
  private subset(
    object: KubeObject,
    { namespace, name }: Service,
    subset: string,
    gateway: string,
    path: Path,
  ): { labels?: ReadonlyMap<string, string>; doubt?: string } | { problem: Problem } {
    const pods = this.gateways.get(gateway)?.pods ?? []
    const host = serviceHost(namespace, name)
    const found = pods.map(pod => this.rules.find(pod, host, namespace))
    const labels = found.map(each => (each === 'unsure' ? undefined : each.rule?.subsetLabels.get(subset)))
    const [first] = labels
    if (first && labels.every(each => JSON.stringify([...(each ?? [])]) === JSON.stringify([...first])))
      return { labels: first }
    if (found.length === 0 || found.includes('unsure') || labels.some(Boolean))
      return { doubt: `which pods are subset ${subset} of Service ${namespace}/${name} could not be told` }
    return {
      problem: problemOf(
        object,
        'no-such-subset',
        path,
        `leads to subset \`${subset}\` of Service ${namespace}/${name}, which no DestinationRule defines for the gateway`,
        'define the subset, or lead to the Service as a whole',
      ),
    }
  }
}

interface Read {
  /** How many routes the server takes. */
  readonly taken: number
  readonly backends: readonly Backend[]
  readonly paths: readonly string[]
  readonly doubts: readonly string[]
  readonly problems: readonly Problem[]
}

const keyOf = ({ namespace, name }: KubeObject['ref']): string => `${namespace ?? 'default'}/${name}`

const bare = (object: KubeObject): Way => ({
  object,
  via: 'controller',
  through: [],
  hosts: [],
  paths: [],
  ports: [],
  preservesClient: false,
  doubts: [],
  backends: [],
  controllers: [],
})

/** Gateways are for proxies that carry the traffic of others; on the network of a node proxies are not told apart. */
const isRouter = ({ proxy, hostNetwork }: Pod): boolean =>
  proxy === 'gateway' || proxy === 'unknown' || hostNetwork

/** `*` is any host. */
const anyAsNone = (hosts: readonly string[]): string[] => (hosts.includes('*') ? [] : distinct(hosts))

const isExported = (exports: readonly string[], owner: string, to: string): boolean =>
  exports.length === 0 ||
  exports.includes('*') ||
  exports.includes(to) ||
  (exports.includes('.') && owner === to)

const inCluster = /^([^.]+)\.([^.]+)\.svc\./

/** Which domain a cluster has is not read; what is spelt like a Service in any is taken for it. */
function inOwnDomain(host: string): string {
  const [, name, namespace] = inCluster.exec(host) ?? []
  return name && namespace ? serviceHost(namespace, name) : host
}

function distinctProblems(problems: readonly Problem[]): Problem[] {
  const found = new Map(problems.map(problem => [JSON.stringify([problem.code, problem.path]), problem]))
  return [...found.values()]
}
