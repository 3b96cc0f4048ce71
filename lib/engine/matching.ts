import { contains, overlaps, privateRanges, rangeOf, type AddressRange, type Family } from '../model/address'
import type { Pod } from '../model/inventory'
import { tunnelPort, type Proxy } from '../model/mesh'
import { lastPort, portCount, type PortRange, type Protocol } from '../model/port'
import type { RequestMatch } from '../model/request'
import type { IdentityPart, NamespaceScope, Peer, PodSet, PortMatch, Subject } from '../model/rule'
import { hidden, requiresLabel, selects, type LabelLookup, type Selector } from '../model/selector'
import { matchesText } from '../model/text-pattern'
import { and, or, type Tri } from '../model/tri'
import { naming, type Naming } from '../model/verdict'
import { nameLabel } from './inventory'
import type { Party, Way, World } from './world'

const truth = (value: boolean): Tri => (value ? 'yes' : 'no')
const not = (value: Tri): Tri => (value === 'yes' ? 'no' : value === 'no' ? 'yes' : 'maybe')

/**
 * Whether a policy governs the pod. Host-network pods are governed by none: their traffic is their node's
 * (networkpolicy.md 4, rule 27).
 */
export function governs(world: World, subject: Subject, pod: Pod): Tri {
  if (pod.hostNetwork) return 'no'
  if (subject.kind === 'unreadable') return and('maybe', inScope(world, subject.namespaces, pod.namespace))
  return inPodSet(world, subject, pod)
}

/** Labels of a pod; some engines let policies see not all of them, and some that the pod does not bear. */
export const podLabels =
  (world: World, pod: Pod): LabelLookup =>
  key =>
    world.hidesLabel(key) ? hidden : pod.labels.get(key)

/** Labels of a namespace; where they are hidden, only its name is known (networkpolicy.md 4, rules 14 and 34). */
export const namespaceLabels =
  (world: World, name: string): LabelLookup =>
  key => {
    const namespace = world.inventory.namespaces.get(name)
    if (key === nameLabel) return name
    if (namespace && !namespace.labelsKnown) return hidden
    return namespace?.labels.get(key)
  }

export function inScope(world: World, scope: NamespaceScope, namespace: string): Tri {
  switch (scope.kind) {
    case 'all':
      return 'yes'
    case 'named':
      return truth(scope.namespace === namespace)
    case 'selected':
      return selects(scope.selector, namespaceLabels(world, namespace))
  }
}

/** Namespace and pod conditions of one peer or subject are ANDed (rule 10). */
export function inPodSet(world: World, set: PodSet, pod: Pod): Tri {
  if (set.serviceAccounts && !set.serviceAccounts.includes(pod.serviceAccount)) return 'no'
  const labelled = and(
    inScope(world, set.namespaces, pod.namespace),
    selects(set.pods, podLabels(world, pod)),
  )
  return set.proxies ? and(labelled, hasProxy(set.proxies, pod)) : labelled
}

/** Where only the intent to have a proxy is seen, the pod may have any of them. */
export const hasProxy = (proxies: readonly Proxy[], { proxy }: Pod): Tri =>
  proxy === 'unknown' ? 'maybe' : truth(proxies.includes(proxy))

/** Whether a peer entry names this party. Kinds that nothing here resolves yet may or may not match. */
export function matchesPeer(world: World, peer: Peer, party: Party, way: Way): Tri {
  switch (peer.kind) {
    case 'anyone':
      return 'yes'
    case 'pods':
      return party.kind === 'pod' && !party.pod.hostNetwork ? inPodSet(world, peer, party.pod) : 'no'
    case 'addresses':
      return inBlock(world, peer, party, way)
    case 'all-of':
      return peer.peers.reduce<Tri>((met, part) => and(met, matchesPeer(world, part, party, way)), 'yes')
    case 'not':
      return not(matchesPeer(world, peer.peer, party, way))
    case 'nodes':
      return isNode(world, peer.nodes, party)
    // A name is an end of its own: a rule on names opens no address and no pod (contract.md section 2, list).
    case 'names':
      return 'no'
    case 'identities':
      return isIdentity(world, peer, party, way)
    case 'entity':
    case 'service':
    case 'unreadable':
      return 'maybe'
  }
}

/**
 * Whether the identity that the transport proves is one of those; nobody's is where it proves none (istio.md section 5,
 * no identity), and where nothing is known of the wire it may be any. Where the wire perhaps proves one, it is the party's own.
 */
function isIdentity(world: World, { part, patterns }: IdentityPeer, party: Party, { identified }: Way): Tri {
  if (identified === false) return 'no'
  if (identified === undefined || !world.wire) return 'maybe'
  const identity = party.kind === 'pod' ? world.wire.identityOf(party.pod) : undefined
  if (identity === undefined) return 'no'
  const text = identityPart(identity, part)
  const isMeant = text !== undefined && patterns.some(pattern => matchesText(pattern, text))
  return and(truth(isMeant), identified === 'perhaps' ? 'maybe' : 'yes')
}

