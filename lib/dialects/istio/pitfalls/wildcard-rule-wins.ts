import { refKey, refText } from '../../../model/object'
import type { DestinationRule } from '../destination-rule'
import { isWildcard, meansHost } from '../hosts'
import { keysOf, type Exposed } from './ground'
import { destinationRules } from './kinds'
import type { Found, Pitfall } from './pitfall'
import { listed } from '../../../model/listed'

interface Won {
  readonly rule: DestinationRule
  readonly over: Map<string, DestinationRule>
  readonly exposed: Exposed[]
}

/**
 * A rule for a wildcard wins over one for the very host, because it stands in a namespace that is asked before (istio.md
 * section 4, lookup: the first namespace with any rule for the host decides; section 8, pitfall 6).
 */
export const wildcardRuleWins: Pitfall = {
  code: 'istio-wildcard-rule-wins',
  reads: [destinationRules],
  find: ground => {
    const { destinationRules: all, outbound } = ground.read
    const wildcards = all.filter(({ host }) => isWildcard(host))
    const found = new Map<string, Won>()
    for (const exact of wildcards.length > 0 ? all.filter(({ host }) => !isWildcard(host)) : []) {
      const [first] = ground.exposedAs(exact.host)
      const home = first?.exposure.service.namespace
      if (!first || home === undefined) continue
      for (const rule of wildcards) {
        if (rule.namespace === exact.namespace || !meansHost(rule.host, exact.host)) continue
        if (isSame(rule, exact) || !outbound.rules.isShown(exact, rule.namespace)) continue
        if (exact.namespace !== home && exact.namespace !== outbound.config.rootNamespace) continue
        const client = ground.clients.find(
          ({ namespace, proxy }) =>
            namespace === rule.namespace && (proxy === 'sidecar' || proxy === 'gateway'),
        )
        const heeded = client && outbound.rules.find(client, exact.host, home)
        if (!heeded || heeded === 'unsure' || heeded.rule?.ref.name !== rule.ref.name) continue
        const key = refKey(rule.ref)
        const known: Won = found.get(key) ?? { rule, over: new Map(), exposed: [] }
        known.over.set(refKey(exact.ref), exact)
        known.exposed.push(...ground.exposedAs(exact.host))
        found.set(key, known)
      }
    }
    return [...found.values()].map(finding)
  },
}

/** Whether both say the same of TLS. */
const isSame = (a: DestinationRule, b: DestinationRule): boolean => tlsText(a) === tlsText(b)

const tlsText = ({ policy }: DestinationRule): string =>
  JSON.stringify([
    policy?.tls?.mode ?? '',
    [...(policy?.ports ?? [])].map(([port, tls]) => [port, tls?.mode]),
  ])

function finding({ rule, over, exposed }: Won): Found {
  const losers = [...over.values()].map(({ ref }) => refText(ref))
  const hosts = [...new Set(exposed.map(({ host }) => host))]
  return {
    severity: 'medium',
    about: { kind: 'object', object: rule.ref, path: ['spec', 'host'] },
    title: `${refText(rule.ref)} for \`${rule.host}\` wins over ${listed(losers)}: clients in ${rule.namespace} look there first, and heed it toward ${listed(hosts)}`,
    remedy: `add rules for ${listed(hosts)} to ${rule.namespace}, or narrow the host of ${refText(rule.ref)}`,
    workloads: keysOf(exposed.map(({ member }) => member)),
    evidence: [...over.values()].map(({ ref }) => ({ object: ref, path: ['spec', 'host'] })),
  }
}
