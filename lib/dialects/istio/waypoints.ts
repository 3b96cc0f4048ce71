import type { Around } from '../../model/dialect'
import type { Inventory, Namespace, Pod, Service } from '../../model/inventory'
import { asString, dig, field, isList } from '../../model/json'
import { labelsOf, stringMap, type KubeObject, type ObjectRef } from '../../model/object'

const group = 'gateway.networking.k8s.io'
const nameLabel = 'gateway.networking.k8s.io/gateway-name'
const managedLabel = 'gateway.istio.io/managed'
const meshController = 'istio.io/mesh-controller'

/** A waypoint that stands before something, ready to take traffic. */
export interface Waypoint {
  readonly gateway: ObjectRef
  /** Absent: no pod of it is seen. */
  readonly pod?: Pod
}

/** The label by which something, or all of a namespace, asks for a waypoint. */
export const useLabel = 'istio.io/use-waypoint'

/** A waypoint that is asked for, and what has become of that: only one that is ready stands before anything. */
export interface Binding {
  readonly name: string
  readonly namespace: string
  /** Asked for by a label of the object itself, not by that of its namespace. */
  readonly own: boolean
  /** `for-others`: it takes other traffic. `closed`: its listener does not let the namespace in. */
  readonly state: 'ready' | 'absent' | 'not-ready' | 'for-others' | 'closed'
  readonly gateway?: KubeObject
  readonly takes?: For
  readonly waypoint?: Waypoint
}

/** What a waypoint takes traffic for. */
type For = 'service' | 'workload' | 'all' | 'none'

/**
 * Waypoints and what they stand before (istio.md section 1). One that is misspelt, not ready, for other things or closed
 * to the namespace is none: traffic goes past it.
 */
export class Waypoints {
  private readonly gateways: ReadonlyMap<string, KubeObject>
  private readonly classes: ReadonlyMap<string, KubeObject>
  private readonly pods = new Map<string, Pod>()

  constructor(
    around: Pick<Around, 'all'>,
    private readonly inventory: Inventory,
  ) {
    this.classes = new Map(around.all(group, 'GatewayClass').map(object => [object.ref.name, object]))
    this.gateways = new Map(
      around
        .all(group, 'Gateway')
        .filter(gateway => this.isWaypoint(gateway))
        .map(gateway => [`${gateway.ref.namespace ?? ''}/${gateway.ref.name}`, gateway]),
    )
    if (this.gateways.size === 0) return
    for (const pod of inventory.pods) {
      const key = `${pod.namespace}/${pod.labels.get(nameLabel) ?? ''}`
      if (pod.proxy === 'waypoint' && !this.pods.has(key)) this.pods.set(key, pod)
    }
  }

  /** The waypoint of what is dialled through a Service. */
  ofService(service: Service): Waypoint | undefined {
    return this.gateways.size === 0 ? undefined : this.bindingOfService(service)?.waypoint
  }

  /** The waypoint of a pod that is dialled by its address. */
  ofPod(pod: Pod): Waypoint | undefined {
    return this.gateways.size === 0 ? undefined : this.bindingOfPod(pod)?.waypoint
  }

  bindingOfService({ namespace, labels = none }: Service): Binding | undefined {
    // What leads to a waypoint or to the gateway of a network has none of its own.
    if (labels.has(managedLabel) && labels.has(nameLabel)) return undefined
    return this.bound(labels, namespace, 'service')
  }

  bindingOfPod({ namespace, labels }: Pod): Binding | undefined {
    return this.bound(labels, namespace, 'workload')
  }

  /** Whether gateways go through the Service's waypoint too. */
  takesGateways({ namespace, labels = none }: Service): boolean {
    const label = 'istio.io/ingress-use-waypoint'
    const said = labels.get(label) ?? this.inventory.namespaces.get(namespace)?.labels.get(label)
    return said === 'true'
  }

  /** A label of the object itself counts before that of its namespace; `none` opts out. */
  private bound(
    labels: ReadonlyMap<string, string>,
    namespace: string,
    what: 'service' | 'workload',
  ): Binding | undefined {
    const ofNamespace = this.inventory.namespaces.get(namespace)?.labels ?? none
    const own = labels.has(useLabel)
    const from = own ? labels : ofNamespace
    const name = from.get(useLabel)
    if (name === undefined || name === 'none' || name === '') return undefined
    const home = from.get('istio.io/use-waypoint-namespace') ?? namespace
    const said = { name, namespace: home, own }
    const gateway = this.gateways.get(`${home}/${name}`)
    if (!gateway) return { ...said, state: 'absent' }
    const found = { ...said, gateway }
    if (!isReady(gateway)) return { ...found, state: 'not-ready' }
    const takes = this.purposeOf(gateway)
    if (takes !== 'all' && takes !== what) return { ...found, state: 'for-others', takes }
    if (!admits(gateway, namespace, this.inventory.namespaces.get(namespace)))
      return { ...found, state: 'closed' }
    const pod = this.pods.get(`${home}/${name}`)
    return { ...found, state: 'ready', waypoint: { gateway: gateway.ref, ...(pod && { pod }) } }
  }

  /** A class that is not among the objects is taken for what its name says. */
  private isWaypoint(gateway: KubeObject): boolean {
    const name = asString(dig(gateway.body, 'spec', 'gatewayClassName')) ?? ''
    const found = this.classes.get(name)
    return found ? dig(found.body, 'spec', 'controllerName') === meshController : name === 'istio-waypoint'
  }

  private purposeOf(gateway: KubeObject): For {
    const label = 'istio.io/waypoint-for'
    const of = this.classes.get(asString(dig(gateway.body, 'spec', 'gatewayClassName')) ?? '')
    const said = labelsOf(gateway).get(label) ?? (of && labelsOf(of).get(label))
    return purposes.find(each => each === said) ?? 'service'
  }
}

const purposes: readonly For[] = ['service', 'workload', 'all', 'none']

const none: ReadonlyMap<string, string> = new Map()

function isReady(gateway: KubeObject): boolean {
  const addresses = dig(gateway.body, 'status', 'addresses')
  return isList(addresses) && addresses.length > 0
}

/** From another namespace a waypoint is used only where its listener lets that namespace in; by default it does not. */
function admits(gateway: KubeObject, name: string, namespace: Namespace | undefined): boolean {
  if (gateway.ref.namespace === name) return true
  const listeners = dig(gateway.body, 'spec', 'listeners')
  return (isList(listeners) ? listeners : []).some(listener => {
    if (field(listener, 'protocol') !== 'HBONE' && field(listener, 'port') !== 15008) return false
    const allowed = dig(listener, 'allowedRoutes', 'namespaces')
    if (field(allowed, 'from') === 'All') return true
    if (field(allowed, 'from') !== 'Selector') return false
    const selector = field(allowed, 'selector')
    const expressions = field(selector, 'matchExpressions')
    // A selector that is more than labels is not taken for met.
    if (isList(expressions) && expressions.length > 0) return false
    for (const [key, value] of stringMap(field(selector, 'matchLabels')))
      if (namespace?.labels.get(key) !== value) return false
    return true
  })
}