/** Parts of `trust-domain/ns/NAMESPACE/sa/ACCOUNT` (istio.md section 2). */
export function identityPart(identity: string, part: IdentityPart): string | undefined {
  if (part === 'principal') return identity
  const [domain, ns, namespace, sa, account] = identity.split('/')
  if (part === 'trust-domain') return domain
  if (ns !== 'ns' || sa !== 'sa' || namespace === undefined || account === undefined) return undefined
  return part === 'namespace' ? namespace : `${namespace}/${account}`
}

/**
 * Whether the party is a node of the selector, or speaks with its address as host-network pods do. A node that only
 * pods mention may have any labels, and any address outside the cluster.
 */
function isNode(world: World, nodes: Selector, party: Party): Tri {
  switch (party.kind) {
    case 'node':
      return selectsNode(world, nodes, party.name)
    case 'pod': {
      const { hostNetwork, node, addresses } = party.pod
      if (!hostNetwork) return 'no'
      return selectsNode(world, nodes, node ?? nodeWith(world, addresses.map(rangeOf)))
    }
    case 'outside':
      return hasUnaddressedNodes(world) ? 'maybe' : 'no'
  }
}

function selectsNode({ inventory }: World, nodes: Selector, name: string | undefined): Tri {
  const node = inventory.nodes.find(one => one.name === name)
  return selects(nodes, key => (node ? node.labels.get(key) : hidden))
}

const nodeWith = ({ inventory }: World, own: readonly AddressRange[]): string | undefined =>
  inventory.nodes.find(({ addresses }) =>
    addresses.some(address => own.some(range => contains(range, rangeOf(address)))),
  )?.name

/** Whether there are nodes whose addresses nobody gave: they may lie anywhere outside. */
function hasUnaddressedNodes({ inventory }: World): boolean {
  const addressed = new Set(
    inventory.nodes.filter(({ addresses }) => addresses.length > 0).map(({ name }) => name),
  )
  return [...inventory.pods.map(({ node }) => node), ...inventory.nodes.map(({ name }) => name)].some(
    name => name !== undefined && !addressed.has(name),
  )
}

type AddressPeer = Extract<Peer, { kind: 'addresses' }>
type IdentityPeer = Extract<Peer, { kind: 'identities' }>

/** Rule 24: `except` takes away inside the block only. */
const holds = ({ block, except }: AddressPeer, range: AddressRange): boolean =>
  contains(block, range) && !except.some(hole => overlaps(hole, range))

function inBlock(world: World, peer: AddressPeer, party: Party, way: Way): Tri {
  if (way.family !== undefined && way.family !== peer.block.family) return 'no'
  if (party.kind === 'outside') return truth(holds(peer, party.range))
  // Rule 27: the traffic of a host-network pod has the node's address, which policies see as they see a pod's.
  const meansPods = peer.byProxy ? 'yes' : world.addressesMeanPods
  if (meansPods === 'no') return 'no'
  const addresses = party.kind === 'node' ? party.addresses : party.pod.addresses.map(rangeOf)
  const met =
    addresses.length > 0
      ? addresses.reduce<Tri>((known, range) => or(known, truth(holds(peer, range))), 'no')
      : unaddressed(expectedRanges(world, party), peer)
  return and(meansPods, met)
}

/** Where an address that is not known yet will lie: what was said of pods tells nothing about nodes. */
function expectedRanges(world: World, party: Party): readonly AddressRange[] {
  const ofPods = party.kind === 'pod' && !party.pod.hostNetwork
  return ofPods && world.podCIDRs.length > 0 ? world.podCIDRs : privateRanges
}

/**
 * A pod without an address is surely inside a block that holds every range it may come from (the CIDRs that were said,
 * else every private range of the family), never inside one that holds none, else possibly (contract.md section 2).
 */
function unaddressed(expected: readonly AddressRange[], peer: AddressPeer): Tri {
  const ranges = expected.filter(({ family }) => family === peer.block.family)
  if (!ranges.some(range => touches(peer, range))) return 'no'
  return ranges.every(range => holds(peer, range)) ? 'yes' : 'maybe'
}

/** Whether any address of the range lies in the block and outside its exceptions. */
function touches({ block, except }: AddressPeer, range: AddressRange): boolean {
  if (!overlaps(block, range)) return false
  const first = block.first > range.first ? block.first : range.first
  const last = block.last < range.last ? block.last : range.last
  return !except.some(hole => contains(hole, { family: range.family, first, last }))
}

