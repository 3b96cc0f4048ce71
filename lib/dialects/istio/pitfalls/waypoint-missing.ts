import type { Service } from '../../../model/inventory'
import { own } from '../../../model/json'
import type { ObjectRef } from '../../../model/object'
import type { FindingPlace } from '../../../model/finding'
import { serviceKey } from '../exposures'
import { useLabel, type Binding } from '../waypoints'
import type { Ground, Member } from './ground'
import { keysOf } from './ground'
import { gateways, namespaces, services } from './kinds'
import type { Found, Pitfall } from './pitfall'
import { isAuthorization } from './policies'
import { listed } from '../../../model/listed'

interface Asked {
  readonly about: FindingPlace
  readonly who: string
  readonly binding: Binding
  readonly members: Member[]
  readonly services: Map<string, Service>
}

const path = ['metadata', 'labels', useLabel]

/**
 * A waypoint that is asked for and takes nothing: traffic goes past it, and what is to be enforced there is not (istio.md
 * section 1, Waypoints; section 8, pitfall 4; istio/istio.io#17520).
 */
export const waypointMissing: Pitfall = {
  code: 'istio-waypoint-missing',
  reads: [gateways, namespaces, services],
  find: ground => {
    const found = new Map<string, Asked>()
    const ask = (object: ObjectRef, binding: Binding, member: Member, service?: Service): void => {
      const key = JSON.stringify([object, binding.name, binding.namespace, binding.state])
      const known: Asked = found.get(key) ?? {
        about: { kind: 'object', object, path },
        who: `${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name}`,
        binding,
        members: [],
        services: new Map<string, Service>(),
      }
      known.members.push(member)
      if (service) known.services.set(serviceKey(service), service)
      found.set(key, known)
    }
    for (const member of ground.members) {
      if (member.pod.proxy !== 'ztunnel') continue
      for (const { service } of ground.read.server(member.pod).exposures) {
        const binding = ground.read.waypoints.bindingOfService(service)
        if (!binding || !isPassed(binding)) continue
        const { namespace, name } = service
        ask(
          binding.own
            ? { group: '', kind: 'Service', namespace, name }
            : { group: '', kind: 'Namespace', name: namespace },
          binding,
          member,
          service,
        )
      }
    }
    return [...found.values()].map(asked => finding(ground, asked))
  },
}

/** A waypoint for pods alone that a whole namespace asks for stands before its pods. */
const isPassed = ({ state, own, takes }: Binding): boolean =>
  state !== 'ready' && (state !== 'for-others' || own || takes === 'none')

function finding(ground: Ground, { about, who, binding, members, services }: Asked): Found {
  const { name, namespace, state, gateway } = binding
  const called = `${namespace}/${name}`
  const workloads = keysOf(members)
  const enforced = ground.read.policies.some(
    policy =>
      isAuthorization(policy) &&
      ((policy.service && services.has(`${policy.service.namespace}/${policy.service.name}`)) ||
        (policy.subject.kind === 'pods' &&
          policy.subject.proxies?.includes('waypoint') &&
          policy.subject.namespaces.kind === 'named' &&
          policy.subject.namespaces.namespace === namespace &&
          policy.subject.pods.requirements.some(({ values }) => values.includes(name)))),
  )
  const doubt =
    state === 'absent'
      ? ground.missing(gateways, namespace)
      : state === 'not-ready' && gateway && own(gateway.body, 'status') === undefined
        ? 'the Gateway is here without a status, which says whether it is ready'
        : undefined
  return {
    severity: enforced ? 'high' : 'medium',
    about,
    title: `${who} asks for the waypoint ${called}, ${states[state]}: traffic to ${listed(workloads)} goes past it${enforced ? ', and the policies attached to it are not enforced' : ''}`,
    remedy: remedies[state](called),
    workloads,
    evidence: gateway ? [{ object: gateway.ref }] : [],
    ...(doubt !== undefined && { doubt }),
  }
}

const states: Readonly<Record<Binding['state'], string>> = {
  ready: 'which is ready',
  absent: 'which is not there',
  'not-ready': 'which has no address and takes nothing',
  'for-others': 'which takes no traffic for Services',
  closed: 'whose listener does not let the namespace in',
}

const remedies: Readonly<Record<Binding['state'], (name: string) => string>> = {
  ready: () => 'nothing is to be done',
  absent: name =>
    `create the Gateway ${name} with \`gatewayClassName: istio-waypoint\`, or correct the label`,
  'not-ready': name => `see why the Gateway ${name} gets no address`,
  'for-others': name => `label the Gateway ${name} with \`istio.io/waypoint-for: service\` or \`all\``,
  closed: name => `let the namespace in by \`allowedRoutes\` of the listener 15008 of the Gateway ${name}`,
}
