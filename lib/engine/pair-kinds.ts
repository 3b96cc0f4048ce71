import type { Pod } from '../model/inventory'
import { sharesNode } from './sides'
import type { Party } from './world'

/** Pairs that are alike, and one that stands for them. */
export interface Pair {
  readonly from: Party
  readonly to: Party
  readonly pairs: number
}

/**
 * The kinds of pairs of two groups, each of parties that no policy tells apart: pairs that share a node, and those that
 * do not, the kind of the first pair first. A pod with itself is no pair, unless it is asked for. The work is that of
 * walking each group, not that of walking pairs.
 */
export function kindsOfPairs(
  source: readonly Party[],
  target: readonly Party[],
  withItself: boolean,
): Pair[] {
  const [[one, ...others], [other, ...rest]] = [source, target]
  if (one && other && others.length === 0 && rest.length === 0) {
    const itself = one.kind === 'pod' && other.kind === 'pod' && one.pod === other.pod
    return itself && !withItself ? [] : [{ from: one, to: other, pairs: 1 }]
  }
  const kinds: { readonly at: number; readonly pair: Pair }[] = []
  const counts = countPairs(source, target)
  if (withItself && counts.itself > 0) counts.apart += counts.itself
  for (const shares of [true, false]) {
    const pairs = shares ? counts.sharing : counts.apart
    const first = pairs > 0 ? firstPair(source, target, shares, withItself) : undefined
    if (first) kinds.push({ at: first.at, pair: { from: first.from, to: first.to, pairs } })
  }
  return kinds.sort((a, b) => a.at - b.at).map(({ pair }) => pair)
}

const shareNode = (a: Party, b: Party): boolean =>
  (a.kind === 'pod' && sharesNode(a.pod, b)) || (b.kind === 'pod' && sharesNode(b.pod, a))

const podsOf = (parties: readonly Party[]): Pod[] =>
  parties.flatMap(party => (party.kind === 'pod' ? [party.pod] : []))

function countPairs(
  source: readonly Party[],
  target: readonly Party[],
): { sharing: number; itself: number; apart: number } {
  const all = source.length * target.length
  const [sources, targets] = [podsOf(source), podsOf(target)]
  if (sources.length < source.length || targets.length < target.length) {
    // Nodes and addresses come one at a time.
    const sharing = source.reduce((sum, a) => sum + target.filter(b => shareNode(a, b)).length, 0)
    return { sharing, itself: 0, apart: all - sharing }
  }
  const own = new Set(targets)
  const itself = sources.filter(pod => own.has(pod)).length
  // All pods of a group are on the host network, or none is.
  const mixed = sources[0]?.hostNetwork !== targets[0]?.hostNetwork
  const byNode = mixed ? countNodes(targets) : new Map<string, number>()
  const sharing = sources.reduce((sum, { node }) => sum + (byNode.get(node ?? '') ?? 0), 0)
  return { sharing, itself, apart: all - sharing - itself }
}

function countNodes(pods: readonly Pod[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { node } of pods) if (node !== undefined) counts.set(node, (counts.get(node) ?? 0) + 1)
  return counts
}

/** The first pair of a kind in the order of the groups, and its place in that order. */
function firstPair(
  source: readonly Party[],
  target: readonly Party[],
  shares: boolean,
  withItself: boolean,
): { readonly at: number; readonly from: Party; readonly to: Party } | undefined {
  const nodes = new Set(target.map(nodeOf))
  // A pod that shares a node with all of a group is like all others of its node.
  const tried = new Set<string | undefined>()
  for (const [i, from] of source.entries()) {
    const node = nodeOf(from)
    if (shares ? !nodes.has(node) : tried.has(node)) continue
    const j = target.findIndex(to => {
      const itself = from.kind === 'pod' && to.kind === 'pod' && from.pod === to.pod
      return (withItself || !itself) && shareNode(from, to) === shares
    })
    const to = target[j]
    if (to) return { at: i * target.length + j, from, to }
    if (node !== undefined && target.length > 1) tried.add(node)
  }
  return undefined
}

const nodeOf = (party: Party): string | undefined =>
  party.kind === 'pod' ? party.pod.node : party.kind === 'node' ? party.name : undefined
