import { parseAddress, type Address } from './cidr'
import { labelsAt, type Labels } from './labels'
import { at, listAt, textAt, type Json, type RawObject } from './raw'

/** One side of a connection: a pod, or an address outside the cluster. */
export type End = Pod | Outside

export interface Outside {
  readonly kind: 'outside'
  readonly address: Address
}

export interface Pod {
  readonly kind: 'pod'
  /** `namespace/name`; for a template without pods the name of its workload. */
  readonly name: string
  readonly namespace: string
  readonly labels: Labels
  readonly namespaceLabels: Labels
  readonly hostNetwork: boolean
  readonly node: string | undefined
  /** Empty while the pod has none: pending, or predicted from a template. */
  readonly addresses: readonly Address[]
  readonly namedPorts: readonly NamedPort[]
}

export interface NamedPort {
  readonly name: string
  readonly protocol: string
  readonly number: number
}

/** Where each kind of workload keeps the template of its pods. */
const TEMPLATES = new Map<string, string[]>([
  ['Deployment', ['spec', 'template']],
  ['ReplicaSet', ['spec', 'template']],
  ['StatefulSet', ['spec', 'template']],
  ['DaemonSet', ['spec', 'template']],
  ['Job', ['spec', 'template']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
])

export const namespaceOf = (object: RawObject): string => textAt(object, 'metadata', 'namespace') ?? 'default'
export const nameOf = (object: RawObject): string => textAt(object, 'metadata', 'name') ?? ''

/** All pods that exist or will: the Pod objects, and one pod for every template that has no pods yet. */
export function podsOf(objects: readonly RawObject[]): Pod[] {
  const written = objects.filter(object => object['kind'] === 'Pod')
  const owned = new Set(objects.flatMap(object => ownerOf(object) ?? []))
  const predicted = objects.flatMap(object => {
    const path = TEMPLATES.get(textAt(object, 'kind') ?? '')
    const idle = path !== undefined && ownerOf(object) === undefined && !owned.has(idOf(object))
    return idle ? [podOf(object, at(object, ...path), objects)] : []
  })
  return [...written.filter(isAlive).map(pod => podOf(pod, pod, objects)), ...predicted]
}

const idOf = (object: RawObject): string =>
  `${textAt(object, 'kind') ?? ''} ${namespaceOf(object)}/${nameOf(object)}`

function ownerOf(object: RawObject): string | undefined {
  const owner = listAt(object, 'metadata', 'ownerReferences').find(
    reference => at(reference, 'controller') === true,
  )
  if (owner === undefined) return undefined
  return `${textAt(owner, 'kind') ?? ''} ${namespaceOf(object)}/${textAt(owner, 'name') ?? ''}`
}

/** Rule 30: a Succeeded or Failed pod has given its address back; there is no such pod any more. */
function isAlive(pod: RawObject): boolean {
  const phase = at(pod, 'status', 'phase')
  return phase !== 'Succeeded' && phase !== 'Failed'
}

function podOf(object: RawObject, shape: Json | undefined, objects: readonly RawObject[]): Pod {
  const namespace = namespaceOf(object)
  const hostNetwork = at(shape, 'spec', 'hostNetwork') === true
  return {
    kind: 'pod',
    name: `${namespace}/${nameOf(object)}`,
    namespace,
    labels: labelsAt(shape, 'metadata', 'labels'),
    namespaceLabels: namespaceLabels(namespace, objects),
    hostNetwork,
    node: textAt(shape, 'spec', 'nodeName'),
    addresses: addressesOf(shape, hostNetwork),
    namedPorts: namedPortsOf(shape),
  }
}

/** Rule 14: every namespace carries its own name as a label, written or not, with an object of its own or not. */
function namespaceLabels(name: string, objects: readonly RawObject[]): Labels {
  const object = objects.find(candidate => candidate['kind'] === 'Namespace' && nameOf(candidate) === name)
  return labelsAt(object, 'metadata', 'labels').set('kubernetes.io/metadata.name', name)
}

/** `podIPs`, else `podIP`; a host-network pod has the addresses of its node. */
function addressesOf(shape: Json | undefined, hostNetwork: boolean): Address[] {
  const read = (plural: string, single: string): Address[] => {
    const texts = listAt(shape, 'status', plural).map(entry => textAt(entry, 'ip'))
    const first = textAt(shape, 'status', single)
    return (texts.length > 0 ? texts : [first]).flatMap(text => (text && parseAddress(text)) || [])
  }
  const own = read('podIPs', 'podIP')
  return own.length > 0 || !hostNetwork ? own : read('hostIPs', 'hostIP')
}

/** Rule 19: ports of all containers and of native sidecars (init containers that keep running). */
function namedPortsOf(shape: Json | undefined): NamedPort[] {
  const sidecars = listAt(shape, 'spec', 'initContainers').filter(
    init => at(init, 'restartPolicy') === 'Always',
  )
  return [...listAt(shape, 'spec', 'containers'), ...sidecars].flatMap(container =>
    listAt(container, 'ports').flatMap(port => {
      const name = textAt(port, 'name')
      const number = at(port, 'containerPort')
      if (name === undefined || typeof number !== 'number') return []
      return [{ name, number, protocol: textAt(port, 'protocol') ?? 'TCP' }]
    }),
  )
}
