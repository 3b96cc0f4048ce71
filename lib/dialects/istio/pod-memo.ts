import type { Pod } from '../../model/inventory'

interface Entry<T> {
  readonly pod: Pod
  readonly value: T
}

/** Remembers what was worked out for pods that differ in name and address only, as the pods of a workload do. */
export class PodMemo<T> {
  private readonly byLabels = new Map<ReadonlyMap<string, string>, Entry<T>[]>()

  /** `byAddress`: the address of a pod matters too. */
  constructor(private readonly byAddress: boolean) {}

  of(pod: Pod, make: () => T): T {
    const entries = this.byLabels.get(pod.labels)
    const known = entries?.find(
      entry => isLike(entry.pod, pod) && (!this.byAddress || entry.pod.addresses === pod.addresses),
    )
    if (known) return known.value
    const entry = { pod, value: make() }
    if (entries) entries.push(entry)
    else this.byLabels.set(pod.labels, [entry])
    return entry.value
  }
}

/** Pods of one workload share their maps and lists where they say the same. */
const isLike = (a: Pod, b: Pod): boolean =>
  a.workload === b.workload &&
  a.proxy === b.proxy &&
  a.ports === b.ports &&
  a.meshAnnotations === b.meshAnnotations &&
  a.predicted === b.predicted
