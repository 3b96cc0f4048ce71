import type { Overview } from '../api/overview-contract'
import type { Inventory } from '../model/inventory'
import { mostNamespaces } from './matrix'
import { entry } from './tally'

/** Labels of each kind that an answer lists, those on most first. */
const mostListed = 24

type Groupings = Overview['groupings']

/**
 * The labels that gather workloads: some value is on two of them, and there are not more values than a map can draw.
 * Keys that only number pods, like the hash of a template, gather nothing and are left out.
 */
export function groupingsOf({
  workloads,
  namespaces,
}: Pick<Inventory, 'workloads' | 'namespaces'>): Groupings {
  const [byNamespace, byLabel] = [new Labels(), new Labels()]
  for (const { namespace, pods } of workloads) {
    for (const [key, value] of namespaces.get(namespace)?.labels ?? []) byNamespace.add(key, value)
    const seen = new Set<string>()
    for (const { labels } of pods)
      for (const [key, value] of labels) {
        if (seen.has(key)) continue
        seen.add(key)
        byLabel.add(key, value)
      }
  }
  // This one says the name of the namespace once more.
  byNamespace.drop('kubernetes.io/metadata.name')
  return { namespaceLabels: byNamespace.list(), labels: byLabel.list() }
}

class Labels {
  /** By key: how many workloads have each value. */
  readonly #values = new Map<string, Map<string, number>>()

  add(key: string, value: string): void {
    const values = entry(this.#values, key, () => new Map<string, number>())
    values.set(value, (values.get(value) ?? 0) + 1)
  }

  drop(key: string): void {
    this.#values.delete(key)
  }

  list(): Groupings['labels'] {
    const found = [...this.#values]
      .map(([key, values]) => ({
        key,
        groups: values.size,
        workloads: [...values.values()].reduce((sum, each) => sum + each, 0),
      }))
      .filter(({ groups, workloads }) => groups < workloads && groups <= mostNamespaces)
      .sort((a, b) => b.workloads - a.workloads || (a.key < b.key ? -1 : 1))
    return { items: found.slice(0, mostListed), total: found.length }
  }
}
