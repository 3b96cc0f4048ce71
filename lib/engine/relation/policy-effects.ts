import { refKey, type ObjectRef } from '../../model/object'
import { mostPairs, type DecidedPair, type PolicyEffects } from '../../model/policy-report'
import type { Direction, Plane } from '../../model/rule'
import { better, shownIn, type Shown } from '../shown-port'
import type { Party } from '../world'
import { countBoth, withoutSelf, type PairSet } from './end-pairs'
import { Endpoints } from './endpoints'
import { FarRows } from './far-rows'
import type { Governor } from './governors'
import { effect, NearRows, says } from './near-rows'
import { PartRows } from './part-rows'
import type { Relation } from './relation'
import type { RowId } from './rows'
import { nothing, type SetId } from './sets'

/** What an object has to do with the pairs of one end, as sets of ends; the end itself may be among them. */
interface Found {
  readonly allows: SetId
  readonly sole: SetId
  readonly unknown: SetId
  readonly denies: SetId
}

const kinds = ['allows', 'sole', 'unknown', 'denies'] as const
type Kind = (typeof kinds)[number]

/** One side at which the object governs: what it does there, by the end that it governs, in the order of the ends. */
interface Side {
  readonly plane: Plane
  readonly direction: Direction
  readonly own: ReadonlySet<number>
  readonly found: ReadonlyMap<number, Found>
}

/**
 * What single objects do, counted from rows: the answers of each class that the object governs, with its part in them,
 * against what the far ends say. Proportional to the governed classes and to what their rows distinguish, never to
 * pairs. `lib/engine/policy-effects.ts` says the same pair by pair. Holds for the state in which it was made.
 */
export class Decisions {
  private readonly ends: Endpoints
  private readonly parts: PartRows
  private readonly far = new Map<Direction, FarRows>()
  private readonly near = new Map<string, NearRows>()
  private readonly governors = new Map<string, Governor[]>()
  private readonly hosts = new Map<string, number[]>()

  constructor(private readonly relation: Relation) {
    this.ends = new Endpoints(relation)
    this.parts = new PartRows(relation)
    for (const governor of relation.governors) {
      if (!governor) continue
      const key = refKey(governor.policy.object)
      const known = this.governors.get(key)
      if (known) known.push(governor)
      else this.governors.set(key, [governor])
    }
    relation.slots.forEachClass((slot, { hostNetwork }) => {
      const node = hostNetwork ? relation.slots.soleNode(slot) : undefined
      if (node === undefined) return
      const known = this.hosts.get(node)
      if (known) known.push(slot)
      else this.hosts.set(node, [slot])
    })
  }

  /** Of one object, or of several as if they were one: what would be settled by settling all of them. */
  of(...objects: readonly ObjectRef[]): PolicyEffects {
    const keys = new Set(objects.map(refKey))
    const sides = this.sidesOf([...keys].flatMap(key => this.governors.get(key) ?? []))
    const counts: Record<Kind, number> = { allows: 0, sole: 0, unknown: 0, denies: 0 }
    for (const kind of kinds) counts[kind] = this.count(sides, kind)
    let pairs: readonly DecidedPair[] | undefined
    const list = (): readonly DecidedPair[] => (pairs ??= this.firstPairs(sides, counts))
    return {
      allows: counts.allows,
      denies: counts.denies,
      soleAllow: counts.sole,
      unknown: counts.unknown,
      get pairs() {
        return list()
      },
    }
  }

  private sidesOf(governors: readonly Governor[]): Side[] {
    const sides = new Map<string, { plane: Plane; direction: Direction; own: Governor[] }>()
    // Governors stand in the order of evaluation; the sides of an object in the order in which it was compiled.
    for (const governor of [...governors].sort((a, b) => a.id - b.id)) {
      const { tier, direction } = governor.policy
      const key = `${tier.plane} ${direction}`
      const known = sides.get(key)
      if (known) known.own.push(governor)
      else sides.set(key, { plane: tier.plane, direction, own: [governor] })
    }
    return [...sides.values()].map(({ plane, direction, own }) => {
      const ids = new Set(own.map(({ id }) => id))
      return { plane, direction, own: ids, found: this.foundAt(plane, direction, own, ids) }
    })
  }

