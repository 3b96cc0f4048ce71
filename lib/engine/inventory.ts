import { addressText, parseAddress } from '../model/address'
import type { Capture } from '../model/capture'
import {
  workloadKey,
  type Inventory,
  type Namespace,
  type Node,
  type Pod,
  type Service,
  type ServicePort,
  type Workload,
} from '../model/inventory'
import { asString, dig, isList, isMap, own, type Json } from '../model/json'
import { labelsOf, stringMap, type KubeObject } from '../model/object'
import { protocols } from '../model/port'
import type { Problem } from '../model/problem'
import type { Settings } from '../model/settings'
import { Owners, templateOf } from './owners'
import { readPod } from './pods'

/** The label that the API server sets on every namespace, and nobody can change (networkpolicy.md 4, rule 14). */
export const nameLabel = 'kubernetes.io/metadata.name'

/**
 * Namespaces, workloads and what serves them. Pods that have ended released their address and are left out (rule 30);
 * terminating and unready ones still have theirs and stay (rule 36). With `compat: netpol-analyzer`, completed pods
 * stay, host-network pods are ordinary ones, and a workload is named after its direct controller, as a Pod where the
 * reference names no kind.
 */
export function takeInventory(
  capture: Capture,
  settings: Settings,
): { inventory: Inventory; problems: Problem[] } {
  const workloads = readWorkloads(capture, settings)
  const pods = workloads.flatMap(workload => workload.pods)
  const of = (group: string, kind: string): KubeObject[] =>
    capture.objects.filter(({ ref }) => ref.group === group && ref.kind === kind)
  return {
    inventory: {
      namespaces: readNamespaces(capture, of('', 'Namespace')),
      workloads,
      pods,
      serviceAccounts: of('', 'ServiceAccount').map(({ ref }) => ({
        namespace: ref.namespace ?? 'default',
        name: ref.name,
      })),
      services: of('', 'Service').map(service => readService(service, pods)),
      nodes: of('', 'Node').map(readNode),
    },
    problems: sharedAddresses(pods),
  }
}

