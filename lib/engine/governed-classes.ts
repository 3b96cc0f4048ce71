import type { Subject } from '../model/rule'
import type { Relation } from './relation/relation'

/** Pods of one workload that a subject means, or may mean, all alike. */
export interface GovernedClass {
  /** Tells classes apart. */
  readonly slot: number
  readonly workload: string
  readonly pods: number
  readonly governs: 'yes' | 'maybe'
}

/** Whom a policy governs, class by class. */
export type GovernedClasses = (subject: Subject) => readonly GovernedClass[]

/** Whom policies govern, as the relation knows it; host-network pods are governed by none. */
export const governedClasses =
  (relation: Relation): GovernedClasses =>
  subject => {
    const { sets } = relation.stores
    const { yes, maybe } = relation.subject(subject)
    const pods = sets.and(relation.live, relation.selections.labelled)
    const found: GovernedClass[] = []
    for (const [set, governs] of [
      [yes, 'yes'],
      [maybe, 'maybe'],
    ] as const)
      sets.forEach(sets.and(set, pods), slot => {
        const workload = relation.slots.workloads[relation.slots.workloadOf[slot] ?? -1]
        if (workload)
          found.push({ slot, workload: workload.key, pods: relation.slots.podCounts[slot] ?? 0, governs })
      })
    return found
  }
