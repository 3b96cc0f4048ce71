import { joinRanges, type AddressRange } from '../../model/address'
import type { Connection, Side } from '../../model/connection'
import type { Pod, Workload } from '../../model/inventory'
import type { Direction } from '../../model/rule'
import { connection, mergeParts, sideOf, sum, type Merged, type Part } from '../merge'
import { portsText } from '../../model/port'
import type { PortMapId } from './port-maps'
import type { Relation } from './relation'
import { Segments } from './segments'
import { nothing, type SetId } from './sets'

/** The relation as connections between workloads and with the outside, worked out for those that are asked for. */
export class Connections {
  private found: Segments | undefined
  private readonly members = new Map<number, readonly Pod[]>()
  private readonly beyond: SetId
  private readonly outsideParts = new Map<string, readonly OutsidePart[]>()

  constructor(private readonly relation: Relation) {
    const { slots, stores } = relation
    this.beyond = stores.sets.range(slots.outside, slots.outside + slots.relevance.atoms.length)
  }

  get segments(): Segments {
    const { stores, slots } = this.relation
    this.found ??= new Segments(stores.sets, stores.ports, this.relation.rectangles(), slots.size)
    return this.found
  }

  /** Every connection, source by source in the order of the workloads; each source's are made when its turn comes. */
  *all(workloads: readonly Workload[]): Generator<Connection> {
    const order = new Map(
      workloads.map(({ key }, at) => [this.relation.slots.workloadIndex.get(key) ?? -1, at] as const),
    )
    for (const workload of workloads) {
      yield* this.from(workload, order)
      yield* this.withOutside(workload, 'egress')
      yield* this.withOutside(workload, 'ingress')
    }
  }

  /** A workload's connections with others, in the order that is given for them by index. */
  from(workload: Workload, order?: ReadonlyMap<number, number>): Connection[] {
    const { slots } = this.relation
    const index = slots.workloadIndex.get(workload.key)
    if (index === undefined) return []
    const own = this.slotsOf(index)
    const targets = new Set<number>()
    for (const slot of own)
      for (const { set } of this.segments.from(slot))
        this.relation.stores.sets.forEach(set, other => targets.add(slots.workloadOf[other] ?? -1))
    targets.delete(-1)
    targets.delete(index)
    return [...targets]
      .sort((a, b) => (order?.get(a) ?? a) - (order?.get(b) ?? b))
      .flatMap(target => this.between(index, target))
  }

  /** The connections of one ordered pair of workloads, by index. */
  between(from: number, to: number): Connection[] {
    const { slots } = this.relation
    const [source, target] = [slots.workloads[from], slots.workloads[to]]
    if (!source || !target || from === to) return []
    const sides = { from: sideOf(source), to: sideOf(target) }
    return this.merged(from, to).map(({ ports, ...run }) => connection(sides, ports, run))
  }

  /** A workload's connections with addresses outside; ranges with the same answer are joined. */
  withOutside(workload: Workload, direction: Direction): Connection[] {
    const index = this.relation.slots.workloadIndex.get(workload.key)
    if (index === undefined) return []
    const inside = sideOf(workload)
    return this.outside(index, direction).flatMap(({ merged, ranges }) =>
      ranges.flatMap(range => {
        const outside: Side = { kind: 'outside', range }
        const sides = direction === 'egress' ? { from: inside, to: outside } : { from: outside, to: inside }
        const { ports, ...run } = merged
        return [connection(sides, ports, run)]
      }),
    )
  }

  /** Pods of one class. */
  membersOf(slot: number): readonly Pod[] {
    let known = this.members.get(slot)
    if (!known) {
      const { slots } = this.relation
      const workload = slots.workloads[slots.workloadOf[slot] ?? -1]
      known = workload?.pods.filter(pod => slots.slotOfPod(pod) === slot) ?? []
      this.members.set(slot, known)
    }
    return known
  }

  /** What holds for each kind of pod pairs of two ends, by slots, and how many pairs it is of. */
  parts(from: readonly number[], to: readonly number[]): KindOfPairs[] {
    return from.flatMap(source =>
      to.flatMap(target => {
        const of = this.pairsOf(source, target)
        return of === 0 ? [] : [{ source, target, of, facts: this.relation.between(source, target) }]
      }),
    )
  }

