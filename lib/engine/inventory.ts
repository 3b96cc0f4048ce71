import { parseAddress } from '../model/address'
import type { Capture } from '../model/capture'
import type { Inventory, Namespace, Node } from '../model/inventory'
import { asString, dig, isList } from '../model/json'
import { labelsOf, type KubeObject } from '../model/object'
import type { Problem } from '../model/problem'
import type { Settings } from '../model/settings'
import { KindIndex } from './kind-index'
import { readIntent } from './membership'
import { readServices } from './services'
import { sharedAddresses } from './shared-addresses'
import { readWorkloads } from './workloads'

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
  const kinds = new KindIndex(capture.objects)
  const namespaces = readNamespaces(capture, kinds.of('', 'Namespace'))
  const workloads = readWorkloads(kinds, settings, readIntent(kinds, capture, namespaces))
  const pods = workloads.flatMap(workload => workload.pods)
  return {
    inventory: {
      namespaces,
      workloads,
      pods,
      serviceAccounts: kinds.of('', 'ServiceAccount').map(({ ref }) => ({
        namespace: ref.namespace ?? 'default',
        name: ref.name,
      })),
      services: readServices(kinds.of('', 'Service'), pods),
      nodes: kinds.of('', 'Node').map(readNode),
    },
    problems: sharedAddresses(pods),
  }
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
