import { refText } from '../../../model/object'
import { isInboundPassed } from '../interception'
import { isWildcard } from '../hosts'
import { failingRules, type Failing } from './failing-rules'
import { keysOf, type Exposed, type Ground } from './ground'
import { destinationRules, pods, services } from './kinds'
import type { Found, Pitfall } from './pitfall'
import { listed } from '../../../model/listed'

/**
 * A DestinationRule says ISTIO_MUTUAL toward pods that take no mutual TLS (istio.md section 4, truth table; section 8,
 * pitfall 6).
 */
export const mtlsToPlaintext: Pitfall = {
  code: 'istio-mtls-to-plaintext',
  reads: [destinationRules, services, pods],
  *find(ground) {
    const failing = yield* failingRules(ground, ['ISTIO_MUTUAL', 'unread'], exposed =>
      takesPlaintextAlone(ground, exposed),
    )
    for (const each of failing) yield finding(each)
  },
}

const takesPlaintextAlone = (ground: Ground, { member: { pod }, exposure: { port } }: Exposed): boolean => {
  if (pod.proxy === 'none' || pod.proxy === 'unknown') return true
  if (pod.proxy !== 'sidecar') return false
  const { modes } = ground.read.server(pod)
  return (
    isInboundPassed(pod, port) !== false ||
    (modes.ports.get(port) ?? modes.otherwise).some(({ mode }) => mode === 'DISABLE')
  )
}

function finding({ rule, object, path, exposed, sure }: Failing): Found {
  const workloads = keysOf(exposed.map(({ member }) => member))
  const hosts = [...new Set(exposed.map(({ host }) => host))]
  return {
    severity: 'high',
    about: { kind: 'object', object, path },
    title:
      `${refText(object)} says ISTIO_MUTUAL${isWildcard(rule.host) ? ` for all of \`${rule.host}\`` : ''}, ` +
      `and ${listed(workloads)} behind ${listed(hosts)} take no mutual TLS: clients with a proxy are refused`,
    remedy: `bring ${listed(workloads)} into the mesh, or leave TLS out of the rule, so that clients find out by themselves who takes it`,
    workloads,
    evidence: [],
    ...(!sure && { doubt: 'what these pods take, or what clients send, is unknown' }),
  }
}
