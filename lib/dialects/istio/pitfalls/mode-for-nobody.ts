import type { Finding } from '../../../model/finding'
import { refText } from '../../../model/object'
import type { PeerAuthentication } from '../peer-authentication'
import { hasLabels } from '../read'
import { keysOf, type Ground, type Member } from './ground'
import { peerAuthentications, pods } from './kinds'
import { isGoverned } from './modes'
import type { Pitfall } from './pitfall'

/**
 * A PeerAuthentication that says a mode for nobody: its selector fits no pod, or none that PeerAuthentications count at,
 * or it stands in the root namespace, where a selector means nobody (istio.md section 8, pitfall 16; section 3). Policies
 * that select nobody are told by the engine.
 */
export const modeForNobody: Pitfall = {
  code: 'istio-mode-for-nobody',
  reads: [peerAuthentications, pods],
  *find(ground) {
    for (const each of ground.read.authentications) {
      const found = idle(ground, each)
      if (found) yield { severity: 'medium', evidence: [], ...found, ...doubtOf(ground, each) }
    }
  },
}

function idle(
  ground: Ground,
  { ref, namespace, selector }: PeerAuthentication,
): Pick<Finding, 'about' | 'title' | 'remedy' | 'workloads'> | undefined {
  const { rootNamespace } = ground.read.outbound.config
  const about = (...path: string[]): Finding['about'] => ({ kind: 'object', object: ref, path })
  const labels = [...(selector ?? [])].map(([key, value]) => `${key}=${value}`).join(', ')
  if (selector && namespace === rootNamespace)
    return {
      about: about('spec', 'selector'),
      title: `${refText(ref)} selects ${labels} and does nothing: in the root namespace a PeerAuthentication with a selector is ignored`,
      remedy: 'leave `selector` out to mean the whole mesh, or move it to the namespace of the pods',
      workloads: [],
    }
  if (namespace === rootNamespace) return undefined
  const there = ground.members.filter(({ pod }) => pod.namespace === namespace)
  const selected = there.filter(({ pod }) => hasLabels(pod.labels, selector))
  if (selected.some(({ pod }) => isGoverned(pod))) return undefined
  // Whoever speaks for a namespace may do so before its first pod is there.
  if (selected.length === 0 && !selector) return undefined
  return selected.length === 0
    ? {
        about: about('spec', 'selector'),
        title: `${refText(ref)} selects ${labels}, which no pod of ${namespace} has`,
        remedy: 'correct the selector, or delete the object',
        workloads: [],
      }
    : {
        about: about('spec', ...(selector ? ['selector'] : [])),
        title: `${refText(ref)} does nothing: of the pods that it is for ${whyNot(selected)}`,
        remedy: 'take the pods into the mesh, or delete the object',
        workloads: keysOf(selected),
      }
}

const whyNot = (members: readonly Member[]): string =>
  members.some(({ pod }) => pod.proxy !== 'none')
    ? 'none has a sidecar or ztunnel before it, and gateways and waypoints do not ask it'
    : 'none is in the mesh'

function doubtOf(ground: Ground, { certain, namespace }: PeerAuthentication): Pick<Finding, 'doubt'> {
  const doubt = certain ? ground.missing(pods, namespace) : 'Istio would refuse the object as written'
  return doubt === undefined ? {} : { doubt }
}
