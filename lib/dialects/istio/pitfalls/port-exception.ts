import type { ObjectRef, Path } from '../../../model/object'
import { pathText, refKey, refText } from '../../../model/object'
import type { FoundMode, PossibleModes } from '../peer-modes'
import { keysOf, type Member } from './ground'
import { peerAuthentications, pods } from './kinds'
import { doubtOfModes, doubtOfProxies, isGoverned } from './modes'
import type { Found, Pitfall } from './pitfall'
import { listed } from '../../../model/listed'

interface Exception {
  readonly object: ObjectRef
  readonly path: Path
  readonly port: number
  readonly mode: FoundMode['mode']
  readonly members: Member[]
  unsure: boolean
}

/** Everything of a workload is STRICT but for one port (istio.md section 8, pitfall 1). */
export const portException: Pitfall = {
  code: 'istio-port-exception',
  reads: [peerAuthentications, pods],
  find: ground => {
    const found = new Map<string, Exception>()
    for (const member of ground.members) {
      if (!isGoverned(member.pod)) continue
      for (const [port, modes] of ground.read.server(member.pod).modes.ports)
        for (const { mode, because, over } of modes) {
          if (mode === 'STRICT' || over?.mode !== 'STRICT' || !because.object || !because.path) continue
          const key = `${refKey(because.object)} ${pathText(because.path)}`
          const { object, path } = because
          const known = found.get(key) ?? { object, path, port, mode, members: [], unsure: false }
          known.members.push(member)
          known.unsure ||= !isSure(modes)
          found.set(key, known)
        }
    }
    return [...found.values()].map(({ object, path, port, mode, members, unsure }): Found => {
      const workloads = keysOf(members)
      const doubt = unsure
        ? 'which PeerAuthentication counts is unknown'
        : (doubtOfModes(ground, members, 'STRICT') ?? doubtOfProxies(members))
      return {
        severity: 'medium',
        about: { kind: 'object', object, path },
        title: `${refText(object)} says ${mode} for port ${port}, so that ${listed(workloads)} take plaintext from anybody there, while all their other ports are STRICT`,
        remedy: `bring whoever calls port ${port} into the mesh and remove the exception; until then let a policy name who may call it`,
        workloads,
        evidence: [],
        ...(doubt !== undefined && { doubt }),
      }
    })
  },
}

const isSure = (modes: PossibleModes): boolean => modes.length === 1
