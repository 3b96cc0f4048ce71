import { type Address, type AddressRange } from '../../model/address'
import type { Inventory, Pod, Workload } from '../../model/inventory'
import type { Relevance } from '../classes'

/**
 * Where everything that can be an end of a connection has its place: one slot for each class of pods (pods of one
 * workload that no policy tells apart), and one for each piece of the address space outside. The slots of a namespace
 * are contiguous and begin at a word of their own, with room for classes to come.
 */
export class Slots {
  /** By slot: a pod that stands for its class, without its node; undefined for outside slots and free ones. */
  readonly pods: (Pod | undefined)[] = []
  /** By slot: index into `workloads`, -1 where there is none. */
  workloadOf = new Int32Array(64).fill(-1)
  /** By slot: index into `namespaces`, -1 where there is none. */
  namespaceOf = new Int32Array(64).fill(-1)
  /** By slot: how many pods the class has now. */
  podCounts = new Int32Array(64)
  /** By slot: which families its pods have addresses of. */
  families = new Uint8Array(64)
  readonly namespaces: string[] = []
  readonly namespaceIndex = new Map<string, number>()
  /** By namespace: its runs of slots, `used` of which are taken. */
  readonly blocks: Block[][] = []
  workloads: Workload[] = []
  readonly workloadIndex = new Map<string, number>()
  /** By workload: its slots. */
  readonly slotsOf: number[][] = []
  /** First of the slots that stand for outside addresses, in the order of `relevance.atoms`. */
  readonly outside: number
  /** By slot: the node of all its pods. */
  private nodes: (string | undefined)[] = []
  private end = 0
  private readonly signer: Signer
  /** By workload of many classes: their signatures and slots, once somebody asks. */
  private readonly known = new Map<number, Map<string, number>>()

  constructor(
    inventory: Pick<Inventory, 'namespaces' | 'workloads'>,
    readonly relevance: Relevance,
  ) {
    this.signer = new Signer(relevance)
    for (const name of inventory.namespaces.keys()) this.addNamespace(name)
    const members: Workload[][] = this.namespaces.map(() => [])
    for (const workload of inventory.workloads) {
      const index = this.addNamespace(workload.namespace)
      const list = members[index]
      if (list) list.push(workload)
      else members[index] = [workload]
    }
    for (const [namespace, list] of members.entries()) this.place(namespace, list)
    this.outside = this.end
    this.end += relevance.atoms.length
    this.end = wordAligned(this.end)
    this.reserve(this.end)
  }

  /**
   * Slots for the pods of two inventories, so that either can be told in terms of the same: one result for each, which
   * differ in nothing but their pods. `relevance` must be that of the policies of both.
   */
  static shared(
    inventories: readonly [Inventory, Inventory],
    relevance: Relevance,
  ): [before: Slots, after: Slots] {
    const workloads = new Map<string, Workload>()
    for (const { workloads: own } of inventories)
      for (const workload of own) {
        const known = workloads.get(workload.key)
        workloads.set(workload.key, known ? { ...known, pods: [...known.pods, ...workload.pods] } : workload)
      }
    const [before, after] = inventories
    const namespaces = new Map([...before.namespaces, ...after.namespaces])
    const slots = new Slots({ namespaces, workloads: [...workloads.values()] }, relevance)
    return [slots.holding(before), slots.holding(after)]
  }

  /** The same slots with other pods in them. */
  private holding({ workloads }: Inventory): Slots {
    const slots = Object.assign(Object.create(Slots.prototype) as Slots, this)
    slots.podCounts = new Int32Array(this.podCounts.length)
    slots.nodes = []
    slots.workloads = [...this.workloads]
    for (const workload of workloads) {
      const index = this.workloadIndex.get(workload.key)
      if (index !== undefined) slots.workloads[index] = workload
      for (const pod of workload.pods) {
        const slot = this.slotOfPod(pod)
        if (slot !== undefined) slots.putPod(slot, pod)
      }
    }
    return slots
  }

  /** One pod more in a class. */
  putPod(slot: number, { node }: Pod): void {
    const count = this.podCounts[slot] ?? 0
    this.nodes[slot] = count === 0 || this.nodes[slot] === node ? node : undefined
    this.podCounts[slot] = count + 1
  }

  /** One pod less in a class; `left` are those that stay. */
  takePod(slot: number, left: readonly Pod[]): void {
    this.podCounts[slot] = left.length
    const nodes = new Set(left.map(({ node }) => node))
    this.nodes[slot] = nodes.size === 1 ? left[0]?.node : undefined
  }

  /** One past the last slot. */
  get size(): number {
    return this.end
  }

  isOutside(slot: number): boolean {
    return slot >= this.outside && slot < this.outside + this.relevance.atoms.length
  }

  /** The node on which all pods of a class run; undefined where there are several, or it is not known. */
  soleNode(slot: number): string | undefined {
    return this.nodes[slot]
  }

