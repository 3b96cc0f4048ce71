import type { Capture } from '../model/capture'
import type { Compilation } from '../model/dialect'
import type { Fragment } from '../model/rule'
import type { Problem } from '../model/problem'
import type { EngineFact } from '../model/session'
import type { Settings } from '../model/settings'
import { takeInventory } from './inventory'
import { findEngine, habitsOf } from './network-engine'
import type { World } from './world'

/** A capture ready to be judged, and what was learnt on the way. */
export interface OpenedWorld {
  readonly world: World
  /** The world as another engine would judge it; where nothing was said and nothing seen, that is worth knowing. */
  readonly other?: World
  readonly engine: EngineFact
  readonly problems: readonly Problem[]
}

/** Takes stock of a capture; `compiled` is what the dialects made of its objects. */
export function worldsOf(
  capture: Capture,
  compiled: Pick<Compilation, keyof Fragment | 'mesh'>,
  settings: Settings,
): OpenedWorld {
  const { inventory, problems } = takeInventory(capture, settings)
  const engine = findEngine(capture, settings)
  const wire = settings.plane === 'all' ? compiled.mesh?.(inventory) : undefined
  const world: World = {
    inventory,
    compiled: settings.compat ? asWritten(compiled) : compiled,
    ...habitsOf(engine, capture, settings),
    podCIDRs: settings.podCIDRs ?? [],
    mesh: settings.plane === 'all',
    ...(wire && { wire }),
  }
  const doubtful = engine.known === 'assumed' && !settings.compat
  return {
    world,
    engine,
    problems,
    ...(doubtful && { other: { ...world, addressesMeanPods: 'no' as const } }),
  }
}

/** The other analyzer takes objects as its types decode them, where the schema of the kind would refuse them. */
const asWritten = (compiled: Fragment): Fragment => ({
  ...compiled,
  policies: compiled.policies.map(policy => (policy.refused ? { ...policy, refused: false } : policy)),
})
