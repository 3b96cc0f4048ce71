import type { Path } from '../../model/object'
import type { IdentityPart, Peer } from '../../model/rule'
import type { TextPattern } from '../../model/text-pattern'
import { unsureSettings } from './attribute'
import type { MeantIdentities } from './identity-patterns'
import type { Term } from './term'

/** How the proxy in question compares identities. */
export type IdentityReader = (part: IdentityPart, texts: readonly string[]) => MeantIdentities

/** The alternatives of whom all of the terms mean together; `anyone` where there is no term. */
export function peersOf(terms: readonly Term[], path: Path, identities: IdentityReader): readonly Peer[] {
  const factors = terms.map(term => alternatives(term, identities))
  // The longest list stays one of alternatives, so that every entry of it can be named; the others stand beside each.
  const longest = factors.reduce((most, factor) => Math.max(most, factor.length), 0)
  const at = factors.findIndex(({ length }) => length === longest)
  const spread = factors[at]
  if (!spread) return [{ kind: 'anyone', path }]
  const others = factors.filter((_, i) => i !== at).map(factor => anyOf(factor, path))
  if (others.length === 0) return spread
  return spread.map(peer => ({ kind: 'all-of', path, peers: [...others, peer] }))
}

/** All that one side itself must be; undefined where nothing is demanded. */
export function selfOf(terms: readonly Term[], path: Path, identities: IdentityReader): Peer | undefined {
  const parts = terms.map(term => anyOf(alternatives(term, identities), path))
  return parts.length > 1 ? { kind: 'all-of', path, peers: parts } : parts[0]
}

function alternatives(term: Term, identities: IdentityReader): readonly Peer[] {
  const named = namedBy(term, identities)
  if (!term.negated || term.doubt !== undefined) return named
  const none = named.map((peer): Peer => ({ kind: 'not', path: peer.path, peer }))
  return none.length > 1 ? [{ kind: 'all-of', path: term.path, peers: none }] : none
}

function namedBy(term: Term, identities: IdentityReader): readonly Peer[] {
  const { path, doubt } = term
  if (doubt !== undefined) return [{ kind: 'unreadable', path, reason: doubt }]
  switch (term.kind) {
    case 'identity':
      return identityPeers(term.part, path, identities(term.part, term.texts))
    case 'source-address':
    case 'destination-address':
      return term.blocks.map(({ block, path: at }) => ({
        kind: 'addresses',
        path: at,
        block,
        except: [],
        byProxy: true,
      }))
    case 'ports':
    case 'request':
      return []
  }
}

/** Whoever is only meant as some settings of the mesh would have it may be meant or not. */
function identityPeers(part: IdentityPart, path: Path, { sure, possible }: MeantIdentities): readonly Peer[] {
  const bearing = (patterns: readonly TextPattern[]): Peer => ({ kind: 'identities', path, part, patterns })
  if (possible.length === 0) return [bearing(sure)]
  const unsure: Peer = { kind: 'unreadable', path, reason: unsureSettings }
  const perhaps: Peer = { kind: 'all-of', path, peers: [bearing(possible), unsure] }
  return sure.length === 0 ? [perhaps] : [bearing(sure), perhaps]
}

/** There is no peer for one of several, but there is for not none of them. */
function anyOf(peers: readonly Peer[], path: Path): Peer {
  const [only, ...others] = peers
  if (only && others.length === 0) return only
  return {
    kind: 'not',
    path,
    peer: { kind: 'all-of', path, peers: peers.map(peer => ({ kind: 'not', path: peer.path, peer })) },
  }
}
