import type { Finding } from '../../../model/finding'
import { pathText, refText, type Path } from '../../../model/object'
import type { Peer, Policy, Rule } from '../../../model/rule'
import { patternText } from '../../../model/text-pattern'
import { and, or, type Tri } from '../../../model/tri'
import type { FoundMode, PodModes } from '../peer-modes'
import { keysOf, type Ground } from './ground'
import { doubtOfPolicy, Governing, policyObjects, type GovernedMember, type PolicyObject } from './governing'
import { authorizationPolicies, peerAuthentications, pods } from './kinds'
import { isGoverned } from './modes'
import type { Pitfall } from './pitfall'
import { listed } from '../../../model/listed'
import { asksForToken } from './tokens'

/**
 * An ALLOW rule that only says who is not meant: whoever has no identity is none of them, so that it lets in plaintext of
 * anybody wherever the server takes it (istio.md section 8, pitfall 12; section 5, "No identity").
 */
export const anonymousAllowed: Pitfall = {
  code: 'istio-anonymous-allowed',
  reads: [authorizationPolicies, peerAuthentications, pods],
  *find(ground) {
    const governing = new Governing(ground)
    for (const policy of policyObjects(ground, 'AuthorizationPolicy'))
      yield* findIn(ground, policy, governing)
  },
}

interface Opening {
  readonly path: Path
  readonly texts: readonly string[]
  readonly certain: boolean
  readonly members: GovernedMember[]
  readonly modes: FoundMode[]
}

function* findIn(
  ground: Ground,
  { object, policies }: PolicyObject,
  governing: Governing,
): Iterable<Omit<Finding, 'code'>> {
  const openings = new Map<string, Opening>()
  for (const policy of policies) {
    const holes = openRules(policy)
    if (holes.length === 0) continue
    for (const member of governing.by([policy]))
      for (const { rule, peer, admits } of holes) {
        if (!isGoverned(member.pod)) continue
        const modes = modesOn(ground.read.server(member.pod).modes, rule)
        const open = modes.filter(possible => possible.some(({ mode }) => mode !== 'STRICT'))
        if (open.length === 0) continue
        const leaf = leavesOf(peer)[0]
        const path = leaf?.path ?? peer.path
        const known = openings.get(pathText(path)) ?? {
          path,
          texts: leavesOf(peer).flatMap(({ patterns }) => patterns.map(patternText)),
          certain: admits === 'yes',
          members: [],
          modes: [],
        }
        known.members.push(member)
        // Where one port surely takes plaintext, that is enough.
        const sure = open.find(possible => possible.every(({ mode }) => mode !== 'STRICT'))
        known.modes.push(...(sure ?? open[0] ?? []))
        openings.set(pathText(path), known)
      }
  }
  for (const { path, texts, certain, members, modes } of openings.values()) {
    const workloads = keysOf(members)
    const unsure = modes.some(({ mode }) => mode === 'STRICT')
    const doubt =
      doubtOfPolicy(members) ??
      (certain ? undefined : 'a part of the rule could not be read') ??
      (unsure ? 'which PeerAuthentication counts is unknown' : undefined) ??
      members.map(({ pod }) => ground.missing(peerAuthentications, pod.namespace)).find(Boolean)
    yield {
      severity: 'high',
      about: { kind: 'object', object, path },
      title: `${refText(object)} lets in whoever is not ${listed([...new Set(texts)])}, and so everybody without an identity: ${listed(workloads)} ${workloads.length === 1 ? 'takes' : 'take'} plaintext`,
      remedy:
        'add `principals: ["*"]` to the same source, or have these pods take mutual TLS alone (`mode: STRICT`)',
      workloads,
      evidence: evidenceOf(modes),
      ...(doubt !== undefined && { doubt }),
    }
  }
}

interface OpenRule {
  readonly rule: Rule
  readonly peer: Peer
  readonly admits: Exclude<Tri, 'no'>
}

/** Alternatives of ALLOW rules that look at identities and are met by whoever has none. */
const openRules = (policy: Policy): OpenRule[] =>
  policy.rules
    .filter(rule => rule.action === 'allow' && !asksForToken(rule))
    .flatMap(rule =>
      rule.peers.flatMap(peer => {
        const admits = leavesOf(peer).length === 0 ? 'no' : admitsNobody(peer)
        return admits === 'no' ? [] : [{ rule, peer, admits }]
      }),
    )

/** Whether somebody without an identity meets the peer, from some address. */
function admitsNobody(peer: Peer): Tri {
  switch (peer.kind) {
    case 'identities':
      return 'no'
    case 'all-of':
      return peer.peers.map(admitsNobody).reduce(and, 'yes')
    case 'not': {
      if (peer.peer.kind === 'addresses') return 'yes'
      // Not none of several is one of them.
      if (peer.peer.kind === 'all-of')
        return peer.peer.peers
          .map(part =>
            admitsNobody(part.kind === 'not' ? part.peer : { kind: 'not', path: part.path, peer: part }),
          )
          .reduce(or, 'no')
      const met = admitsNobody(peer.peer)
      return met === 'yes' ? 'no' : met === 'no' ? 'yes' : 'maybe'
    }
    case 'unreadable':
      return 'maybe'
    default:
      return 'yes'
  }
}

type IdentityPeer = Extract<Peer, { kind: 'identities' }>

function leavesOf(peer: Peer): readonly IdentityPeer[] {
  switch (peer.kind) {
    case 'identities':
      return [peer]
    case 'all-of':
      return peer.peers.flatMap(leavesOf)
    case 'not':
      return leavesOf(peer.peer)
    default:
      return []
  }
}

/** Modes of the ports that the rule is about. */
function modesOn({ otherwise, ports }: PodModes, rule: Rule): readonly (readonly FoundMode[])[] {
  const meant = (port: number): boolean =>
    rule.ports.some(match => match.kind !== 'range' || (match.first <= port && port <= match.last))
  const own = [...ports].flatMap(([port, modes]) => (meant(port) ? [modes] : []))
  const reachesOthers = rule.ports.some(
    match =>
      match.kind !== 'range' ||
      match.last - match.first >=
        [...ports.keys()].filter(port => match.first <= port && port <= match.last).length,
  )
  return reachesOthers ? [otherwise, ...own] : own
}

/** The objects that leave the ports open. */
const evidenceOf = (modes: readonly FoundMode[]): Finding['evidence'] => [
  ...new Map(
    modes.flatMap(({ mode, because: { object, path } }) =>
      object && mode !== 'STRICT' ? [[refText(object), { object, ...(path && { path }) }] as const] : [],
    ),
  ).values(),
]
