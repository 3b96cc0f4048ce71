import { selectorText } from '../../model/selector'
import type { NamespaceScope, Peer } from '../../model/rule'
import { nothing, type SetId } from './sets'
import type { RelationView } from './view'

/** Workloads of a set by namespace: indexes of namespaces in ascending order, and how many of each there are. */
export interface Spread {
  readonly namespaces: readonly number[]
  readonly workloads: ReadonlyMap<number, number>
  readonly total: number
}

/** How sets of workloads lie in namespaces; worked out once for each set. */
export class Spreads {
  private readonly known = new Map<SetId, Spread>()

  constructor(private readonly view: RelationView) {}

  of(set: SetId): Spread {
    let spread = this.known.get(set)
    if (!spread) {
      const { namespaceOf } = this.view.relation.slots
      const workloads = new Map<number, number>()
      let total = 0
      this.view.relation.stores.sets.forEach(set, slot => {
        const namespace = namespaceOf[slot] ?? -1
        workloads.set(namespace, (workloads.get(namespace) ?? 0) + 1)
        total++
      })
      spread = { namespaces: [...workloads.keys()].sort((a, b) => a - b), workloads, total }
      this.known.set(set, spread)
    }
    return spread
  }
}

/**
 * What a group of namespaces is called: all of those with workloads; a selector of namespaces that some policy uses and
 * that gives exactly these; or their number.
 */
export function groupLabels(view: RelationView, spreads: Spreads): (spread: Spread) => string {
  const { sets } = view.relation.stores
  const labels = new Map<string, string>()
  const enter = (set: SetId, label: string): void => {
    const key = spreads.of(set).namespaces.join()
    if (set !== nothing && !labels.has(key)) labels.set(key, label)
  }
  enter(view.pairs.inside, 'every namespace')
  const seen = new Set<string>()
  for (const { namespaces } of podPeers(view)) {
    if (namespaces.kind !== 'selected' || namespaces.selector.unreadable.length > 0) continue
    const label = selectorText(namespaces.selector)
    if (seen.has(label)) continue
    seen.add(label)
    enter(sets.and(view.relation.selections.scopeMatch(namespaces).yes, view.pairs.inside), label)
  }
  return ({ namespaces }) => labels.get(namespaces.join()) ?? `${namespaces.length} namespaces`
}

function* podPeers({ relation }: RelationView): Generator<{ readonly namespaces: NamespaceScope }> {
  for (const { rules, subject } of relation.world.compiled.policies) {
    if (subject.kind === 'pods') yield subject
    for (const rule of rules) for (const peer of rule.peers) yield* podsOf(peer)
  }
}

function* podsOf(peer: Peer): Generator<{ readonly namespaces: NamespaceScope }> {
  if (peer.kind === 'pods') yield peer
  else if (peer.kind === 'all-of') for (const part of peer.peers) yield* podsOf(part)
}
