import type {
  IdentityReport,
  IdentityRule,
  NamedBy,
  Nameless,
  Naming,
  PresentedIdentity,
  Presenter,
} from '../model/identities'
import { absences } from '../model/identities'
import type { Pod, Workload } from '../model/inventory'
import type { Issuer, Mesh } from '../model/mesh'
import { refKey } from '../model/object'
import type { IdentityPart, Peer, Policy, Rule } from '../model/rule'
import { matchesText, patternText, type TextPattern } from '../model/text-pattern'
import { and, or, type Tri } from '../model/tri'
import { identityPart } from './matching'
import { absenceOf } from './membership'
import type { World } from './world'

/**
 * Who presents which identity, and which rules name it. Rules that say the same of identities are looked at once, and an
 * identity is looked up by its parts, so that nothing is asked of every identity with every rule. `demandedOf` tells what servers ask of
 * a workload.
 */
export function identityReport(
  { inventory, compiled, wire }: World,
  demandedOf: (workload: string) => Tri,
): IdentityReport {
  const presenters = new Map<string, Presenter[]>()
  const issuers = new Map<string, Map<string, Issuer>>()
  const silent: { readonly workload: Workload; readonly pods: readonly Pod[] }[] = []
  const meshed = new Set<string>()
  for (const workload of inventory.workloads) {
    const groups = byIdentity(workload.pods, wire)
    for (const [identity, pods] of groups) {
      if (identity === undefined) {
        silent.push({ workload, pods })
        continue
      }
      const proxies = [...new Set(pods.map(({ proxy }) => proxy))]
      if (proxies.some(proxy => proxy !== 'unknown')) meshed.add(workload.namespace)
      const known = presenters.get(identity) ?? []
      known.push({ workload: workload.key, pods: pods.length, of: workload.pods.length, proxies })
      presenters.set(identity, known)
      issuers.set(identity, issuersOf(pods, wire, issuers.get(identity)))
    }
  }
  const identities = [...presenters.keys()].sort()
  const named = namings(compiled.policies, new Identities(identities))
  return {
    identities: identities.map(identity => ({
      ...partsOf(identity),
      presenters: presenters.get(identity) ?? [],
      issuers: [...(issuers.get(identity)?.values() ?? [])],
      demanded: (presenters.get(identity) ?? []).reduce<Tri>(
        (demanded, { workload }) => or(demanded, demandedOf(workload)),
        'no',
      ),
      named: named.get(identity) ?? [],
    })),
    nameless: silent.map(({ workload, pods }): Nameless => {
      const labels = inventory.namespaces.get(workload.namespace)?.labels ?? new Map<string, string>()
      const reasons = new Set(pods.map(pod => absenceOf(pod, labels)))
      return {
        workload: workload.key,
        pods: pods.length,
        of: workload.pods.length,
        why: absences.find(absence => reasons.has(absence)) ?? 'outside',
        serviceAccounts: [...new Set(pods.map(({ serviceAccount }) => serviceAccount))],
        othersDo: meshed.has(workload.namespace),
      }
    }),
  }
}

/** Who signs for pods, added to those that are known. */
function issuersOf(
  pods: readonly Pod[],
  wire: Mesh | undefined,
  known = new Map<string, Issuer>(),
): Map<string, Issuer> {
  for (const pod of pods) {
    const issuer = wire?.issuerOf(pod)
    if (issuer) known.set(JSON.stringify(issuer), issuer)
  }
  return known
}

function byIdentity(pods: readonly Pod[], wire: Mesh | undefined): Map<string | undefined, Pod[]> {
  const groups = new Map<string | undefined, Pod[]>()
  for (const pod of pods) {
    // The address of a host-network pod is its node's, and no identity may be claimed for it (istio.md section 1).
    const identity = pod.hostNetwork ? undefined : wire?.identityOf(pod)
    groups.set(identity, [...(groups.get(identity) ?? []), pod])
  }
  return groups
}

/** Parts of an identity of five segments; one of another form has neither namespace nor account. */
function partsOf(
  identity: string,
): Pick<PresentedIdentity, 'identity' | 'trustDomain' | 'namespace' | 'serviceAccount'> {
  const [namespace = '', serviceAccount = ''] = (identityPart(identity, 'account') ?? '').split('/')
  return { identity, trustDomain: identityPart(identity, 'trust-domain') ?? '', namespace, serviceAccount }
}

type IdentityPeer = Extract<Peer, { kind: 'identities' }>

/** Identities by their parts. */
class Identities {
  private readonly byPart = new Map<IdentityPart, ReadonlyMap<string, readonly string[]>>()

  constructor(private readonly all: readonly string[]) {}

  /** Those that a peer names. */
  named({ part, patterns }: IdentityPeer): readonly string[] {
    const known = this.partsOf(part)
    return patterns.flatMap(pattern =>
      pattern.kind === 'exact'
        ? (known.get(pattern.text) ?? [])
        : [...known].flatMap(([text, identities]) => (matchesText(pattern, text) ? identities : [])),
    )
  }

  private partsOf(part: IdentityPart): ReadonlyMap<string, readonly string[]> {
    const known = this.byPart.get(part)
    if (known) return known
    const made = new Map<string, string[]>()
    for (const identity of this.all) {
      const text = identityPart(identity, part)
      if (text === undefined) continue
      const alike = made.get(text)
      if (alike) alike.push(identity)
      else made.set(text, [identity])
    }
    this.byPart.set(part, made)
    return made
  }
}

type MutableRule = { -readonly [Key in keyof IdentityRule]: IdentityRule[Key] }

