import { cutSpace, type Address, type AddressRange } from '../model/address'
import type { Pod, Workload } from '../model/inventory'
import type { Mesh } from '../model/mesh'
import type { Fragment, Peer, PodSet, PortMatch } from '../model/rule'

/** All that the compiled policies can tell pods and addresses apart by. */
export interface Relevance {
  readonly labelKeys: ReadonlySet<string>
  readonly portNames: ReadonlySet<string>
  readonly serviceAccounts: boolean
  /** Some peer names nodes, so that host-network pods of different nodes differ. */
  readonly nodes: boolean
  /** Both address spaces, cut where some block or exception begins or ends. */
  readonly atoms: readonly AddressRange[]
  readonly addresses: boolean
  /** What meshes tell pods apart by, where there are any. */
  readonly wire?: WireRelevance
}

export interface WireRelevance {
  /** Pods with equal texts are alike. */
  key(pod: Pod): string
  /** The same of two pods of one workload, most of which share what they say. */
  alike(a: Pod, b: Pod): boolean
}

/** Pods of one workload that no policy tells apart; `pod` stands for all, without a node where they may differ in it. */
export interface PodClass {
  readonly workload: Workload
  readonly pod: Pod
  readonly members: readonly Pod[]
}

/** `meshes`: those of all worlds that are told in these terms. */
export function relevanceOf(compiled: Fragment, ...meshes: readonly (Mesh | undefined)[]): Relevance {
  const labelKeys = new Set<string>()
  const portNames = new Set<string>()
  const blocks: AddressRange[] = []
  const told = meshes.filter(mesh => mesh !== undefined)
  let serviceAccounts = false
  let nodes = false

  const readPods = (set: PodSet): void => {
    for (const { key } of set.pods.requirements) labelKeys.add(key)
    serviceAccounts ||= set.serviceAccounts !== undefined
  }
  const readPeer = (peer: Peer): void => {
    if (peer.kind === 'pods') readPods(peer)
    else if (peer.kind === 'addresses') blocks.push(peer.block, ...peer.except)
    else if (peer.kind === 'nodes') nodes = true
    else if (peer.kind === 'all-of') peer.peers.forEach(readPeer)
    else if (peer.kind === 'not') readPeer(peer.peer)
  }
  const readPort = (port: PortMatch): void => {
    if (port.kind === 'named') portNames.add(port.name)
    else if (port.kind === 'except') port.ports.forEach(readPort)
  }
  for (const { subject } of [...compiled.policies, ...compiled.transports])
    if (subject.kind === 'pods') readPods(subject)
  for (const { rules } of compiled.policies)
    for (const rule of rules) {
      rule.peers.forEach(readPeer)
      rule.ports.forEach(readPort)
      if (rule.self) readPeer(rule.self)
    }
  return {
    labelKeys,
    portNames,
    serviceAccounts,
    nodes,
    atoms: cutSpace(blocks),
    addresses: blocks.length > 0,
    ...(told.length > 0 && { wire: wireOf(told) }),
  }
}

/** What some meshes tell pods apart by. */
export function wireOf(meshes: readonly Mesh[]): WireRelevance {
  const key = (mesh: Mesh, pod: Pod): string =>
    [mesh.identityOf(pod) ?? '', mesh.clientKey(pod), mesh.serverKey(pod)].join('\n')
  const whole = (pod: Pod): string => meshes.map(mesh => key(mesh, pod)).join('\n')
  const readsAddresses = meshes.some(mesh => mesh.readsAddresses)
  const shares = (a: Pod, b: Pod): boolean =>
    a.labels === b.labels &&
    a.ports === b.ports &&
    a.meshAnnotations === b.meshAnnotations &&
    a.serviceAccount === b.serviceAccount &&
    a.predicted === b.predicted &&
    (!readsAddresses || a.addresses === b.addresses)
  const takesForOne = (mesh: Mesh, a: Pod, b: Pod): boolean =>
    mesh.identityOf(a) === mesh.identityOf(b) &&
    mesh.clientKey(a) === mesh.clientKey(b) &&
    mesh.serverKey(a) === mesh.serverKey(b)
  return {
    key: whole,
    alike: (a, b) => shares(a, b) || meshes.every(mesh => takesForOne(mesh, a, b)),
  }
}

/** Splits a workload's pods where some policy may treat them differently (networkpolicy.md 4, rule 39). */
export function classesOf(workload: Workload, relevance: Relevance): PodClass[] {
  return groupAlike(workload.pods, relevance).flatMap(members => {
    const [first] = members
    if (!first) return []
    const { node: _node, ...pod } = first
    return [{ workload, pod: tellsNodes(first, relevance) ? first : pod, members }]
  })
}

/** Host-network pods speak with the address of their node. */
const tellsNodes = ({ hostNetwork }: Pod, { nodes }: Relevance): boolean => hostNetwork && nodes

/** Groups of pods that no policy tells apart. */
export function groupAlike(pods: readonly Pod[], relevance: Relevance): Pod[][] {
  const groups = new Map<string, Pod[]>()
  for (const pod of pods) {
    const signature = signatureOf(pod, relevance)
    const group = groups.get(signature)
    if (group) group.push(pod)
    else groups.set(signature, [pod])
  }
  return [...groups.values()]
}

function signatureOf(pod: Pod, relevance: Relevance): string {
  const labels = [...relevance.labelKeys].map(key => pod.labels.get(key) ?? null)
  const ports = pod.ports
    .filter(({ name }) => name !== undefined && relevance.portNames.has(name))
    .map(({ name, protocol, port }) => `${name}/${protocol}/${port}`)
    .sort()
  const addresses = relevance.addresses
    ? pod.addresses.map(address => atomOf(address, relevance.atoms)).sort()
    : []
  return JSON.stringify([
    pod.namespace,
    labels,
    ports,
    addresses,
    pod.hostNetwork,
    tellsNodes(pod, relevance) ? (pod.node ?? null) : '',
    relevance.serviceAccounts ? pod.serviceAccount : '',
    pod.proxy,
    relevance.wire?.key(pod) ?? '',
  ])
}

/** Index of the piece of address space that holds the address. */
function atomOf({ family, value }: Address, atoms: readonly AddressRange[]): number {
  let low = 0
  let high = atoms.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    const atom = atoms[middle]
    if (atom && (atom.family < family || (atom.family === family && atom.first <= value))) low = middle
    else high = middle - 1
  }
  return low
}
