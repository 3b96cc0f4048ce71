import type { Namespace, Pod, Workload } from '../../model/inventory'
import type { Direction, PodSet, Policy } from '../../model/rule'
import { nameLabel } from '../inventory'
import { inPodSet, matchesPeer } from '../matching'
import { keepsTogether } from './alike'
import type { Change } from './change'
import { Transition, type DeltaRectangles } from './delta'
import { governorOf, type Governor } from './governors'
import { Relation, type Worlds } from './relation'
import { neededBy } from './needs'
import type { RowId } from './rows'
import type { Kept, Match } from './selection'
import { familiesOf, type Slots } from './slots'
import type { SetId } from './sets'
import type { Stores } from './stores'
import { Users } from './users'
import { WireTables } from './wire-tables'

/** Slots whose rows must be made again. */
type Dirty = Readonly<Record<Direction, Set<number>>>

/**
 * A relation that follows changes: only rows that a change may touch are made again, and what comes of it is told as the
 * pairs whose facts changed.
 */
export class LiveRelation extends Relation {
  private readonly transition: Transition
  private readonly byPolicy = new Map<Policy, Governor>()
  private readonly users = new Users()
  /** Everybody who is, or was before the change: pairs of both come and go in between. */
  private ends: SetId

  constructor(stores: Stores, slots: Slots, worlds: Worlds) {
    super(stores, slots, worlds)
    this.ends = this.live
    this.transition = new Transition(stores, this.rows, () => this.ends)
    for (const governor of this.governors)
      if (governor) {
        this.byPolicy.set(governor.policy, governor)
        this.users.add(governor)
      }
  }

  /**
   * Follows a change; undefined (and nothing is done) where slots cannot hold it: it tells pods or addresses apart that
   * share a slot, or touches what all rows hang on.
   */
  apply(change: Change): DeltaRectangles | undefined {
    if (!this.canHold(change)) return undefined
    const {
      inventory: { namespaces: before },
      wire,
    } = this.world
    this.worlds = change.worlds
    const dirty: Dirty = { egress: new Set(), ingress: new Set() }
    if (this.world.wire !== wire) this.rewire(dirty)
    const alive = this.live
    this.relabel(change.namespaces, before, dirty)
    this.movePods(change, dirty)
    this.ends = this.stores.sets.or(alive, this.live)
    for (const policy of change.policiesRemoved) this.remove(policy, dirty)
    for (const policy of change.policiesAdded) if (this.counts(policy)) this.add(policy, dirty)
    return this.settle(dirty)
  }

  private canHold({
    policiesAdded,
    policiesRemoved,
    podsAdded,
    podsRemoved,
    namespaces,
    worlds,
  }: Change): boolean {
    if (!neededBy(policiesAdded, this.slots)) return false
    const { wire } = this.world
    const next = worlds.world.wire
    if (wire !== next) {
      // Who shares a slot is told by the mesh that slots were made by, which knows nothing of other pods.
      if (podsAdded.length + podsRemoved.length + namespaces.length > 0) return false
      if (!wire || !next || !keepsTogether(next, wire, this.slots, worlds.world.inventory)) return false
    }
    // What says the same as a known policy counts as that one, so that another object may be asked to go: none is guessed at.
    if (policiesRemoved.some(policy => this.counts(policy) && !this.byPolicy.has(policy))) return false
    return podsAdded.every(pod => {
      if (this.slots.slotOfPod(pod) !== undefined) return true
      const families = familiesOf(pod)
      const { plain, present } = this.families
      const keepsFamilies =
        (present | families) === present && (!plain || present === 0 || families === 1 || families === 2)
      return !pod.hostNetwork && keepsFamilies && worlds.world.inventory.namespaces.has(pod.namespace)
    })
  }

