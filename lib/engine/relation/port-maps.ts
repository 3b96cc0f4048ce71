import { lastPort, protocols, type PortRange, type Protocol } from '../../model/port'
import { PairTable } from './pair-table'
import { TupleStore } from './tuples'

/** A value for every port of every protocol, by number: two maps are equal exactly when their numbers are. */
export type PortMapId = number

/** All ports of all protocols in one line, protocol by protocol in printing order. */
const space = protocols.length * lastPort

/** The place of a port in that line. */
export const portPlace = (protocol: Protocol, port: number): number =>
  protocols.indexOf(protocol) * lastPort + port - 1

const protocolAt = (place: number): Protocol => protocols[Math.floor(place / lastPort)] ?? 'TCP'

/**
 * Hash-consed maps from ports to small values (a list of where a run starts and what holds there, runs maximal). What the
 * values mean is the business of whoever combines them.
 */
export class PortMaps {
  private readonly maps = new TupleStore()
  private readonly constants = new Map<number, PortMapId>()

  get size(): number {
    return this.maps.size
  }

  /** The same value for every port. */
  all(value: number): PortMapId {
    let found = this.constants.get(value)
    if (found === undefined) {
      found = this.maps.id([0, value])
      this.constants.set(value, found)
    }
    return found
  }

  /** One value for the ranges, another for the rest. */
  within(ranges: readonly PortRange[], inside: number, outside: number): PortMapId {
    return this.of(
      ranges.map(range => ({ range, value: inside })),
      outside,
    )
  }

  /** A value for each of some disjoint ranges, and another for the rest. */
  of(pieces: readonly { readonly range: PortRange; readonly value: number }[], rest: number): PortMapId {
    const sorted = pieces
      .map(({ range: { protocol, first, last }, value }) => ({
        first: portPlace(protocol, first),
        last: portPlace(protocol, last),
        value,
      }))
      .sort((a, b) => a.first - b.first)
    const runs: number[] = []
    let at = 0
    for (const { first, last, value } of sorted) {
      if (first > at) append(runs, at, rest)
      append(runs, first, value)
      at = last + 1
    }
    if (at < space) append(runs, at, rest)
    return this.maps.id(runs)
  }

  at(map: PortMapId, protocol: Protocol, port: number): number {
    const runs = this.maps.of(map)
    const place = portPlace(protocol, port)
    let low = 0
    let high = runs.length / 2 - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((runs[2 * middle] ?? 0) <= place) low = middle
      else high = middle - 1
    }
    return runs[2 * low + 1] ?? 0
  }

  /** The value, where all ports have the same. */
  constant(map: PortMapId): number | undefined {
    const runs = this.maps.of(map)
    return runs.length === 2 ? runs[1] : undefined
  }

  /** Every run of ports of one protocol and its value, in printing order. */
  forEach(map: PortMapId, visit: (range: PortRange, value: number) => void): void {
    const runs = this.maps.of(map)
    for (let at = 0; at < runs.length; at += 2) {
      const end = at + 2 < runs.length ? (runs[at + 2] ?? space) : space
      for (let first = runs[at] ?? 0; first < end;) {
        const border = Math.min(end, (Math.floor(first / lastPort) + 1) * lastPort)
        const range = {
          protocol: protocolAt(first),
          first: (first % lastPort) + 1,
          last: ((border - 1) % lastPort) + 1,
        }
        visit(range, runs[at + 1] ?? 0)
        first = border
      }
    }
  }

  /** The values that occur, in the order of their runs, some perhaps twice. */
  values(map: PortMapId): number[] {
    return this.maps.of(map).filter((_, at) => at % 2 === 1)
  }

  /** All of TCP says what one of its ports says; the rest stays. */
  spread(map: PortMapId, port: number): PortMapId {
    const value = this.at(map, 'TCP', port)
    const from = this.maps.of(map)
    const [start, end] = [portPlace('TCP', 1), portPlace('TCP', lastPort) + 1]
    const runs: number[] = []
    let reached = false
    for (let at = 0; at < from.length; at += 2) {
      const [first, own] = [from[at] ?? 0, from[at + 1] ?? 0]
      const next = at + 2 < from.length ? (from[at + 2] ?? space) : space
      if (first < start) append(runs, first, own)
      if (next > start && !reached) {
        append(runs, start, value)
        reached = true
      }
      if (next > end) append(runs, Math.max(first, end), own)
    }
    return this.maps.id(runs)
  }

  /** Applies a function to every value, by way of a memo that belongs to the function. */
  map(map: PortMapId, to: MapOperation): PortMapId {
    const known = to.memo.get(map)
    if (known !== undefined) return known
    const from = this.maps.of(map)
    const runs: number[] = []
    for (let at = 0; at < from.length; at += 2) append(runs, from[at] ?? 0, to.apply(from[at + 1] ?? 0))
    const made = this.maps.id(runs)
    to.memo.set(map, made)
    return made
  }

  /** Combines two maps port by port, by way of a memo that belongs to the operation. */
  combine(a: PortMapId, b: PortMapId, operation: CombineOperation): PortMapId {
    const known = operation.memo.get(a, b)
    if (known >= 0) return known
    const [runsA, runsB] = [this.maps.of(a), this.maps.of(b)]
    const runs: number[] = []
    let i = 0
    let j = 0
    let at = 0
    while (at < space) {
      append(runs, at, operation.apply(runsA[i + 1] ?? 0, runsB[j + 1] ?? 0))
      const endA = i + 2 < runsA.length ? (runsA[i + 2] ?? space) : space
      const endB = j + 2 < runsB.length ? (runsB[j + 2] ?? space) : space
      at = Math.min(endA, endB)
      if (endA === at) i += 2
      if (endB === at) j += 2
    }
    const made = this.maps.id(runs)
    operation.memo.set(a, b, made)
    return made
  }
}

/** A function of one value, with its memo over whole maps. */
export interface MapOperation {
  readonly memo: Map<PortMapId, PortMapId>
  readonly apply: (value: number) => number
}

/** A function of two values, with its memo over whole maps. */
export interface CombineOperation {
  readonly memo: PairTable
  readonly apply: (a: number, b: number) => number
}

export const mapOperation = (apply: MapOperation['apply']): MapOperation => ({ memo: new Map(), apply })

export const combineOperation = (apply: CombineOperation['apply']): CombineOperation => ({
  memo: new PairTable(),
  apply,
})

/** The same with a memo over pairs of values, for work that is more than a look at one. Values are never negative. */
export function rememberedOperation(work: CombineOperation['apply']): CombineOperation {
  const known = new PairTable()
  return combineOperation((a, b) => {
    const found = known.get(a, b)
    if (found >= 0) return found
    const made = work(a, b)
    known.set(a, b, made)
    return made
  })
}

/** The same of a function of one value. */
export function rememberedMap(work: MapOperation['apply']): MapOperation {
  const known = new Map<number, number>()
  return mapOperation(value => {
    const found = known.get(value) ?? work(value)
    known.set(value, found)
    return found
  })
}

function append(runs: number[], start: number, value: number): void {
  if (runs.length === 0 || runs[runs.length - 1] !== value) runs.push(start, value)
}
