import type { Ground, Member } from './ground'
import { listed } from '../../../model/listed'

/** How to have requests looked at before these workloads. */
export function waypointAdvice(ground: Ground, members: readonly Member[]): string {
  const found = members.flatMap(({ pod }) =>
    ground.read
      .server(pod)
      .exposures.flatMap(({ service }) => ground.read.waypoints.ofService(service) ?? []),
  )
  const names = [...new Set(found.map(({ gateway }) => `${gateway.namespace ?? ''}/${gateway.name}`))]
  return names.length > 0
    ? `attach the policy by \`targetRefs\` to the waypoint ${listed(names)} or to its Services`
    : 'put a waypoint before their Services and attach the policy to it by `targetRefs`'
}
