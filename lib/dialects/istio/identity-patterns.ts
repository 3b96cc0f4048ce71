import type { IdentityPart } from '../../model/rule'
import type { TextPattern } from '../../model/text-pattern'
import type { MeshConfig, Setting } from './mesh-config'
import { readPattern } from './patterns'

type Domains = Pick<MeshConfig, 'trustDomain' | 'trustDomainAliases'>

/** The trust domains of a mesh, and whether they are known. */
export type MeshDomains = Domains & Pick<MeshConfig, 'unsure'>

/** Whom values mean: surely, and only as some settings of the mesh would have it. */
export interface MeantIdentities {
  readonly sure: readonly TextPattern[]
  readonly possible: readonly TextPattern[]
}

const domainSettings: readonly Setting[] = ['trustDomain', 'trustDomainAliases']

/** Whom values of an identity field mean at a proxy, be the trust domains known or not. */
export function identitiesAt(
  proxy: 'envoy' | 'ztunnel',
  part: IdentityPart,
  texts: readonly string[],
  config: MeshDomains,
): MeantIdentities {
  const isUnsure = domainSettings.some(setting => config.unsure.has(setting))
  if (isUnsure && (part === 'principal' || part === 'trust-domain'))
    return together(texts.map(text => inSomeDomain(proxy, part, text, config)))
  const sure = proxy === 'envoy' ? identitiesAtEnvoy(part, texts, config) : identitiesAtZtunnel(part, texts)
  return { sure, possible: [] }
}

const together = (each: readonly MeantIdentities[]): MeantIdentities => ({
  sure: each.flatMap(({ sure }) => sure),
  possible: each.flatMap(({ possible }) => possible),
})

/**
 * Whom one value means where the own trust domain or its aliases are not known. What leaves the domain open means the same
 * in any; so does `cluster.local`, which is the own one for Envoy. Identities are told apart by the domain that is taken for
 * the own one, so that it stands for all of them.
 */
function inSomeDomain(
  proxy: 'envoy' | 'ztunnel',
  part: 'principal' | 'trust-domain',
  text: string,
  { trustDomain }: Domains,
): MeantIdentities {
  const surely = (pattern: string): MeantIdentities => ({ sure: [readPattern(pattern)], possible: [] })
  const perhaps = (pattern: string): MeantIdentities => ({ sure: [], possible: [readPattern(pattern)] })
  if (part === 'trust-domain') return text === '*' ? surely(text) : perhaps('*')
  const [domain = '', ...rest] = text.split('/')
  const isWhole = rest.length === 4
  if (domain === '*' || (domain.startsWith('*') && !isWhole)) return surely(text)
  if (rest.length === 0) return text.endsWith('*') ? perhaps('*') : surely(text)
  const own = [trustDomain, ...rest].join('/')
  return proxy === 'envoy' && domain === localDomain && isWhole ? surely(own) : perhaps(own)
}

/** How Envoy compares values of an identity field (istio.md sections 2 and 5). */
export function identitiesAtEnvoy(
  part: IdentityPart,
  texts: readonly string[],
  domains: Domains,
): readonly TextPattern[] {
  switch (part) {
    case 'principal':
      return texts.flatMap(text => withAliases(text, domains)).map(readPattern)
    case 'namespace':
      return texts.map(readNamespaceAtEnvoy)
    case 'trust-domain':
      return texts.flatMap(text => sameDomains(text, domains)).map(readPattern)
    case 'account':
      return texts.map(exactly)
  }
}

/** ztunnel compares as written: it knows no aliases, and `cluster.local` is a name like others (istio.md section 2). */
export const identitiesAtZtunnel = (part: IdentityPart, texts: readonly string[]): readonly TextPattern[] =>
  texts.map(part === 'account' ? exactly : readPattern)

const exactly = (text: string): TextPattern => ({ kind: 'exact', text })

const allDomains = ({ trustDomain, trustDomainAliases }: Domains): readonly string[] => [
  trustDomain,
  ...trustDomainAliases,
]

/** What stands for the local trust domain, whatever that is called. */
const localDomain = 'cluster.local'

/** One copy per domain of a principal of five segments whose domain is ours; all others stay as they are. */
function withAliases(principal: string, domains: Domains): readonly string[] {
  const [domain = '', ...rest] = principal.split('/')
  if (rest.length !== 4 || domain === '*') return [principal]
  const ours = allDomains(domains)
  if (domain !== localDomain && !ours.some(name => matchesDomain(domain, name))) return [principal]
  return [
    ...new Set(
      // `*-prod` is left to match whatever ends so, and replaced for the others.
      ours.map(name =>
        domain.startsWith('*') && name.endsWith(domain.slice(1)) ? principal : [name, ...rest].join('/'),
      ),
    ),
  ]
}

function matchesDomain(written: string, name: string): boolean {
  if (written === name) return true
  if (written.startsWith('*')) return name.endsWith(written.slice(1))
  return written.endsWith('*') && name.startsWith(written.slice(0, -1))
}

const sameDomains = (text: string, domains: Domains): readonly string[] =>
  allDomains(domains).includes(text) ? allDomains(domains) : [text]

/**
 * Every `*` of a namespace is open. Envoy looks for it in the whole identity, where `/sa/` follows the namespace: an end
 * that these letters have too holds for every namespace that begins right.
 */
function readNamespaceAtEnvoy(text: string): TextPattern {
  const pieces = text.split('*')
  const last = pieces.length - 1
  if (last === 0) return exactly(text)
  if (['a', 'sa'].includes(pieces[last] ?? '')) pieces[last] = ''
  return pieces.every(piece => piece === '') ? { kind: 'any' } : { kind: 'glob', pieces }
}
