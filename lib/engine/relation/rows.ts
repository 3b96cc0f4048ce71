import { PairTable } from './pair-table'
import { TupleStore } from './tuples'
import type { CombineOperation, MapOperation, PortMapId, PortMaps } from './port-maps'
import { complement, everything, isCofinite, nothing, type SetId, type SetStore } from './sets'

/** What one side answers to every slot, by number: a port map for each. */
export type RowId = number

/** A set and what holds for its slots, flat: set, map, set, map… */
type Parts = readonly number[]

/** One entry of a row in the making: for these slots, this is added. */
export interface Entry {
  readonly set: SetId
  readonly map: PortMapId
}

/** Sets of more words than this are kept apart from small ones, and shared between rows. */
const denseWords = 48

/**
 * Hash-consed functions from slots to port maps. Few large sets are shared by many rows, which differ in small ones;
 * kept apart, neither are large sets copied for a small difference nor small ones walked for a large.
 */
export class Rows {
  /**
   * The shared parts of many rows, partitions of all slots: first what holds wherever none of the parts says otherwise,
   * then the parts, which are finite and disjoint.
   */
  private readonly bases = new TupleStore()
  /** A base, and disjoint finite sets for which something else holds. */
  private readonly rows = new TupleStore()
  private readonly overlays = new Map<CombineOperation, Map<string, number>>()
  private readonly combined = new Map<
    CombineOperation,
    { readonly bases: PairTable; readonly rows: PairTable }
  >()
  private readonly mapped = new Map<
    MapOperation,
    { readonly bases: Map<number, number>; readonly rows: Map<RowId, RowId> }
  >()

  constructor(
    private readonly sets: SetStore,
    private readonly ports: PortMaps,
    /** Exposed for tests, which must reach both ways of keeping sets with small clusters. */
    private readonly dense = denseWords,
  ) {}

  get size(): number {
    return this.rows.size
  }

  get baseCount(): number {
    return this.bases.size
  }

  baseOf(row: RowId): number {
    return this.rows.of(row)[0] ?? 0
  }

  /** The finite sets for which a row says something else than its base, flat, after the number of the base. */
  special(row: RowId): Parts {
    return this.rows.of(row)
  }

  /** The finite parts of a base, flat, after what holds for the rest. */
  partsOf(base: number): Parts {
    return this.bases.of(base)
  }

  restOf(base: number): PortMapId {
    return this.bases.of(base)[0] ?? 0
  }

  /** Whether a row says the same as its base for every slot. */
  isPlain(row: RowId): boolean {
    return this.rows.of(row).length === 1
  }

  /** The same for every slot. */
  constant(map: PortMapId): RowId {
    return this.intern(this.internBase(map, []), [])
  }

  at(row: RowId, slot: number): PortMapId {
    const special = this.rows.of(row)
    for (let at = 1; at < special.length; at += 2)
      if (this.sets.has(special[at] ?? 0, slot)) return special[at + 1] ?? 0
    return this.baseAt(special[0] ?? 0, slot)
  }

  baseAt(base: number, slot: number): PortMapId {
    const parts = this.bases.of(base)
    for (let at = 1; at < parts.length; at += 2)
      if (this.sets.has(parts[at] ?? 0, slot)) return parts[at + 1] ?? 0
    return parts[0] ?? 0
  }

  /** Applies entries one after the other to a constant row. */
  overlay(start: PortMapId, entries: readonly Entry[], operation: CombineOperation): RowId {
    const large = entries.filter(({ set }) => isCofinite(set) || this.sets.words(set) > this.dense)
    const base = large.length === 0 ? this.internBase(start, []) : this.overlayBase(start, large, operation)
    if (large.length === entries.length) return this.intern(base, [])
    let pieces: readonly number[]
    if (large.length === 0) pieces = this.overlaySmall(start, entries, operation)
    else {
      const small = this.sets.unionOf(entries.filter(entry => !large.includes(entry)).map(({ set }) => set))
      const inside = entries.map(({ set, map }) => ({ set: this.sets.and(set, small), map }))
      pieces = this.overlayWhole(small, start, inside, operation)
    }
    return this.intern(base, this.differing(base, pieces))
  }

