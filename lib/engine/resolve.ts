import { addressText, contains, parseAddress, parseBlock, rangeOf, type Address } from '../model/address'
import type { Inventory, Pod, Workload } from '../model/inventory'
import { nearNames, nearWorkloads } from '../model/near-names'
import type { Endpoint } from '../model/session'

/** A name that is no end of a connection here, and why, in the user's words. */
export interface Unresolved {
  readonly kind: 'unresolved'
  readonly message: string
}

const unresolved = (message: string): Unresolved => ({ kind: 'unresolved', message })

/**
 * Finds what a user means by one end of a connection: `namespace/workload`, `namespace/pod`, `namespace/name[Kind]`
 * where two are alike (`[Pod]` for one pod), an IP address, `node:NAME` or `internet`. A name that nothing bears, or
 * that two workloads bear, is never guessed at (contract.md section 4).
 */
export function resolveEndpoint(inventory: Inventory, text: string): Endpoint | Unresolved {
  if (text === 'internet') return { kind: 'internet', label: 'internet' }
  if (text.startsWith('node:')) return resolveNode(inventory, text.slice('node:'.length))
  if (parseAddress(text)) return resolveAddress(inventory, text)
  const [, namespace, name, kind] = /^([^/[\]]+)\/([^/[\]]+)(?:\[([^[\]]+)\])?$/.exec(text) ?? []
  if (namespace === undefined || name === undefined)
    return unresolved(
      `\`${text}\` names no end${meantBy(inventory, text) || ':'} write \`namespace/name\`, \`namespace/name[Kind]\`, an IP address, \`node:NAME\` or \`internet\``,
    )
  return resolveName(inventory, namespace, name, kind)
}

/**
 * The same for many at once: also `anyone`, which is every pod, and a CIDR block of addresses outside. A block that holds
 * pods or nodes of the cluster is refused, since policies meet those by more than their address.
 */
export function resolveEndpoints(inventory: Inventory, text: string): Endpoint | Unresolved {
  if (text === 'anyone') return { kind: 'anyone', label: text, pods: inventory.pods }
  const range = parseBlock(text)
  if (!range) return resolveEndpoint(inventory, text)
  const within = (one: Address): boolean => contains(range, rangeOf(one))
  const pods = inventory.pods.filter(pod => pod.addresses.some(within)).length
  const nodes = inventory.nodes.filter(({ addresses }) => addresses.some(within)).length
  if (pods + nodes > 0)
    return unresolved(
      `\`${text}\` holds addresses of this cluster, of ${pods} ${pods === 1 ? 'pod' : 'pods'} and ${nodes} ${nodes === 1 ? 'node' : 'nodes'}: ask about one of them by name, or about a block outside`,
    )
  return { kind: 'block', label: text, range }
}

/** The end at one address: the pods or the node that have it, else the address itself, outside the cluster. */
export function resolveAddress(inventory: Inventory, text: string): Endpoint | Unresolved {
  const address = parseAddress(text)
  if (!address) return unresolved(`\`${text}\` is not an IP address`)
  const label = addressText(address)
  const node = inventory.nodes.find(({ addresses }) => addresses.some(one => same(one, address)))
  if (node) return { kind: 'node', label, node: node.name, addresses: node.addresses }
  const pods = inventory.pods.filter(pod => !pod.hostNetwork && pod.addresses.some(one => same(one, address)))
  return pods.length > 0 ? { kind: 'pods', label, pods } : { kind: 'address', label, address }
}

/** A node by name; one that only pods mention counts too, without addresses of its own. */
export function resolveNode(inventory: Inventory, name: string): Endpoint | Unresolved {
  const node = inventory.nodes.find(one => one.name === name)
  if (!node && !inventory.pods.some(pod => pod.node === name))
    return unresolved(
      `there is no node \`${name}\`${meant(
        name,
        inventory.nodes.map(one => one.name),
      )}`,
    )
  return { kind: 'node', label: `node:${name}`, node: name, addresses: node?.addresses ?? [] }
}

const same = (a: Address, b: Address): boolean => a.family === b.family && a.value === b.value

function resolveName(
  inventory: Inventory,
  namespace: string,
  name: string,
  kind: string | undefined,
): Endpoint | Unresolved {
  const workloads = inventory.workloads.filter(
    one => one.namespace === namespace && one.name === name && (kind === undefined || one.kind === kind),
  )
  const [workload] = workloads
  if (workloads.length > 1)
    return unresolved(
      `\`${namespace}/${name}\` fits ${workloads.length} workloads: write ${workloads.map(({ key }) => `\`${key}\``).join(' or ')}`,
    )
  const pod =
    kind === undefined || kind === 'Pod'
      ? inventory.pods.find(one => one.namespace === namespace && one.name === name && !one.predicted)
      : undefined
  if (workload && pod && pod.workload !== workload.key)
    return unresolved(
      `\`${namespace}/${name}\` fits a workload and a pod of another: write \`${workload.key}\` or \`${namespace}/${name}[Pod]\``,
    )
  if (workload) return ofWorkload(workload)
  if (pod) return ofPod(pod)
  return unresolved(nothingNamed(inventory, namespace, name, kind))
}

const ofWorkload = ({ key, pods }: Workload): Endpoint => ({ kind: 'pods', label: key, pods })

const ofPod = (pod: Pod): Endpoint => ({ kind: 'pods', label: `${pod.namespace}/${pod.name}`, pods: [pod] })

function nothingNamed(
  inventory: Inventory,
  namespace: string,
  name: string,
  kind: string | undefined,
): string {
  const here = inventory.workloads.filter(one => one.namespace === namespace)
  if (here.length === 0)
    return `there is no workload in a namespace \`${namespace}\`${meant(
      namespace,
      inventory.workloads.map(one => one.namespace),
    )}`
  const wanted = kind === undefined ? 'workload or pod' : kind
  const said = `there is no ${wanted} \`${name}\` in namespace \`${namespace}\``
  return kind === undefined
    ? `${said}${meant(
        name,
        here.map(one => one.name),
      )}`
    : `${said}${among(here.map(one => `${one.name}[${one.kind}]`))}`
}

/** What the user may have meant, else what there is. */
function meant(wanted: string, names: readonly string[]): string {
  const near = nearNames(wanted, names)
  return near.length > 0 ? didYouMean(near) : among(names)
}

/** A name without its namespace, as it is or nearly. */
function meantBy({ workloads }: Inventory, text: string): string {
  const near = nearWorkloads(workloads, text).map(({ namespace, name }) => `${namespace}/${name}`)
  return near.length === 0 ? '' : didYouMean([...new Set(near)])
}

const didYouMean = (names: readonly string[]): string =>
  `; did you mean ${names.map(name => `\`${name}\``).join(' or ')}?`

/** `; there are a, b and 3 more`: enough to see a typing error. */
function among(names: readonly string[]): string {
  const known = [...new Set(names)].sort()
  if (known.length === 0) return ''
  const shown = known.slice(0, known.length > 6 ? 5 : 6).map(name => `\`${name}\``)
  const last = known.length > shown.length ? `${known.length - shown.length} more` : shown.pop()
  return `; there ${known.length === 1 ? 'is' : 'are'} ${[...(shown.length > 0 ? [shown.join(', ')] : []), last].join(' and ')}`
}
