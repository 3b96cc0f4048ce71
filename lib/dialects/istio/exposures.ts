import type { Inventory, Pod, Service, ServicePort } from '../../model/inventory'
import { serviceHost } from './hosts'
import { byAge, hasLabels } from './read'
import { protocolOf, type PortProtocol } from './port-protocol'

/** A port of a Service that leads to a port of a pod. */
export interface Exposure {
  readonly service: Service
  readonly servicePort: ServicePort
  readonly protocol: PortProtocol
  /** Port of the pod. */
  readonly port: number
  /** The name in the registry, where it is not that of a Service. */
  readonly host?: string
  /** Outside the mesh, so that no mutual TLS is tried by itself. */
  readonly external?: true
}

/** By which Services pods can be dialled. */
export class Exposures {
  private readonly servicesOf = new Map<string, Service[]>()
  private readonly podsOf: ReadonlyMap<string, readonly Pod[]>

  constructor(inventory: Inventory) {
    for (const service of inventory.services) {
      if (service.type === 'ExternalName' || !service.selector) continue
      for (const target of service.targets) {
        const known = this.servicesOf.get(target)
        if (known) known.push(service)
        else this.servicesOf.set(target, [service])
      }
    }
    this.podsOf = new Map(inventory.workloads.map(({ key, pods }) => [key, pods]))
  }

  /** Every port of a Service that leads to the pod, Services with an address of their own first. */
  of(pod: Pod): readonly Exposure[] {
    const services = this.servicesOf.get(pod.workload) ?? []
    return services
      .filter(({ selector }) => hasLabels(pod.labels, selector))
      .sort((a, b) => Number(a.headless) - Number(b.headless) || (serviceKey(a) < serviceKey(b) ? -1 : 1))
      .flatMap(service => service.ports.flatMap(port => this.toPod(service, port, pod)))
  }

  /** Every pod that a port of a Service leads to. */
  podsBehind(service: Service, servicePort: ServicePort): readonly Pod[] {
    return service.targets
      .flatMap(key => this.podsOf.get(key) ?? [])
      .filter(pod => hasLabels(pod.labels, service.selector) && targetOf(servicePort, pod) !== undefined)
  }

  private toPod(service: Service, servicePort: ServicePort, pod: Pod): Exposure[] {
    const port = servicePort.protocol === 'TCP' ? targetOf(servicePort, pod) : undefined
    return port === undefined ? [] : [{ service, servicePort, protocol: protocolOf(servicePort), port }]
  }
}

/** A name is looked up among the pod's ports; a pod without it is not behind the port. */
function targetOf({ target, protocol }: ServicePort, pod: Pod): number | undefined {
  if (typeof target === 'number') return target
  return pod.ports.find(({ name, protocol: of }) => name === target && of === protocol)?.port
}

export const serviceKey = ({ namespace, name }: Service): string => `${namespace}/${name}`

/** The name by which the registry knows what is dialled. */
export const hostOf = ({ host, service }: Exposure): string =>
  host ?? serviceHost(service.namespace, service.name)

/**
 * What the server's own proxy takes a port for. Of several Services that differ the first counts that was made;
 * undefined where none declares the port.
 */
export function declaredProtocol(exposures: readonly Exposure[], port: number): PortProtocol | undefined {
  const meant = exposures.filter(each => each.port === port && each.protocol !== 'unmeshed')
  const [first] = meant.toSorted(
    (a, b) =>
      byAge({ created: a.service.created ?? '' }, { created: b.service.created ?? '' }) ||
      (a.service.name < b.service.name ? -1 : 1),
  )
  return first?.protocol
}
