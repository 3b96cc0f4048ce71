import { nameOf, namespaceOf } from '../ends'
import { labelsAt, type Labels } from '../labels'
import { listAt, textAt, type RawObject } from '../raw'
import type { Member } from './members'
import { ofKind } from './settings'

/**
 * Section 1, waypoints: the one that stands before an object of a namespace, if it is ready. One that is named but not
 * there is passed by. Waypoints of other namespaces are not read.
 */
export function waypointOf(
  objects: readonly RawObject[],
  members: readonly Member[],
  namespace: string,
  labels: Labels,
  serves: 'service' | 'workload',
): Member | undefined {
  const home = ofKind(objects, 'Namespace').find(each => nameOf(each) === namespace)
  const key = 'istio.io/use-waypoint'
  const name = labels.get(key) ?? textAt(home, 'metadata', 'labels', key)
  const gateway = ofKind(objects, 'Gateway').find(
    each => namespaceOf(each) === namespace && nameOf(each) === name,
  )
  if (gateway === undefined || textAt(gateway, 'spec', 'gatewayClassName') !== 'istio-waypoint')
    return undefined
  if (listAt(gateway, 'status', 'addresses').length === 0) return undefined
  const meant = labelsAt(gateway, 'metadata', 'labels').get('istio.io/waypoint-for') ?? 'service'
  if (meant !== 'all' && meant !== serves) return undefined
  return members.find(
    member =>
      member.namespace === namespace &&
      member.part === 'waypoint' &&
      member.labels.get('gateway.networking.k8s.io/gateway-name') === name,
  )
}
