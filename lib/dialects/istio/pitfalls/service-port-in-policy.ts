import { pathText, refKey, refText, type ObjectRef, type Path } from '../../../model/object'
import type { PortMatch } from '../../../model/rule'
import { serviceKey, type Exposure } from '../exposures'
import { hasLabels } from '../read'
import { keysOf, type Ground, type Member } from './ground'
import { authorizationPolicies, peerAuthentications, services } from './kinds'
import type { Found, Pitfall } from './pitfall'
import { doubtOfPolicy, meant, writtenPolicies } from './policies'
import { listed } from '../../../model/listed'

/** A port that an object names, and the pods that it means. */
interface NamedPort {
  readonly object: ObjectRef
  readonly path: Path
  readonly port: number
  readonly denies: boolean
  readonly members: readonly Member[]
  readonly doubt: string | undefined
}

/**
 * AuthorizationPolicies and PeerAuthentications go by the port of the pod; who writes that of the Service means nothing
 * (istio.md sections 3 and 5; section 8, pitfall 5; istio/istio#49098).
 */
export const servicePortInPolicy: Pitfall = {
  code: 'istio-service-port-in-policy',
  reads: [authorizationPolicies, peerAuthentications, services],
  find: ground => {
    const all = [...inAuthentications(ground), ...inPolicies(ground)]
    // The same entry is compiled several times.
    const each = new Map(all.map(one => [`${refKey(one.object)} ${pathText(one.path)} ${one.port}`, one]))
    return [...each.values()].flatMap(one => finding(ground, one))
  },
}

const inAuthentications = (ground: Ground): NamedPort[] =>
  ground.read.authentications.flatMap(({ ref, namespace, selector, ports, certain }) => {
    if (!selector || namespace === ground.read.outbound.config.rootNamespace) return []
    const members = ground
      .membersIn(namespace)
      .filter(({ pod }) => pod.proxy !== 'none' && hasLabels(pod.labels, selector))
    return [...ports.keys()].map(port => ({
      object: ref,
      path: ['spec', 'portLevelMtls', String(port)],
      port,
      denies: false,
      members,
      doubt: certain
        ? undefined
        : 'Istio would refuse the object as it is written, so that it may not be there',
    }))
  })

const inPolicies = (ground: Ground): NamedPort[] =>
  writtenPolicies(ground).flatMap(written => {
    const { object, envoy, ztunnel } = written
    const numbers = envoy.rules.flatMap(rule => singlePorts(rule.ports).map(found => ({ ...found, rule })))
    if (numbers.length === 0) return []
    const members = [
      ...meant(ground, envoy, 'sidecar'),
      ...meant(ground, envoy, 'gateway'),
      ...(ztunnel ? meant(ground, ztunnel, 'ztunnel') : []),
    ]
    return numbers.map(({ port, path, rule }) => ({
      object,
      path,
      port,
      denies: rule.action === 'deny',
      members,
      doubt: doubtOfPolicy(written, [rule]),
    }))
  })

const singlePorts = (
  ports: readonly PortMatch[],
): readonly { readonly port: number; readonly path: Path }[] =>
  ports.flatMap(match => {
    if (match.kind === 'except') return singlePorts(match.ports)
    return match.kind === 'range' && match.first === match.last
      ? [{ port: match.first, path: match.path }]
      : []
  })

function finding(ground: Ground, { object, path, port, denies, members, doubt }: NamedPort): Found[] {
  const seen = members.map(member => ({ member, exposures: ground.read.server(member.pod).exposures }))
  const isOfPod = seen.some(
    ({ member, exposures }) =>
      member.pod.ports.some(each => each.port === port) || exposures.some(each => each.port === port),
  )
  const ofService = ({ servicePort }: Exposure): boolean => servicePort.port === port
  const mistaken = isOfPod ? [] : seen.filter(({ exposures }) => exposures.some(ofService))
  if (mistaken.length === 0) return []
  const meantPorts = mistaken.flatMap(({ exposures }) => exposures.filter(ofService))
  const names = [...new Set(meantPorts.map(({ service }) => serviceKey(service)))]
  const targets = [...new Set(meantPorts.map(each => String(each.port)))]
  return [
    {
      severity: denies ? 'high' : 'medium',
      about: { kind: 'object', object, path },
      title: `${refText(object)} names port ${port}, which is that of the Service ${listed(names)}; its pods listen on ${listed(targets)}, and nothing comes in there on ${port}`,
      remedy: `write ${listed(targets)}: here ports are those of the pods`,
      workloads: keysOf(mistaken.map(({ member }) => member)),
      evidence: [],
      ...(doubt !== undefined && { doubt }),
    },
  ]
}
