import type { PortMapId, PortMaps } from './port-maps'
import { RectangleList, type Rectangles } from './rectangles'
import type { RowId, Rows } from './rows'
import { nothing, type SetId, type SetStore } from './sets'
import { noFact, type Values } from './values'

/** Everything that a join reads: the rows of all slots, as sources and as destinations. */
export interface Sides {
  readonly sets: SetStore
  readonly ports: PortMaps
  readonly rows: Rows
  readonly values: Values
  /** By slot: what it answers as a source. */
  readonly egress: ArrayLike<RowId>
  /** By slot: what it answers as a destination. */
  readonly ingress: ArrayLike<RowId>
  /** The row of a source that no policy governs. */
  readonly open: RowId
  /** Slots that stand for somebody. */
  readonly live: SetId
}

/** Slots with the same row, and slots whose rows have the same base. */
interface Groups {
  readonly byRow: ReadonlyMap<RowId, SetId>
  readonly byBase: ReadonlyMap<number, SetId>
}

/**
 * The relation of all sources with all destinations, from the rows of both. What bases say of each other is a few large
 * rectangles; where a row departs from its base, the pairs in question are visited one small set at a time. The work is
 * proportional to what rows say beyond their bases, never to the pairs.
 */
export function join(sides: Sides): Rectangles {
  const { sets, rows, live } = sides
  const sources = groupByRow(sets, rows, sides.egress, live)
  const destinations = groupByRow(sets, rows, sides.ingress, live)
  const joiner = new Joiner(sides, sources, destinations)
  return { base: joiner.bases(), exceptions: joiner.exceptions() }
}

function groupByRow(sets: SetStore, rows: Rows, rowOf: ArrayLike<RowId>, live: SetId): Groups {
  const byRow = new Map<RowId, number[]>()
  const byBase = new Map<number, number[]>()
  sets.forEach(live, slot => {
    const row = rowOf[slot] ?? 0
    listed(byRow, row).push(slot)
    listed(byBase, rows.baseOf(row)).push(slot)
  })
  const sealed = (groups: Map<number, number[]>): Map<number, SetId> =>
    new Map([...groups].map(([key, slots]) => [key, sets.of(slots)]))
  return { byRow: sealed(byRow), byBase: sealed(byBase) }
}

class Joiner {
  private readonly none: PortMapId
  private readonly openMap: PortMapId
  /** By base: whether it lets nothing through, whoever asks. */
  private readonly shutIngress = new Map<number, boolean>()

  constructor(
    private readonly sides: Sides,
    private readonly sources: Groups,
    private readonly destinations: Groups,
  ) {
    const { ports, rows, open } = sides
    this.none = ports.all(noFact)
    this.openMap = rows.restOf(rows.baseOf(open))
  }

  bases(): Int32Array {
    const { sets, rows } = this.sides
    const list = new RectangleList()
    for (const [into, destinations] of this.destinations.byBase) {
      if (this.isShut(into)) continue
      for (const [out, sources] of this.sources.byBase)
        rows.forEachPart(into, (fromSet, ingress) => {
          const from = sets.and(sources, fromSet)
          if (from === nothing) return
          rows.forEachPart(out, (toSet, egress) => {
            const facts = this.meet(egress, ingress)
            if (facts === this.none) return
            const to = sets.and(destinations, toSet)
            if (to !== nothing) list.base(from, to, facts)
          })
        })
    }
    return list.toArray()
  }

  exceptions(): Int32Array {
    const list = new RectangleList()
    for (const [row, destinations] of this.destinations.byRow) this.fromDestination(list, row, destinations)
    const open = this.openDestinations()
    for (const [row, sources] of this.sources.byRow) this.fromSource(list, row, sources, open)
    return list.toArray()
  }

  /** Sources for which the destinations' row says something of its own. */
  private fromDestination(list: RectangleList, row: RowId, destinations: SetId): void {
    const { sets, rows, egress, open } = this.sides
    if (rows.isPlain(row)) return
    const special = rows.special(row)
    const base = rows.baseOf(row)
    const alone = sets.count(destinations) === 1 ? sets.first(destinations) : undefined
    const found = new Exceptions()
    const free = this.sources.byRow.get(open) ?? nothing
    for (let at = 1; at < special.length; at += 2) {
      const [some, ingress] = [special[at] ?? 0, special[at + 1] ?? 0]
      const freely = sets.and(some, free)
      if (freely !== nothing) this.meetSources(found, freely, open, destinations, ingress, base)
      const others = sets.and(sets.minus(some, freely), this.sides.live)
      if (others === nothing) continue
      const byRow = new Map<RowId, number[]>()
      sets.forEach(others, slot => listed(byRow, egress[slot] ?? 0).push(slot))
      for (const [out, slots] of byRow)
        if (alone !== undefined && this.isShut(base)) {
          const facts = this.meet(rows.at(out, alone), ingress)
          if (facts !== this.none) found.slots(slots, destinations, facts, this.none)
        } else this.meetSources(found, sets.of(slots), out, destinations, ingress, base)
    }
    found.addTo(list, sets)
  }