  private foundAt(
    plane: Plane,
    direction: Direction,
    own: readonly Governor[],
    ids: ReadonlySet<number>,
  ): Map<number, Found> {
    const { sets } = this.relation.stores
    const selves = new Set<number>()
    for (const { subject } of own)
      this.relation.governed[plane][direction].forEach(sets.or(subject.yes, subject.maybe), slot =>
        selves.add(this.ends.of(slot)),
      )
    selves.delete(-1)
    const rowOf = this.nearRowLookup(plane, direction, ids)
    const found = new Map<number, Found>()
    for (const self of [...selves].sort((a, b) => a - b)) {
      const one = this.foundBy(plane, direction, self, rowOf)
      if (kinds.some(kind => one[kind] !== nothing)) found.set(self, one)
    }
    return found
  }

  /** The near row of each class; classes with the same policies and answers share it. */
  private nearRowLookup(
    plane: Plane,
    direction: Direction,
    ids: ReadonlySet<number>,
  ): (slot: number) => RowId {
    const near = this.nearRows(plane, direction)
    const known = new Map<string, RowId>()
    return slot => {
      const answers = this.relation.rows[direction][slot] ?? 0
      const key = `${answers} ${this.parts.keyOf(plane, direction, slot)}`
      let row = known.get(key)
      if (row === undefined) {
        row = near.row(this.parts.row(ids, plane, direction, slot), answers)
        known.set(key, row)
      }
      return row
    }
  }

  private foundBy(plane: Plane, direction: Direction, self: number, rowOf: (slot: number) => RowId): Found {
    const { sets, rows } = this.relation.stores
    const near = this.nearRows(plane, direction)
    const far = this.farRows(direction)
    const open: SetId[] = []
    const shut: SetId[] = []
    const allows: SetId[] = []
    const sole: SetId[] = []
    const unknown: SetId[] = []
    for (const slot of this.ends.slotsOf(self)) {
      const exempt = this.exemptWith(slot)
      rows.forEachPiece(rowOf(slot), (piece, map) => {
        const said = near.saidOf(map)
        if (said === 0) return
        const set = exempt === nothing ? piece : sets.minus(piece, exempt)
        if (said & says.open) open.push(set)
        if (said & says.shut) shut.push(set)
        if ((said & (says.allows | says.doubtful)) === 0) return
        far.forEach(set, slot, (ends, answer) => {
          const effects = near.effectsOf(near.meet(map, answer))
          if (effects & effect.allows) allows.push(ends)
          if (effects & effect.sole) sole.push(ends)
          if (effects & effect.unknown) unknown.push(ends)
        })
      })
    }
    const some = (list: readonly SetId[]): SetId =>
      sets.unionOf(distinct(list).map(set => this.ends.some(set)))
    // Denied is a pair of which every port of every kind of pods is shut.
    const shutEnds = some(shut)
    return {
      allows: some(allows),
      sole: some(sole),
      unknown: some(unknown),
      denies: shutEnds === nothing ? nothing : sets.minus(shutEnds, some(open)),
    }
  }

  /** Classes of the host network all of whose pairs with this one are the platform's (contract.md section 1). */
  private exemptWith(slot: number): SetId {
    const { slots, stores } = this.relation
    if (slots.pods[slot]?.hostNetwork !== false) return nothing
    const node = slots.soleNode(slot)
    const hosts = node === undefined ? undefined : this.hosts.get(node)
    return hosts ? stores.sets.of(hosts) : nothing
  }

  /** Pairs that stand at several sides are one. */
  private count(sides: readonly Side[], kind: Kind): number {
    const { sets } = this.relation.stores
    const merged = (direction: Direction): PairSet => {
      const byEnd = new Map<number, SetId>()
      for (const side of sides)
        if (side.direction === direction)
          for (const [self, found] of side.found)
            if (found[kind] !== nothing) byEnd.set(self, sets.or(byEnd.get(self) ?? nothing, found[kind]))
      return byEnd
    }
    const [out, into] = [merged('egress'), merged('ingress')]
    const sum = (pairs: PairSet): number => {
      let total = 0
      for (const [self, ends] of pairs) total += this.ends.sizeOf(ends) - (sets.has(ends, self) ? 1 : 0)
      return total
    }
    return sum(out) + sum(into) - countBoth(sets, out, into)
  }

  private firstPairs(sides: readonly Side[], counts: Readonly<Record<Kind, number>>): DecidedPair[] {
    const pairs: DecidedPair[] = []
    for (const kind of ['unknown', 'allows', 'denies'] as const) {
      const wanted = Math.min(counts[kind], mostPairs - pairs.length)
      const first = this.pairsOf(sides, kind)
      for (let n = 0; n < wanted; n++) {
        const next = first.next()
        if (next.done) break
        pairs.push(next.value)
      }
    }
    return pairs
  }

