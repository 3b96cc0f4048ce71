import { parseAddress, type Address } from '../model/address'
import type { ContainerPort, Pod } from '../model/inventory'
import { asString, dig, field, isList, isMap, own, type Json, type JsonMap } from '../model/json'
import { stringMap } from '../model/object'
import { firstPort, lastPort, protocols } from '../model/port'
import { meshAnnotations, noIntent, proxyOf, type Intent } from './membership'

/**
 * Reads the parts of a pod or pod template that policies can tell apart. `like` is another pod of the same controller:
 * labels and ports that are equal are shared with it, so that a cluster of many pods takes little memory. `intent` says what
 * is meant to become of templates.
 */
export function readPod(
  body: JsonMap,
  { namespace, name, workload, predicted }: Pick<Pod, 'namespace' | 'name' | 'workload' | 'predicted'>,
  like?: Pod,
  intent: Intent = noIntent,
): Pod {
  const spec = own(body, 'spec')
  const labels = readLabels(field(own(body, 'metadata'), 'labels'), like?.labels)
  const hostNetwork = field(spec, 'hostNetwork') === true
  const mesh = meshAnnotations(dig(body, 'metadata', 'annotations'), like?.meshAnnotations)
  const node = asString(field(spec, 'nodeName'))
  return {
    namespace,
    name,
    workload,
    labels,
    addresses: readAddresses(own(body, 'status')),
    ports: readPorts(spec, like?.ports),
    hostNetwork,
    // An absent or empty name means the account `default` of the namespace.
    serviceAccount:
      asString(field(spec, 'serviceAccountName')) || asString(field(spec, 'serviceAccount')) || 'default',
    proxy: proxyOf({ body, labels, hostNetwork, namespace, predicted }, intent),
    predicted,
    ...(mesh && { meshAnnotations: mesh }),
    ...(node && { node }),
  }
}

/** The labels as a map; `like` itself where it says the same in the same order. */
function readLabels(
  value: Json | undefined,
  like: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> {
  return like && isMap(value) && saysTheSame(value, like) ? like : stringMap(value)
}

function saysTheSame(value: JsonMap, labels: ReadonlyMap<string, string>): boolean {
  const keys = Object.keys(value)
  if (keys.length !== labels.size) return false
  let at = 0
  for (const [key, text] of labels) if (keys[at++] !== key || own(value, key) !== text) return false
  return true
}

function readAddresses(status: Json | undefined): Address[] {
  const first = asString(field(status, 'podIP')) ?? ''
  const listed = field(status, 'podIPs')
  const texts = isList(listed) ? listed.map(entry => asString(field(entry, 'ip')) ?? '') : []
  const address = parseAddress(first)
  const others = texts
    .filter((text, at) => text !== first && texts.indexOf(text) === at)
    .flatMap(text => parseAddress(text) ?? [])
  // Most pods have one address. An array that grew would keep room for more.
  return address ? (others.length > 0 ? [address, ...others] : [address]) : others
}

/**
 * Ports of containers and of native sidecars (init containers that keep running, restartPolicy Always): those are the
 * ports that a named rule port can mean (networkpolicy.md 4, rule 19). `like` itself where they are the same.
 */
function readPorts(
  spec: Json | undefined,
  like: readonly ContainerPort[] | undefined,
): readonly ContainerPort[] {
  const ports: ContainerPort[] = []
  const add = (container: Json): void => {
    const listed = field(container, 'ports')
    if (!isList(listed)) return
    for (const entry of listed) {
      const port = readPort(entry)
      if (port) ports.push(port)
    }
  }
  const containers = field(spec, 'containers')
  if (isList(containers)) containers.forEach(add)
  const inits = field(spec, 'initContainers')
  if (isList(inits)) for (const init of inits) if (field(init, 'restartPolicy') === 'Always') add(init)
  return like && samePorts(ports, like) ? like : ports
}

const samePorts = (a: readonly ContainerPort[], b: readonly ContainerPort[]): boolean =>
  a.length === b.length &&
  a.every(({ name, protocol, port, hostPort }, at) => {
    const other = b[at]
    return (
      other?.port === port &&
      other.protocol === protocol &&
      other.name === name &&
      other.hostPort === hostPort
    )
  })

function readPort(value: Json): ContainerPort | undefined {
  if (!isMap(value)) return undefined
  const port = own(value, 'containerPort')
  const protocol = protocols.find(known => known === (own(value, 'protocol') ?? 'TCP'))
  const name = asString(own(value, 'name'))
  if (typeof port !== 'number' || !Number.isInteger(port) || port < firstPort || port > lastPort || !protocol)
    return undefined
  const hostPort = own(value, 'hostPort')
  const onNode = typeof hostPort === 'number' && hostPort > 0 ? { hostPort } : {}
  return name ? { protocol, port, name, ...onNode } : { protocol, port, ...onNode }
}