/** The ports that an entry means at this destination; a name resolves on pods only (rules 19 and 20). */
export function resolvePorts(match: PortMatch, destination: Party): PortRange[] {
  switch (match.kind) {
    case 'range':
      return [{ protocol: match.protocol, first: match.first, last: match.last }]
    case 'named':
      if (destination.kind !== 'pod') return []
      return destination.pod.ports
        .filter(({ name, protocol }) => name === match.name && protocol === match.protocol)
        .map(({ protocol, port }) => ({ protocol, first: port, last: port }))
    case 'except':
      return match.ports.flatMap(inner => resolvePorts(inner, destination))
    case 'every':
    case 'icmp':
    case 'unreadable':
      return []
  }
}

export function matchesPort(match: PortMatch, destination: Party, protocol: Protocol, port: number): Tri {
  switch (match.kind) {
    case 'every':
      return 'yes'
    case 'unreadable':
      return 'maybe'
    case 'icmp':
      return 'no'
    case 'except':
      return match.ports.reduce<Tri>(
        (met, inner) => and(met, not(matchesPort(inner, destination, protocol, port))),
        'yes',
      )
    case 'range':
    case 'named':
      return truth(
        resolvePorts(match, destination).some(
          range => range.protocol === protocol && range.first <= port && port <= range.last,
        ),
      )
  }
}

/** At most this many ports in one entry name the port (contract.md section 1). */
const namedPorts = 1024
/** Prefixes within which an address outside the cluster counts as named. */
const namedPrefix: Record<Family, number> = { 4: 24, 6: 64 }

/** Whether a peer entry names this party: by what it requires to be there; `undefined` where it does not parse. */
export function namesPeer(peer: Peer, party: Party): boolean | undefined {
  switch (peer.kind) {
    case 'pods':
      return requiresLabel(peer.pods) || (peer.serviceAccounts?.length ?? 0) > 0
    case 'addresses':
      return party.kind === 'outside' && peer.block.prefix >= namedPrefix[peer.block.family]
    case 'all-of': {
      const parts = peer.peers.map(part => namesPeer(part, party))
      return parts.includes(true) ? true : parts.includes(undefined) ? undefined : false
    }
    case 'identities':
      return namesIdentity(peer)
    case 'names':
    case 'service':
      return true
    case 'anyone':
    case 'entity':
    case 'nodes':
    case 'not':
      return false
    case 'unreadable':
      return undefined
  }
}

/**
 * A workload identity names its peer; a namespace alone, in any spelling, is a zone and names nobody, and so does whatever
 * leaves the account open (contract.md section 1, "How a side allows").
 */
const namesIdentity = ({ part, patterns }: IdentityPeer): boolean => {
  if (part === 'namespace' || part === 'trust-domain') return false
  return patterns.every(
    pattern =>
      part === 'account' ||
      pattern.kind === 'exact' ||
      (pattern.kind === 'prefix' && /\/sa\/./.test(pattern.text)) ||
      (pattern.kind === 'suffix' && /(?:^|\/)sa\/.|^[^/]+$/.test(pattern.text)),
  )
}

/** Whether a port entry names the port; `undefined` where it does not parse. */
export function namesPort(match: PortMatch, request?: RequestMatch): boolean | undefined {
  if (request && namesWhat(request)) return true
  switch (match.kind) {
    case 'range':
      // A rule on the port of tunnels lets in whatever comes through them (contract.md section 1).
      return portCount(match) <= namedPorts && !(match.first === tunnelPort && match.last === tunnelPort)
    case 'named':
      return true
    case 'icmp':
      return true
    case 'every':
      return false
    case 'except':
      return match.ports.length > 0 && lastPort - match.ports.length <= namedPorts
    case 'unreadable':
      return undefined
  }
}

/** Methods, paths or hosts other than `*` say what may be done, and count as a port (contract.md section 1). */
const namesWhat = ({ tests }: RequestMatch): boolean =>
  tests.some(
    ({ field, negated, values }) =>
      !negated &&
      (field.kind === 'method' || field.kind === 'path' || field.kind === 'host') &&
      values.every(({ kind }) => kind !== 'any'),
  )

/** All namings that one peer entry with one port entry may have; several where a part does not parse. */
export function namingsOf(peer: Peer, port: PortMatch, party: Party, request?: RequestMatch): Naming[] {
  const peers = spread(namesPeer(peer, party))
  const ports = spread(namesPort(port, request))
  return peers.flatMap(byPeer => ports.map(byPort => one(byPeer, byPort)))
}

const spread = (value: boolean | undefined): boolean[] => (value === undefined ? [true, false] : [value])

const one = (byPeer: boolean, byPort: boolean): Naming =>
  byPeer ? (byPort ? naming.peerAndPort : naming.peer) : byPort ? naming.port : naming.neither
