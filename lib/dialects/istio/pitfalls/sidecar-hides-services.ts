import type { Service } from '../../../model/inventory'
import { refKey, refText } from '../../../model/object'
import { knowsService, type SidecarResource } from '../sidecar-resource'
import { takesMtls } from '../takes-mtls'
import { keysOf, type Ground, type Member } from './ground'
import { services, sidecarResources } from './kinds'
import type { Found, Pitfall } from './pitfall'
import { listed } from '../../../model/listed'

interface Hiding {
  readonly sidecar: SidecarResource
  readonly members: Member[]
  /** One of them for each namespace, from which hosts are looked at. */
  readonly namespaces: Map<string, Member>
}

/**
 * A Sidecar resource that leaves out Services of the mesh: what its pods send there goes out as it is, without mutual TLS
 * (istio.md section 6; section 8, pitfall 8; istio/istio#41978). Where unknown destinations get nothing, nothing leaks.
 */
export const sidecarHidesServices: Pitfall = {
  code: 'istio-sidecar-hides-services',
  reads: [sidecarResources, services],
  find: ground => {
    const found = new Map<string, Hiding>()
    for (const member of ground.members) {
      if (member.pod.proxy !== 'sidecar') continue
      const { namespace, labels } = member.pod
      const sidecar = ground.read.outbound.sidecars.of(namespace, labels)
      if (!sidecar || sidecar === 'unsure' || !sidecar.hosts) continue
      if (sidecar.registryOnly ?? ground.read.outbound.config.registryOnly) continue
      const key = refKey(sidecar.ref)
      const known = found.get(key) ?? { sidecar, members: [], namespaces: new Map<string, Member>() }
      known.members.push(member)
      known.namespaces.set(namespace, member)
      found.set(key, known)
    }
    const meshed = found.size > 0 ? meshedServices(ground) : []
    return [...found.values()].flatMap(hiding => finding(hiding, meshed))
  },
}

/** A Service, and pods behind it that would get mutual TLS. */
interface Meshed {
  readonly host: string
  readonly service: Service
  readonly members: readonly Member[]
  readonly strict: boolean
}

const meshedServices = (ground: Ground): readonly Meshed[] =>
  ground.hostsOf('*').flatMap(host => {
    const exposed = ground
      .exposedAs(host)
      .filter(({ member, exposure }) => takesMtls(member.pod) && exposure.protocol !== 'unmeshed')
    const [first] = exposed
    if (!first) return []
    const strict = exposed.every(({ member, exposure }) => {
      const { modes } = ground.read.server(member.pod)
      return (modes.ports.get(exposure.port) ?? modes.otherwise).every(({ mode }) => mode === 'STRICT')
    })
    return [{ host, service: first.exposure.service, members: exposed.map(({ member }) => member), strict }]
  })

function finding({ sidecar, members, namespaces }: Hiding, meshed: readonly Meshed[]): Found[] {
  const hidden = meshed.filter(({ service }) =>
    [...namespaces.keys()].some(namespace => !knowsService(sidecar, namespace, service)),
  )
  if (hidden.length === 0) return []
  const senders = keysOf(members)
  const strict = hidden.filter(each => each.strict)
  const hosts = (some: readonly Meshed[]): string => listed(some.map(({ host }) => host))
  return [
    {
      severity: strict.length > 0 ? 'medium' : 'low',
      about: { kind: 'object', object: sidecar.ref, path: ['spec', 'egress'] },
      title:
        `${refText(sidecar.ref)} hides ${hosts(hidden)} from ${listed(senders)}: what they send there leaves as plaintext` +
        (strict.length > 0 ? `, and ${hosts(strict)} refuse it with STRICT` : ''),
      remedy:
        'name in `egress.hosts` what these pods call, and let all else get nothing with `outboundTrafficPolicy: {mode: REGISTRY_ONLY}`',
      workloads: senders,
      evidence: [],
    },
  ]
}
