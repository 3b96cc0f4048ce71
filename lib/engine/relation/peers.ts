import { contains, overlaps, type Family } from '../../model/address'
import type { Pod } from '../../model/inventory'
import type { IdentityPart, Peer, Subject } from '../../model/rule'
import { matchesText, type TextPattern } from '../../model/text-pattern'
import type { Tri } from '../../model/tri'
import { identityPart, matchesPeer } from '../matching'
import type { Party, Way, World } from '../world'
import { all, lowerBound, type Match, type Selections } from './selection'
import { complement, nothing, type SetId, type SetStore } from './sets'
import type { Slots } from './slots'

type AddressPeer = Extract<Peer, { kind: 'addresses' }>
type IdentityPeer = Extract<Peer, { kind: 'identities' }>

/** Which slots a peer entry or a subject means, over one way of talking; equal entries are worked out once. */
export class Peers {
  private readonly blocks = new Map<string, Match>()
  /** By part of the identity, and what it says: who bears such a one. */
  private readonly bearers = new Map<IdentityPart, Map<string, number[]>>()
  private readonly patterns = new Map<string, SetId>()
  /** Pieces of address space that pods have addresses in, ascending, and the pods of each. */
  private occupied: { readonly atoms: number[]; readonly slots: number[][] } | undefined
  /** Pods without an address, apart where the host network gives them one. */
  private homeless: { pod: Pod; slots: SetId }[] | undefined

  constructor(
    private readonly sets: SetStore,
    private readonly slots: Slots,
    private readonly selections: Selections,
    /** Habits of the engine in question; namespaces and labels come through `selections`. */
    private readonly world: () => World,
  ) {}

  subject(subject: Subject): Match {
    if (subject.kind === 'pods') return this.selections.podSet(subject)
    const { yes, maybe } = this.selections.scopeMatch(subject.namespaces)
    return { yes: nothing, maybe: this.sets.or(yes, maybe) }
  }

  match(peer: Peer, way: Way): Match {
    switch (peer.kind) {
      case 'anyone':
        return all
      case 'pods':
        return this.selections.podSet(peer)
      case 'addresses':
        return this.block(peer, way)
      case 'all-of':
        return peer.peers.map(part => this.match(part, way)).reduce((a, b) => this.both(a, b), all)
      case 'not': {
        const { yes, maybe } = this.match(peer.peer, way)
        return { yes: complement(this.sets.or(yes, maybe)), maybe }
      }
      case 'unreadable':
        return { yes: nothing, maybe: all.yes }
      case 'identities':
        return this.identities(peer, way)
      case 'entity':
      case 'names':
      case 'nodes':
      case 'service':
        return this.oneByOne(peer, way)
    }
  }

  /** Classes of pods came or changed. */
  forgetPods(): void {
    this.blocks.clear()
    this.bearers.clear()
    this.patterns.clear()
    this.occupied = undefined
    this.homeless = undefined
  }

  private both(a: Match, b: Match): Match {
    const { sets } = this
    const possible = sets.and(sets.or(a.yes, a.maybe), sets.or(b.yes, b.maybe))
    const yes = sets.and(a.yes, b.yes)
    return { yes, maybe: sets.minus(possible, yes) }
  }

  /** `matching.ts` says whose identity a pattern means; here once for all that have an equal part. */
  private identities({ part, patterns }: IdentityPeer, { identified }: Way): Match {
    if (identified === false) return { yes: nothing, maybe: nothing }
    if (identified === undefined || !this.world().wire) return { yes: nothing, maybe: all.yes }
    const meant = this.sets.unionOf(patterns.map(pattern => this.bearing(part, pattern)))
    return identified === 'perhaps' ? { yes: nothing, maybe: meant } : { yes: meant, maybe: nothing }
  }

  private bearing(part: IdentityPart, pattern: TextPattern): SetId {
    const bearers = this.bearersOf(part)
    if (pattern.kind === 'exact') return this.sets.of(bearers.get(pattern.text) ?? [])
    const key = `${part} ${JSON.stringify(pattern)}`
    let known = this.patterns.get(key)
    if (known === undefined) {
      const found = [...bearers].flatMap(([text, slots]) => (matchesText(pattern, text) ? slots : []))
      known = this.sets.of(found.sort((a, b) => a - b))
      this.patterns.set(key, known)
    }
    return known
  }

  private bearersOf(part: IdentityPart): ReadonlyMap<string, number[]> {
    const known = this.bearers.get(part)
    if (known) return known
    const made = new Map<string, number[]>()
    const { wire } = this.world()
    this.slots.forEachClass((slot, pod) => {
      const identity = wire?.identityOf(pod)
      const text = identity === undefined ? undefined : identityPart(identity, part)
      if (text === undefined) return
      const listed = made.get(text)
      if (listed) listed.push(slot)
      else made.set(text, [slot])
    })
    this.bearers.set(part, made)
    return made
  }

