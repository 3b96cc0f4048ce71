import { compileAuthorizationPolicy } from '../../lib/dialects/istio/authorization-policy'
import { readMeshConfig, type MeshConfig } from '../../lib/dialects/istio/mesh-config'
import { meetsRequest } from '../../lib/engine/requests'
import { contains, parseAddress, rangeOf, type Address } from '../../lib/model/address'
import type { Around, Compiled } from '../../lib/model/dialect'
import type { Proxy } from '../../lib/model/mesh'
import { sameRef } from '../../lib/model/object'
import type { AskedRequest } from '../../lib/model/request'
import type { IdentityPart, Peer, Policy, PortMatch, Rule } from '../../lib/model/rule'
import { selects } from '../../lib/model/selector'
import { matchesText } from '../../lib/model/text-pattern'
import { and, or, type Tri } from '../../lib/model/tri'
import { object } from './manifests'
import { asked } from './request-tests'
import { captureOf } from './world'

/** An AuthorizationPolicy by `namespace/name`; the spec is YAML in flow style. */
export const authorizationPolicy = (name: string, spec: string, metadata = ''): string =>
  object('security.istio.io/v1', 'AuthorizationPolicy', name, `spec: ${spec}`).replace(
    /^metadata: \{(.*)\}$/m,
    (_, written: string) => `metadata: {${written}${metadata === '' ? '' : `, ${metadata}`}}`,
  )

/** One that governs pods `app: a` of namespace `x`: an action and its rules. */
export const onA = (action: string, ...rules: readonly string[]): string =>
  authorizationPolicy(
    `x/${action.toLowerCase()}`,
    `{selector: {matchLabels: {app: a}}, action: ${action}, rules: [${rules.join(', ')}]}`,
  )

/** Where policies are asked, and what arrives there; by default a request without identity at a sidecar of `x/a`. */
export interface Arrival {
  readonly proxy?: Proxy
  readonly namespace?: string
  readonly labels?: Readonly<Record<string, string>>
  /** `trust-domain/ns/NAMESPACE/sa/ACCOUNT`; absent: plaintext. */
  readonly identity?: string
  readonly from?: string
  readonly to?: string
  readonly port?: number
  readonly sees?: 'requests' | 'bytes'
  readonly request?: Partial<AskedRequest>
  readonly service?: string
}

export const cart = 'cluster.local/ns/shop/sa/cart'

/** What a proxy answers by the policies that Istio would hand it: allow, deny, or unknown where readings differ. */
export function answerAt(
  documents: readonly string[],
  arrival: Arrival = {},
  config: Partial<MeshConfig> = {},
): string {
  const policies = policiesOf(documents, config)
  const answers = [policies, policies.filter(({ refused }) => !refused)].map(some => answer(some, arrival))
  return answers[0] === answers[1] ? (answers[0] ?? '') : 'unknown'
}

/** The policies that govern there, in whatever reading. */
export const governing = (documents: readonly string[], arrival: Arrival = {}): readonly Policy[] =>
  policiesOf(documents).filter(policy => governs(policy, arrival) !== 'no')

/** What the AuthorizationPolicies compile to in a mesh of these settings. */
export const policiesOf = (
  documents: readonly string[],
  config: Partial<MeshConfig> = {},
): readonly Policy[] => compiledOf(documents, config).flatMap(({ policies }) => policies)

export const problemsOf = (documents: readonly string[], config: Partial<MeshConfig> = {}): string[] =>
  compiledOf(documents, config).flatMap(({ problems }) =>
    problems.map(({ code, message, remedy }) => `${code}: ${message}; ${remedy}`),
  )

export function compiledOf(
  documents: readonly string[],
  config: Partial<MeshConfig> = {},
): readonly Compiled[] {
  const { objects } = captureOf(documents)
  const around: Around = {
    named: ref => objects.find(object => sameRef(object.ref, ref)),
    all: (group, kind) => objects.filter(({ ref }) => ref.group === group && ref.kind === kind),
    gaps: [],
  }
  return objects
    .filter(({ ref }) => ref.kind === 'AuthorizationPolicy')
    .map(object => compileAuthorizationPolicy(object, around, { ...readMeshConfig(around), ...config }))
}

