import type { Pod } from '../../model/inventory'

interface Entry<T> {
  readonly pod: Pod
  readonly value: T
}

/** What was worked out for pods of one workload, and the keys of labels that anything of it hangs on. */
interface Worked<T> {
  keys: readonly string[]
  /** By what the labels say at these keys. */
  byText: Map<string, Entry<T>[]>
}

/**
 * Remembers what was worked out for pods that say the same wherever anybody looked, as the pods of a workload do: also of
 * labels that are told apart by a name or a number of each pod, which nobody asks for.
 */
export class PodMemo<T> {
  private readonly byLabels = new Map<ReadonlyMap<string, string>, Entry<T>[]>()
  private readonly byWorkload = new Map<string, Worked<T>>()

  /** `byAddress`: the address of a pod matters too. */
  constructor(private readonly byAddress: boolean) {}

  /** `make` must hang on nothing of the pod that it is given but its labels and what pods of a template share. */
  of(pod: Pod, make: (pod: Pod) => T): T {
    const known = this.byLabels.get(pod.labels)?.find(entry => this.isLike(entry.pod, pod))
    if (known) return known.value
    let worked = this.byWorkload.get(pod.workload)
    if (!worked) this.byWorkload.set(pod.workload, (worked = { keys: [], byText: new Map() }))
    const like = worked.byText.get(textOf(pod, worked.keys))?.find(entry => this.isLike(entry.pod, pod))
    if (like) {
      listed(this.byLabels, pod.labels, { pod, value: like.value })
      return like.value
    }
    const seen = new NotedLabels(pod.labels)
    const entry = { pod, value: make({ ...pod, labels: seen }) }
    const more = [...seen.asked].filter(key => !worked.keys.includes(key))
    if (more.length > 0) {
      // What was made before hangs on none of these keys, so that any of its pods may stand for it.
      worked.keys = [...worked.keys, ...more]
      const entries = [...worked.byText.values()].flat()
      worked.byText = new Map()
      for (const each of entries) listed(worked.byText, textOf(each.pod, worked.keys), each)
    }
    listed(worked.byText, textOf(pod, worked.keys), entry)
    listed(this.byLabels, pod.labels, entry)
    return entry.value
  }

  /** Pods of one workload share their maps and lists where they say the same. */
  private isLike(a: Pod, b: Pod): boolean {
    return (
      a.workload === b.workload &&
      a.proxy === b.proxy &&
      a.ports === b.ports &&
      a.meshAnnotations === b.meshAnnotations &&
      a.predicted === b.predicted &&
      (!this.byAddress || a.addresses === b.addresses)
    )
  }
}

function listed<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const known = lists.get(key)
  if (known) known.push(item)
  else lists.set(key, [item])
}

const textOf = ({ labels }: Pod, keys: readonly string[]): string =>
  JSON.stringify(keys.map(key => labels.get(key) ?? null))

/** Labels that note which of them somebody asked for. */
class NotedLabels implements ReadonlyMap<string, string> {
  readonly asked = new Set<string>()

  constructor(private readonly labels: ReadonlyMap<string, string>) {}

  get(key: string): string | undefined {
    this.asked.add(key)
    return this.labels.get(key)
  }

  has(key: string): boolean {
    this.asked.add(key)
    return this.labels.has(key)
  }

  get size(): number {
    return this.all().size
  }

  forEach(visit: (value: string, key: string, map: ReadonlyMap<string, string>) => void): void {
    this.all().forEach(visit)
  }

  entries(): MapIterator<[string, string]> {
    return this.all().entries()
  }

  keys(): MapIterator<string> {
    return this.all().keys()
  }

  values(): MapIterator<string> {
    return this.all().values()
  }

  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.entries()
  }

  /** INVARIANT: whoever walked all labels would ask for keys that others lack, which cannot be noted. */
  private all(): ReadonlyMap<string, string> {
    throw new Error('labels of a pod are asked for by their keys')
  }
}
