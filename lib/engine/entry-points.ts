import type { Capture } from '../model/capture'
import type { EntryReader } from '../model/dialect'
import type { EntryPoint, EntryTarget } from '../model/entry-point'
import { distinct, problemOf, type Backend, type Found, type Way } from '../model/entry-way'
import { workloadKey, type Inventory, type Pod, type Service, type ServicePort } from '../model/inventory'
import { protocols, type Protocol } from '../model/port'
import type { Problem } from '../model/problem'
import type { Settings } from '../model/settings'
import { groupAlike } from './classes'
import { Doors, throughDoors, type ServiceWay } from './entry-doors'
import { EntryJudge, type Answer } from './entry-judge'
import { serviceWays } from './entry-services'
import type { Memory } from './memory'
import { isMoreOpen } from './trust'
import type { World } from './world'

/**
 * Every way into the cluster from outside that Services and the objects which dialects `read` open, with the verdict for each port of each
 * workload behind it, and problems with references that lead nowhere. With `compat: netpol-analyzer` one pod without
 * labels, in a namespace of its own, stands for every controller, and a reference to a port of a Service may also name
 * the port of the pods behind it.
 */
export function findEntryPoints(
  world: World,
  capture: Capture,
  read: EntryReader | undefined,
  settings: Settings,
  memory: Memory,
): { entryPoints: () => EntryPoint[]; problems: Problem[] } {
  const { inventory } = world
  const found = readWays(capture, inventory, read)
  const compat = settings.compat === 'netpol-analyzer'
  const finder = new TargetFinder(inventory, compat)
  const followed = found.ways.map(way => ({
    way,
    behind: way.backends.map(backend => finder.find(way, backend)),
  }))
  return {
    problems: [
      ...found.problems,
      ...followed.flatMap(({ behind }) => behind.flatMap(({ problem }) => problem ?? [])),
    ],
    entryPoints: () => {
      const asker = new EntryJudge(world, memory)
      const doors = new Doors(inventory, found.services, asker, memory.relevance)
      return followed.map(({ way, behind }) => entryPoint(way, behind, compat, { asker, doors, memory }))
    },
  }
}

function entryPoint(
  way: Way,
  behind: readonly Behind[],
  compat: boolean,
  { asker, doors: allDoors, memory }: Askers,
): EntryPoint {
  const landed = behind.map(({ land }) => land())
  const controllers = compat ? [labellessController] : way.controllers
  const doors = compat || way.via !== 'controller' ? undefined : allDoors.of(way, controllers)
  return {
    object: way.object.ref,
    via: way.via,
    through: way.through,
    controllers: distinct(way.controllers.map(({ workload }) => workload)),
    hosts: way.hosts,
    paths: way.paths,
    ports: way.ports,
    preservesClient: way.preservesClient,
    ...(way.tls && { tls: way.tls }),
    ...(doors && { doors }),
    targets: judgeTargets(
      landed.flatMap(({ targets }) => targets),
      way,
      controllers,
      asker,
      memory,
    ).map(target => atEnd(target, way, doors)),
    doubts: distinct([...way.doubts, ...landed.flatMap(({ doubts }) => doubts)]),
  }
}

interface Askers {
  readonly asker: EntryJudge
  readonly doors: Doors
  readonly memory: Memory
}

/** What becomes of a target that the controller lets traffic through to, on the whole way. */
function atEnd(target: EntryTarget, way: Way, doors: EntryPoint['doors']): EntryTarget {
  if (target.verdict === 'deny') return target
  if (way.doubtful) return { ...target, verdict: 'unknown', reason: 'doubtful-way' }
  const verdict = throughDoors(doors, target.verdict)
  return verdict === target.verdict ? target : { ...target, verdict, reason: 'at-controller' }
}

const labellessController: Pod = {
  namespace: 'ingress-controller-ns',
  name: 'ingress-controller',
  workload: workloadKey('ingress-controller-ns', 'ingress-controller', 'Pod'),
  labels: new Map(),
  addresses: [],
  ports: [],
  hostNetwork: false,
  serviceAccount: 'default',
  proxy: 'none',
  predicted: true,
}

