import type { JsonMap } from '../lib/model/json'
import type { Edit } from './edits'
import { authorization, destinationRule, peerAuthentication, requestAuthentication } from './mesh'
import { objectOf } from './objects'
import type { Plan, PlannedWorkload } from './plan'
import { Random } from './random'

/** Events of a mesh that is lived in, as a trace needs them to tell percentiles. */
export const meshTraceLength = 200

/**
 * Edits of Istio's objects over a plan with a mesh: mostly AuthorizationPolicies that name other callers or go, else modes
 * of single applications and namespaces, tokens, and a few rules for clients.
 */
export function* meshTrace(plan: Plan, seed: number, events = meshTraceLength): Generator<Edit> {
  const random = new Random(seed)
  const members = new Map<string, PlannedWorkload[]>()
  for (const workload of plan.workloads) {
    const known = members.get(workload.namespace.name)
    if (known) known.push(workload)
    else members.set(workload.namespace.name, [workload])
  }
  for (let at = 0; at < events; at++) {
    const workload = random.pick(plan.workloads)
    const neighbours = members.get(workload.namespace.name) ?? [workload]
    const mode = random.pick(['STRICT', 'PERMISSIVE'])
    const draw = random.next()
    const put = (manifest: JsonMap): Edit => ({ kind: 'put', object: objectOf(manifest) })
    if (draw < 0.6) {
      const policy = authorization(workload, neighbours, random.whole(0, 50))
      yield random.chance(0.2) ? { kind: 'delete', ref: objectOf(policy).ref } : put(policy)
    } else if (draw < 0.75) yield put(requestAuthentication(workload))
    else if (draw < 0.9) yield put(peerAuthentication(workload.namespace.name, mode, workload))
    else if (draw < 0.97) yield put(peerAuthentication(workload.namespace.name, mode))
    else yield put(destinationRule(workload))
  }
}
