import type { Finding } from '../../../model/finding'
import { isMap, quote } from '../../../model/json'
import { pathText, refKey, refText, spec, type KubeObject } from '../../../model/object'
import type { Policy } from '../../../model/rule'
import type { TextPattern } from '../../../model/text-pattern'
import { Reading } from '../../reading'
import { identitiesAtEnvoy, identitiesAtZtunnel } from '../identity-patterns'
import type { MeshConfig } from '../mesh-config'
import { isLegible, readRules } from '../rules'
import { termsOf, type Term } from '../term'
import type { WordClaims } from '../word-claims'
import { keysOf, type Ground } from './ground'
import { doubtOfPolicy, Governing, policyObjects, type GovernedMember } from './governing'
import { authorizationPolicies } from './kinds'
import type { Pitfall } from './pitfall'

/**
 * Principals that nobody of this mesh can be: written with their scheme, in another trust domain, as the beginning of an
 * identity of `cluster.local` where the mesh is called otherwise, or with a wildcard that is taken literally (istio.md
 * section 8, pitfall 11; section 2; istio/istio#47322, #50504, istio/ztunnel#1901).
 */
export const principalUnmatched: Pitfall = {
  code: 'istio-principal-unmatched',
  reads: [authorizationPolicies],
  *find(ground) {
    const governing = new Governing(ground)
    const objects = new Map(
      ground.read.objects
        .all(authorizationPolicies.group, authorizationPolicies.kind)
        .map(object => [refKey(object.ref), object]),
    )
    for (const { object, policies } of policyObjects(ground, 'AuthorizationPolicy')) {
      const written = objects.get(refKey(object))
      if (written) yield* findIn(ground, written, policies, governing)
    }
  },
}

function* findIn(
  ground: Ground,
  object: KubeObject,
  policies: readonly Policy[],
  governing: Governing,
): Iterable<Omit<Finding, 'code'>> {
  const { config } = ground.read.outbound
  const denies = policies.some(({ rules }) => rules.some(({ action }) => action === 'deny'))
  let governed: readonly GovernedMember[] | undefined
  for (const { texts, path, negated } of principalsOf(object, config)) {
    const slips = texts.flatMap(text => slipOf(text, config) ?? [])
    if (slips.length === 0) continue
    governed ??= governing.by(policies)
    // A policy for nobody is told as that.
    if (governed.length === 0) return
    const atZtunnel = governed.filter(({ pod }) => pod.proxy === 'ztunnel')
    // What only ztunnel misses is no slip where there is none.
    const told = slips.filter(({ where }) => where === 'everywhere' || atZtunnel.length > 0)
    if (told.length === 0) continue
    const members = told.some(({ where }) => where === 'everywhere') ? governed : atZtunnel
    const doubt = doubtOfPolicy(governed) ?? told.map(slip => slip.doubt).find(Boolean)
    yield {
      severity: denies === negated ? 'medium' : 'high',
      about: { kind: 'object', object: object.ref, path },
      title: `${refText(object.ref)} names ${told.map(({ cause }) => cause).join('; ')}: ${effectOf(denies, negated)}`,
      remedy: [...new Set(told.map(({ cure }) => cure))].join('; '),
      workloads: keysOf(members),
      evidence: [],
      ...(doubt !== undefined && { doubt }),
    }
  }
}

/** What becomes of a field none of whose values can be anybody. */
function effectOf(denies: boolean, negated: boolean): string {
  if (denies) return negated ? 'it is nobody that the rule spares' : 'the rule denies nobody by it'
  return negated ? 'it is nobody that the rule leaves out' : 'the rule lets nobody in by it'
}

type Principals = Extract<Term, { kind: 'identity' }>

/** Claims are not asked about here. */
const noWords: WordClaims = { sure: new Set(), possible: new Set() }

/** Fields of principals, as they are written. */
function principalsOf(object: KubeObject, config: MeshConfig): readonly Principals[] {
  const body = spec(object)
  if (!isMap(body)) return []
  const place = { namespace: object.ref.namespace ?? 'default', config, wordClaims: () => noWords }
  const fields = (readRules(new Reading(object), body, place) ?? [])
    .filter(isLegible)
    .flatMap(termsOf)
    .filter((term): term is Principals => term.kind === 'identity' && term.part === 'principal')
  return [...new Map(fields.map(term => [pathText(term.path), term])).values()]
}

interface Slip {
  /** ztunnel compares as written, while Envoy proxies know aliases. */
  readonly where: 'everywhere' | 'ztunnel'
  readonly cause: string
  readonly cure: string
  readonly doubt?: string
}

const scheme = 'spiffe://'

function slipOf(text: string, config: MeshConfig): Slip | undefined {
  const { trustDomain } = config
  const cause = (why: string): string => `${quote(text)}, ${why}`
  if (text.startsWith(scheme))
    return {
      where: 'everywhere',
      cause: cause(`which nobody is, since identities are compared without \`${scheme}\``),
      cure: `write ${quote(text.slice(scheme.length))}`,
    }
  const atEnvoy = identitiesAtEnvoy('principal', [text], config)
  if (atEnvoy.every(hasLiteralStar))
    return {
      where: 'everywhere',
      cause: cause(
        'which nobody is, since of two wildcards one is taken literally, and so is any in the middle',
      ),
      cure: 'leave one end open alone, or name `namespaces`',
    }
  const [domain = '', ...rest] = text.split('/')
  if (domain.includes('*') || rest.length === 0 || config.trustDomainAliases.includes(domain))
    return undefined
  const meant = [trustDomain, ...rest].join('/')
  const unsure = config.found
    ? {}
    : { doubt: `the settings of the mesh are not among what was read, so that \`${trustDomain}\` is assumed` }
  if (!atEnvoy.some(pattern => mayBeOf(trustDomain, pattern)))
    return {
      where: 'everywhere',
      cause: cause(
        domain === 'cluster.local'
          ? `which nobody is: \`cluster.local\` stands for \`${trustDomain}\` in whole principals alone, not where an end is open`
          : `which nobody here is: the trust domain of this mesh is \`${trustDomain}\``,
      ),
      cure: `write ${quote(meant)}${domain === 'cluster.local' ? '' : ', unless another mesh is meant'}`,
      ...unsure,
    }
  return identitiesAtZtunnel('principal', [text]).some(pattern => mayBeOf(trustDomain, pattern))
    ? undefined
    : {
        where: 'ztunnel',
        cause: cause(
          `which nobody is for ztunnel: it does not take \`${domain}\` for \`${trustDomain}\`, as sidecars do`,
        ),
        cure: `write ${quote(meant)}`,
        ...unsure,
      }
}

const hasLiteralStar = (pattern: TextPattern): boolean => 'text' in pattern && pattern.text.includes('*')

/** Whether an identity of the trust domain may match. */
function mayBeOf(domain: string, pattern: TextPattern): boolean {
  const start = `${domain}/`
  if (pattern.kind === 'exact') return pattern.text.startsWith(start)
  return pattern.kind !== 'prefix' || pattern.text.startsWith(start) || start.startsWith(pattern.text)
}
