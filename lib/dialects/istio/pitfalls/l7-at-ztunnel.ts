import { refText } from '../../../model/object'
import { keysOf } from './ground'
import { authorizationPolicies, gateways } from './kinds'
import type { Found, Pitfall } from './pitfall'
import { doubtOfPolicy, meant, ruleOf, writtenPolicies } from './policies'
import { waypointAdvice } from './waypoint-advice'
import { listed } from '../../../model/listed'

/**
 * An ALLOW rule that looks at requests and selects pods that ztunnel serves: it is dropped there as a whole, and what it
 * was to allow is denied (istio.md section 5, L7 fields at ztunnel; section 8, pitfall 4).
 */
export const l7AtZtunnel: Pitfall = {
  code: 'istio-l7-at-ztunnel',
  reads: [authorizationPolicies, gateways],
  find: ground =>
    writtenPolicies(ground).flatMap(written => {
      const { object, envoy, ztunnel } = written
      if (!ztunnel) return []
      const kept = new Set(ztunnel.rules.map(rule => ruleOf(rule).join()))
      const lost = envoy.rules.filter(rule => rule.action === 'allow' && !kept.has(ruleOf(rule).join()))
      const members = lost.length > 0 ? meant(ground, ztunnel, 'ztunnel') : []
      if (members.length === 0) return []
      const workloads = keysOf(members)
      const doubt = doubtOfPolicy(written, lost)
      const paths = new Map(lost.map(rule => [ruleOf(rule).join(), ruleOf(rule)]))
      const closes = kept.size === 0
      return [...paths.values()].map((path): Found => ({
        severity: 'medium',
        about: { kind: 'object', object, path },
        title:
          `${refText(object)} allows by what requests say, which ztunnel does not see: for ${listed(workloads)} the rule lets nobody in` +
          (closes ? ', and nor does any other of the policy' : ''),
        remedy: `allow by port and identity alone, or ${waypointAdvice(ground, members)}`,
        workloads,
        evidence: [],
        ...(doubt !== undefined && { doubt }),
      }))
    }),
}
