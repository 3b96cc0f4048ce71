import { parseAddress } from '../model/address'
import type { Pod, Service, ServicePort } from '../model/inventory'
import { asString, dig, isList, isMap, own, type Json } from '../model/json'
import { annotationsOf, labelsOf, stringMap, type KubeObject } from '../model/object'
import { protocols } from '../model/port'

/** Services with the workloads that they select among `pods`. */
export function readServices(objects: readonly KubeObject[], pods: readonly Pod[]): Service[] {
  if (objects.length === 0) return []
  const labelSets = new LabelSets(pods)
  return objects.map(object => readService(object, labelSets))
}

function readService(object: KubeObject, labelSets: LabelSets): Service {
  const spec = dig(object.body, 'spec')
  const namespace = object.ref.namespace ?? 'default'
  const selectorMap = dig(spec, 'selector')
  const selector =
    isMap(selectorMap) && Object.keys(selectorMap).length > 0 ? stringMap(selectorMap) : undefined
  const ports = dig(spec, 'ports')
  const type = (['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] as const).find(
    t => t === dig(spec, 'type'),
  )
  const address = parseAddress(asString(dig(spec, 'clusterIP')) ?? '')
  const labels = labelsOf(object)
  const exportTo = annotationsOf(object).get('networking.istio.io/exportTo')
  const created = asString(dig(object.body, 'metadata', 'creationTimestamp'))
  return {
    namespace,
    name: object.ref.name,
    type: type ?? 'ClusterIP',
    headless: dig(spec, 'clusterIP') === 'None',
    ...(address && { address }),
    ...(labels.size > 0 && { labels }),
    ...(exportTo !== undefined && { exportTo: exportTo.split(',').map(name => name.trim()) }),
    ...(created !== undefined && { created }),
    ...(selector && { selector }),
    ports: isList(ports) ? ports.map(readServicePort).filter(port => port !== undefined) : [],
    targets: selector ? labelSets.workloads(namespace, selector) : [],
  }
}

function readServicePort(value: Json): ServicePort | undefined {
  if (!isMap(value)) return undefined
  const port = own(value, 'port')
  const target = own(value, 'targetPort') ?? port
  const protocol = protocols.find(known => known === (own(value, 'protocol') ?? 'TCP'))
  const name = asString(own(value, 'name'))
  const appProtocol = asString(own(value, 'appProtocol'))
  if (typeof port !== 'number' || !protocol || (typeof target !== 'number' && typeof target !== 'string'))
    return undefined
  return { protocol, port, target, ...(name && { name }), ...(appProtocol && { appProtocol }) }
}

/** Labels that one or more pods of a workload have. */
interface LabelSet {
  readonly workload: string
  readonly labels: ReadonlyMap<string, string>
}

/**
 * Finds workloads by the labels of their pods: per namespace, and by each key that some selector names, so that many
 * Services cost no more than a look at what they select.
 */
class LabelSets {
  private readonly byNamespace = new Map<string, LabelSet[]>()
  /** By namespace and key: the label sets by their value. */
  private readonly indexes = new Map<string, Map<string, ReadonlyMap<string, LabelSet[]>>>()

  constructor(pods: readonly Pod[]) {
    let last: Pod | undefined
    for (const pod of pods) {
      // Pods of one workload follow each other, and most share their labels.
      if (pod.workload === last?.workload && pod.labels === last.labels) continue
      last = pod
      const known = this.byNamespace.get(pod.namespace)
      if (known) known.push(pod)
      else this.byNamespace.set(pod.namespace, [pod])
    }
  }

  /** Keys of the workloads some pod of which has all these labels, in the order of the pods. */
  workloads(namespace: string, selector: ReadonlyMap<string, string>): string[] {
    let fewest = this.byNamespace.get(namespace) ?? []
    for (const [key, value] of selector) {
      const found = this.index(namespace, key).get(value) ?? []
      if (found.length < fewest.length) fewest = found
    }
    const selected = new Set<string>()
    for (const { workload, labels } of fewest) if (hasAll(labels, selector)) selected.add(workload)
    return [...selected]
  }

  private index(namespace: string, key: string): ReadonlyMap<string, LabelSet[]> {
    const ofNamespace = this.indexes.get(namespace) ?? new Map<string, ReadonlyMap<string, LabelSet[]>>()
    this.indexes.set(namespace, ofNamespace)
    const known = ofNamespace.get(key)
    if (known) return known
    const index = new Map<string, LabelSet[]>()
    for (const set of this.byNamespace.get(namespace) ?? []) {
      const value = set.labels.get(key)
      if (value === undefined) continue
      const alike = index.get(value)
      if (alike) alike.push(set)
      else index.set(value, [set])
    }
    ofNamespace.set(key, index)
    return index
  }
}

function hasAll(labels: ReadonlyMap<string, string>, selector: ReadonlyMap<string, string>): boolean {
  for (const [key, value] of selector) if (labels.get(key) !== value) return false
  return true
}