  /** Makes the rows again that may have changed, and tells what that changes. */
  private settle(dirty: Dirty): DeltaRectangles {
    const delta: number[] = []
    // The rows of destinations tell what proxies before them answer.
    for (const { slot, destinations } of this.wire?.behind ?? [])
      if (dirty.egress.has(slot) || dirty.ingress.has(slot))
        this.stores.sets.forEach(destinations, each => dirty.ingress.add(each))
    for (const direction of ['ingress', 'egress'] as const) {
      const rows = new Map<number, RowId>()
      for (const slot of dirty[direction]) rows.set(slot, this.makeRow(direction, slot))
      this.transition.move(direction, rows, delta)
    }
    this.forgetRectangles()
    return delta
  }

  /* ---- policies ---- */

  private add(policy: Policy, dirty: Dirty): void {
    const governor = governorOf(this.governors.length, policy, this.subject(policy.subject))
    this.governors.push(governor)
    this.byPolicy.set(policy, governor)
    this.users.add(governor)
    this.attach(governor, dirty)
  }

  private remove(policy: Policy, dirty: Dirty): void {
    const governor = this.byPolicy.get(policy)
    if (!governor) return
    this.detach(governor, governor.subject, dirty)
    this.users.remove(governor)
    this.byPolicy.delete(policy)
    this.sideRows.forgetPolicy(governor)
    this.governors[governor.id] = undefined
  }

  private attach(governor: Governor, dirty: Dirty): void {
    const { tier, direction } = governor.policy
    const governed = this.governed[tier.plane][direction]
    const { yes, maybe } = governor.subject
    for (const [set, certain] of [
      [yes, true],
      [maybe, false],
    ] as const)
      governed.forEach(set, slot => {
        governed.insert(slot, governor, certain)
        dirty[direction].add(slot)
      })
  }

  private detach(governor: Governor, { yes, maybe }: Match, dirty: Dirty): void {
    const { tier, direction } = governor.policy
    const governed = this.governed[tier.plane][direction]
    governed.forEach(this.stores.sets.or(yes, maybe), slot => {
      governed.withdraw(slot, governor.id)
      dirty[direction].add(slot)
    })
  }

  /** The rules of a governor mean others than before. */
  private touch(governor: Governor, dirty: Dirty): void {
    const { tier, direction } = governor.policy
    this.sideRows.forgetPolicy(governor)
    governor.version++
    const { yes, maybe } = governor.subject
    this.governed[tier.plane][direction].forEach(this.stores.sets.or(yes, maybe), slot =>
      dirty[direction].add(slot),
    )
  }

  /* ---- the mesh ---- */

  /** Another mesh: destinations that are dialled otherwise, and sources that tunnel, or to whom a tunnel leads elsewhere. */
  private rewire(dirty: Dirty): void {
    const { wire: before, stores, slots } = this
    const mesh = this.world.wire
    // INVARIANT: `canHold` lets no mesh come or go.
    if (!before || !mesh) throw new Error('a mesh came or went')
    const wire = new WireTables(stores, slots, mesh, before.unread, before)
    this.wire = wire
    slots.forEachClass(slot => {
      if (wire.server(slot).number !== before.server(slot).number) dirty.ingress.add(slot)
    })
    const { sets } = stores
    const [was, is] = [before.tunnelling, wire.tunnelling]
    const moved =
      wire.behindNumber === before.behindNumber
        ? sets.or(sets.minus(was, is), sets.minus(is, was))
        : sets.or(was, is)
    sets.forEach(moved, slot => dirty.egress.add(slot))
  }

  /* ---- namespaces ---- */