  /** Classes of pods of the host network. */
  readonly hosts: number[] = []

  /** The classes all of whose pods run on this node, ascending. */
  alone(node: string): number[] {
    return this.nodes.flatMap((sole, slot) => (sole === node ? [slot] : []))
  }

  atomOf(slot: number): AddressRange | undefined {
    return this.relevance.atoms[slot - this.outside]
  }

  /** The slot of the piece of address space that holds the address. */
  slotOfAddress(address: Address): number {
    return this.outside + this.signer.atomOf(address)
  }

  /** The slot of a pod's class; undefined where there is no such class yet. */
  slotOfPod(pod: Pod): number | undefined {
    const workload = this.workloadIndex.get(pod.workload)
    if (workload === undefined) return undefined
    const slots = this.slotsOf[workload] ?? []
    if (slots.length > fewClasses) return this.signatures(workload, slots).get(this.signer.sign(pod))
    return slots.find(slot => {
      const other = this.pods[slot]
      return other !== undefined && this.signer.alike(other, pod)
    })
  }

  private signatures(workload: number, slots: readonly number[]): ReadonlyMap<string, number> {
    let known = this.known.get(workload)
    if (!known) {
      known = new Map(
        slots.flatMap(slot => {
          const pod = this.pods[slot]
          return pod ? [[this.signer.sign(pod), slot] as const] : []
        }),
      )
      this.known.set(workload, known)
    }
    return known
  }

  addNamespace(name: string): number {
    const known = this.namespaceIndex.get(name)
    if (known !== undefined) return known
    const index = this.namespaces.length
    this.namespaces.push(name)
    this.namespaceIndex.set(name, index)
    this.blocks.push([])
    return index
  }

  addWorkload(workload: Workload): number {
    const known = this.workloadIndex.get(workload.key)
    if (known !== undefined) return known
    const index = this.workloads.length
    this.workloads.push(workload)
    this.workloadIndex.set(workload.key, index)
    this.slotsOf.push([])
    return index
  }

  /** Makes a class for a pod of a known workload; gives its slot, the next free one of the namespace. */
  addClass(workload: number, pod: Pod): number {
    const namespace = this.addNamespace(pod.namespace)
    const slot = this.takeSlot(namespace)
    this.fill(slot, namespace, workload, pod)
    this.known.delete(workload)
    return slot
  }

  /** All slots of pods that ever were, in order. */
  forEachClass(visit: (slot: number, pod: Pod) => void): void {
    for (let slot = 0; slot < this.pods.length; slot++) {
      const pod = this.pods[slot]
      if (pod) visit(slot, pod)
    }
  }

  private place(namespace: number, workloads: readonly Workload[]): void {
    const first = this.end
    let used = 0
    for (const workload of workloads) {
      const index = this.addWorkload(workload)
      for (const { pod, members, node } of this.signer.classes(workload.pods)) {
        this.reserve(first + used + 1)
        const slot = first + used++
        this.fill(slot, namespace, index, pod)
        this.podCounts[slot] = members
        this.nodes[slot] = node
      }
    }
    this.end = wordAligned(first + used + slack)
    this.reserve(this.end)
    this.blocks[namespace]?.push({ first, end: this.end, used })
  }

  private takeSlot(namespace: number): number {
    const blocks = this.blocks[namespace] ?? []
    const last = blocks.at(-1)
    if (last && last.first + last.used < last.end) return last.first + last.used++
    const first = this.end
    this.end += word
    this.reserve(this.end)
    blocks.push({ first, end: this.end, used: 1 })
    return first
  }

  private fill(slot: number, namespace: number, workload: number, pod: Pod): void {
    const { node: _node, ...alike } = pod
    // Pods of the host network speak with the address of their node, so that a policy may know them by it.
    this.pods[slot] = pod.hostNetwork && this.relevance.nodes ? pod : alike
    this.workloadOf[slot] = workload
    this.namespaceOf[slot] = namespace
    this.families[slot] = familiesOf(pod)
    this.slotsOf[workload]?.push(slot)
    if (pod.hostNetwork) this.hosts.push(slot)
  }

  private reserve(size: number): void {
    if (size <= this.podCounts.length) return
    let larger = this.podCounts.length
    while (larger < size) larger *= 2
    const grow = (from: Int32Array, empty: number): Int32Array<ArrayBuffer> => {
      const to = new Int32Array(larger).fill(empty)
      to.set(from)
      return to
    }
    this.workloadOf = grow(this.workloadOf, -1)
    this.namespaceOf = grow(this.namespaceOf, -1)
    this.podCounts = grow(this.podCounts, 0)
    const families = new Uint8Array(larger)
    families.set(this.families)
    this.families = families
  }
}

interface Block {
  readonly first: number
  readonly end: number
  used: number
}

const word = 32
/** Classes that a namespace can gain before it needs a second run of slots. */
const slack = 8