  /** All pairs of one kind, in the order in which the sides meet them. */
  private *pairsOf(sides: readonly Side[], kind: Exclude<Kind, 'sole'>): Generator<DecidedPair> {
    const { sets } = this.relation.stores
    for (const [at, side] of sides.entries())
      for (const [self, found] of side.found) {
        const met = sets.unionOf([found.allows, found.unknown, found.denies])
        const wanted = sets.and(met, this.peersAt(sides, side.direction, self, kind))
        for (const peer of this.ends.members(withoutSelf(sets, wanted, self))) {
          const pair = side.direction === 'egress' ? ([self, peer] as const) : ([peer, self] as const)
          const isKnown = sides
            .slice(0, at)
            .some(earlier => kinds.some(each => this.holds(earlier, each, ...pair)))
          if (!isKnown) yield this.decided(sides, side.direction, kind, ...pair)
        }
      }
  }

  /** The ends with which an end has pairs of one kind at any side. */
  private peersAt(sides: readonly Side[], direction: Direction, self: number, kind: Kind): SetId {
    const { sets } = this.relation.stores
    return sets.unionOf(
      sides.map(side => {
        if (side.direction === direction) return side.found.get(self)?.[kind] ?? nothing
        const peers = [...side.found].flatMap(([end, found]) => (sets.has(found[kind], self) ? [end] : []))
        return sets.of(peers)
      }),
    )
  }

  private holds({ direction, found }: Side, kind: Kind, from: number, to: number): boolean {
    const [self, peer] = direction === 'egress' ? [from, to] : [to, from]
    return this.relation.stores.sets.has(found.get(self)?.[kind] ?? nothing, peer)
  }

  private decided(
    sides: readonly Side[],
    direction: Direction,
    kind: Exclude<Kind, 'sole'>,
    from: number,
    to: number,
  ): DecidedPair {
    const portOf = (of: Exclude<Kind, 'denies'>): Shown | undefined => {
      const side = sides.find(each => this.holds(each, of, from, to))
      return side && this.portAt(side, of, from, to)
    }
    const sole = kind === 'allows' ? portOf('sole') : undefined
    const port = kind === 'denies' ? undefined : (sole ?? portOf(kind))
    return {
      from: this.ends.nameOf(from),
      to: this.ends.nameOf(to),
      direction,
      effect: kind,
      sole: sole !== undefined,
      ...(port && { port: { protocol: port.protocol, port: port.port } }),
    }
  }

  /** The port that says most of those of which it is true. */
  private portAt(
    { plane, direction, own }: Side,
    kind: Exclude<Kind, 'denies'>,
    from: number,
    to: number,
  ): Shown | undefined {
    const { ports, rows } = this.relation.stores
    const [self, peer] = direction === 'egress' ? [from, to] : [to, from]
    const near = this.nearRows(plane, direction)
    const rowOf = this.nearRowLookup(plane, direction, own)
    const seen = new Set<string>()
    let best: Shown | undefined
    for (const slot of this.ends.slotsOf(self))
      for (const end of this.ends.slotsOf(peer)) {
        const answer = rows.at(this.farRowOf(direction, end), slot)
        const map = near.meet(rows.at(rowOf(slot), end), answer)
        const target = direction === 'egress' ? end : slot
        // Pieces of the address space are many and mostly alike.
        const key = `${map} ${this.relation.slots.isOutside(target) ? '' : target}`
        if (seen.has(key)) continue
        seen.add(key)
        const party = this.partyAt(target)
        ports.forEach(map, (range, effects) => {
          if (party && effects & effect[kind]) best = better(best, shownIn(range, party))
        })
      }
    return best
  }

  private partyAt(slot: number): Party | undefined {
    const { slots } = this.relation
    const [pod, range] = [slots.pods[slot], slots.atomOf(slot)]
    return pod ? { kind: 'pod', pod } : range && { kind: 'outside', range }
  }

  private farRowOf(direction: Direction, slot: number): RowId {
    return this.relation.rows[direction === 'egress' ? 'ingress' : 'egress'][slot] ?? 0
  }

  private farRows(direction: Direction): FarRows {
    let known = this.far.get(direction)
    if (!known) {
      const { stores, rows, live } = this.relation
      known = new FarRows(stores, rows[direction === 'egress' ? 'ingress' : 'egress'], live)
      this.far.set(direction, known)
    }
    return known
  }

  private nearRows(plane: Plane, direction: Direction): NearRows {
    const key = `${plane} ${direction}`
    let known = this.near.get(key)
    if (!known) {
      known = new NearRows(this.relation.stores, plane, direction)
      this.near.set(key, known)
    }
    return known
  }
}

const distinct = (list: readonly SetId[]): SetId[] => [...new Set(list)]
