import { joinRanges, type AddressRange } from '../../model/address'
import type { Connection, Side } from '../../model/connection'
import { connection, mergeParts, sideOf, type Part } from '../merge'
import type { DeltaRectangles } from './delta'
import type { PortMapId } from './port-maps'
import type { Relation } from './relation'

/** What holds for some ports of a pair; how many pods it holds for is another matter. */
export type ConnectionState = Omit<Connection, 'from' | 'to' | 'pods'>

/** One ordered pair whose connections differ in ports, verdict, class, pillars or transport. */
export interface PairChange {
  readonly from: Side
  readonly to: Side
  readonly kind: 'added' | 'removed' | 'changed'
  readonly before: readonly ConnectionState[]
  readonly after: readonly ConnectionState[]
}

/**
 * What a delta comes to between workloads, and between workloads and the outside. The work is proportional to the pairs
 * of classes whose facts changed.
 */
export function changesOf(relation: Relation, delta: DeltaRectangles): PairChange[] {
  const before = new FactsBefore(relation, delta)
  return [...betweenWorkloads(relation, before), ...withOutside(relation, before)]
}

function betweenWorkloads(relation: Relation, before: FactsBefore): PairChange[] {
  const { slots } = relation
  const pairs = new Map<string, [from: number, to: number]>()
  before.forEach((from, to) => {
    if (slots.isOutside(from) || slots.isOutside(to)) return
    const [source, target] = [slots.workloadOf[from] ?? -1, slots.workloadOf[to] ?? -1]
    if (source !== target) pairs.set(`${source} ${target}`, [source, target])
  })
  return [...pairs.values()].flatMap(([source, target]) => {
    const [from, to] = [slots.workloads[source], slots.workloads[target]]
    if (!from || !to) return []
    const facts = (of: (from: number, to: number) => PortMapId): PortMapId[] =>
      (slots.slotsOf[source] ?? []).flatMap(a => (slots.slotsOf[target] ?? []).map(b => of(a, b)))
    const was = statesOf(relation, facts(before.between))
    const is = statesOf(
      relation,
      facts((a, b) => relation.between(a, b)),
    )
    return change(sideOf(from), sideOf(to), was, is)
  })
}

function withOutside(relation: Relation, before: FactsBefore): PairChange[] {
  const { slots } = relation
  const touched = new Map<string, { workload: number; arriving: boolean; atoms: Set<number> }>()
  before.forEach((from, to) => {
    const arriving = slots.isOutside(from)
    if (arriving === slots.isOutside(to)) return
    const [inside, atom] = arriving ? [to, from] : [from, to]
    const workload = slots.workloadOf[inside] ?? -1
    const key = `${workload} ${arriving}`
    const known = touched.get(key)
    if (known) known.atoms.add(atom)
    else touched.set(key, { workload, arriving, atoms: new Set([atom]) })
  })
  return [...touched.values()].flatMap(({ workload, arriving, atoms }) => {
    const end = slots.workloads[workload]
    if (!end) return []
    const groups = new Map<
      string,
      { was: ConnectionState[]; is: ConnectionState[]; ranges: AddressRange[] }
    >()
    for (const atom of atoms) {
      const facts = (of: (from: number, to: number) => PortMapId): PortMapId[] =>
        (slots.slotsOf[workload] ?? []).map(slot => (arriving ? of(atom, slot) : of(slot, atom)))
      const was = statesOf(relation, facts(before.between))
      const is = statesOf(
        relation,
        facts((a, b) => relation.between(a, b)),
      )
      const key = JSON.stringify([was, is])
      const group = groups.get(key) ?? { was, is, ranges: [] }
      const range = slots.atomOf(atom)
      if (range) group.ranges.push(range)
      groups.set(key, group)
    }
    return [...groups.values()].flatMap(({ was, is, ranges }) =>
      joinRanges(ranges).flatMap(range => {
        const outside: Side = { kind: 'outside', range }
        return arriving ? change(outside, sideOf(end), was, is) : change(sideOf(end), outside, was, is)
      }),
    )
  })
}

function change(
  from: Side,
  to: Side,
  before: readonly ConnectionState[],
  after: readonly ConnectionState[],
): PairChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const kind = before.length === 0 ? 'added' : after.length === 0 ? 'removed' : 'changed'
  return [{ from, to, kind, before, after }]
}

/** What several kinds of pod pairs come to together. */
function statesOf({ stores: { values } }: Relation, facts: readonly PortMapId[]): ConnectionState[] {
  const parts = facts.map((map): Part => ({
    of: 1,
    pieces: values
      .portsByFact(map)
      .flatMap(({ fact: { engineDependent, ...fact }, ports }) =>
        ports.map(range => ({ ports: range, fact, engineDependent })),
      ),
  }))
  return mergeParts(parts).map(({ ports, ...run }) => {
    const {
      from: _from,
      to: _to,
      pods: _pods,
      ...state
    } = connection({ from: nobody, to: nobody }, ports, run)
    return state
  })
}

const nobody: Side = { kind: 'workload', key: '' }

/** What held between pairs of slots before a delta. */
class FactsBefore {
  private readonly bySource = new Map<number, Map<number, PortMapId>>()

  constructor(
    private readonly relation: Relation,
    delta: DeltaRectangles,
  ) {
    const { sets } = relation.stores
    for (let at = 0; at < delta.length; at += 4) {
      const [sources, destinations, was] = [delta[at] ?? 0, delta[at + 1] ?? 0, delta[at + 2] ?? 0]
      const far = sets.toArray(destinations)
      sets.forEach(sources, from => {
        let known = this.bySource.get(from)
        if (!known) this.bySource.set(from, (known = new Map<number, PortMapId>()))
        // The first that is told of a pair is what was.
        for (const to of far) if (!known.has(to)) known.set(to, was)
      })
    }
  }

  readonly between = (from: number, to: number): PortMapId =>
    this.bySource.get(from)?.get(to) ?? this.relation.between(from, to)

  forEach(visit: (from: number, to: number) => void): void {
    for (const [from, far] of this.bySource) for (const to of far.keys()) visit(from, to)
  }
}