const wordAligned = (slot: number): number => Math.ceil(slot / word) * word

/** Bit 1: IPv4, bit 2: IPv6; 0 while a pod has no address. */
export function familiesOf({ addresses }: Pod): number {
  let families = 0
  for (const { family } of addresses) families |= family === 4 ? 1 : 2
  return families
}

/** Up to this many classes of a workload are compared one by one. */
const fewClasses = 8

interface Class {
  readonly pod: Pod
  members: number
  node: string | undefined
}

/** Tells pods apart by all that policies can tell them apart by, and by nothing else. */
class Signer {
  private readonly keys: readonly string[]
  /** Where the pieces of either family begin; those of IPv4 are exact as floating point numbers. */
  private readonly starts4: Float64Array
  private readonly starts6: readonly bigint[]

  constructor(private readonly relevance: Relevance) {
    this.keys = [...relevance.labelKeys]
    const { atoms } = relevance
    this.starts4 = Float64Array.from(
      atoms.filter(({ family }) => family === 4).map(({ first }) => Number(first)),
    )
    this.starts6 = atoms.filter(({ family }) => family === 6).map(({ first }) => first)
  }

  classes(pods: readonly Pod[]): Class[] {
    const [first] = pods
    if (!first) return []
    let last: Class = { pod: first, members: 0, node: first.node }
    const classes = [last]
    let bySignature: Map<string, Class> | undefined
    for (const pod of pods) {
      if (!this.alike(last.pod, pod)) {
        bySignature ??= new Map([[this.sign(last.pod), last]])
        const signature = this.sign(pod)
        const found = bySignature.get(signature)
        last = found ?? { pod, members: 0, node: pod.node }
        if (!found) {
          bySignature.set(signature, last)
          classes.push(last)
        }
      }
      last.members++
      if (last.node !== pod.node) last.node = undefined
    }
    return classes
  }

  /** Whether two pods of one workload have the same signature, without making it: most pods are like the one before. */
  alike(a: Pod, b: Pod): boolean {
    if (a === b) return true
    if (a.hostNetwork !== b.hostNetwork || a.namespace !== b.namespace) return false
    for (const key of this.keys) if (a.labels.get(key) !== b.labels.get(key)) return false
    const { relevance } = this
    if (relevance.nodes && a.hostNetwork && a.node !== b.node) return false
    if (a.proxy !== b.proxy) return false
    if (relevance.serviceAccounts && a.serviceAccount !== b.serviceAccount) return false
    if (relevance.wire && !relevance.wire.alike(a, b)) return false
    return this.samePorts(a, b) && (!relevance.addresses || this.sameAtoms(a, b))
  }

  sign(pod: Pod): string {
    const { relevance } = this
    return JSON.stringify([
      pod.namespace,
      pod.hostNetwork,
      relevance.nodes && pod.hostNetwork ? (pod.node ?? null) : null,
      this.keys.map(key => pod.labels.get(key) ?? null),
      relevance.serviceAccounts ? pod.serviceAccount : null,
      pod.proxy,
      relevance.wire?.key(pod) ?? null,
      this.namedPorts(pod).sort(),
      relevance.addresses ? pod.addresses.map(address => this.atomOf(address)).sort((a, b) => a - b) : null,
    ])
  }

  atomOf({ family, value }: Address): number {
    return family === 4
      ? lastStart(this.starts4, Number(value))
      : this.starts4.length + lastStart(this.starts6, value)
  }

  private samePorts(a: Pod, b: Pod): boolean {
    if (a.ports === b.ports || this.relevance.portNames.size === 0) return true
    if (
      a.ports.length === b.ports.length &&
      a.ports.every((port, at) => {
        const other = b.ports[at]
        return other?.name === port.name && other?.port === port.port && other.protocol === port.protocol
      })
    )
      return true
    return this.namedPorts(a).sort().join() === this.namedPorts(b).sort().join()
  }

  private sameAtoms(a: Pod, b: Pod): boolean {
    if (a.addresses.length !== b.addresses.length) return false
    const [one, ...more] = a.addresses
    const [other] = b.addresses
    if (!one || !other) return true
    if (more.length === 0) return one.family === other.family && this.atomOf(one) === this.atomOf(other)
    const atoms = (pod: Pod): string =>
      pod.addresses
        .map(address => this.atomOf(address))
        .sort()
        .join()
    return atoms(a) === atoms(b)
  }

  private namedPorts({ ports }: Pod): string[] {
    return ports
      .filter(({ name }) => name !== undefined && this.relevance.portNames.has(name))
      .map(({ name, protocol, port }) => `${name}/${protocol}/${port}`)
  }
}

/** Index of the last start that is not beyond the value. */
function lastStart<T extends number | bigint>(starts: ArrayLike<T>, value: T): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    const start = starts[middle]
    if (start !== undefined && start <= value) low = middle
    else high = middle - 1
  }
  return low
}
