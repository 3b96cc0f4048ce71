import type { Finding } from '../../model/finding'
import type { Need } from '../../model/mesh'
import { refKey, refText, sameRef, type ObjectRef, type Path } from '../../model/object'
import { listed } from '../../model/listed'
import { inPodSet } from '../matching'
import { mayAllow, mayDeny } from '../readings'
import type { Relation } from './relation'
import type { Holding } from './tier-rows'

/**
 * Pods that policies of the network keep from what the proxy inside them cannot do without, its control plane and names
 * (istio.md section 8, pitfall 10). Read from rows; one finding for each need and the policy that shuts the pods in.
 */
export function needsShut(relation: Relation, needs: readonly Need[]): Finding[] {
  const shut = new Map<string, Shut>()
  const { slots, stores } = relation
  const side = relation.newSideRows()
  for (const need of needs) {
    const targets = targetsOf(relation, need)
    if (targets.length === 0) continue
    slots.forEachClass((slot, { proxy }) => {
      if ((slots.podCounts[slot] ?? 0) === 0 || !need.proxies.includes(proxy)) return
      const holdings = relation.holdings('network', 'egress', slot)
      const closing = holdings.filter(({ governor: { policy } }) => policy.isolates !== 'no')
      const [first] = closing
      if (!first) return
      const row = side.outcomes('egress', slot, holdings, {})
      const answers = targets
        .filter(target => target !== slot)
        .flatMap(target =>
          need.ports.map(({ protocol, port }) =>
            stores.ports.at(stores.rows.at(row, target), protocol, port),
          ),
        )
      if (answers.length === 0 || answers.some(outcomes => !mayDeny(outcomes))) return
      const { object, path } = first.governor.policy
      const key = `${need.what} ${refKey(object)}`
      const known = shut.get(key) ?? {
        need,
        object,
        path,
        others: [],
        workloads: new Set<string>(),
        certain: false,
      }
      shut.set(key, known)
      known.workloads.add(slots.workloads[slots.workloadOf[slot] ?? -1]?.key ?? '')
      known.certain ||= answers.every(outcomes => !mayAllow(outcomes))
      known.others.push(...othersOf(closing, object))
    })
  }
  return [...shut.values()].map(found)
}

interface Shut {
  readonly need: Need
  readonly object: ObjectRef
  readonly path: Path
  readonly others: ObjectRef[]
  readonly workloads: Set<string>
  certain: boolean
}

/** Nobody is asked for what is not seen, nor for what shares the address of its node. */
function targetsOf({ slots, world }: Relation, { pods }: Need): readonly number[] {
  const found: number[] = []
  slots.forEachClass((slot, pod) => {
    if ((slots.podCounts[slot] ?? 0) > 0 && inPodSet(world, pods, pod) === 'yes') found.push(slot)
  })
  return found.some(slot => slots.pods[slot]?.hostNetwork) ? [] : found
}

const othersOf = (closing: readonly Holding[], object: ObjectRef): ObjectRef[] =>
  closing.map(({ governor }) => governor.policy.object).filter(other => !sameRef(other, object))

function found({ need, object, path, others, workloads, certain }: Shut): Finding {
  const keys = [...workloads]
  const evidence = [...new Map(others.map(other => [refKey(other), other])).values()]
  return {
    code: 'mesh-need-shut',
    severity: 'medium',
    about: { kind: 'object', object, path },
    title: `${refText(object)} shuts ${listed(keys)} in, and no policy lets ${keys.length === 1 ? 'it' : 'them'} out to ${need.what}: ${need.otherwise}`,
    remedy: `allow egress to ${need.what} on ${need.ports.map(({ protocol, port }) => `${protocol} ${port}`).join(' and ')}`,
    workloads: keys,
    evidence: evidence.map(other => ({ object: other })),
    ...(!certain && { doubt: 'a policy that has a say could not be read in full' }),
  }
}
