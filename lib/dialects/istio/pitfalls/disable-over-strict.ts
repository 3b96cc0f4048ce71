import type { Evidence } from '../../../model/finding'
import { pathText, refKey, refText, type ObjectRef, type Path } from '../../../model/object'
import { serviceHost } from '../hosts'
import type { FoundMode } from '../peer-modes'
import type { Exposure } from '../exposures'
import { keysOf, type Ground, type Member } from './ground'
import { peerAuthentications, services } from './kinds'
import type { Found, Pitfall } from './pitfall'
import { listed } from '../../../model/listed'

interface Refused {
  readonly object: ObjectRef
  readonly path: Path
  readonly over: ObjectRef
  readonly members: Member[]
  readonly ports: Set<string>
  readonly evidence: Evidence[]
  sure: boolean
}

/**
 * Clients ask the namespace before they look at a pod: under DISABLE there they send plaintext, which a pod that wants
 * STRICT refuses (istio.md section 4, gate A; section 8, pitfall 2; istio/istio#56084).
 */
export const disableOverStrict: Pitfall = {
  code: 'istio-disable-over-strict',
  reads: [peerAuthentications, services],
  find: ground => {
    const found = new Map<string, Refused>()
    for (const member of ground.members) {
      const { modes, exposures } = ground.read.server(member.pod)
      for (const exposure of exposures) {
        const strict = (modes.ports.get(exposure.port) ?? modes.otherwise).find(
          ({ mode }) => mode === 'STRICT',
        )
        const off = ground.read.outbound.modes
          .ofNamespace(exposure.service.namespace)
          .find(({ mode }) => mode === 'DISABLE')
        const { object, path } = strict?.because ?? {}
        if (!object || !path || !off?.because.object) continue
        const refused = isRefused(ground, member, exposure, off)
        if (refused === 'no') continue
        const key = `${refKey(object)} ${pathText(path)} ${refKey(off.because.object)}`
        const known = found.get(key) ?? {
          object,
          path,
          over: off.because.object,
          members: [],
          ports: new Set(),
          evidence: [{ object: off.because.object, ...(off.because.path && { path: off.because.path }) }],
          sure: false,
        }
        known.members.push(member)
        const { service, servicePort } = exposure
        known.ports.add(`${serviceHost(service.namespace, service.name)}:${servicePort.port}`)
        known.sure ||= refused === 'yes'
        found.set(key, known)
      }
    }
    return [...found.values()].map(({ object, path, over, members, ports, evidence, sure }): Found => ({
      severity: 'high',
      about: { kind: 'object', object, path },
      title: `${refText(over)} says DISABLE, so that clients with a proxy send plaintext to ${listed([...ports])}, and ${refText(object)} refuses it with STRICT`,
      remedy: `write PERMISSIVE or STRICT in ${refText(over)}, or add a DestinationRule with \`tls: {mode: ISTIO_MUTUAL}\` for ${listed([...ports].map(port => port.replace(/:\d+$/, '')))}`,
      workloads: keysOf(members),
      evidence,
      ...(!sure && { doubt: 'which PeerAuthentication counts is unknown' }),
    }))
  },
}

/** Whether some client sends plaintext there because of DISABLE, and is refused. */
function isRefused(
  ground: Ground,
  { pod }: Member,
  exposure: Exposure,
  off: FoundMode,
): 'yes' | 'perhaps' | 'no' {
  let perhaps = false
  for (const client of ground.clients) {
    if (client.proxy !== 'sidecar' && client.proxy !== 'gateway') continue
    const hop = ground.wayTo(client, pod, exposure)
    if (!hop.because.includes(off.because)) continue
    if (hop.transport === 'fail') return 'yes'
    perhaps ||= hop.transport === 'unknown'
  }
  return perhaps ? 'perhaps' : 'no'
}