  private relabel(names: readonly string[], before: ReadonlyMap<string, Namespace>, dirty: Dirty): void {
    for (const name of names) {
      const [old, now] = [before.get(name), this.world.inventory.namespaces.get(name)]
      const index = this.slots.namespaceIndex.get(name)
      if (index === undefined) {
        this.selections.addNamespace(this.slots.addNamespace(name))
        continue
      }
      const keys = changedKeys(old, now)
      if (keys === undefined || keys.size > 0)
        this.selections.relabelNamespace(index, old?.labels ?? new Map<string, string>())
      if (keys?.size === 0) continue
      for (const kept of this.selections.kept.values()) if (mentions(kept.set, keys)) this.again(kept, dirty)
      for (const governor of this.users.special) if (governor.demandsSelf) this.touch(governor, dirty)
      this.unreadableAgain(dirty)
    }
  }

  private again(kept: Kept, dirty: Dirty): void {
    const before: Match = { yes: kept.yes, maybe: kept.maybe }
    if (!this.selections.again(kept)) return
    for (const governor of this.users.ofSubject(kept.key)) {
      this.detach(governor, before, dirty)
      this.attach(governor, dirty)
    }
    for (const governor of this.users.ofPeer(kept.key)) this.touch(governor, dirty)
  }

  /** Whom an unreadable subject may mean hangs on labels of namespaces and on the pods that are there. */
  private unreadableAgain(dirty: Dirty, born?: number): void {
    for (const governor of this.governors) {
      if (governor?.policy.subject.kind !== 'unreadable') continue
      const { subject: before, policy } = governor
      const { yes, maybe } = this.subject(policy.subject)
      if (yes === before.yes && maybe === before.maybe) {
        if (born !== undefined && this.stores.sets.has(maybe, born))
          this.governed[policy.tier.plane][policy.direction].insert(born, governor, false)
        continue
      }
      governor.subject = { yes, maybe }
      this.detach(governor, before, dirty)
      this.attach(governor, dirty)
    }
  }

  /* ---- pods ---- */

  private movePods({ podsRemoved, podsAdded, worlds }: Change, dirty: Dirty): void {
    if (podsRemoved.length === 0 && podsAdded.length === 0) return
    const workloads = new Map<string, Workload>()
    const wanted = new Set([...podsRemoved, ...podsAdded].map(({ workload }) => workload))
    for (const workload of worlds.world.inventory.workloads)
      if (wanted.has(workload.key)) workloads.set(workload.key, workload)
    const nodes = new Map<number, string | undefined>()
    const remember = (slot: number): void => {
      if (!nodes.has(slot)) nodes.set(slot, this.slots.soleNode(slot))
    }
    for (const key of wanted) {
      const workload = workloads.get(key)
      const index = this.slots.workloadIndex.get(key)
      if (workload && index === undefined) this.slots.addWorkload(workload)
      else if (index !== undefined && workload) this.slots.workloads[index] = workload
    }
    for (const pod of podsRemoved) {
      const slot = this.slots.slotOfPod(pod)
      if (slot === undefined) continue
      remember(slot)
      const left = (workloads.get(pod.workload)?.pods ?? []).filter(
        each => !podsAdded.includes(each) && this.slots.slotOfPod(each) === slot,
      )
      this.slots.takePod(slot, left)
      if (left.length === 0) this.markBoth(slot, dirty)
    }
    for (const pod of podsAdded) {
      const slot = this.slots.slotOfPod(pod) ?? this.newClass(pod, dirty)
      remember(slot)
      if ((this.slots.podCounts[slot] ?? 0) === 0) this.markBoth(slot, dirty)
      this.slots.putPod(slot, pod)
    }
    this.live = this.liveWith([...nodes.keys()])
    for (const [slot, node] of nodes) this.moveNode(slot, node, this.slots.soleNode(slot), dirty)
  }

  private markBoth(slot: number, dirty: Dirty): void {
    dirty.egress.add(slot)
    dirty.ingress.add(slot)
  }

  private liveWith(slots: readonly number[]): SetId {
    const { sets } = this.stores
    let { live } = this
    for (const slot of slots) {
      const one = sets.one(slot)
      live = (this.slots.podCounts[slot] ?? 0) > 0 ? sets.or(live, one) : sets.minus(live, one)
    }
    return live
  }

