import { keysOf, type Member } from './ground'
import { peerAuthentications } from './kinds'
import { isGoverned } from './modes'
import type { Pitfall } from './pitfall'
import { listed } from '../../../model/listed'

/**
 * Nobody sets the mode of the whole mesh, so that what no other PeerAuthentication speaks of is PERMISSIVE, new namespaces
 * included (istio.md section 3: no match is PERMISSIVE; section 8, pitfall 1).
 */
export const noMeshMode: Pitfall = {
  code: 'istio-no-mesh-mode',
  reads: [peerAuthentications],
  find: ground => {
    const { rootNamespace } = ground.read.outbound.config
    const ofMesh = ground.read.outbound.modes.ofNamespace(rootNamespace)
    if (ofMesh.every(({ because }) => because.object)) return []
    const byDefault = ({ pod }: Member): boolean =>
      isGoverned(pod) && ground.read.server(pod).modes.otherwise.some(({ because }) => !because.object)
    const workloads = keysOf(ground.members.filter(byDefault))
    const doubt = ofMesh.some(({ because }) => because.object)
      ? 'the one that says something may not be there'
      : ground.missing(peerAuthentications, rootNamespace)
    return [
      {
        severity: workloads.length > 0 ? 'medium' : 'low',
        about: { kind: 'mesh' },
        title:
          `no PeerAuthentication in ${rootNamespace} sets the mode of the mesh, so that ` +
          (workloads.length > 0
            ? `${listed(workloads)} take plaintext from anybody`
            : 'every namespace without one of its own will take plaintext from anybody'),
        remedy: `add a PeerAuthentication without a selector to ${rootNamespace}, with \`mtls: {mode: STRICT}\` once all clients are in the mesh`,
        workloads,
        evidence: [],
        ...(doubt !== undefined && { doubt }),
      },
    ]
  },
}
