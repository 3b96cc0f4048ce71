import { joinRanges, rangeText, type AddressRange } from '../model/address'
import type { Side } from '../model/connection'
import { visible } from '../words/visible'

/** A line of the result, once outside addresses are merged: both ends as they are printed, and what is said of them. */
export interface Line<V> {
  readonly src: string
  readonly dst: string
  readonly value: V
}

interface Spread<T> {
  readonly range: AddressRange
  readonly item: T
}

/**
 * Turns connections into lines. All items of one pair of workloads are described together; where one end is outside,
 * its addresses are cut so that each piece has the same items throughout, and neighbouring pieces that are described
 * alike are joined to maximal intervals per (workload, direction, description), as contract.md section 2 prints them.
 * `describe` gives the lines of one pair, by a key that says when two are alike.
 */
export function lines<T, V>(
  items: Iterable<T>,
  sides: (item: T) => { readonly from: Side; readonly to: Side },
  describe: (items: readonly T[]) => ReadonlyMap<string, V>,
): Line<V>[] {
  const inside = new Map<string, Map<string, T[]>>()
  const outside = new Map<string, { workload: string; arriving: boolean; spread: Spread<T>[] }>()
  for (const item of items) {
    const { from, to } = sides(item)
    if (from.kind === 'workload' && to.kind === 'workload') {
      const targets = inside.get(from.key) ?? new Map<string, T[]>()
      inside.set(from.key, targets)
      const pair = targets.get(to.key)
      if (pair) pair.push(item)
      else targets.set(to.key, [item])
      continue
    }
    const [workload, range] =
      from.kind === 'outside' ? [to, from.range] : [from, to.kind === 'outside' ? to.range : undefined]
    if (workload.kind !== 'workload' || !range) continue
    const key = JSON.stringify([workload.key, from.kind, range.family])
    const lane = outside.get(key) ?? { workload: workload.key, arriving: from.kind === 'outside', spread: [] }
    lane.spread.push({ range, item })
    outside.set(key, lane)
  }
  const shown = new Map<string, string>()
  const show = (key: string): string => {
    // No legal name holds a blank, and with one in it a line could be read in two ways.
    const known = shown.get(key) ?? visible(key).replaceAll(' ', '\\u0020')
    shown.set(key, known)
    return known
  }
  const found: Line<V>[] = []
  for (const [src, targets] of inside)
    for (const [dst, pair] of targets)
      for (const value of describe(pair).values()) found.push({ src: show(src), dst: show(dst), value })
  for (const { workload, arriving, spread } of outside.values())
    for (const { range, value } of merged(spread, describe)) {
      const end = `${rangeText(range)}[External]`
      const other = show(workload)
      found.push(arriving ? { src: end, dst: other, value } : { src: other, dst: end, value })
    }
  return found
}

function merged<T, V>(
  spread: readonly Spread<T>[],
  describe: (items: readonly T[]) => ReadonlyMap<string, V>,
): { range: AddressRange; value: V }[] {
  const alike = new Map<string, { ranges: AddressRange[]; value: V }>()
  for (const { range, items } of pieces(spread))
    for (const [key, value] of describe(items)) {
      const group = alike.get(key) ?? { ranges: [], value }
      group.ranges.push(range)
      alike.set(key, group)
    }
  return [...alike.values()].flatMap(({ ranges, value }) =>
    joinRanges(ranges).map(range => ({ range, value })),
  )
}

/** Cuts the ranges (of one family) so that every piece lies in the same items throughout; empty pieces are left out. */
function* pieces<T>(spread: readonly Spread<T>[]): Generator<{ range: AddressRange; items: T[] }> {
  const starts = [...spread].sort((a, b) => compare(a.range.first, b.range.first))
  const ends = [...spread].sort((a, b) => compare(a.range.last, b.range.last))
  const active = new Set<Spread<T>>()
  let [s, e] = [0, 0]
  let at = starts[0]?.range.first ?? 0n
  while (e < ends.length) {
    for (let next = starts[s]; next && next.range.first === at; next = starts[++s]) active.add(next)
    const [start, end] = [starts[s], ends[e]]
    if (!end) return
    const last = start && start.range.first <= end.range.last ? start.range.first - 1n : end.range.last
    if (active.size > 0)
      yield {
        range: { family: end.range.family, first: at, last },
        items: [...active].map(({ item }) => item),
      }
    for (let done = ends[e]; done && done.range.last === last; done = ends[++e]) active.delete(done)
    at = active.size > 0 || !start ? last + 1n : start.range.first
  }
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)
