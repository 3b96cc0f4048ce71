import type { Pod } from '../../../model/inventory'
import type { Mode } from '../peer-authentication'
import type { Ground, Member } from './ground'
import { peerAuthentications } from './kinds'

/** Whether PeerAuthentications count at the pod, surely or perhaps; gateways and waypoints never ask them. */
export const isGoverned = ({ proxy }: Pod): boolean =>
  proxy === 'sidecar' || proxy === 'ztunnel' || proxy === 'unknown'

/** Why it is not sure that these pods have the mode where no port of theirs says otherwise. */
export function doubtOfModes(ground: Ground, members: readonly Member[], mode: Mode): string | undefined {
  const unsure = members.some(({ pod }) =>
    ground.read.server(pod).modes.otherwise.some(each => each.mode !== mode),
  )
  if (unsure) return 'which PeerAuthentication counts is unknown'
  const { rootNamespace } = ground.read.outbound.config
  return (
    ground.missing(peerAuthentications, rootNamespace) ??
    members.map(({ workload }) => ground.missing(peerAuthentications, workload.namespace)).find(Boolean)
  )
}

/** Why it is not sure that a proxy takes part in the traffic of these pods. */
export const doubtOfProxies = (members: readonly Member[]): string | undefined =>
  members.every(({ pod }) => pod.proxy === 'unknown')
    ? 'whether these pods get a proxy is unknown'
    : undefined
