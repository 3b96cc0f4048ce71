import type { ObjectRef, Path } from '../../../model/object'
import { pathText, refKey, refText } from '../../../model/object'
import { keysOf, type Member } from './ground'
import { peerAuthentications, pods } from './kinds'
import { doubtOfModes, doubtOfProxies, isGoverned } from './modes'
import type { Found, Pitfall } from './pitfall'
import { listed } from '../../../model/listed'

/**
 * A PeerAuthentication says PERMISSIVE, as one does while workloads move into a mesh, and goes on taking plaintext from
 * anybody (istio.md section 8, pitfall 1; kiali/kiali#2819). Ports of their own are `port-exception.ts`.
 */
export const permissiveLeft: Pitfall = {
  code: 'istio-permissive-left',
  reads: [peerAuthentications, pods],
  find: ground => {
    const found = new Map<string, { object: ObjectRef; path: Path; members: Member[] }>()
    for (const member of ground.members) {
      if (!isGoverned(member.pod)) continue
      for (const { mode, because } of ground.read.server(member.pod).modes.otherwise) {
        if (mode !== 'PERMISSIVE' || !because.object || !because.path) continue
        const key = `${refKey(because.object)} ${pathText(because.path)}`
        const known = found.get(key) ?? { object: because.object, path: because.path, members: [] }
        known.members.push(member)
        found.set(key, known)
      }
    }
    return [...found.values()].map(({ object, path, members }): Found => {
      const workloads = keysOf(members)
      const doubt = doubtOfModes(ground, members, 'PERMISSIVE') ?? doubtOfProxies(members)
      return {
        severity: 'medium',
        about: { kind: 'object', object, path },
        title: `${refText(object)} says PERMISSIVE, so that ${listed(workloads)} take plaintext from anybody beside mutual TLS`,
        remedy: 'once every client of theirs is in the mesh, write `mode: STRICT`',
        workloads,
        evidence: [],
        ...(doubt !== undefined && { doubt }),
      }
    })
  },
}
