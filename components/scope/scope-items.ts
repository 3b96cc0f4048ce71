import type { Counts, Overview, WorkloadSummary } from '@/lib/api/contract'
import { aboutNamespace } from '../workbench/ends'

/** One row of the tree. */
export interface ScopeItem {
  /** What the row is about, in the words of the view. */
  readonly about: string
  readonly name: string
  readonly level: 1 | 2
  readonly counts: Counts
  /** Absent where nothing can be opened. */
  readonly expanded?: boolean
}

/** Gaps first: by implicit, then by unknown, then by name. */
const byGaps = (a: { counts: Counts; name: string }, b: { counts: Counts; name: string }): number =>
  b.counts.implicit - a.counts.implicit ||
  b.counts.unknown - a.counts.unknown ||
  (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/** Namespaces with the workloads of the open ones, as the rows of a tree. */
export function scopeItems(
  namespaces: Overview['namespaces'],
  open: readonly string[],
  workloadsOf: (namespace: string) => readonly WorkloadSummary[],
): ScopeItem[] {
  return [...namespaces].sort(byGaps).flatMap(({ name, counts }): ScopeItem[] => {
    const expanded = open.includes(name)
    const row: ScopeItem = { about: aboutNamespace(name), name, level: 1, counts, expanded }
    return expanded ? [row, ...workloadItems(workloadsOf(name))] : [row]
  })
}

/** Two workloads of one name get their kind, so that no row stands for two. */
function workloadItems(workloads: readonly WorkloadSummary[]): ScopeItem[] {
  const times = new Map<string, number>()
  for (const { name } of workloads) times.set(name, (times.get(name) ?? 0) + 1)
  return [...workloads].sort(byGaps).map(({ key, name, kind, counts }) => ({
    about: key,
    name: (times.get(name) ?? 0) > 1 ? `${name} [${kind}]` : name,
    level: 2,
    counts,
  }))
}

/** The row that a key leads to from row `at`; undefined where the key means nothing. */
export function step(items: readonly ScopeItem[], at: number, key: string): number | undefined {
  const last = items.length - 1
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, last)
    case 'ArrowUp':
      return Math.max(at - 1, 0)
    case 'Home':
      return 0
    case 'End':
      return last
    case 'ArrowLeft':
      return items[at]?.level === 2 ? items.findLastIndex((item, i) => i < at && item.level === 1) : undefined
    case 'ArrowRight':
      return items[at]?.expanded === true && items[at + 1]?.level === 2 ? at + 1 : undefined
    default:
      return undefined
  }
}
