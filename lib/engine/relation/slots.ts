import { type Address, type AddressRange } from '../../model/address'
import type { Inventory, Pod, Workload } from '../../model/inventory'
import { protocols } from '../../model/port'
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
  readonly workloads: Workload[] = []
  readonly workloadIndex = new Map<string, number>()
  /** By workload: its slots. */
  readonly slotsOf: number[][] = []
  /** First of the slots that stand for outside addresses, in the order of `relevance.atoms`. */
  readonly outside: number
  /** By slot: the node of all its pods. */
  private readonly nodes: (string | undefined)[] = []
  private end = 0
  private readonly signer: Signer
  /** By workload: class signatures and their slots. */
  private readonly known: Map<string, number>[] = []

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
    return workload === undefined ? undefined : this.known[workload]?.get(this.signer.sign(pod).join())
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
    this.known.push(new Map())
    return index
  }

  /** Makes a class for a pod of a known workload; gives its slot, the next free one of the namespace. */
  addClass(workload: number, pod: Pod): number {
    const namespace = this.addNamespace(pod.namespace)
    const slot = this.takeSlot(namespace)
    this.fill(slot, namespace, workload, pod)
    this.known[workload]?.set(this.signer.sign(pod).join(), slot)
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
      for (const { pod, members, node, signature } of this.signer.classes(workload.pods)) {
        this.reserve(first + used + 1)
        const slot = first + used++
        this.fill(slot, namespace, index, pod)
        this.podCounts[slot] = members
        this.nodes[slot] = node
        this.known[index]?.set(signature.join(), slot)
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
    this.pods[slot] = alike
    this.workloadOf[slot] = workload
    this.namespaceOf[slot] = namespace
    this.families[slot] = familiesOf(pod)
    this.slotsOf[workload]?.push(slot)
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

interface Class {
  readonly pod: Pod
  members: number
  node: string | undefined
  readonly signature: readonly number[]
}

/** Turns all that policies can tell pods apart by into a short list of numbers. */
class Signer {
  private readonly keys: readonly string[]
  private readonly values: Map<string, number>[]
  private readonly portNames: ReadonlyMap<string, number>
  private readonly accounts = new Map<string, number>()
  /** Where the pieces of either family begin; those of IPv4 are exact as floating point numbers. */
  private readonly starts4: Float64Array
  private readonly starts6: readonly bigint[]

  constructor(private readonly relevance: Relevance) {
    this.keys = [...relevance.labelKeys]
    this.values = this.keys.map(() => new Map<string, number>())
    this.portNames = new Map([...relevance.portNames].map((name, at) => [name, at]))
    const { atoms } = relevance
    this.starts4 = Float64Array.from(
      atoms.filter(({ family }) => family === 4).map(({ first }) => Number(first)),
    )
    this.starts6 = atoms.filter(({ family }) => family === 6).map(({ first }) => first)
  }

  classes(pods: readonly Pod[]): Class[] {
    const classes: Class[] = []
    const byText = new Map<string, Class>()
    let last: Class | undefined
    for (const pod of pods) {
      const signature = this.sign(pod)
      if (last && same(last.signature, signature)) {
        join(last, pod)
        continue
      }
      const text = signature.join()
      const found = byText.get(text)
      last = found ?? { pod, members: 0, node: pod.node, signature }
      join(last, pod)
      if (found) continue
      byText.set(text, last)
      classes.push(last)
    }
    return classes
  }

  sign(pod: Pod): number[] {
    const signature: number[] = [pod.hostNetwork ? 1 : 0]
    for (let at = 0; at < this.keys.length; at++) {
      const value = pod.labels.get(this.keys[at] ?? '')
      signature.push(value === undefined ? 0 : numberOf(this.values[at], value) + 1)
    }
    if (this.relevance.serviceAccounts) signature.push(numberOf(this.accounts, pod.serviceAccount))
    if (this.portNames.size > 0) this.signPorts(pod, signature)
    if (this.relevance.addresses) {
      const atoms = pod.addresses.map(address => this.atomOf(address)).sort(ascending)
      signature.push(-1, familiesOf(pod), ...atoms)
    }
    return signature
  }

  atomOf({ family, value }: Address): number {
    return family === 4
      ? lastStart(this.starts4, Number(value))
      : this.starts4.length + lastStart(this.starts6, value)
  }

  private signPorts({ ports }: Pod, signature: number[]): void {
    const from = signature.length
    for (const { name, protocol, port } of ports) {
      const known = name === undefined ? undefined : this.portNames.get(name)
      if (known === undefined) continue
      signature.push((known * protocols.length + protocols.indexOf(protocol)) * 65_536 + port)
    }
    if (signature.length > from + 1) signature.push(...signature.splice(from).sort(ascending))
  }
}

function join(to: Class, { node }: Pod): void {
  to.members++
  if (to.node !== node) to.node = undefined
}

const ascending = (a: number, b: number): number => a - b

function numberOf(numbers: Map<string, number> | undefined, text: string): number {
  const known = numbers?.get(text)
  if (known !== undefined) return known
  const made = numbers?.size ?? 0
  numbers?.set(text, made)
  return made
}

function same(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
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