  private meetSources(
    found: Exceptions,
    sources: SetId,
    out: RowId,
    destinations: SetId,
    ingress: PortMapId,
    into: number,
  ): void {
    const { rows } = this.sides
    rows.splitRow(destinations, out, (to, egress) => {
      const facts = this.meet(egress, ingress)
      this.replaced(sources, to, into, rows.baseOf(out), (from, part, before) => {
        if (facts !== before) found.set(from, part, facts, before)
      })
    })
  }

  /** Destinations for which the sources' row says something of its own, and which say nothing of their own of the source. */
  private fromSource(list: RectangleList, row: RowId, sources: SetId, open: SetId): void {
    const { sets, rows, ingress } = this.sides
    if (rows.isPlain(row)) return
    const special = rows.special(row)
    const out = rows.baseOf(row)
    const found = new Exceptions()
    for (let at = 1; at < special.length; at += 2) {
      const egress = special[at + 1] ?? 0
      const byRow = new Map<RowId, number[]>()
      sets.forEach(sets.and(special[at] ?? 0, open), slot => listed(byRow, ingress[slot] ?? 0).push(slot))
      for (const [into, slots] of byRow) {
        const from = rows.isPlain(into) ? sources : sets.minus(sources, rows.domain(into))
        if (from === nothing) continue
        const base = rows.baseOf(into)
        rows.split(from, base, (some, answer) => {
          const facts = this.meet(egress, answer)
          rows.split(sets.of(slots), out, (to, before) => {
            const replaced = this.meet(before, answer)
            if (facts !== replaced) found.set(some, to, facts, replaced)
          })
        })
      }
    }
    found.addTo(list, sets)
  }

  /** What the base rectangles say of these pairs. */
  private replaced(
    sources: SetId,
    destinations: SetId,
    into: number,
    out: number,
    visit: (from: SetId, to: SetId, facts: PortMapId) => void,
  ): void {
    if (this.isShut(into)) {
      visit(sources, destinations, this.none)
      return
    }
    const { rows } = this.sides
    rows.split(sources, into, (from, ingress) =>
      rows.split(destinations, out, (to, egress) => visit(from, to, this.meet(egress, ingress))),
    )
  }

  private openDestinations(): SetId {
    const { sets } = this.sides
    return sets.unionOf(
      [...this.destinations.byBase].filter(([base]) => !this.isShut(base)).map(([, slots]) => slots),
    )
  }

  private isShut(base: number): boolean {
    let known = this.shutIngress.get(base)
    if (known === undefined) {
      const { rows } = this.sides
      const parts = rows.partsOf(base)
      let open = false
      for (let at = 0; at < parts.length && !open; at += 2)
        open = this.meet(this.openMap, parts[at] ?? 0) !== this.none
      known = !open
      this.shutIngress.set(base, known)
    }
    return known
  }

  private meet(egress: PortMapId, ingress: PortMapId): PortMapId {
    return this.sides.ports.combine(egress, ingress, this.sides.values.meet)
  }
}

/** Exceptions of one row, gathered by what they say. */
class Exceptions {
  private readonly byText = new Map<
    string,
    { to: SetId; facts: PortMapId; replaced: PortMapId; sets: SetId[]; slots: number[] }
  >()

  set(from: SetId, to: SetId, facts: PortMapId, replaced: PortMapId): void {
    this.entry(to, facts, replaced).sets.push(from)
  }

  slots(from: readonly number[], to: SetId, facts: PortMapId, replaced: PortMapId): void {
    const { slots } = this.entry(to, facts, replaced)
    for (const slot of from) slots.push(slot)
  }

  addTo(list: RectangleList, sets: SetStore): void {
    for (const { to, facts, replaced, sets: from, slots } of this.byText.values()) {
      const some = slots.length > 0 ? [sets.of(slots.sort((a, b) => a - b))] : []
      list.exception(sets.unionOf([...from, ...some]), to, facts, replaced)
    }
  }

  private entry(to: SetId, facts: PortMapId, replaced: PortMapId) {
    const text = `${to},${facts},${replaced}`
    let known = this.byText.get(text)
    if (!known) this.byText.set(text, (known = { to, facts, replaced, sets: [], slots: [] }))
    return known
  }
}

function listed(groups: Map<number, number[]>, key: number): number[] {
  const known = groups.get(key)
  if (known) return known
  const made: number[] = []
  groups.set(key, made)
  return made
}
