import type { Capture } from '../model/capture'
import type { Isolation } from '../model/connection'
import type { Compilation } from '../model/dialect'
import type { Workload } from '../model/inventory'
import { sameRef, type ObjectRef } from '../model/object'
import type { Direction } from '../model/rule'
import type { Session } from '../model/session'
import type { Settings } from '../model/settings'
import type { Stepwise } from '../model/stepwise'
import { governing } from './evaluate'
import { findings } from './findings'
import { remember } from './memory'
import { enumerateConnections } from './pairwise'
import { answer } from './question'
import type { World } from './world'
import { worldsOf } from './worlds'

/** Builds, step by step, everything that can be asked of a capture; `compilation` is what the dialects made of its objects. */
export function* openSession(
  capture: Capture,
  compilation: Compilation,
  settings: Settings,
): Stepwise<Session> {
  const { world, other, engine, problems } = worldsOf(capture, compilation, settings)
  const { inventory } = world
  const memory = remember(world)
  const allProblems = [...capture.problems, ...compilation.problems, ...problems]
  const isolation = new Map(inventory.workloads.map(workload => [workload.key, isolationOf(world, workload)]))
  const connections = yield* enumerateConnections(world, other, memory)
  return {
    capture,
    inventory,
    engine,
    enforced: world.enforced,
    problems: allProblems,
    findings: findings(world),
    incomplete: capture.gaps.length > 0 || allProblems.some(({ effect }) => effect !== 'none'),
    connections,
    isolation,
    policiesOf: workload => policiesOf(world, workload),
    explain: question => answer(world, other, question, memory),
  }
}

/** Whether some enforced policy limits the workload's pods, per direction of the network plane. */
function isolationOf(world: World, workload: Workload): Isolation {
  const of = (direction: Direction): Isolation['ingress'] => {
    const states = new Set(
      workload.pods.map(pod => {
        const isolating = governing(world, 'network', direction, pod).filter(
          ({ policy }) => policy.isolates !== 'no',
        )
        const certain = isolating.some(
          ({ policy, governs }) => governs === 'yes' && policy.isolates === 'yes' && !policy.refused,
        )
        return certain && world.enforced ? 'yes' : isolating.length > 0 && world.enforced ? 'unknown' : 'no'
      }),
    )
    const [state = 'no'] = states
    return states.size > 1 ? (states.has('unknown') ? 'unknown' : 'partly') : state
  }
  return { ingress: of('ingress'), egress: of('egress') }
}

function policiesOf(world: World, key: string): ObjectRef[] {
  const pods = world.inventory.workloads.find(workload => workload.key === key)?.pods ?? []
  const refs: ObjectRef[] = []
  for (const pod of pods)
    for (const plane of ['network', 'authorization'] as const)
      for (const direction of ['ingress', 'egress'] as const)
        for (const { policy } of governing(world, plane, direction, pod))
          if (!refs.some(ref => sameRef(ref, policy.object))) refs.push(policy.object)
  return refs
}