  /** Of a workload, by index: the slots in which it has pods. */
  slotsOf(workload: number): number[] {
    const { slots } = this.relation
    return (slots.slotsOf[workload] ?? []).filter(slot => (slots.podCounts[slot] ?? 0) > 0)
  }

  /** Sums up the kinds of pod pairs of two workloads; most have one. */
  private merged(from: number, to: number): Merged[] {
    const parts = this.parts(this.slotsOf(from), this.slotsOf(to))
    const [only] = parts
    if (parts.length > 1) return mergeParts(parts.map(part => this.partOf(part.of, part.facts)))
    return only ? this.alone(only.of, only.facts) : []
  }

  private alone(of: number, facts: PortMapId): Merged[] {
    return this.relation.stores.values.portsByFact(facts).map(({ fact, ports }) => {
      const { engineDependent, ...judgement } = fact
      return { fact: judgement, engineDependent, ports: [...ports], pods: { allowed: of, of } }
    })
  }

  private partOf(of: number, facts: PortMapId): Part {
    return {
      of,
      pieces: this.relation.stores.values.portsByFact(facts).flatMap(({ fact, ports }) => {
        const { engineDependent, ...judgement } = fact
        return ports.map(range => ({ ports: range, fact: judgement, engineDependent }))
      }),
    }
  }

  /** Pod pairs of two classes; a node and its own pods are the platform's, and are not listed (contract.md section 1). */
  private pairsOf(source: number, target: number): number {
    const { slots } = this.relation
    const all = (slots.podCounts[source] ?? 0) * (slots.podCounts[target] ?? 0)
    if (slots.pods[source]?.hostNetwork === slots.pods[target]?.hostNetwork) return all
    const nodes = countBy(this.membersOf(source).flatMap(({ node }) => (node === undefined ? [] : [node])))
    return (
      all - sum(this.membersOf(target).map(({ node }) => (node === undefined ? 0 : (nodes.get(node) ?? 0))))
    )
  }

  /** What a workload, by index, has with addresses outside; one part for each answer. */
  outside(workload: number, direction: Direction): readonly OutsidePart[] {
    const { relation } = this
    const { rows, sets, values, ports } = relation.stores
    const own = this.slotsOf(workload)
    const key = `${direction} ${own.map(slot => `${relation.rows[direction][slot] ?? 0}*${relation.slots.podCounts[slot] ?? 0}`).join()}`
    const known = this.outsideParts.get(key)
    if (known) return known
    // Pieces of address space with the same answer for every class of the workload.
    let pieces: { set: SetId; parts: { of: number; facts: PortMapId }[] }[] = [
      { set: this.beyond, parts: [] },
    ]
    for (const slot of own) {
      const of = relation.slots.podCounts[slot] ?? 0
      const far = relation.rows[direction === 'egress' ? 'ingress' : 'egress'][relation.slots.outside] ?? 0
      pieces = pieces.flatMap(({ set, parts }) => {
        const cut: typeof pieces = []
        rows.splitRow(set, relation.rows[direction][slot] ?? 0, (piece, map) => {
          const other = rows.at(far, slot)
          const facts =
            direction === 'egress'
              ? ports.combine(map, other, values.meet)
              : ports.combine(other, map, values.meet)
          cut.push({ set: piece, parts: [...parts, { of, facts }] })
        })
        return cut
      })
    }
    const groups = new Map<string, { merged: Merged; atoms: SetId }>()
    for (const { set, parts } of pieces.sort((a, b) => sets.first(a.set) - sets.first(b.set))) {
      const [only] = parts
      const merged =
        parts.length === 1 && only
          ? this.alone(only.of, only.facts)
          : mergeParts(parts.map(part => this.partOf(part.of, part.facts)))
      for (const each of merged) {
        const text = JSON.stringify([each.fact, each.pods, portsText(each.ports)])
        const group = groups.get(text)
        groups.set(text, { merged: group?.merged ?? each, atoms: sets.or(group?.atoms ?? nothing, set) })
      }
    }
    const made = [...groups.values()].map(({ merged, atoms }) => ({
      merged,
      ranges: joinRanges(sets.toArray(atoms).flatMap(slot => relation.slots.atomOf(slot) ?? [])),
    }))
    this.outsideParts.set(key, made)
    return made
  }
}

interface KindOfPairs {
  readonly source: number
  readonly target: number
  readonly of: number
  readonly facts: PortMapId
}

export interface OutsidePart {
  readonly merged: Merged
  readonly ranges: readonly AddressRange[]
}

function countBy(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}
