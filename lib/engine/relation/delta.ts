import type { Direction } from '../../model/rule'
import type { PortMapId } from './port-maps'
import type { RowId } from './rows'
import { isCofinite, nothing, type SetId } from './sets'
import type { Stores } from './stores'

/**
 * What changed between two states, as rectangles: sources, destinations, facts before, facts after, four numbers each.
 * A pair may stand in two of them, one for each of its ends: they hold in order, so that the first says what was and the
 * last what is. A sum over what changed is the sum over all of them.
 */
export type DeltaRectangles = readonly number[]

/** Up to this many slots are looked at one by one; more of them by the bases that they share. */
const fewSlots = 256

/**
 * Moves slots from one row to another and tells what that changes. The work is proportional to the difference of the rows
 * and to what the far ends say of the slots that moved.
 */
export class Transition {
  private readonly egress: FarEnds
  private readonly ingress: FarEnds

  constructor(
    private readonly stores: Stores,
    private readonly rows: Readonly<Record<Direction, Int32Array>>,
    /** Everybody who can be the far end of a pair, before or after. */
    private readonly ends: () => SetId,
  ) {
    this.egress = new FarEnds(stores, () => rows.egress)
    this.ingress = new FarEnds(stores, () => rows.ingress)
  }

  /** Gives slots new rows in one direction; adds what that changes. */
  move(direction: Direction, to: ReadonlyMap<number, RowId>, delta: number[]): void {
    const { sets } = this.stores
    const own = this.rows[direction]
    const groups = new Map<string, { before: RowId; after: RowId; slots: number[] }>()
    for (const [slot, after] of to) {
      const before = own[slot] ?? 0
      if (before === after) continue
      const key = `${before} ${after}`
      const group = groups.get(key)
      if (group) group.slots.push(slot)
      else groups.set(key, { before, after, slots: [slot] })
    }
    for (const { before, after, slots } of groups.values()) {
      slots.sort((a, b) => a - b)
      for (const slot of slots) {
        this[direction].move(slot, before, after)
        own[slot] = after
      }
      this.changed(direction, before, after, sets.of(slots), delta)
    }
  }

  private changed(direction: Direction, before: RowId, after: RowId, moved: SetId, delta: number[]): void {
    const { sets } = this.stores
    rowDiff(this.stores, before, after, (set, from, to) => {
      const far = isCofinite(set) ? sets.and(set, this.ends()) : set
      if (far === nothing) return
      if (sets.count(far) > fewSlots) this.byBase(direction, far, from, to, moved, delta)
      else this.oneByOne(direction, far, from, to, moved, delta)
    })
  }

  /** Far ends grouped by their rows. */
  private oneByOne(
    direction: Direction,
    far: SetId,
    before: PortMapId,
    after: PortMapId,
    moved: SetId,
    delta: number[],
  ): void {
    const { sets, rows } = this.stores
    const opposite = this.rows[other(direction)]
    const byRow = new Map<RowId, number[]>()
    sets.forEach(far, slot => {
      const row = opposite[slot] ?? 0
      const group = byRow.get(row)
      if (group) group.push(slot)
      else byRow.set(row, [slot])
    })
    for (const [row, slots] of byRow) {
      let set: SetId | undefined
      rows.splitRow(moved, row, (piece, answer) =>
        this.emit(direction, () => (set ??= sets.of(slots)), piece, before, after, answer, delta),
      )
    }
  }

  /** Far ends grouped by their bases, but for those that say something of their own of the slots that moved. */
  private byBase(
    direction: Direction,
    far: SetId,
    before: PortMapId,
    after: PortMapId,
    moved: SetId,
    delta: number[],
  ): void {
    const { sets, rows } = this.stores
    const ends = this[other(direction)]
    const special = sets.and(ends.speakingOf(moved), far)
    if (special !== nothing) this.oneByOne(direction, special, before, after, moved, delta)
    const plain = sets.minus(far, special)
    ends.forEachBase((base, bitmap) => {
      let members: SetId | undefined
      rows.split(moved, base, (piece, answer) =>
        this.emit(
          direction,
          () => (members ??= sets.andBits(plain, bitmap)),
          piece,
          before,
          after,
          answer,
          delta,
        ),
      )
    })
  }

  private emit(
    direction: Direction,
    far: () => SetId,
    near: SetId,
    before: PortMapId,
    after: PortMapId,
    answer: PortMapId,
    delta: number[],
  ): void {
    const { ports, values } = this.stores
    const meet = (own: PortMapId): PortMapId =>
      direction === 'ingress'
        ? ports.combine(answer, own, values.meet)
        : ports.combine(own, answer, values.meet)
    const [was, is] = [meet(before), meet(after)]
    if (was === is) return
    const set = far()
    if (set === nothing) return
    if (direction === 'ingress') delta.push(set, near, was, is)
    else delta.push(near, set, was, is)
  }
}

