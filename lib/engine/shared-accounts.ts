import type { Finding } from '../model/finding'
import type { IdentityReport, IdentityRule, PresentedIdentity } from '../model/identities'
import { pathText, refKey, refText } from '../model/object'
import { listed } from '../model/listed'

/** The account of a pod that says none. */
const byDefault = 'default'

/**
 * Rules that name the account `default` of a namespace, which several workloads run as: whoever names one of them means
 * all of them, and every pod to come that says no account (istio.md section 8, pitfall 14). One for each field.
 */
export function sharedAccounts({ identities }: IdentityReport): Finding[] {
  const named = new Map<string, { readonly rule: IdentityRule; readonly identities: PresentedIdentity[] }>()
  for (const identity of identities) {
    if (identity.serviceAccount !== byDefault || identity.presenters.length < 2) continue
    for (const { by, rules } of identity.named)
      for (const rule of by === 'account' ? rules : []) {
        const key = `${refKey(rule.object)} ${pathText(rule.path)}`
        const known = named.get(key) ?? { rule, identities: [] }
        known.identities.push(identity)
        named.set(key, known)
      }
  }
  return [...named.values()].map(found)
}

function found({
  rule,
  identities,
}: {
  readonly rule: IdentityRule
  readonly identities: readonly PresentedIdentity[]
}): Finding {
  const presenters = identities.flatMap(each => each.presenters)
  const workloads = [...new Set(presenters.map(({ workload }) => workload))]
  const doubt = doubtOf(rule, identities)
  return {
    code: 'shared-account-named',
    severity: 'medium',
    about: { kind: 'object', object: rule.object, path: rule.path },
    title: `${refText(rule.object)} names ${listed(identities.map(({ identity }) => `\`${identity}\``))}, which ${listed(workloads)} all present: the rule ${
      rule.action === 'allow' ? 'lets in' : 'shuts out'
    } every one of them, and any pod to come without an account of its own`,
    remedy: 'give each workload a service account of its own, and name the one that is meant',
    workloads,
    evidence: [],
    ...(doubt !== undefined && { doubt }),
  }
}

/** Two of them that surely take part in the mesh are enough. */
function doubtOf(rule: IdentityRule, identities: readonly PresentedIdentity[]): string | undefined {
  if (!rule.certain) return 'a part of the rule could not be read'
  const isShared = identities.some(
    ({ presenters }) =>
      presenters.filter(({ proxies }) => proxies.some(proxy => proxy !== 'unknown')).length > 1,
  )
  return isShared ? undefined : 'whether these pods get a proxy is unknown'
}
