import type { Pod } from '../../model/inventory'
import type { Peer, PodSet, Subject } from '../../model/rule'
import { selectsAll } from '../../model/selector'
import { inPodSet } from '../matching'
import { nearPods, type NearPod } from '../near-pods'
import type { NamedPort, PodQuestions } from '../pod-questions'
import type { Relation } from './relation'
import { nothing, type SetId } from './sets'

/** Answers from the sets of the relation: none looks at more pods than it speaks of. */
export class PodAnswers implements PodQuestions {
  /** All classes that have pods. */
  private readonly pods: SetId
  private readonly hosts: readonly Pod[]
  private readonly order: ReadonlyMap<number, number>
  private serving: ReadonlyMap<string, SetId> | undefined

  constructor(private readonly relation: Relation) {
    const { slots, world } = relation
    const pods: number[] = []
    const hosts: Pod[] = []
    slots.forEachClass((slot, pod) => {
      if ((slots.podCounts[slot] ?? 0) === 0) return
      pods.push(slot)
      if (pod.hostNetwork) hosts.push(pod)
    })
    this.pods = relation.stores.sets.of(pods)
    this.hosts = hosts
    this.order = new Map(
      world.inventory.workloads.map(({ key }, at) => [slots.workloadIndex.get(key) ?? -1, at] as const),
    )
  }

  governsSomebody = (subject: Subject): boolean =>
    this.relation.stores.sets.meet(this.governed(subject), this.pods)

  fitsHostNetwork = (set: PodSet): boolean =>
    this.hosts.some(pod => inPodSet(this.relation.world, set, pod) !== 'no')

  /** Whether some pod that policies can govern is in the set, in every reading. */
  surelyFits = (set: PodSet): boolean =>
    this.relation.stores.sets.meet(this.relation.selections.podSet(set).yes, this.pods)

  matchesSomebody = (peer: Peer): boolean => this.relation.stores.sets.meet(this.matched(peer), this.pods)

  governedServe = (subject: Subject, port: NamedPort): boolean =>
    this.relation.stores.sets.meet(this.governed(subject), this.serve(port))

  matchedServe = (peers: readonly Peer[], port: NamedPort): boolean =>
    peers.some(peer => this.relation.stores.sets.meet(this.matched(peer), this.serve(port)))

  near = (set: PodSet): readonly NearPod[] => {
    const { relation } = this
    const { sets } = relation.stores
    const { slots } = relation
    const places: number[] = []
    sets.forEach(sets.and(this.candidates(set), this.pods), slot => places.push(slot))
    const placeOf = (slot: number): number => this.order.get(slots.workloadOf[slot] ?? -1) ?? 0
    // The classes of a workload have their slots in the order of their first pods.
    const pods = places
      .sort((a, b) => placeOf(a) - placeOf(b) || a - b)
      .flatMap(slot => slots.pods[slot] ?? [])
    return nearPods(relation.world, { selectsNobody: this.selectsNobody }, set, pods)
  }

  private readonly selectsNobody = (set: PodSet): boolean => {
    const { yes, maybe } = this.relation.selections.podSet(set)
    const { sets } = this.relation.stores
    return !sets.meet(yes, this.pods) && !sets.meet(maybe, this.pods)
  }

  /** All that can miss the set by one label, or by the namespace. */
  private candidates({ namespaces, pods }: PodSet): SetId {
    const { sets } = this.relation.stores
    const { requirements } = pods
    const byLabel = requirements
      .filter(({ operator }) => operator === 'In')
      .map(one => {
        const others = requirements.filter(each => each !== one)
        const has = { ...one, operator: 'Exists' as const, values: [] }
        return this.fitting({ namespaces, pods: { requirements: [...others, has], unreadable: [] } })
      })
    const elsewhere =
      namespaces.kind === 'named' && !selectsAll(pods)
        ? [this.fitting({ namespaces: { kind: 'all' }, pods: { requirements, unreadable: [] } })]
        : []
    return sets.unionOf([...byLabel, ...elsewhere])
  }

  private fitting(set: PodSet): SetId {
    const { yes, maybe } = this.relation.selections.podSet(set)
    return this.relation.stores.sets.or(yes, maybe)
  }

  private governed(subject: Subject): SetId {
    const { sets } = this.relation.stores
    const { yes, maybe } = this.relation.subject(subject)
    return sets.and(sets.or(yes, maybe), this.relation.selections.labelled)
  }

  private matched(peer: Peer): SetId {
    const { yes, maybe } = this.relation.peer(peer)
    return this.relation.stores.sets.or(yes, maybe)
  }

  /** The classes that have a port of a name that some rule names. */
  private serve({ name, protocol }: NamedPort): SetId {
    this.serving ??= this.takeServing()
    return this.serving.get(`${protocol} ${name}`) ?? nothing
  }

  private takeServing(): ReadonlyMap<string, SetId> {
    const { slots, stores } = this.relation
    const found = new Map<string, number[]>()
    stores.sets.forEach(this.pods, slot => {
      for (const { name, protocol } of slots.pods[slot]?.ports ?? []) {
        if (name === undefined || !slots.relevance.portNames.has(name)) continue
        const key = `${protocol} ${name}`
        const known = found.get(key)
        if (!known) found.set(key, [slot])
        else if (known.at(-1) !== slot) known.push(slot)
      }
    })
    return new Map([...found].map(([key, list]) => [key, stores.sets.of(list)]))
  }
}
