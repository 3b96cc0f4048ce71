import type { IdentityPart } from '../../model/rule'
import type { TextPattern } from '../../model/text-pattern'
import type { MeshConfig } from './mesh-config'
import { readPattern } from './patterns'

export type Domains = Pick<MeshConfig, 'trustDomain' | 'trustDomainAliases'>

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
