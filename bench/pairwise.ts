import { compile } from '../lib/analyze'
import { takeInventory } from '../lib/engine/inventory'
import { remember } from '../lib/engine/memory'
import { findEngine, habitsOf } from '../lib/engine/network-engine'
import { enumerateConnections } from '../lib/engine/pairwise'
import type { World } from '../lib/engine/world'
import type { Capture } from '../lib/model/capture'
import type { Connection } from '../lib/model/connection'
import { finish } from '../lib/model/stepwise'
import { defaultSettings, type Settings } from '../lib/model/settings'
import { textHash } from './objects'

/**
 * The baseline that ratios are taken to: the whole relation by the readable evaluator, pair by pair, whatever a session
 * uses. It compiles the policies too, as every engine has to.
 */
export function pairwiseConnections(capture: Capture, settings: Settings = defaultSettings): Connection[] {
  const { inventory } = takeInventory(capture, settings)
  const engine = findEngine(capture, settings)
  const world: World = {
    inventory,
    compiled: compile(capture),
    ...habitsOf(engine, capture, settings),
    podCIDRs: settings.podCIDRs ?? [],
    mesh: settings.plane === 'all',
  }
  const other: World | undefined =
    engine.known === 'assumed' && !settings.compat ? { ...world, addressesMeanPods: 'no' } : undefined
  return finish(enumerateConnections(world, other, remember(world)))
}

/** What a relation says, in 16 hexadecimal digits, whatever the order of its connections and of their ports. */
export function relationHash(connections: readonly Connection[]): string {
  const lines = connections.map(connection => JSON.stringify(connection, jsonOf)).sort()
  return textHash(lines.join('\n'))
}

/** Addresses are big integers; keys are sorted, because the order in which they were set says nothing. */
function jsonOf(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