  /** Combines two rows slot by slot. */
  combine(a: RowId, b: RowId, operation: CombineOperation): RowId {
    const memo = this.memoOf(operation)
    const known = memo.rows.get(a, b)
    if (known >= 0) return known
    const [specialA, specialB] = [this.rows.of(a), this.rows.of(b)]
    const [baseA, baseB] = [specialA[0] ?? 0, specialB[0] ?? 0]
    const base = this.combineBases(baseA, baseB, operation)
    const pieces: number[] = []
    const domainB = this.domain(b)
    for (let i = 1; i < specialA.length; i += 2) {
      const [set, map] = [specialA[i] ?? 0, specialA[i + 1] ?? 0]
      for (let j = 1; j < specialB.length; j += 2)
        push(
          pieces,
          this.sets.and(set, specialB[j] ?? 0),
          this.ports.combine(map, specialB[j + 1] ?? 0, operation),
        )
      this.split(this.sets.minus(set, domainB), baseB, (piece, other) =>
        push(pieces, piece, this.ports.combine(map, other, operation)),
      )
    }
    const domainA = this.domain(a)
    for (let j = 1; j < specialB.length; j += 2) {
      const map = specialB[j + 1] ?? 0
      this.split(this.sets.minus(specialB[j] ?? 0, domainA), baseA, (piece, other) =>
        push(pieces, piece, this.ports.combine(other, map, operation)),
      )
    }
    const made = this.intern(base, this.differing(base, pieces))
    memo.rows.set(a, b, made)
    return made
  }

  /** Applies a function to what a row says of every slot. */
  map(row: RowId, operation: MapOperation): RowId {
    let memo = this.mapped.get(operation)
    if (!memo) {
      memo = { bases: new Map(), rows: new Map() }
      this.mapped.set(operation, memo)
    }
    const known = memo.rows.get(row)
    if (known !== undefined) return known
    const special = this.rows.of(row)
    const from = special[0] ?? 0
    let base = memo.bases.get(from)
    if (base === undefined) {
      base = this.internBase(
        this.ports.map(this.restOf(from), operation),
        this.mapParts(this.bases.of(from), operation),
      )
      memo.bases.set(from, base)
    }
    const made = this.intern(base, this.differing(base, this.mapParts(special, operation)))
    memo.rows.set(row, made)
    return made
  }

  /** Rewrites what a row says of every slot, map by map. */
  rewrite(row: RowId, to: (map: PortMapId) => PortMapId): RowId {
    const special = this.rows.of(row)
    const own = special[0] ?? 0
    const parts = this.bases.of(own)
    const base = this.internBase(to(parts[0] ?? 0), rewritten(parts, to))
    return this.intern(base, this.differing(base, rewritten(special, to)))
  }

  /** A row that says what the other one says for a finite set of slots. */
  patch(row: RowId, set: SetId, other: RowId): RowId {
    if (set === nothing || row === other) return row
    const special = this.rows.of(row)
    const base = special[0] ?? 0
    const pieces: number[] = []
    for (let at = 1; at < special.length; at += 2)
      push(pieces, this.sets.minus(special[at] ?? 0, set), special[at + 1] ?? 0)
    this.splitRow(set, other, (piece, map) => push(pieces, piece, map))
    return this.intern(base, this.differing(base, pieces))
  }

  /** Cuts a finite set by what a base says of its slots. */
  split(set: SetId, base: number, visit: (piece: SetId, map: PortMapId) => void): void {
    if (set === nothing) return
    const parts = this.bases.of(base)
    let left = set
    for (let at = 1; at < parts.length && left !== nothing; at += 2) {
      const piece = this.sets.and(left, parts[at] ?? 0)
      if (piece === nothing) continue
      visit(piece, parts[at + 1] ?? 0)
      left = this.sets.minus(left, piece)
    }
    if (left !== nothing) visit(left, parts[0] ?? 0)
  }

