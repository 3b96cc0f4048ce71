import type { Gap } from '../../model/capture'
import type { Inventory, Pod } from '../../model/inventory'
import { below, pathText, type KubeObject, type Path } from '../../model/object'
import type { Problem } from '../../model/problem'
import type { Exposures } from './exposures'
import { readPeerAuthentication } from './peer-authentication'
import { hasLabels } from './read'

/** What else may stand behind a port of pods. */
export interface Surroundings {
  readonly inventory: Inventory
  readonly exposures: Exposures
  readonly gaps: readonly Gap[]
  readonly rootNamespace: string
  /** Listeners of a Sidecar resource or a ServiceEntry tell more of the pod's ports than is read here. */
  readonly hasOwnPorts: (pod: Pod, port: number) => boolean
}

const path: Path = ['spec', 'portLevelMtls']

/**
 * Entries of `portLevelMtls` for a port at which none of the selected pods is known to listen: no Service leads to it and
 * no container declares it. The key is the port of the workload, never that of a Service (istio.md section 3). The entry
 * counts all the same, for whoever dials the pod there; so nothing follows for verdicts. Where the number is that of a
 * Service, a finding says so (pitfalls/service-port-in-policy.ts).
 */
export function idlePorts(objects: readonly KubeObject[], around: Surroundings): Problem[] {
  if (around.gaps.some(hidesPorts)) return []
  const podsOf = podsByNamespace(around.inventory)
  return objects.flatMap(object => {
    const { namespace, selector, ports, certain } = readPeerAuthentication(object)
    // Of a refused object the defect is told, and a selector in the root namespace means nobody.
    if (!certain || !selector || namespace === around.rootNamespace) return []
    const pods = (podsOf.get(namespace) ?? []).filter(({ labels }) => hasLabels(labels, selector))
    return [...ports.keys()].flatMap(port =>
      pods.length > 0 && !pods.some(pod => mayListen(pod, port, around)) ? [idle(object, port)] : [],
    )
  })
}

/** Where Services or pods could not all be read, what is not seen may be there. */
const hidesPorts = (gap: Gap): boolean =>
  gap.kind !== 'namespace-labels' && ['Service', 'Pod', 'ServiceEntry', 'Sidecar'].includes(gap.object.kind)

/** Pods of one workload that share their labels and ports stand for each other. */
function podsByNamespace({ workloads }: Inventory): ReadonlyMap<string, readonly Pod[]> {
  const found = new Map<string, Pod[]>()
  for (const { namespace, pods } of workloads) {
    const known = found.get(namespace) ?? []
    found.set(namespace, known)
    const different: Pod[] = []
    for (const pod of pods)
      if (!different.some(({ labels, ports }) => labels === pod.labels && ports === pod.ports))
        different.push(pod)
    known.push(...different)
  }
  return found
}

function mayListen(pod: Pod, port: number, { inventory, exposures, hasOwnPorts }: Surroundings): boolean {
  return (
    pod.ports.some(declared => declared.port === port) ||
    exposures.of(pod).some(exposure => exposure.port === port || exposure.servicePort.port === port) ||
    hasOwnPorts(pod, port) ||
    // Endpoints that are kept by hand may be any pods.
    inventory.services.some(
      ({ namespace, selector, ports }) =>
        namespace === pod.namespace &&
        !selector &&
        ports.some(({ target, port: own }) => (typeof target === 'number' ? target : own) === port),
    )
  )
}

function idle({ ref, origin }: KubeObject, port: number): Problem {
  const at = below(path, String(port))
  return {
    code: 'idle-port',
    message: `${pathText(at)}: no Service leads to this port of the selected pods, and no container declares it`,
    remedy: 'write the number at which the containers listen, or remove the entry',
    effect: 'none',
    object: ref,
    path: at,
    ...(origin && { origin }),
  }
}