function readWays(
  capture: Capture,
  inventory: Inventory,
  read: EntryReader | undefined,
): Found & { readonly services: readonly ServiceWay[] } {
  const opened: ServiceWay[] = []
  const services = new Map(
    inventory.services.map(service => [`${service.namespace}/${service.name}`, service]),
  )
  const found = capture.objects.flatMap((object): Found[] => {
    const dialect = read?.(object)
    if (dialect) return [dialect]
    const { group, kind, namespace = 'default', name } = object.ref
    const service = group === '' && kind === 'Service' ? services.get(`${namespace}/${name}`) : undefined
    if (!service) return []
    const own = serviceWays(object, service)
    opened.push(...own.ways.map(way => ({ way, service })))
    return [own]
  })
  return {
    ways: found.flatMap(({ ways }) => ways),
    problems: found.flatMap(({ problems }) => problems),
    services: opened,
  }
}

/** One port of one pod behind a way. */
interface Landing {
  readonly service: string
  readonly pod: Pod
  readonly protocol: Protocol
  readonly port: number
}

/** Where a backend leads; a reference that leads nowhere is known before anybody asks for the pods. */
interface Behind {
  readonly problem?: Problem
  readonly land: () => Landed
}

interface Landed {
  readonly targets: readonly Landing[]
  readonly doubts: readonly string[]
}

/** Follows a way's backend over the Service to ports of pods. */
class TargetFinder {
  private readonly services: ReadonlyMap<string, Service>
  private namespaces: ReadonlyMap<string | undefined, readonly Pod[]> | undefined
  private readonly labels = new Map<string, ReadonlyMap<string | undefined, readonly Pod[]>>()

  constructor(
    private readonly inventory: Inventory,
    private readonly lenient: boolean,
  ) {
    this.services = new Map(
      inventory.services.map(service => [`${service.namespace}/${service.name}`, service]),
    )
  }

  find(way: Way, backend: Backend): Behind {
    const name = `${backend.namespace}/${backend.service}`
    const service = this.services.get(name)
    if (!service)
      return nothing(
        problemOf(
          way.object,
          'no-such-service',
          backend.path,
          `leads to Service ${name}, which is not there`,
          'correct the name, or load the Service too',
        ),
      )
    if (service.type === 'ExternalName')
      return doubtful(`Service ${name} stands for a name outside the cluster`)
    const pods = (): readonly Pod[] => this.podsOf(service)
    const ports = portsOf(service, backend, pods, this.lenient)
    if (ports.length === 0 && backend.port.of !== 'every')
      return nothing(
        problemOf(
          way.object,
          'no-such-port',
          backend.path,
          `leads to port \`${backend.port.is}\` of Service ${name}, which has ${portNames(service, backend.protocol)}`,
          'name a port of the Service',
        ),
      )
    if (!service.selector)
      return doubtful(`Service ${name} has no selector, so who answers for it is kept by hand and not read`)
    return { land: () => landed(name, withLabels(pods(), backend.labels), ports) }
  }

  private podsOf({ selector, namespace }: Service): readonly Pod[] {
    const [first, ...others] = selector ?? []
    if (!first) return selector ? (this.byNamespace().get(namespace) ?? []) : []
    const [label, value] = first
    return this.bearing(namespace, label, value).filter(pod =>
      others.every(([key, wanted]) => pod.labels.get(key) === wanted),
    )
  }

  /** Pods of a namespace with one label; each label that Services ask for is looked up once for all of them. */
  private bearing(namespace: string, label: string, value: string): readonly Pod[] {
    const key = JSON.stringify([namespace, label])
    let byValue = this.labels.get(key)
    if (!byValue) {
      byValue = groupBy(this.byNamespace().get(namespace) ?? [], pod => pod.labels.get(label))
      this.labels.set(key, byValue)
    }
    return byValue.get(value) ?? []
  }

  private byNamespace(): ReadonlyMap<string | undefined, readonly Pod[]> {
    this.namespaces ??= groupBy(this.inventory.pods, ({ namespace }) => namespace)
    return this.namespaces
  }
}

function groupBy<Key>(pods: readonly Pod[], keyOf: (pod: Pod) => Key): Map<Key, Pod[]> {
  const groups = new Map<Key, Pod[]>()
  for (const pod of pods) {
    const known = groups.get(keyOf(pod))
    if (known) known.push(pod)
    else groups.set(keyOf(pod), [pod])
  }
  return groups
}

const withLabels = (pods: readonly Pod[], labels: Backend['labels']): readonly Pod[] =>
  labels && labels.size > 0
    ? pods.filter(pod => [...labels].every(([key, value]) => pod.labels.get(key) === value))
    : pods