  /** The platform's own traffic hangs on who shares a node with host-network pods. */
  private moveNode(slot: number, before: string | undefined, after: string | undefined, dirty: Dirty): void {
    if (this.slots.pods[slot]?.hostNetwork) this.markBoth(slot, dirty)
    if (before === after) return
    for (const host of this.slots.hosts) {
      const node = this.slots.soleNode(host)
      if (node !== undefined && (node === before || node === after)) this.markBoth(host, dirty)
    }
  }

  /** A class of pods that was not there before: whoever means it by its labels, addresses or ports must say so. */
  private newClass(pod: Pod, dirty: Dirty): number {
    const workload = this.slots.workloadIndex.get(pod.workload)
    if (workload === undefined) throw new Error(`there is no workload ${pod.workload}`)
    const size = this.slots.size
    const slot = this.slots.addClass(workload, pod)
    if (this.slots.size > size) this.grow()
    this.selections.addClass(slot)
    for (const peers of this.peers) peers.forgetPods()
    this.sideRows.forgetPods()
    this.families = this.takeFamilies()
    this.includeInSelections(slot, pod, dirty)
    for (const governor of this.users.special) {
      const { families, policy } = governor
      const meansPod = policy.rules.some(({ peers }) =>
        peers.some(peer => matchesPeer(this.world, peer, { kind: 'pod', pod }, {}) !== 'no'),
      )
      // Where families are told apart, rows hold the slots of each family.
      if (meansPod || (families > 0 && !this.families.plain)) this.touch(governor, dirty)
    }
    this.unreadableAgain(dirty, slot)
    return slot
  }

  private includeInSelections(slot: number, pod: Pod, dirty: Dirty): void {
    const { sets } = this.stores
    const one = sets.one(slot)
    for (const kept of this.selections.kept.values()) {
      const { namespaces } = kept.set
      if (namespaces.kind === 'named' && namespaces.namespace !== pod.namespace) {
        if (!sets.has(kept.yes, slot) && !sets.has(kept.maybe, slot)) continue
      }
      const tri = inPodSet(this.world, kept.set, pod)
      const known = sets.has(kept.yes, slot) ? 'yes' : sets.has(kept.maybe, slot) ? 'maybe' : 'no'
      if (tri !== known) {
        kept.yes = tri === 'yes' ? sets.or(kept.yes, one) : sets.minus(kept.yes, one)
        kept.maybe = tri === 'maybe' ? sets.or(kept.maybe, one) : sets.minus(kept.maybe, one)
        for (const governor of this.users.ofPeer(kept.key)) this.touch(governor, dirty)
      }
      if (tri === 'no') continue
      for (const governor of this.users.ofSubject(kept.key)) {
        const { tier, direction } = governor.policy
        this.governed[tier.plane][direction].insert(slot, governor, tri === 'yes')
      }
    }
  }

  private grow(): void {
    const { size } = this.slots
    for (const direction of ['egress', 'ingress'] as const) {
      const larger = new Int32Array(size).fill(this.absentRow())
      larger.set(this.rows[direction])
      this.rows[direction] = larger
    }
  }
}

/** Keys of labels that differ; undefined where labels are hidden, before or after. */
function changedKeys(
  old: Namespace | undefined,
  now: Namespace | undefined,
): ReadonlySet<string> | undefined {
  if (old?.labelsKnown === false || now?.labelsKnown === false) return undefined
  const keys = new Set([...(old?.labels.keys() ?? []), ...(now?.labels.keys() ?? [])])
  keys.delete(nameLabel)
  return new Set([...keys].filter(key => old?.labels.get(key) !== now?.labels.get(key)))
}

const mentions = ({ namespaces }: PodSet, keys: ReadonlySet<string> | undefined): boolean =>
  namespaces.kind === 'selected' &&
  (keys === undefined || namespaces.selector.requirements.some(({ key }) => keys.has(key)))
