import type { Finding } from '../../model/finding'
import { tunnelPort, type Proxy } from '../../model/mesh'
import { pathText, refKey, refText, type ObjectRef, type Path } from '../../model/object'
import type { Direction, PortMatch, Rule } from '../../model/rule'
import { listed } from '../../model/listed'
import { mayAllow, mayDeny } from '../readings'
import type { Relation } from './relation'
import { nothing, type SetId } from './sets'
import type { Holding } from './tier-rows'

/** Whose traffic goes through tunnels, and comes out of them, whatever port is dialled (istio.md section 4). */
const ends: Readonly<Record<Direction, { readonly own: readonly Proxy[]; readonly far: readonly Proxy[] }>> =
  {
    ingress: { own: ['ztunnel'], far: ['ztunnel', 'waypoint'] },
    egress: { own: ['ztunnel', 'waypoint'], far: ['ztunnel'] },
  }

/**
 * Rules of the network that let pods of an ambient mesh talk on a port, where nothing lets them on the port of the tunnel,
 * on which all of it arrives (istio.md section 8, pitfall 10; istio/istio#52742, #56659). What is let through is read from
 * rows; one finding for each rule.
 */
export function tunnelsShut(relation: Relation): Finding[] {
  const shut = new Map<string, Shut>()
  for (const direction of ['ingress', 'egress'] as const) {
    const { own, far } = ends[direction]
    const others = slotsWith(relation, far)
    if (others === nothing) continue
    const { sets, slots, rows, ports } = {
      sets: relation.stores.sets,
      slots: relation.slots,
      rows: relation.stores.rows,
      ports: relation.stores.ports,
    }
    const side = relation.newSideRows()
    sets.forEach(slotsWith(relation, own), slot => {
      const holdings = relation.holdings('network', direction, slot)
      if (holdings.length === 0) return
      const row = side.outcomes(direction, slot, holdings, {})
      const workload = slots.workloads[slots.workloadOf[slot] ?? -1]?.key ?? ''
      for (const { rule, object } of allowing(holdings)) {
        const port = firstPortOf(rule)
        if (port === undefined) continue
        const peers = sets.unionOf(rule.peers.map(peer => relation.peer(peer).yes))
        const meant = sets.minus(sets.and(peers, others), sets.one(slot))
        rows.splitRow(meant, row, (_, map) => {
          const open = ports.at(map, 'TCP', port)
          const tunnel = ports.at(map, 'TCP', tunnelPort)
          if (!mayAllow(open) || !mayDeny(tunnel)) return
          const key = `${direction} ${refKey(object)} ${pathText(rule.path)}`
          const known = shut.get(key) ?? {
            direction,
            object,
            path: rule.path,
            port,
            workloads: new Set<string>(),
            certain: false,
          }
          shut.set(key, known)
          known.workloads.add(workload)
          known.certain ||= !mayDeny(open) && !mayAllow(tunnel)
        })
      }
    })
  }
  return [...shut.values()].map(found)
}

interface Shut {
  readonly direction: Direction
  readonly object: ObjectRef
  readonly path: Path
  readonly port: number
  readonly workloads: Set<string>
  certain: boolean
}

function found({ direction, object, path, port, workloads, certain }: Shut): Finding {
  const keys = [...workloads]
  const what =
    direction === 'ingress'
      ? `lets pods of the ambient mesh in on ${port} of ${listed(keys)}, and nothing lets them in on ${tunnelPort}, where their tunnels arrive`
      : `lets ${listed(keys)} out to ${port} of pods of the ambient mesh, and nothing lets it out to ${tunnelPort}, to which its tunnels go`
  return {
    code: 'tunnel-port-shut',
    severity: 'medium',
    about: { kind: 'object', object, path },
    title: `${refText(object)} ${what}: nothing of it gets through`,
    remedy: `allow TCP ${tunnelPort} beside the port, and say in AuthorizationPolicies which ports may be reached through it`,
    workloads: keys,
    evidence: [],
    ...(!certain && { doubt: 'a policy that has a say could not be read in full' }),
  }
}

function slotsWith({ slots, stores }: Relation, proxies: readonly Proxy[]): SetId {
  const found: number[] = []
  slots.forEachClass((slot, { proxy }) => {
    if ((slots.podCounts[slot] ?? 0) > 0 && proxies.includes(proxy)) found.push(slot)
  })
  return stores.sets.of(found)
}

const allowing = (holdings: readonly Holding[]): { readonly rule: Rule; readonly object: ObjectRef }[] =>
  holdings.flatMap(({ governor: { policy } }) =>
    policy.unread
      ? []
      : policy.rules
          .filter(({ action, present }) => action === 'allow' && present === 'yes')
          .map(rule => ({ rule, object: policy.object })),
  )

/** A port of TCP that the rule lists; undefined where it lists none, or the port of the tunnel is among them. */
function firstPortOf({ ports }: Rule): number | undefined {
  const ranges = ports.filter(
    (match): match is Extract<PortMatch, { kind: 'range' }> => match.kind === 'range',
  )
  const tcp = ranges.filter(({ protocol }) => protocol === 'TCP')
  const hasTunnel = tcp.some(({ first, last }) => first <= tunnelPort && tunnelPort <= last)
  return hasTunnel ? undefined : tcp[0]?.first
}