function answer(policies: readonly Policy[], arrival: Arrival): string {
  const there = policies
    .filter(({ enforcement }) => enforcement === 'enforced')
    .map(policy => ({ policy, governed: governs(policy, arrival) }))
  const any = (action: Rule['action']): Tri =>
    there.reduce<Tri>(
      (met, { policy, governed }) =>
        policy.rules
          .filter(rule => rule.action === action)
          .reduce<Tri>((known, rule) => or(known, and(governed, matches(rule, arrival))), met),
      'no',
    )
  const isolated = there.reduce<Tri>(
    (met, { policy, governed }) => or(met, and(governed, policy.isolates)),
    'no',
  )
  const denied = any('deny')
  const allowed = or(any('allow'), not(isolated))
  if (denied === 'yes' || allowed === 'no') return 'deny'
  return denied === 'no' && any('delegate') === 'no' && allowed === 'yes' ? 'allow' : 'unknown'
}

function governs({ subject, service }: Policy, arrival: Arrival): Tri {
  const { namespace = 'x', labels = { app: 'a' }, proxy = 'sidecar' } = arrival
  if (service && `${service.namespace}/${service.name}` !== arrival.service) return 'no'
  const scope = subject.namespaces
  const inScope = truth(scope.kind === 'all' || (scope.kind === 'named' && scope.namespace === namespace))
  if (subject.kind === 'unreadable') return and('maybe', inScope)
  if (subject.proxies && !subject.proxies.includes(proxy)) return 'no'
  return and(
    inScope,
    selects(subject.pods, key => labels[key]),
  )
}

function matches(rule: Rule, arrival: Arrival): Tri {
  const {
    sees = 'requests',
    request = { method: 'GET', path: '/' },
    from = '10.0.0.9',
    to = '10.0.0.1',
  } = arrival
  if (rule.sees && rule.sees !== sees) return 'no'
  const client = parseAddress(from)
  return [
    rule.present,
    rule.peers.reduce<Tri>((met, peer) => or(met, isPeer(peer, arrival.identity, client)), 'no'),
    rule.ports.reduce<Tri>((met, port) => or(met, isPort(port, arrival.port ?? 8080)), 'no'),
    rule.self ? isPeer(rule.self, undefined, parseAddress(to)) : 'yes',
    rule.request
      ? meetsRequest(
          rule.request,
          asked(
            sees === 'requests' ? request : { ...(request.serverName && { serverName: request.serverName }) },
          ),
          client,
        )
      : 'yes',
  ].reduce<Tri>(and, 'yes')
}

function isPeer(peer: Peer, identity: string | undefined, address: Address | undefined): Tri {
  switch (peer.kind) {
    case 'anyone':
      return 'yes'
    case 'addresses':
      return truth(address !== undefined && contains(peer.block, rangeOf(address)))
    case 'identities': {
      const part = identity === undefined ? undefined : partOf(identity, peer.part)
      return truth(part !== undefined && peer.patterns.some(pattern => matchesText(pattern, part)))
    }
    case 'all-of':
      return peer.peers.map(inner => isPeer(inner, identity, address)).reduce<Tri>(and, 'yes')
    case 'not':
      return not(isPeer(peer.peer, identity, address))
    default:
      return 'maybe'
  }
}

function partOf(identity: string, part: IdentityPart): string {
  const [domain = '', , namespace = '', , account = ''] = identity.split('/')
  return { principal: identity, namespace, account: `${namespace}/${account}`, 'trust-domain': domain }[part]
}

function isPort(match: PortMatch, port: number): Tri {
  switch (match.kind) {
    case 'every':
      return 'yes'
    case 'range':
      return truth(match.first <= port && port <= match.last)
    case 'except':
      return match.ports.map(inner => not(isPort(inner, port))).reduce<Tri>(and, 'yes')
    default:
      return 'maybe'
  }
}

const truth = (value: boolean): Tri => (value ? 'yes' : 'no')
const not = (value: Tri): Tri => (value === 'yes' ? 'no' : value === 'no' ? 'yes' : 'maybe')
