import type { ObjectRef } from '../../../model/object'
import { takesMtls } from '../takes-mtls'
import { keysOf, type Exposed, type Ground } from './ground'
import { pods, services } from './kinds'
import { doubtOfProxies } from './modes'
import type { Found, Pitfall } from './pitfall'
import { listed } from '../../../model/listed'

/**
 * Behind a headless Service one pod that takes no mutual TLS keeps all others from getting any, and those that are STRICT
 * refuse what they get (istio.md section 4, gate A; section 8, pitfall 7; istio/istio#36596, #37431).
 */
export const headlessAllOrNothing: Pitfall = {
  code: 'istio-headless-all-or-nothing',
  reads: [services, pods],
  find: ground => ground.hostsOf('*').flatMap(host => ofService(ground, ground.exposedAs(host))),
}

function ofService(ground: Ground, exposed: readonly Exposed[]): readonly Found[] {
  const service = exposed[0]?.exposure.service
  if (!service?.headless) return []
  const ports = new Map<number, Exposed[]>()
  for (const each of exposed) {
    const { port } = each.exposure.servicePort
    ports.set(port, [...(ports.get(port) ?? []), each])
  }
  const mixed = [...ports.values()].filter(each => each.some(takes) && !each.every(takes))
  const lost = mixed.flat().flatMap(each => {
    const result = takes(each) ? whatComes(ground, each) : undefined
    return result ? [{ each, result }] : []
  })
  if (lost.length === 0) return []
  const others = mixed
    .flat()
    .filter(each => !takes(each))
    .map(({ member }) => member)
  const without = keysOf(others)
  const doubt = doubtOfProxies(others)
  const refused = lost.filter(({ result }) => result === 'fail')
  const { namespace, name } = service
  const object: ObjectRef = { group: '', kind: 'Service', namespace, name }
  const hit = keysOf((refused.length > 0 ? refused : lost).map(({ each: { member } }) => member))
  return [
    {
      severity: refused.length > 0 ? 'high' : 'medium',
      about: { kind: 'object', object, path: ['spec', 'clusterIP'] },
      title:
        `the headless Service ${namespace}/${name} leads to ${listed(without)} too, which take no mutual TLS, so that clients with a proxy send plaintext to all of its pods` +
        (refused.length > 0 ? `, and ${listed(hit)} refuse it with STRICT` : ''),
      remedy: `bring ${listed(without)} into the mesh, or take them out of the Service by its selector`,
      workloads: keysOf(lost.map(({ each: { member } }) => member)),
      evidence: [],
      ...(doubt !== undefined && { doubt }),
    },
  ]
}

const takes = ({ member: { pod } }: Exposed): boolean => takesMtls(pod)

/** What becomes of a client that leaves it to automatic mutual TLS and gets none. */
function whatComes(ground: Ground, { member: { pod }, exposure }: Exposed): 'fail' | 'plaintext' | undefined {
  for (const client of ground.clients) {
    if (client.proxy !== 'sidecar' && client.proxy !== 'gateway') continue
    const hop = ground.wayTo(client, pod, exposure)
    if (!hop.because.some(({ kind }) => kind === 'auto-mtls')) continue
    if (hop.transport === 'fail' || hop.transport === 'plaintext') return hop.transport
  }
  return undefined
}
