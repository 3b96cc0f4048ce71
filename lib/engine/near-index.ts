import type { Pod } from '../model/inventory'
import type { Policy, PodSet } from '../model/rule'
import { selectsAll } from '../model/selector'

/** Where to look for what nearly means a pod, so that not every policy and pod is looked at for each question. */
export interface NearIndex {
  /** All policies whose subject may miss the pod by one slip (near-miss.ts), some others among them; in their order. */
  policiesNear(pod: Pod): readonly Policy[]
  /** Whether a set of pods holds nobody, in any reading. */
  selectsNobody(set: PodSet): boolean
}

/**
 * A subject misses a pod by one slip where its namespaces hold the pod's, or where it selects nobody in a namespace of its
 * own and its labels are the pod's.
 */
export class PolicyIndex implements NearIndex {
  private readonly known = new Map<PodSet, boolean>()
  private readonly byNamespace = new Map<string, number[]>()
  /** Those whose namespaces are told otherwise than by one name. */
  private readonly wide: number[] = []
  private orphans: Orphans | undefined

  constructor(
    private readonly policies: readonly Policy[],
    private readonly isEmpty: (set: PodSet) => boolean,
  ) {
    for (const [at, { subject, enforcement }] of policies.entries()) {
      if (subject.kind !== 'pods' || enforcement !== 'enforced') continue
      if (subject.namespaces.kind === 'named') push(this.byNamespace, subject.namespaces.namespace, at)
      else this.wide.push(at)
    }
  }

  policiesNear(pod: Pod): Policy[] {
    this.orphans ??= this.findOrphans()
    const found = new Set([
      ...(this.byNamespace.get(pod.namespace) ?? []),
      ...this.wide,
      ...this.orphans.unlabelled,
    ])
    for (const [key, value] of pod.labels)
      for (const at of this.orphans.byLabel.get(labelText(key, value)) ?? []) found.add(at)
    return [...found].sort((a, b) => a - b).flatMap(at => this.policies[at] ?? [])
  }

  selectsNobody(set: PodSet): boolean {
    let empty = this.known.get(set)
    if (empty === undefined) this.known.set(set, (empty = this.isEmpty(set)))
    return empty
  }

  private findOrphans(): Orphans {
    const orphans: Orphans = { byLabel: new Map(), unlabelled: [] }
    for (const list of this.byNamespace.values())
      for (const at of list) {
        const subject = this.policies[at]?.subject
        if (subject?.kind !== 'pods' || selectsAll(subject.pods) || !this.selectsNobody(subject)) continue
        // Whoever has all of its labels has the first that it wants.
        const wants = subject.pods.requirements.find(({ operator }) => operator === 'In')
        if (!wants) orphans.unlabelled.push(at)
        else for (const value of wants.values) push(orphans.byLabel, labelText(wants.key, value), at)
      }
    return orphans
  }
}

interface Orphans {
  readonly byLabel: Map<string, number[]>
  readonly unlabelled: number[]
}

const labelText = (key: string, value: string): string => `${key}=${value}`

function push(lists: Map<string, number[]>, key: string, value: number): void {
  const known = lists.get(key)
  if (known) known.push(value)
  else lists.set(key, [value])
}
