import type { Door } from '../model/entry-point'
import type { Way } from '../model/entry-way'
import type { Inventory, Pod, Service, ServicePort } from '../model/inventory'
import { dig, listOf } from '../model/json'
import type { Protocol } from '../model/port'
import type { Verdict } from '../model/verdict'
import { groupAlike, type Relevance } from './classes'
import type { EntryJudge } from './entry-judge'
import { narrowerVerdict, widerVerdict } from './trust'

/** A way that a Service opens, with the Service. */
export interface ServiceWay {
  readonly way: Way
  readonly service: Service
}

/**
 * Finds how traffic from outside gets to the pods of a controller: by Services that are open to the outside, by ports of the
 * pods' nodes, or because the pods use the network of their node.
 */
export class Doors {
  private readonly open: ReadonlyMap<string, readonly ServiceWay[]>
  private readonly services: ReadonlyMap<string, readonly Service[]>

  constructor(
    { services }: Inventory,
    ways: readonly ServiceWay[],
    private readonly judge: EntryJudge,
    private readonly relevance: Relevance,
  ) {
    this.open = groupBy(ways, ({ service }) => service.namespace)
    this.services = groupBy(
      services.filter(({ selector }) => selector && selector.size > 0),
      ({ namespace }) => namespace,
    )
  }

  /** Undefined where the pods of the controller, or its ports, are not known. */
  of(way: Way, controllers: readonly Pod[]): readonly Door[] | undefined {
    if (controllers.length === 0 || way.ports.length === 0) return undefined
    const protocol = way.backends.some(backend => backend.protocol === 'UDP') ? 'UDP' : 'TCP'
    const membersOnly = way.tls?.ends === 'controller' && way.tls.client === 'mesh-identity'
    // Pods that policies do not tell apart, by what leads to them.
    const doors = groupAlike(controllers, this.relevance).flatMap(alike => {
      const byDoor = distinctBy(alike, pod =>
        JSON.stringify(this.plansOf(pod, way.ports, protocol).map(planKey)),
      )
      return byDoor.flatMap(pod =>
        this.plansOf(pod, way.ports, protocol).map(plan => ({
          ...plan.door,
          verdict: this.judge.fromOutside(pod, protocol, plan.port, {
            preservesClient: plan.preservesClient,
            onlyFrom: plan.onlyFrom,
            membersOnly,
          }).verdict,
        })),
      )
    })
    return merged(doors)
  }

  private plansOf(pod: Pod, numbers: readonly number[], protocol: Protocol): Plan[] {
    return this.podPorts(pod, numbers, protocol).flatMap(port => [
      ...this.byService(pod, port, protocol),
      ...onNode(pod, port, protocol),
    ])
  }

  /** A listener names the port of a Service that leads to the pod, else the pod's own. */
  private podPorts(pod: Pod, numbers: readonly number[], protocol: Protocol): readonly number[] {
    const leading = (this.services.get(pod.namespace) ?? []).filter(service => selects(service, pod))
    return distinctBy(
      numbers.flatMap(number => {
        const led = leading.flatMap(({ ports }) =>
          ports
            .filter(port => port.protocol === protocol && port.port === number)
            .flatMap(port => targetsOf(port, pod)),
        )
        return led.length > 0 ? led : [number]
      }),
      String,
    )
  }

  private byService(pod: Pod, port: number, protocol: Protocol): Plan[] {
    return (this.open.get(pod.namespace) ?? [])
      .filter(({ service }) => selects(service, pod))
      .flatMap(({ way, service }): Plan[] => {
        const leading = service.ports.filter(
          each => each.protocol === protocol && targetsOf(each, pod).includes(port),
        )
        // A controller opens no door to itself.
        if (leading.length === 0 || way.via === 'controller') return []
        const ports =
          way.via === 'node-port'
            ? leading.flatMap(each => nodePortOf(way, each))
            : leading.map(each => each.port)
        return [
          {
            door: { via: way.via, service: way.object.ref, ports },
            port,
            preservesClient: way.preservesClient,
            onlyFrom: way.onlyFrom,
          },
        ]
      })
  }
}

interface Plan {
  readonly door: Omit<Door, 'verdict'>
  /** Port of the pod. */
  readonly port: number
  readonly preservesClient: boolean
  readonly onlyFrom: Way['onlyFrom']
}

const planKey = ({ door, port }: Plan): readonly unknown[] => [door, port]

/** Pods on the network of a node listen at its addresses; others where a port of the node is theirs. */
function onNode(pod: Pod, port: number, protocol: Protocol): Plan[] {
  const plan = (via: Door['via'], outer: number): Plan => ({
    door: { via, ports: [outer] },
    port,
    preservesClient: false,
    onlyFrom: undefined,
  })
  if (pod.hostNetwork) return [plan('host-network', port)]
  return pod.ports.flatMap(each =>
    each.protocol === protocol && each.port === port && each.hostPort !== undefined
      ? [plan('host-port', each.hostPort)]
      : [],
  )
}

function nodePortOf({ object }: Way, { port, protocol }: ServicePort): number[] {
  const written = listOf(dig(object.body, 'spec', 'ports')).find(
    each => dig(each, 'port') === port && (dig(each, 'protocol') ?? 'TCP') === protocol,
  )
  const number = dig(written, 'nodePort')
  return typeof number === 'number' ? [number] : []
}

function targetsOf({ target, protocol }: ServicePort, pod: Pod): number[] {
  if (typeof target === 'number') return [target]
  return pod.ports
    .filter(({ name, protocol: spoken }) => name === target && spoken === protocol)
    .map(({ port }) => port)
}

function selects({ selector }: Service, { labels }: Pod): boolean {
  for (const [key, value] of selector ?? []) if (labels.get(key) !== value) return false
  return selector !== undefined
}

/** One door of each kind and Service, as open as the most open pod behind it. */
function merged(doors: readonly Door[]): Door[] {
  const found = new Map<string, Door>()
  for (const door of doors) {
    const key = JSON.stringify([door.via, door.service])
    const known = found.get(key)
    found.set(key, {
      ...door,
      ports: distinctBy([...(known?.ports ?? []), ...door.ports], String),
      verdict: known ? widerVerdict(known.verdict, door.verdict) : door.verdict,
    })
  }
  return [...found.values()]
}

/** What gets through a door and then through what is behind it; where no door is known nothing can be said of them. */
export const throughDoors = (doors: readonly Door[] | undefined, behind: Verdict): Verdict =>
  doors && doors.length > 0
    ? narrowerVerdict(doors.map(({ verdict }) => verdict).reduce<Verdict>(widerVerdict, 'deny'), behind)
    : behind

function groupBy<Each>(all: readonly Each[], keyOf: (each: Each) => string): Map<string, Each[]> {
  const groups = new Map<string, Each[]>()
  for (const each of all) {
    const known = groups.get(keyOf(each))
    if (known) known.push(each)
    else groups.set(keyOf(each), [each])
  }
  return groups
}

function distinctBy<Each>(all: readonly Each[], keyOf: (each: Each) => string): Each[] {
  return [...new Map(all.map(each => [keyOf(each), each])).values()]
}