  /** Cuts a finite set by what a row says of its slots. */
  splitRow(set: SetId, row: RowId, visit: (piece: SetId, map: PortMapId) => void): void {
    const special = this.rows.of(row)
    let left = set
    for (let at = 1; at < special.length && left !== nothing; at += 2) {
      const piece = this.sets.and(left, special[at] ?? 0)
      if (piece === nothing) continue
      visit(piece, special[at + 1] ?? 0)
      left = this.sets.minus(left, piece)
    }
    this.split(left, special[0] ?? 0, visit)
  }

  /** Every part of a row, the infinite one included; disjoint. */
  forEachPiece(row: RowId, visit: (set: SetId, map: PortMapId) => void): void {
    const special = this.rows.of(row)
    const domain = this.domain(row)
    for (let at = 1; at < special.length; at += 2) visit(special[at] ?? nothing, special[at + 1] ?? 0)
    this.forEachPart(special[0] ?? 0, (set, map) => {
      const left = this.sets.minus(set, domain)
      if (left !== nothing) visit(left, map)
    })
  }

  /** The slots for which a row says something else than its base. */
  domain(row: RowId): SetId {
    const special = this.rows.of(row)
    if (special.length === 3) return special[1] ?? nothing
    const sets: SetId[] = []
    for (let at = 1; at < special.length; at += 2) sets.push(special[at] ?? nothing)
    return this.sets.unionOf(sets)
  }

  private overlayBase(start: PortMapId, entries: readonly Entry[], operation: CombineOperation): number {
    let memo = this.overlays.get(operation)
    if (!memo) {
      memo = new Map()
      this.overlays.set(operation, memo)
    }
    const key = `${start}|${entries.map(({ set, map }) => `${set},${map}`).join()}`
    const known = memo.get(key)
    if (known !== undefined) return known
    const pieces = this.overlayWhole(everything, start, entries, operation)
    const made = this.baseFrom(pieces)
    memo.set(key, made)
    return made
  }

  /** Cuts a set by the entries; those of the pieces that an entry holds get what it adds. */
  private overlayWhole(
    whole: SetId,
    start: PortMapId,
    entries: readonly Entry[],
    operation: CombineOperation,
  ): readonly number[] {
    let pieces: readonly number[] = [whole, start]
    for (const { set, map } of entries) {
      if (set === nothing) continue
      const next: number[] = []
      for (let at = 0; at < pieces.length; at += 2) {
        const [piece, before] = [pieces[at] ?? 0, pieces[at + 1] ?? 0]
        const after = this.ports.combine(before, map, operation)
        const inside = after === before ? nothing : this.sets.and(piece, set)
        if (inside === nothing) push(next, piece, before)
        else {
          push(next, inside, after)
          push(next, this.sets.minus(piece, inside), before)
        }
      }
      pieces = this.merged(next)
    }
    return pieces
  }

  /** The same for finite entries over nothing: only what some entry holds is ever looked at. */
  private overlaySmall(start: PortMapId, entries: readonly Entry[], operation: CombineOperation): number[] {
    const pieces: number[] = []
    for (const { set, map } of entries) {
      let left = set
      const length = pieces.length
      for (let at = 0; at < length && left !== nothing; at += 2) {
        const [piece, before] = [pieces[at] ?? 0, pieces[at + 1] ?? 0]
        const inside = piece === left ? piece : this.sets.and(piece, left)
        if (inside === nothing) continue
        left = this.sets.minus(left, inside)
        const after = this.ports.combine(before, map, operation)
        if (after === before) continue
        if (inside === piece) pieces[at + 1] = after
        else {
          pieces[at] = this.sets.minus(piece, inside)
          pieces.push(inside, after)
        }
      }
      if (left !== nothing) pieces.push(left, this.ports.combine(start, map, operation))
    }
    return pieces
  }

