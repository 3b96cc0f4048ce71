import { refText, type Path } from '../../../model/object'
import { keysOf, type Ground, type Member } from './ground'
import { authorizationPolicies, gateways } from './kinds'
import type { Found, Pitfall } from './pitfall'
import { doubtOfPolicy, isEmptySelector, meant, ruleOf, writtenPolicies, type Written } from './policies'
import { waypointAdvice } from './waypoint-advice'
import { listed } from '../../../model/listed'

/**
 * A rule that is to keep somebody out and that ztunnel does nothing with: a DENY that names nothing but what requests say,
 * or an external authorizer (istio.md section 5, L7 fields at ztunnel; section 8, pitfalls 3 and 4; istio/istio#61126).
 */
export const ignoredAtZtunnel: Pitfall = {
  code: 'istio-ignored-at-ztunnel',
  reads: [authorizationPolicies, gateways],
  find: ground =>
    writtenPolicies(ground)
      .filter(({ envoy }) => !isEmptySelector(envoy))
      .flatMap(written => {
        const rules = written.envoy.rules.filter(({ action }) => action !== 'allow')
        const kept = new Set(written.ztunnel?.rules.map(rule => ruleOf(rule).join()))
        const lost = rules.filter(rule => !kept.has(ruleOf(rule).join()))
        const members = lost.length > 0 ? meant(ground, written.envoy, 'ztunnel', 'sidecar') : []
        if (members.length === 0) return []
        const paths = new Map(lost.map(rule => [ruleOf(rule).join(), ruleOf(rule)]))
        return [...paths.values()].map(path =>
          finding(
            ground,
            written,
            path,
            members,
            doubtOfPolicy(
              written,
              lost.filter(rule => ruleOf(rule).join() === path.join()),
            ),
          ),
        )
      }),
}

function finding(
  ground: Ground,
  { object, ztunnel }: Written,
  path: Path,
  members: readonly Member[],
  doubt: string | undefined,
): Found {
  const workloads = keysOf(members)
  const why = ztunnel
    ? 'denies by what requests say, which ztunnel does not see'
    : 'asks an external authorizer, of which ztunnel knows nothing'
  return {
    severity: 'high',
    about: { kind: 'object', object, path },
    title: `${refText(object)} ${why}: for ${listed(workloads)} the rule keeps nobody out`,
    remedy: `${ztunnel ? 'deny by port or identity, or ' : ''}${waypointAdvice(ground, members)}`,
    workloads,
    evidence: [],
    ...(doubt !== undefined && { doubt }),
  }
}