const other = (direction: Direction): Direction => (direction === 'egress' ? 'ingress' : 'egress')

/** The slots of which two rows say different things. */
export function rowDiff(
  { sets, rows }: Pick<Stores, 'sets' | 'rows'>,
  before: RowId,
  after: RowId,
  visit: (set: SetId, before: PortMapId, after: PortMapId) => void,
): void {
  const differ = (set: SetId, from: PortMapId, to: PortMapId): void => {
    if (from !== to && set !== nothing) visit(set, from, to)
  }
  const [specialA, specialB] = [rows.special(before), rows.special(after)]
  const [baseA, baseB] = [rows.baseOf(before), rows.baseOf(after)]
  const [domainA, domainB] = [rows.domain(before), rows.domain(after)]
  for (let i = 1; i < specialA.length; i += 2) {
    const [set, from] = [specialA[i] ?? 0, specialA[i + 1] ?? 0]
    for (let j = 1; j < specialB.length; j += 2)
      differ(sets.and(set, specialB[j] ?? 0), from, specialB[j + 1] ?? 0)
    rows.split(sets.minus(set, domainB), baseB, (piece, to) => differ(piece, from, to))
  }
  for (let j = 1; j < specialB.length; j += 2)
    rows.split(sets.minus(specialB[j] ?? 0, domainA), baseA, (piece, from) =>
      differ(piece, from, specialB[j + 1] ?? 0),
    )
  if (baseA === baseB) return
  const special = sets.or(domainA, domainB)
  rows.forEachPart(baseA, (setA, from) =>
    rows.forEachPart(baseB, (setB, to) => {
      if (from !== to) differ(sets.minus(sets.and(setA, setB), special), from, to)
    }),
  )
}

/** The ends of one direction, found by their bases and by whom they speak of; kept right as rows move. */
class FarEnds {
  private bases: Map<number, Int32Array> | undefined
  private speakers: (Set<number> | undefined)[] = []

  constructor(
    private readonly stores: Pick<Stores, 'sets' | 'rows'>,
    private readonly rows: () => Int32Array,
  ) {}

  /** Slots whose rows say something of their own of one of these. */
  speakingOf(set: SetId): SetId {
    this.index()
    const found = new Set<number>()
    this.stores.sets.forEach(set, slot => {
      for (const speaker of this.speakers[slot] ?? []) found.add(speaker)
    })
    return this.stores.sets.of([...found].sort((a, b) => a - b))
  }

  forEachBase(visit: (base: number, bitmap: Int32Array) => void): void {
    for (const [base, bitmap] of this.index()) visit(base, bitmap)
  }

  move(slot: number, before: RowId, after: RowId): void {
    if (!this.bases) return
    const { rows } = this.stores
    if (rows.baseOf(before) !== rows.baseOf(after)) {
      this.mark(rows.baseOf(before), slot, false)
      this.mark(rows.baseOf(after), slot, true)
    }
    this.speak(slot, before, false)
    this.speak(slot, after, true)
  }

  private index(): Map<number, Int32Array> {
    if (this.bases) return this.bases
    this.bases = new Map()
    this.speakers = []
    const rows = this.rows()
    for (let slot = 0; slot < rows.length; slot++) {
      this.mark(this.stores.rows.baseOf(rows[slot] ?? 0), slot, true)
      this.speak(slot, rows[slot] ?? 0, true)
    }
    return this.bases
  }

  private mark(base: number, slot: number, present: boolean): void {
    const words = (this.rows().length + 31) >>> 5
    let bitmap = this.bases?.get(base)
    if (!bitmap || bitmap.length < words) {
      const larger = new Int32Array(words)
      if (bitmap) larger.set(bitmap)
      bitmap = larger
      this.bases?.set(base, bitmap)
    }
    const bit = 1 << (slot & 31)
    const before = bitmap[slot >>> 5] ?? 0
    bitmap[slot >>> 5] = present ? before | bit : before & ~bit
  }

  private speak(slot: number, row: RowId, present: boolean): void {
    const { sets, rows } = this.stores
    const special = rows.special(row)
    for (let at = 1; at < special.length; at += 2)
      sets.forEach(special[at] ?? 0, spoken => {
        if (present) (this.speakers[spoken] ??= new Set()).add(slot)
        else this.speakers[spoken]?.delete(slot)
      })
  }
}
