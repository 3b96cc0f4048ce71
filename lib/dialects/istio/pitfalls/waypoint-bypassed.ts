import type { Policy } from '../../../model/rule'
import { refKey, refText, type ObjectRef } from '../../../model/object'
import type { Waypoint } from '../waypoints'
import { serviceKey } from '../exposures'
import { keysOf, type Member } from './ground'
import { authorizationPolicies, services } from './kinds'
import type { Found, Pitfall } from './pitfall'
import { isAuthorization, means } from './policies'
import { listed } from '../../../model/listed'

/**
 * Policies that a waypoint enforces before workloads that also take in what comes past it: sidecars, gateways, whoever is
 * in no mesh, and everybody who dials the pod (istio.md section 1, Waypoints; section 8, pitfall 4).
 */
export const waypointBypassed: Pitfall = {
  code: 'istio-waypoint-bypassed',
  reads: [authorizationPolicies, services],
  find: ground => {
    const enforced = ground.read.policies.filter(isAuthorization)
    const closing = enforced.filter(({ isolates }) => isolates !== 'no')
    const found = new Map<string, { gateway: ObjectRef; members: Member[]; by: Set<string>; sure: boolean }>()
    for (const member of ground.members) {
      if (member.pod.proxy !== 'ztunnel') continue
      for (const { service } of ground.read.server(member.pod).exposures) {
        const waypoint = service.headless ? undefined : ground.read.waypoints.ofService(service)
        const by = waypoint ? enforced.filter(policy => isMetAt(policy, waypoint, serviceKey(service))) : []
        const closed = by.length > 0 ? closedBy(closing, member) : 'yes'
        if (!waypoint || closed === 'yes') continue
        const key = refKey(waypoint.gateway)
        const known = found.get(key) ?? {
          gateway: waypoint.gateway,
          members: [],
          by: new Set<string>(),
          sure: false,
        }
        known.members.push(member)
        for (const { object } of by) known.by.add(refText(object))
        known.sure ||= closed === 'no'
        found.set(key, known)
      }
    }
    return [...found.values()].map(({ gateway, members, by, sure }): Found => {
      const workloads = keysOf(members)
      const doubt = sure
        ? ground.missing(authorizationPolicies)
        : 'a policy at the pods may not be there, or may not mean them'
      return {
        severity: 'high',
        about: { kind: 'object', object: gateway, path: ['metadata', 'name'] },
        title: `the waypoint ${gateway.namespace ?? ''}/${gateway.name} enforces ${listed([...by])}, and ${listed(workloads)} take in what comes past it: from sidecars, gateways, clients in no mesh, and whoever dials the pod`,
        remedy: `allow at ${listed(workloads)}, by a policy with a selector, nobody but the service account of the waypoint`,
        workloads,
        evidence: [],
        ...(doubt !== undefined && { doubt }),
      }
    })
  },
}

const isMetAt = (policy: Policy, { gateway, pod }: Waypoint, service: string): boolean =>
  policy.service
    ? `${policy.service.namespace}/${policy.service.name}` === service
    : policy.subject.kind === 'pods' &&
      (policy.subject.proxies?.includes('waypoint') ?? false) &&
      (pod
        ? means(policy, pod) !== 'no'
        : policy.subject.pods.requirements.every(({ values }) => values.includes(gateway.name)))

/** Whether a policy at the pod lets in only whom it names. */
function closedBy(closing: readonly Policy[], { pod }: Member): 'yes' | 'perhaps' | 'no' {
  let perhaps = false
  for (const policy of closing) {
    if (policy.service || means(policy, pod) === 'no') continue
    if (means(policy, pod) === 'yes' && !policy.refused && policy.isolates === 'yes') return 'yes'
    perhaps = true
  }
  return perhaps ? 'perhaps' : 'no'
}
