import { parseAddress, type Address } from '../model/address'
import type { ContainerPort, Pod } from '../model/inventory'
import { asString, dig, isList, isMap, own, type Json, type JsonMap } from '../model/json'
import { stringMap } from '../model/object'
import { firstPort, lastPort, protocols } from '../model/port'

/** Reads the parts of a pod or pod template that policies can tell apart. */
export function readPod(
  body: JsonMap,
  identity: Pick<Pod, 'namespace' | 'name' | 'workload' | 'predicted'>,
): Pod {
  const spec = dig(body, 'spec')
  const node = asString(dig(spec, 'nodeName'))
  return {
    ...identity,
    labels: stringMap(dig(body, 'metadata', 'labels')),
    addresses: readAddresses(dig(body, 'status')),
    ports: readPorts(spec),
    hostNetwork: dig(spec, 'hostNetwork') === true,
    ...(node && { node }),
    // An absent or empty name means the account `default` of the namespace.
    serviceAccount:
      asString(dig(spec, 'serviceAccountName')) || asString(dig(spec, 'serviceAccount')) || 'default',
  }
}

function readAddresses(status: Json | undefined): Address[] {
  const listed = dig(status, 'podIPs')
  const texts = [
    asString(dig(status, 'podIP')),
    ...(isList(listed) ? listed.map(entry => asString(dig(entry, 'ip'))) : []),
  ].filter(text => text !== undefined && text !== '')
  return [...new Set(texts)].map(text => parseAddress(text ?? '')).filter(address => address !== undefined)
}

/**
 * Ports of containers and of native sidecars (init containers that keep running, restartPolicy Always): those are the
 * ports that a named rule port can mean (networkpolicy.md 4, rule 19).
 */
function readPorts(spec: Json | undefined): ContainerPort[] {
  const containers = dig(spec, 'containers')
  const inits = dig(spec, 'initContainers')
  const sidecars = isList(inits) ? inits.filter(init => dig(init, 'restartPolicy') === 'Always') : []
  return [...(isList(containers) ? containers : []), ...sidecars].flatMap(container => {
    const ports = dig(container, 'ports')
    return isList(ports) ? ports.map(readPort).filter(port => port !== undefined) : []
  })
}

function readPort(value: Json): ContainerPort | undefined {
  if (!isMap(value)) return undefined
  const port = own(value, 'containerPort')
  const protocol = protocols.find(known => known === (own(value, 'protocol') ?? 'TCP'))
  const name = asString(own(value, 'name'))
  if (typeof port !== 'number' || !Number.isInteger(port) || port < firstPort || port > lastPort || !protocol)
    return undefined
  return { protocol, port, ...(name && { name }) }
}
