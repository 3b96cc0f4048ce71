import { asString, dig } from '../../../model/json'
import { refText, type KubeObject } from '../../../model/object'
import type { Service } from '../../../model/inventory'
import { isWildcard } from '../hosts'
import { serviceKey } from '../exposures'
import { destinationRules, services } from './kinds'
import type { Ground } from './ground'
import type { Found, Pitfall } from './pitfall'
import { listed } from '../../../model/listed'

/**
 * A host without its namespace means a Service beside the rule, not beside the client; one with a dot is taken as it is
 * written (istio.md section 4, lookup; section 8, pitfall 6).
 */
export const shortHost: Pitfall = {
  code: 'istio-short-host',
  reads: [destinationRules, services],
  find: ground => {
    const { group, kind } = destinationRules
    const rules = ground.read.objects.all(group, kind)
    if (rules.length === 0) return []
    const byName = new Map<string, Service[]>()
    for (const service of ground.read.inventory.services)
      byName.set(service.name, [...(byName.get(service.name) ?? []), service])
    return rules.flatMap(rule => finding(ground, rule, byName))
  },
}

function finding(ground: Ground, { ref, body }: KubeObject, byName: ReadonlyMap<string, Service[]>): Found[] {
  const host = asString(dig(body, 'spec', 'host')) ?? ''
  const own = ref.namespace ?? 'default'
  const [name = '', namespace, ...rest] = host.split('.')
  // `api`, `api.shop` and `api.shop.svc` are short; what goes on is in full, or outside.
  if (name === '' || isWildcard(host) || (rest.length > 0 && rest.join('.') !== 'svc')) return []
  const called = byName.get(name) ?? []
  const meant =
    namespace === undefined
      ? called.some(service => service.namespace === own)
        ? []
        : called
      : called.filter(service => service.namespace === namespace)
  if (meant.length === 0 || isInRegistry(ground, host)) return []
  const full = meant.map(service => `${name}.${service.namespace}.svc.cluster.local`)
  const doubt = namespace === undefined ? ground.missing(services, own) : undefined
  return [
    {
      severity: 'medium',
      about: { kind: 'object', object: ref, path: ['spec', 'host'] },
      title:
        namespace === undefined
          ? `${refText(ref)} is for \`${host}\`, which means a Service of its own namespace ${own}; there is none, and ${listed(meant.map(serviceKey))} is not meant`
          : `${refText(ref)} is for \`${host}\`, which is taken as it is written and means no Service; ${listed(meant.map(serviceKey))} is not meant`,
      remedy: `write the host in full: ${listed(full)}`,
      workloads: [...new Set(meant.flatMap(({ targets }) => targets))],
      evidence: [],
      ...(doubt !== undefined && { doubt }),
    },
  ]
}

/** Whether a ServiceEntry is called so. */
const isInRegistry = ({ read }: Ground, host: string): boolean =>
  read.objects
    .all('networking.istio.io', 'ServiceEntry')
    .some(({ body }) => JSON.stringify(dig(body, 'spec', 'hosts') ?? []).includes(JSON.stringify(host)))
