import { namespaceOf } from '../ends'
import { at, entriesAt, listAt, textAt, type RawObject } from '../raw'
import type { Member } from './members'
import type { Exposed } from './services'
import { ROOT, ofKind } from './settings'

/** Section 5, which policies apply at a pod's own sidecar or ztunnel. */
export const policiesFor = (objects: readonly RawObject[], { namespace, labels }: Member): RawObject[] =>
  counting(objects).filter(
    policy =>
      targetsOf(policy).length === 0 &&
      [namespace, ROOT].includes(namespaceOf(policy)) &&
      entriesAt(policy, 'spec', 'selector', 'matchLabels').every(([key, value]) => labels.get(key) === value),
  )

/** And at a waypoint, for what was dialled through a Service or by the address of a pod. */
export const policiesAtWaypoint = (
  objects: readonly RawObject[],
  waypoint: Member,
  service: Exposed | undefined,
): RawObject[] =>
  counting(objects).filter(policy =>
    targetsOf(policy).some(target => {
      const home = namespaceOf(policy)
      const name = textAt(target, 'name')
      switch (textAt(target, 'kind')) {
        case 'Gateway':
          return (
            home === waypoint.namespace &&
            name === waypoint.labels.get('gateway.networking.k8s.io/gateway-name')
          )
        case 'Service':
          return home === service?.namespace && name === service.name
        case 'GatewayClass':
          return home === ROOT && name === 'istio-waypoint'
        default:
          return false
      }
    }),
  )

const targetsOf = (policy: RawObject) => listAt(policy, 'spec', 'targetRefs')

/** Without those of another revision, and those that are only tried out. */
const counting = (objects: readonly RawObject[]): RawObject[] =>
  ofKind(objects, 'AuthorizationPolicy').filter(
    policy =>
      [undefined, 'default'].includes(textAt(policy, 'metadata', 'labels', 'istio.io/rev')) &&
      at(policy, 'metadata', 'annotations', 'istio.io/dry-run') !== 'true',
  )

/** Section 5, evaluation order; `matches` says whether a rule of a policy is met. */
export function decide(
  policies: readonly RawObject[],
  matches: (policy: RawObject, rule: RawObject, action: 'ALLOW' | 'DENY') => boolean,
): boolean {
  const of = (action: 'ALLOW' | 'DENY'): RawObject[] =>
    policies.filter(policy => (textAt(policy, 'spec', 'action') ?? 'ALLOW') === action)
  const met = (action: 'ALLOW' | 'DENY'): boolean =>
    of(action).some(policy =>
      listAt(policy, 'spec', 'rules').some(rule => matches(policy, rule as RawObject, action)),
    )
  if (met('DENY')) return false
  return of('ALLOW').length === 0 || met('ALLOW')
}
