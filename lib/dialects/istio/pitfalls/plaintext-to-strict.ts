import { refText } from '../../../model/object'
import { isWildcard } from '../hosts'
import { failingRules, type Failing } from './failing-rules'
import { keysOf, type Exposed, type Ground } from './ground'
import { destinationRules, peerAuthentications, services } from './kinds'
import type { Found, Pitfall } from './pitfall'
import { listed } from '../../../model/listed'

/**
 * A DestinationRule keeps clients from mutual TLS, which STRICT pods insist on (istio.md section 4, truth table; section 8,
 * pitfall 6).
 */
export const plaintextToStrict: Pitfall = {
  code: 'istio-plaintext-to-strict',
  reads: [destinationRules, services, peerAuthentications],
  *find(ground) {
    const failing = yield* failingRules(ground, ['DISABLE', 'SIMPLE', 'MUTUAL', 'unread'], exposed =>
      isStrict(ground, exposed),
    )
    for (const each of failing) yield finding(each)
  },
}

const isStrict = (ground: Ground, { member: { pod }, exposure: { port } }: Exposed): boolean => {
  if (pod.proxy === 'none') return false
  const { modes } = ground.read.server(pod)
  return (modes.ports.get(port) ?? modes.otherwise).some(({ mode }) => mode === 'STRICT')
}

function finding({ rule, object, path, exposed, sure }: Failing): Found {
  const workloads = keysOf(exposed.map(({ member }) => member))
  const hosts = [...new Set(exposed.map(({ host }) => host))]
  return {
    severity: 'high',
    about: { kind: 'object', object, path },
    title:
      `${refText(object)} keeps clients${isWildcard(rule.host) ? ` of all of \`${rule.host}\`` : ''} from the mutual TLS of the mesh toward ${listed(hosts)}, ` +
      `and ${listed(workloads)} are STRICT: clients with a proxy are refused`,
    remedy: 'write `tls: {mode: ISTIO_MUTUAL}`, or leave TLS out of the rule',
    workloads,
    evidence: [],
    ...(!sure && { doubt: 'what these pods take, or what clients send, is unknown' }),
  }
}
