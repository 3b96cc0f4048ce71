import { refText, type Path } from '../../../model/object'
import type { DestinationRule, TrafficPolicy } from '../destination-rule'
import { keysOf, type Ground } from './ground'
import { destinationRules, services } from './kinds'
import type { Found, Pitfall } from './pitfall'
import { listed } from '../../../model/listed'

/**
 * DestinationRules go by the port of the Service; an entry for that of the pods is never looked at (istio.md section 4;
 * section 8, pitfall 5; istio/api#3075).
 */
export const podPortInRule: Pitfall = {
  code: 'istio-pod-port-in-rule',
  reads: [destinationRules, services],
  find: ground =>
    ground.read.destinationRules.flatMap(rule => {
      const policies = [rule.policy, ...rule.subsets.values()]
      const ports = policies.flatMap(policy => (policy ? entriesOf(policy) : []))
      return ports.length === 0 ? [] : ports.flatMap(entry => finding(ground, rule, entry))
    }),
}

interface Entry {
  readonly port: number
  readonly path: Path
}

const entriesOf = ({ ports }: TrafficPolicy): Entry[] =>
  [...ports].map(([port, tls]) => ({
    port,
    // The entry around its TLS settings; one without any is not told apart from its neighbours.
    path: tls
      ? [...tls.path.slice(0, tls.path.lastIndexOf('portLevelSettings') + 2), 'port', 'number']
      : ['spec', 'trafficPolicy', 'portLevelSettings'],
  }))

function finding(ground: Ground, rule: DestinationRule, { port, path }: Entry): Found[] {
  const hosts = ground.hostsOf(rule.host)
  const exposed = hosts.flatMap(host => ground.exposedAs(host))
  if (exposed.some(({ exposure }) => exposure.servicePort.port === port)) return []
  const mistaken = exposed.filter(({ exposure }) => exposure.port === port)
  if (mistaken.length === 0) return []
  const rights = [...new Set(mistaken.map(({ exposure }) => String(exposure.servicePort.port)))]
  return [
    {
      severity: 'medium',
      about: { kind: 'object', object: rule.ref, path },
      title: `${refText(rule.ref)} has settings for port ${port}, which ${listed([...new Set(mistaken.map(({ host }) => host))])} does not have: its pods listen there, and clients dial ${listed(rights)}`,
      remedy: `write ${listed(rights)}: here ports are those of the Service`,
      workloads: keysOf(mistaken.map(({ member }) => member)),
      evidence: [],
      ...(!rule.certain && {
        doubt: 'Istio would refuse the rule as it is written, so that it may not be there',
      }),
    },
  ]
}