function readWorkloads(capture: Capture, settings: Settings): Workload[] {
  const owners = new Owners(capture)
  const compat = settings.compat === 'netpol-analyzer'
  const workloads = new Map<string, { workload: Omit<Workload, 'pods' | 'predicted'>; pods: Pod[] }>()
  const populated = new Set<string>()

  const add = (
    object: KubeObject,
    source: KubeObject,
    kind: string,
    name: string,
    body: Json,
    predicted: boolean,
  ): void => {
    if (!isMap(body)) return
    const namespace = object.ref.namespace ?? 'default'
    const key = workloadKey(namespace, name, kind)
    const pod = readPod(body, { namespace, name: object.ref.name, workload: key, predicted })
    const known = workloads.get(key) ?? {
      workload: {
        key,
        namespace,
        name,
        kind,
        object: source.ref,
        ...(source.origin && { origin: source.origin }),
      },
      pods: [],
    }
    known.pods.push(compat ? { ...pod, hostNetwork: false } : pod)
    workloads.set(key, known)
  }

  for (const object of capture.objects) {
    if (object.ref.group !== '' || object.ref.kind !== 'Pod') continue
    if (compat && object.ref.name.startsWith('virt-launcher-')) continue
    const owner = compat ? owners.controllerOf(object, 'Pod') : owners.topOf(object)
    const kind = owner?.kind ?? 'Pod'
    const name = owner?.name ?? object.ref.name
    // A pod that has ended stands for no endpoint, and still shows that its Job has run.
    if (hasEnded(object) && !compat) {
      if (kind === 'Job') populated.add(workloadKey(object.ref.namespace ?? 'default', name, kind))
      continue
    }
    add(object, owner?.object ?? object, kind, name, object.body, false)
  }

  for (const object of capture.objects) {
    const template = templateOf(object)
    if (!template || (!compat && owners.controllerOf(object)?.object)) continue
    const { namespace = 'default', kind, name } = object.ref
    const key = workloadKey(namespace, name, kind)
    if (!workloads.has(key) && !populated.has(key)) add(object, object, kind, name, template.body, true)
  }

  return [...workloads.values()]
    .map(({ workload, pods }) => ({ ...workload, pods, predicted: pods.every(pod => pod.predicted) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

const hasEnded = (pod: KubeObject): boolean => {
  const phase = dig(pod.body, 'status', 'phase')
  return phase === 'Succeeded' || phase === 'Failed'
}

/** Every namespace that is declared or mentioned; a manifests source is complete, so undeclared ones have no labels of their own. */
function readNamespaces(capture: Capture, declared: readonly KubeObject[]): Map<string, Namespace> {
  const hidden = new Set(
    capture.gaps.flatMap(gap => (gap.kind === 'namespace-labels' ? [gap.namespace] : [])),
  )
  const namespaces = new Map<string, Namespace>()
  const put = (name: string, labels: ReadonlyMap<string, string>, known: boolean): void => {
    namespaces.set(name, {
      name,
      labels: new Map([...labels, [nameLabel, name]]),
      labelsKnown: !hidden.has(name),
      declared: known,
    })
  }
  for (const object of declared) put(object.ref.name, labelsOf(object), true)
  for (const name of hidden) if (!namespaces.has(name)) put(name, new Map(), true)
  for (const { ref } of capture.objects)
    if (ref.namespace !== undefined && !namespaces.has(ref.namespace)) put(ref.namespace, new Map(), false)
  return new Map([...namespaces].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function readService(object: KubeObject, pods: readonly Pod[]): Service {
  const spec = dig(object.body, 'spec')
  const namespace = object.ref.namespace ?? 'default'
  const selectorMap = dig(spec, 'selector')
  const selector =
    isMap(selectorMap) && Object.keys(selectorMap).length > 0 ? stringMap(selectorMap) : undefined
  const ports = dig(spec, 'ports')
  const type = (['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] as const).find(
    t => t === dig(spec, 'type'),
  )
  const targets = selector
    ? pods.filter(
        pod =>
          pod.namespace === namespace && [...selector].every(([key, value]) => pod.labels.get(key) === value),
      )
    : []
  return {
    namespace,
    name: object.ref.name,
    type: type ?? 'ClusterIP',
    headless: dig(spec, 'clusterIP') === 'None',
    ...(selector && { selector }),
    ports: isList(ports) ? ports.map(readServicePort).filter(port => port !== undefined) : [],
    targets: [...new Set(targets.map(pod => pod.workload))],
  }
}

function readServicePort(value: Json): ServicePort | undefined {
  if (!isMap(value)) return undefined
  const port = own(value, 'port')
  const target = own(value, 'targetPort') ?? port
  const protocol = protocols.find(known => known === (own(value, 'protocol') ?? 'TCP'))
  const name = asString(own(value, 'name'))
  if (typeof port !== 'number' || !protocol || (typeof target !== 'number' && typeof target !== 'string'))
    return undefined
  return { protocol, port, target, ...(name && { name }) }
}

function readNode(object: KubeObject): Node {
  const addresses = dig(object.body, 'status', 'addresses')
  return {
    name: object.ref.name,
    labels: labelsOf(object),
    addresses: (isList(addresses) ? addresses : [])
      .map(entry => parseAddress(asString(dig(entry, 'address')) ?? ''))
      .filter(address => address !== undefined),
  }
}

/** Two pods of the pod network can not hold one address; host-network pods share their node's. */
function sharedAddresses(pods: readonly Pod[]): Problem[] {
  const holders = new Map<string, Pod>()
  return pods.flatMap((pod): Problem[] =>
    pod.hostNetwork
      ? []
      : pod.addresses.flatMap(address => {
          const text = addressText(address)
          const holder = holders.get(text)
          holders.set(text, holder ?? pod)
          if (!holder) return []
          return [
            {
              code: 'shared-address',
              message: `pods \`${holder.namespace}/${holder.name}\` and \`${pod.namespace}/${pod.name}\` both have the address ${text}`,
              remedy: 'one of them is stale; read the cluster again',
              effect: 'none',
              object: { group: '', kind: 'Pod', namespace: pod.namespace, name: pod.name },
            },
          ]
        }),
  )
}
