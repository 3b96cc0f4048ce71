import type { Action, Policy } from '../../model/rule'
import type { Overlaps } from '../ties'
import type { Relation } from './relation'
import { PairTable } from './pair-table'
import { nothing, type SetId } from './sets'

/** What policies have in common, from the sets that their subjects and peers mean; each pair of sets is met once. */
export class SetOverlaps implements Overlaps {
  private readonly subjects = new Map<Policy, SetId>()
  private readonly peers = new Map<Policy, ReadonlyMap<Action, SetId>>()
  private readonly met = new PairTable()

  constructor(private readonly relation: Relation) {}

  shareSubject = (a: Policy, b: Policy): boolean => this.meet(this.subjectOf(a), this.subjectOf(b))

  disagree = (a: Policy, b: Policy): boolean => {
    for (const [action, some] of this.peersOf(a))
      for (const [other, others] of this.peersOf(b))
        if (action !== other && this.meet(some, others)) return true
    return false
  }

  private meet(a: SetId, b: SetId): boolean {
    if (a === nothing || b === nothing) return false
    const [low, high] = a < b ? [a, b] : [b, a]
    let known = this.met.get(low, high)
    if (known < 0) {
      known = this.relation.stores.sets.meet(a, b) ? 1 : 0
      this.met.set(low, high, known)
    }
    return known === 1
  }

  private subjectOf(policy: Policy): SetId {
    let known = this.subjects.get(policy)
    if (known === undefined) {
      const { relation } = this
      const { sets } = relation.stores
      const { yes, maybe } = relation.subject(policy.subject)
      known = sets.and(sets.or(yes, maybe), sets.and(relation.selections.labelled, relation.live))
      this.subjects.set(policy, known)
    }
    return known
  }

  /** Whom the rules of each action mean. */
  private peersOf(policy: Policy): ReadonlyMap<Action, SetId> {
    let known = this.peers.get(policy)
    if (!known) {
      const { sets } = this.relation.stores
      const byAction = new Map<Action, SetId[]>()
      for (const { action, peers } of policy.rules) {
        const means = peers.map(peer => {
          const { yes, maybe } = this.relation.peer(peer)
          return sets.and(sets.or(yes, maybe), this.relation.live)
        })
        byAction.set(action, [...(byAction.get(action) ?? []), ...means])
      }
      known = new Map([...byAction].map(([action, means]) => [action, sets.unionOf(means)]))
      this.peers.set(policy, known)
    }
    return known
  }
}