  /** What has no index is asked of every slot; few policies have such peers. */
  private oneByOne(peer: Peer, way: Way): Match {
    const yes: number[] = []
    const maybe: number[] = []
    const ask = (slot: number, party: Party): void => {
      const tri = matchesPeer(this.world(), peer, party, way)
      if (tri === 'yes') yes.push(slot)
      else if (tri === 'maybe') maybe.push(slot)
    }
    const ends: [number, Party][] = []
    this.slots.forEachClass((slot, pod) => ends.push([slot, { kind: 'pod', pod }]))
    for (const [at, range] of this.slots.relevance.atoms.entries())
      ends.push([this.slots.outside + at, { kind: 'outside', range }])
    for (const [slot, party] of ends.sort(([a], [b]) => a - b)) ask(slot, party)
    return { yes: this.sets.of(yes), maybe: this.sets.of(maybe) }
  }

  /** `matching.ts` says when an address lies in a block; here only for whole pieces of address space at once. */
  private block(peer: AddressPeer, way: Way): Match {
    if (way.family !== undefined && way.family !== peer.block.family) return this.outsideOnly(peer)
    const meansPods = peer.byProxy ? 'yes' : this.world().addressesMeanPods
    if (meansPods === 'no') return this.outsideOnly(peer)
    const key = `${meansPods} ${way.family ?? ''} ${blockKey(peer)}`
    let known = this.blocks.get(key)
    if (!known) {
      known = this.withPods(peer, way, meansPods)
      this.blocks.set(key, known)
    }
    return known
  }

  private outsideOnly(peer: AddressPeer): Match {
    const key = blockKey(peer)
    let known = this.blocks.get(key)
    if (!known) {
      const atoms = this.atomsIn(peer).map(atom => this.slots.outside + atom)
      known = { yes: this.sets.of(atoms), maybe: nothing }
      this.blocks.set(key, known)
    }
    return known
  }

  private withPods(peer: AddressPeer, way: Way, meansPods: Exclude<Tri, 'no'>): Match {
    const { sets } = this
    const outside = this.outsideOnly(peer).yes
    const { atoms, slots } = this.occupants()
    const held = this.atomsIn(peer).flatMap(atom => {
      const at = lowerBound(atoms, atom)
      return atoms[at] === atom ? (slots[at] ?? []) : []
    })
    let pods = sets.of([...new Set(held)].sort((a, b) => a - b))
    let doubtful: SetId = nothing
    for (const { pod, slots: set } of this.unaddressed()) {
      const tri = matchesPeer(this.world(), peer, { kind: 'pod', pod }, way)
      if (tri === 'yes') pods = sets.or(pods, set)
      else if (tri === 'maybe') doubtful = sets.or(doubtful, set)
    }
    return meansPods === 'yes'
      ? { yes: sets.or(outside, pods), maybe: doubtful }
      : { yes: outside, maybe: sets.or(pods, doubtful) }
  }

  /** Every piece lies wholly inside or outside of every block and exception that a policy names. */
  private atomsIn({ block, except }: AddressPeer): number[] {
    const { atoms } = this.slots.relevance
    const first = firstAtom(atoms, block.family, block.first)
    const found: number[] = []
    for (let at = first; at < atoms.length; at++) {
      const atom = atoms[at]
      if (!atom || !contains(block, atom)) break
      if (!except.some(hole => overlaps(hole, atom))) found.push(at)
    }
    return found
  }

  private occupants(): NonNullable<Peers['occupied']> {
    if (this.occupied) return this.occupied
    const byAtom = new Map<number, number[]>()
    this.slots.forEachClass((slot, pod) => {
      for (const address of pod.addresses) {
        const atom = this.slots.slotOfAddress(address) - this.slots.outside
        const found = byAtom.get(atom)
        if (found) found.push(slot)
        else byAtom.set(atom, [slot])
      }
    })
    const atoms = [...byAtom.keys()].sort((a, b) => a - b)
    this.occupied = { atoms, slots: atoms.map(atom => byAtom.get(atom) ?? []) }
    return this.occupied
  }

  private unaddressed(): NonNullable<Peers['homeless']> {
    if (this.homeless) return this.homeless
    const found = new Map<boolean, { pod: Pod; slots: number[] }>()
    this.slots.forEachClass((slot, pod) => {
      if (pod.addresses.length > 0) return
      const known = found.get(pod.hostNetwork)
      if (known) known.slots.push(slot)
      else found.set(pod.hostNetwork, { pod, slots: [slot] })
    })
    this.homeless = [...found.values()].map(({ pod, slots }) => ({ pod, slots: this.sets.of(slots) }))
    return this.homeless
  }
}

const blockKey = ({ block, except }: AddressPeer): string =>
  `${block.family} ${block.first} ${block.last}${except.map(({ first, last }) => ` ${first} ${last}`).join('')}`

function firstAtom(
  atoms: readonly { readonly family: Family; readonly first: bigint }[],
  family: Family,
  first: bigint,
): number {
  let low = 0
  let high = atoms.length
  while (low < high) {
    const middle = (low + high) >> 1
    const atom = atoms[middle]
    if (atom && (atom.family < family || (atom.family === family && atom.first < first))) low = middle + 1
    else high = middle
  }
  return low
}
