import type { Finding } from '../../../model/finding'
import { refText, type ObjectRef, type Path } from '../../../model/object'
import type { Policy } from '../../../model/rule'
import { keysOf, type Ground } from './ground'
import { doubtOfPolicy, Governing, governs, policyObjects, type GovernedMember } from './governing'
import { authorizationPolicies, pods, requestAuthentications } from './kinds'
import type { Pitfall } from './pitfall'
import { asksForToken, meansTokenless } from './tokens'
import { listed } from '../../../model/listed'

/**
 * A RequestAuthentication without an AuthorizationPolicy that asks for a token: whoever brings none comes through
 * (istio.md section 8, pitfall 15; section 6). One that asks on some paths is taken for somebody's intent; one beside which
 * another rule lets every request in asks for nothing.
 */
export const tokenNotRequired: Pitfall = {
  code: 'istio-token-not-required',
  reads: [requestAuthentications, authorizationPolicies, pods],
  *find(ground) {
    const governing = new Governing(ground)
    const authorizing = new Authorizing(ground)
    for (const { object, policies } of policyObjects(ground, 'RequestAuthentication')) {
      const [tokens] = policies.flatMap(policy => policy.tokens ?? [])
      const free = governing
        .by(policies)
        .map(member => ({ member, asked: authorizing.asked(member) }))
        .filter(({ asked }) => asked !== 'yes')
      if (free.length > 0 && tokens) yield found(ground, object, tokens.path, free)
    }
  },
}

/** Whether a request needs a token: not, surely, or what else may ask for one. */
type Asked = 'yes' | 'no' | { readonly doubt: string }

function found(
  ground: Ground,
  object: ObjectRef,
  path: Path,
  free: readonly { readonly member: GovernedMember; readonly asked: Asked }[],
): Omit<Finding, 'code'> {
  const members = free.map(({ member }) => member)
  const workloads = keysOf(members)
  const open = free.find(({ asked }) => typeof asked === 'object')?.asked
  const doubt =
    doubtOfPolicy(members) ??
    (typeof open === 'object' ? open.doubt : undefined) ??
    members.map(({ pod }) => ground.missing(authorizationPolicies, pod.namespace)).find(Boolean)
  return {
    severity: 'high',
    about: { kind: 'object', object, path: path.slice(0, 2) },
    title: `${refText(object)} says which tokens verify, and at ${listed(workloads)} no AuthorizationPolicy asks for one: a request without a token is as good as one with it`,
    remedy: 'add an AuthorizationPolicy whose ALLOW rules name `requestPrincipals: ["*"]`, or narrower',
    workloads,
    evidence: [],
    ...(doubt !== undefined && { doubt }),
  }
}

/** Which policies of a mesh ask for tokens. */
class Authorizing {
  private readonly policies: readonly Policy[]

  constructor(ground: Ground) {
    this.policies = policyObjects(ground, 'AuthorizationPolicy').flatMap(each => each.policies)
  }

  asked({ pod, policy: { service } }: GovernedMember): Asked {
    const there = this.policies
      .filter(each => !each.service || !service || sameService(each.service, service))
      .map(each => ({ policy: each, met: governs(each.subject, pod) }))
      .filter(({ met }) => met !== 'no')
    const sure = there.filter(({ policy, met }) => met === 'yes' && !policy.refused)
    if (isAsked(sure.map(({ policy }) => policy))) return 'yes'
    if (there.some(({ policy }) => policy.rules.some(({ action }) => action === 'delegate')))
      return { doubt: 'an external authorizer may ask for one' }
    return isAsked(there.map(({ policy }) => policy))
      ? { doubt: 'a policy that asks for one may not count' }
      : 'no'
  }
}

const sameService = (a: NonNullable<Policy['service']>, b: NonNullable<Policy['service']>): boolean =>
  a.namespace === b.namespace && a.name === b.name

/** A DENY for want of a token, or ALLOW rules of which one asks for a token and none lets every request in. */
function isAsked(policies: readonly Policy[]): boolean {
  const rules = policies.flatMap(policy => policy.rules)
  if (rules.some(rule => rule.action === 'deny' && meansTokenless(rule))) return true
  const allows = rules.filter(({ action }) => action === 'allow')
  return (
    allows.some(asksForToken) &&
    !allows.some(
      ({ request, peers, ports }) =>
        !request && peers.some(({ kind }) => kind === 'anyone') && ports.some(({ kind }) => kind === 'every'),
    )
  )
}