  private combineBases(a: number, b: number, operation: CombineOperation): number {
    const memo = this.memoOf(operation)
    const known = memo.bases.get(a, b)
    if (known >= 0) return known
    const pieces: number[] = []
    this.forEachPart(a, (setA, mapA) =>
      this.forEachPart(b, (setB, mapB) =>
        push(pieces, this.sets.and(setA, setB), this.ports.combine(mapA, mapB, operation)),
      ),
    )
    const made = this.baseFrom(pieces)
    memo.bases.set(a, b, made)
    return made
  }

  /** All parts of a base, the infinite one included. */
  forEachPart(base: number, visit: (set: SetId, map: PortMapId) => void): void {
    const parts = this.bases.of(base)
    let others: SetId = nothing
    for (let at = 1; at < parts.length; at += 2) {
      visit(parts[at] ?? 0, parts[at + 1] ?? 0)
      others = this.sets.or(others, parts[at] ?? 0)
    }
    visit(complement(others), parts[0] ?? 0)
  }

  private memoOf(operation: CombineOperation): { readonly bases: PairTable; readonly rows: PairTable } {
    let memo = this.combined.get(operation)
    if (!memo) {
      memo = { bases: new PairTable(), rows: new PairTable() }
      this.combined.set(operation, memo)
    }
    return memo
  }

  private mapParts(parts: Parts, operation: MapOperation): number[] {
    const mapped: number[] = []
    for (let at = 1; at < parts.length; at += 2)
      mapped.push(parts[at] ?? 0, this.ports.map(parts[at + 1] ?? 0, operation))
    return mapped
  }

  /** Leaves out what the base says anyway. */
  private differing(base: number, pieces: readonly number[]): number[] {
    const parts = this.bases.of(base)
    const rest = parts[0] ?? 0
    const kept: number[] = []
    for (let at = 0; at < pieces.length; at += 2) {
      const [set, map] = [pieces[at] ?? 0, pieces[at + 1] ?? 0]
      if (parts.length === 1) {
        if (map !== rest) push(kept, set, map)
        continue
      }
      this.split(set, base, (piece, before) => {
        if (before !== map) push(kept, piece, map)
      })
    }
    return kept
  }

  private baseFrom(pieces: readonly number[]): number {
    const whole = this.merged(pieces)
    let rest = 0
    const parts: number[] = []
    for (let at = 0; at < whole.length; at += 2) {
      const [set, map] = [whole[at] ?? 0, whole[at + 1] ?? 0]
      // INVARIANT: the pieces partition all slots, so that exactly one of them is infinite.
      if (isCofinite(set)) rest = map
      else parts.push(set, map)
    }
    return this.internBase(rest, parts)
  }

  /** One piece for each map, in the order of the maps, so that equal partitions have equal texts. */
  private merged(pieces: readonly number[]): readonly number[] {
    if (pieces.length <= 2) return pieces
    const byMap = new Map<number, SetId>()
    for (let at = 0; at < pieces.length; at += 2) {
      const map = pieces[at + 1] ?? 0
      const known = byMap.get(map)
      byMap.set(map, known === undefined ? (pieces[at] ?? 0) : this.sets.or(known, pieces[at] ?? 0))
    }
    return [...byMap.keys()].sort((a, b) => a - b).flatMap(map => [byMap.get(map) ?? 0, map])
  }

  private internBase(rest: PortMapId, pieces: readonly number[]): number {
    const list = [rest]
    const parts = this.merged(pieces)
    for (let at = 0; at < parts.length; at += 2)
      if (parts[at + 1] !== rest) list.push(parts[at] ?? 0, parts[at + 1] ?? 0)
    return this.bases.id(list)
  }

  private intern(base: number, pieces: readonly number[]): RowId {
    return this.rows.id([base, ...this.merged(pieces)])
  }
}

function rewritten(parts: Parts, to: (map: PortMapId) => PortMapId): number[] {
  const changed: number[] = []
  for (let at = 1; at < parts.length; at += 2) changed.push(parts[at] ?? 0, to(parts[at + 1] ?? 0))
  return changed
}

function push(pieces: number[], set: SetId, map: PortMapId): void {
  if (set !== nothing) pieces.push(set, map)
}
