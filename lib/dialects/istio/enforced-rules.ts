import type { Action, Rule } from '../../model/rule'
import { atZtunnel } from './at-ztunnel'
import { expand, type Enforced } from './expand'
import { identitiesAt, type MeshDomains } from './identity-patterns'
import type { IdentityReader } from './peers'
import { isLegible, type Illegible } from './rules'
import { termsOf, type Clause, type ReadRule, type Term } from './term'

/** What a rule does where it matches, and whether a filter stands where a port carries bytes too. */
export interface EnvoyAction {
  readonly action: Action
  readonly at: 'everywhere' | 'requests'
}

type Read = readonly (ReadRule | Illegible)[]

/** The rules as sidecars, gateways and waypoints enforce them. */
export const rulesAtEnvoy = (rules: Read, how: EnvoyAction, domains: MeshDomains): readonly Rule[] => {
  const identities = readerAt('envoy', domains)
  return rules.flatMap(rule =>
    isLegible(rule) ? atEnvoy(rule, how, identities) : doubtful(rule, how.action),
  )
}

const readerAt =
  (proxy: 'envoy' | 'ztunnel', domains: MeshDomains): IdentityReader =>
  (part, texts) =>
    identitiesAt(proxy, part, texts, domains)

/**
 * A rule that looks at what only HTTP has is another one where the proxy sees bytes: it is dropped if it allows, and if it
 * denies the rest of it stays (istio.md section 5, "L7 fields on a TCP port").
 */
function atEnvoy(rule: ReadRule, { action, at }: EnvoyAction, identities: IdentityReader): readonly Rule[] {
  const how: Enforced = { action, identities }
  if (at === 'requests') return expand(rule, { ...how, sees: 'requests' })
  const terms = termsOf(rule)
  const hasHttp = terms.some(isHttpOnly)
  if (!hasHttp && !terms.some(isRemote)) return expand(rule, how)
  const seen = expand(rule, { ...how, sees: 'requests' })
  return hasHttp && action === 'allow' ? seen : [...seen, ...expand(asBytes(rule), { ...how, sees: 'bytes' })]
}

/** Where nothing tells of another client, the first one is whoever sends. */
const isRemote = (term: Term): term is RequestTerm =>
  term.kind === 'request' && term.field.kind === 'remote-address'

type RequestTerm = Extract<Term, { kind: 'request' }>

const isHttpOnly = (term: Term): boolean => term.kind === 'request' && term.httpOnly

/** The rule where a proxy sees bytes. What is left empty demands nothing. */
const asBytes = (rule: ReadRule): ReadRule => ({
  ...rule,
  ...(rule.from && { from: stripped(rule.from) }),
  ...(rule.to && { to: stripped(rule.to) }),
  when: stripped(rule.when),
})

const stripped = (clauses: readonly Clause[]): readonly Clause[] =>
  clauses.map(({ path, terms }) => ({
    path,
    terms: terms.filter(term => !isHttpOnly(term)).map(term => (isRemote(term) ? ofSender(term) : term)),
  }))

const ofSender = ({ path, negated, atZtunnel, doubt, blocks = [] }: RequestTerm): Term => ({
  kind: 'source-address',
  blocks: blocks.map(block => ({ block, path })),
  path,
  negated,
  atZtunnel,
  ...(doubt !== undefined && { doubt }),
})

/** The rules as ztunnel enforces them. */
export function rulesAtZtunnel(rules: Read, action: 'allow' | 'deny', domains: MeshDomains): readonly Rule[] {
  const identities = readerAt('ztunnel', domains)
  return rules.flatMap(rule => {
    if (!isLegible(rule)) return doubtful(rule, action)
    const rest = atZtunnel(rule, action)
    return rest ? expand(rest, { action, identities }) : []
  })
}

const doubtful = ({ path, reason }: Illegible, action: Action): readonly Rule[] => [
  {
    action,
    path,
    peers: [{ kind: 'unreadable', path, reason }],
    ports: [{ kind: 'unreadable', path, reason }],
    present: 'maybe',
  },
]

/** Rules whose action nobody can read: each may allow or deny, or not be there. */
export const rulesOfAnyAction = (rules: Read, domains: MeshDomains): readonly Rule[] =>
  (['allow', 'deny'] as const).flatMap(action =>
    rulesAtEnvoy(rules, { action, at: 'everywhere' }, domains).map(rule => ({ ...rule, present: 'maybe' })),
  )