function landed(service: string, pods: readonly Pod[], ports: readonly ServicePort[]): Landed {
  if (pods.length === 0) return { targets: [], doubts: [`no pod is selected by Service ${service}`] }
  const landings = ports.map(port => ({ port, at: pods.flatMap(pod => landingsOf(service, pod, port)) }))
  return {
    targets: landings.flatMap(({ at }) => at),
    doubts: landings.flatMap(({ port, at }) =>
      at.length > 0
        ? []
        : [`no pod behind Service ${service} names a ${port.protocol} port \`${port.target}\``],
    ),
  }
}

const doubtful = (doubt: string): Behind => ({ land: () => ({ targets: [], doubts: [doubt] }) })

const nothing = (problem: Problem): Behind => ({ problem, land: () => ({ targets: [], doubts: [] }) })

/** The ports of the Service that a backend means; a Route's are the ports of endpoints, named as the Service names them. */
function portsOf(
  service: Service,
  { port, protocol }: Backend,
  pods: () => readonly Pod[],
  lenient: boolean,
): ServicePort[] {
  const ports = service.ports.filter(one => one.protocol === protocol)
  if (port.of === 'every') return ports
  const { of, is } = port
  return ports.filter(
    one =>
      one.name === is ||
      ((of === 'service' || lenient) && one.port === is) ||
      ((of === 'endpoint' || lenient) &&
        (one.target === is ||
          pods().some(pod => landingsOf('', pod, one).some(landing => landing.port === is)))),
  )
}

function portNames({ ports }: Service, protocol: Protocol): string {
  const names = ports
    .filter(one => one.protocol === protocol)
    .map(({ name, port }) => (name ? `\`${port}\` (\`${name}\`)` : `\`${port}\``))
  return names.length === 0 ? `no ${protocol} port` : names.join(', ')
}

/** Where a Service's port ends on one pod; a name may stand for several numbers or none. */
function landingsOf(service: string, pod: Pod, { target, protocol }: ServicePort): Landing[] {
  if (typeof target === 'number') return [{ service, pod, protocol, port: target }]
  const named = pod.ports.filter(port => port.name === target && port.protocol === protocol)
  return distinct(named.map(({ port }) => port)).map(port => ({ service, pod, protocol, port }))
}

/** One target per port of a workload: as open as the most open of its pods, which are asked once where alike. */
function judgeTargets(
  landings: readonly Landing[],
  way: Way,
  controllers: readonly Pod[],
  asker: EntryJudge,
  memory: Memory,
): EntryTarget[] {
  const sources = groupAlike(controllers, memory.relevance).flatMap(([first]) => first ?? [])
  const ask = (service: string, pod: Pod, protocol: Protocol, port: number): Answer => {
    if (way.via !== 'controller') return asker.fromOutside(pod, protocol, port, way)
    if (way.passesIdentity) return asker.fromBeyond(sources, pod, protocol, port)
    if (sources.length === 0) return asker.fromAnyController(pod, protocol, port)
    const [namespace = '', name = ''] = service.split('/')
    const dial = { service: { namespace, name }, ...(way.speaks && { speaks: way.speaks }) }
    return asker.fromPods(sources, pod, protocol, port, dial)
  }
  const groups = new Map<string, Landing[]>()
  const meant = way.passesIdentity ? landings.filter(({ pod }) => pod.proxy !== 'none') : landings
  for (const landing of meant) {
    const key = JSON.stringify([landing.service, landing.pod.workload, landing.protocol, landing.port])
    groups.set(key, [...(groups.get(key) ?? []), landing])
  }
  return [...groups.values()]
    .flatMap((group): EntryTarget[] => {
      const [first] = group
      if (!first) return []
      const { service, protocol, port } = first
      const alike = groupAlike(distinct(group.map(({ pod }) => pod)), memory.relevance)
      const answers = alike.flatMap(([pod]) => (pod ? [ask(service, pod, protocol, port)] : []))
      const [answer, ...others] = answers
      if (!answer) return []
      const most = others.reduce((a, b) => (isMoreOpen(b, a) ? b : a), answer)
      return [{ service, workload: first.pod.workload, protocol, port, ...most }]
    })
    .sort(byPlace)
}

const byPlace = (a: EntryTarget, b: EntryTarget): number =>
  compare(a.workload, b.workload) ||
  protocols.indexOf(a.protocol) - protocols.indexOf(b.protocol) ||
  a.port - b.port ||
  compare(a.service, b.service)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
