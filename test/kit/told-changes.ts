/** Holds what is told of a change against what was and what is, pair by pair. */
import { expect } from 'vitest'
import type { PairChange } from '../../lib/engine/relation/changes'
import type { Connection } from '../../lib/model/connection'

/** By pair: what is said of it. */
export type ByPair = Map<string, string[]>

/** Plain data as text, whatever it holds. */
export const text = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'bigint' ? `${each}n` : each instanceof Map ? [...(each as Map<unknown, unknown>)] : each,
  )

/** What is said of each pair of workloads, without how many pods it is said of. */
export function byPair(connections: Iterable<Connection>): ByPair {
  const pairs: ByPair = new Map()
  for (const { from, to, pods: _pods, ...state } of connections) {
    if (from.kind === 'outside' || to.kind === 'outside') continue
    const key = text([from, to])
    pairs.set(key, [...(pairs.get(key) ?? []), text(state)].sort())
  }
  return pairs
}

/** What is said of a cluster after the changes, which must begin with what was said of it before; workload pairs only. */
export function changed(before: ByPair, changes: readonly PairChange[]): ByPair {
  const after = new Map(before)
  for (const { from, to, before: was, after: is } of changes) {
    if (from.kind === 'outside' || to.kind === 'outside') continue
    const key = text([from, to])
    expect(before.get(key) ?? []).toEqual(was.map(state => text(state)).sort())
    if (is.length === 0) after.delete(key)
    else after.set(key, is.map(state => text(state)).sort())
  }
  return after
}