/** Rules whose peer says the same. */
interface Alike {
  readonly peer: Peer
  readonly rules: Map<string, MutableRule>
}

/** For every identity that is named what names it. */
function namings(
  policies: readonly Policy[],
  identities: Identities,
): ReadonlyMap<string, readonly Naming[]> {
  const named = new Map<string, Naming[]>()
  for (const { peer, rules } of alikes(policies).values()) {
    const gathered = [...rules.values()]
    // One for all identities that it names by the same words.
    const made = new Map<string, Naming>()
    for (const identity of new Set(leaves(peer).flatMap(leaf => identities.named(leaf)))) {
      const { met, named: words } = says(peer, identity)
      if (met === 'no' || !words) continue
      const key = JSON.stringify(words)
      const naming = made.get(key) ?? { ...words, rules: gathered }
      made.set(key, naming)
      const known = named.get(identity)
      if (known) known.push(naming)
      else named.set(identity, [naming])
    }
  }
  return named
}

/** Peers of rules in force that hold an identity, each with the rules that have it. */
function alikes(policies: readonly Policy[]): ReadonlyMap<string, Alike> {
  const found = new Map<string, Alike>()
  for (const policy of policies) {
    if (policy.enforcement !== 'enforced') continue
    for (const rule of policy.rules)
      for (const peer of rule.peers) {
        if (leaves(peer).length === 0) continue
        const text = saying(peer)
        const alike = found.get(text) ?? { peer, rules: new Map<string, MutableRule>() }
        found.set(text, alike)
        add(alike.rules, policy, rule, peer)
      }
  }
  return found
}

/** A peer as text, wherever it stands. */
const saying = (peer: Peer): string =>
  JSON.stringify(peer, (key, value: unknown) =>
    key === 'path' ? undefined : typeof value === 'bigint' ? String(value) : value,
  )

/** The same rule is compiled for several proxies; it is one. */
function add(rules: Map<string, MutableRule>, policy: Policy, rule: Rule, peer: Peer): void {
  const { object, subject, service, refused } = policy
  const path = leaves(peer)[0]?.path ?? peer.path
  const key = JSON.stringify([refKey(object), rule.action, path])
  const certain = rule.present === 'yes' && !refused && isReadable(peer)
  const known = rules.get(key)
  rules.set(key, {
    object,
    path,
    action: rule.action,
    certain: certain && (known?.certain ?? true),
    subjects: [...(known?.subjects ?? []), ...(service ? [] : [subject])],
    services: [...(known?.services ?? []), ...(service ? [service] : [])],
  })
}

/** The identities that a peer names; one that it excludes is named by nobody. */
function leaves(peer: Peer): readonly IdentityPeer[] {
  const either = alternatives(peer)
  if (either) return either.flatMap(leaves)
  if (peer.kind === 'identities') return [peer]
  return peer.kind === 'all-of' ? peer.peers.flatMap(leaves) : []
}

/** What is spelled as not none of them: any of them. */
function alternatives(peer: Peer): readonly Peer[] | undefined {
  if (peer.kind !== 'not' || peer.peer.kind !== 'all-of') return undefined
  const inner = peer.peer.peers.flatMap(part => (part.kind === 'not' ? [part.peer] : []))
  return inner.length === peer.peer.peers.length ? inner : undefined
}

function isReadable(peer: Peer): boolean {
  switch (peer.kind) {
    case 'unreadable':
      return false
    case 'all-of':
      return peer.peers.every(isReadable)
    case 'not':
      return isReadable(peer.peer)
    default:
      return true
  }
}

type Words = Pick<Naming, 'by' | 'text'>

interface Said {
  /** `maybe` where something else decides as well, an address for example. */
  readonly met: Tri
  /** The narrowest of what names it. */
  readonly named?: Words | undefined
}

/** Narrowest first. */
const widths: readonly NamedBy[] = ['account', 'pattern', 'namespace', 'trust-domain']

const narrowest = (all: readonly Said[]): Words | undefined =>
  all
    .flatMap(({ met, named }) => (met === 'no' || !named ? [] : [named]))
    .sort((a, b) => widths.indexOf(a.by) - widths.indexOf(b.by))[0]

/** What a peer says of an identity, whoever presents it. */
function says(peer: Peer, identity: string): Said {
  const either = alternatives(peer)
  if (either) {
    const all = either.map(part => says(part, identity))
    return { met: all.reduce<Tri>((met, said) => or(met, said.met), 'no'), named: narrowest(all) }
  }
  switch (peer.kind) {
    case 'anyone':
      return { met: 'yes' }
    case 'identities': {
      const text = identityPart(identity, peer.part)
      const pattern = peer.patterns.find(one => text !== undefined && matchesText(one, text))
      return pattern
        ? { met: 'yes', named: { by: namedBy(peer.part, pattern), text: patternText(pattern) } }
        : { met: 'no' }
    }
    case 'all-of': {
      const all = peer.peers.map(part => says(part, identity))
      return { met: all.reduce<Tri>((met, said) => and(met, said.met), 'yes'), named: narrowest(all) }
    }
    case 'not': {
      const { met } = says(peer.peer, identity)
      return { met: met === 'yes' ? 'no' : met === 'no' ? 'yes' : 'maybe' }
    }
    default:
      return { met: 'maybe' }
  }
}

function namedBy(part: IdentityPart, pattern: TextPattern): NamedBy {
  if (part === 'namespace' || part === 'trust-domain') return part
  return pattern.kind === 'exact' ? 'account' : 'pattern'
}
