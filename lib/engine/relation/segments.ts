import type { PortMapId } from './port-maps'
import { forEachBase, forEachException, type Rectangles } from './rectangles'
import { everything, nothing, type SetId, type SetStore } from './sets'
import { noFact } from './values'
import type { PortMaps } from './port-maps'

/** Slots at the far end, and what holds with all of them. */
export interface Segment {
  readonly set: SetId
  readonly facts: PortMapId
}

/** The rectangles that each slot is part of, so that one slot's connections are found without looking at the others'. */
export class Segments {
  private readonly none: PortMapId
  private readonly bySource: Lists
  private readonly byDestination: Lists

  constructor(
    private readonly sets: SetStore,
    ports: PortMaps,
    private readonly rectangles: Rectangles,
    slots: number,
  ) {
    this.none = ports.all(noFact)
    this.bySource = new Lists(slots)
    this.byDestination = new Lists(slots)
    let at = 0
    forEachBase(rectangles, (sources, destinations) => {
      this.enter(sources, destinations, at)
      at += 3
    })
    // Exceptions are numbered below zero.
    at = 0
    forEachException(rectangles, (sources, destinations) => {
      this.enter(sources, destinations, ~at)
      at += 4
    })
  }

  /** Whom a slot may talk to; disjoint. */
  from(slot: number): Segment[] {
    return this.segments(this.bySource.of(slot), 1)
  }

  /** Who may talk to a slot; disjoint. */
  into(slot: number): Segment[] {
    return this.segments(this.byDestination.of(slot), 0)
  }

  /** The same of a slot as source (`near` 0) or destination, cut to some far ends: no larger set is made on the way. */
  within(slot: number, near: 0 | 1, area: SetId): Segment[] {
    return near === 0
      ? this.segments(this.bySource.of(slot), 1, area)
      : this.segments(this.byDestination.of(slot), 0, area)
  }

  private enter(sources: SetId, destinations: SetId, at: number): void {
    this.sets.forEach(sources, slot => this.bySource.add(slot, at))
    this.sets.forEach(destinations, slot => this.byDestination.add(slot, at))
  }

  /** `far`: which of a rectangle's sets holds the other ends. */
  private segments(places: readonly number[], far: 0 | 1, area: SetId = everything): Segment[] {
    const { sets } = this
    const { base, exceptions } = this.rectangles
    const special = places.filter(place => place < 0).map(place => ~place)
    const replaced = sets.unionOf(special.map(at => exceptions[at + far] ?? nothing))
    const found: Segment[] = []
    for (const place of places) {
      if (place < 0) continue
      const set = sets.minus(sets.and(base[place + far] ?? nothing, area), replaced)
      if (set !== nothing) found.push({ set, facts: base[place + 2] ?? this.none })
    }
    for (const at of special) {
      const facts = exceptions[at + 2] ?? this.none
      const set = sets.and(exceptions[at + far] ?? nothing, area)
      if (facts !== this.none && set !== nothing) found.push({ set, facts })
    }
    return found
  }
}

/** A list of numbers for each slot. */
class Lists {
  private readonly lists: (number[] | undefined)[]

  constructor(size: number) {
    this.lists = new Array<number[] | undefined>(size)
  }

  of(slot: number): readonly number[] {
    return this.lists[slot] ?? []
  }

  add(slot: number, value: number): void {
    const list = this.lists[slot]
    if (list) list.push(value)
    else this.lists[slot] = [value]
  }
}
