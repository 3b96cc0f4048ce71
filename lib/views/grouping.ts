import type { Inventory, Namespace, Workload } from '../model/inventory'
import { count } from '../words/count'
import { groupByText, groupLabel, groupName, type GroupBy, type readGroupName } from './group-name'
import { entry } from './tally'

/**
 * Workloads that are alike in what they are gathered by. `without` have no such label, `differs` are workloads whose own
 * pods are unlike in it, and of `unread` it could not be read.
 */
export interface Group {
  /** Different from those of all other groups; of a namespace its name. */
  readonly id: string
  readonly label: string
  readonly kind: 'value' | 'without' | 'differs' | 'unread'
  /** Keys, in the order of the inventory. */
  readonly members: readonly string[]
}

/** All workloads in groups, each in one: values by name, then those that have none. */
export function groupsOf(
  { workloads, namespaces }: Pick<Inventory, 'workloads' | 'namespaces'>,
  by: GroupBy,
): Group[] {
  const found = new Map<string, { place: Place; members: string[] }>()
  for (const workload of workloads) {
    const place = placeOf(workload, namespaces.get(workload.namespace), by)
    entry(found, place.id, () => ({ place, members: [] as string[] })).members.push(workload.key)
  }
  return [...found.values()]
    .map(({ place, members }) => ({ ...place, members }))
    .sort((a, b) => rank[a.kind] - rank[b.kind] || byName(a.id, b.id))
}

type Place = Omit<Group, 'members'>

const rank: Readonly<Record<Group['kind'], number>> = { value: 0, without: 1, differs: 2, unread: 3 }

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Whether a workload is in the group of this name (group-name.ts). */
export function inGroup(
  workload: Workload,
  namespaces: Inventory['namespaces'],
  { by, id }: NonNullable<ReturnType<typeof readGroupName>>,
): boolean {
  return placeOf(workload, namespaces.get(workload.namespace), by).id === id
}

/** The names of all groups that a workload is in by some value, whatever is gathered by. */
export function groupNamesOf(workload: Workload, namespaces: Inventory['namespaces']): string[] {
  const namespace = namespaces.get(workload.namespace)
  const keys = new Set(workload.pods.flatMap(({ labels }) => [...labels.keys()]))
  const all: GroupBy[] = [
    ...[...keys].map((key): GroupBy => ({ kind: 'label', key })),
    ...[...(namespace?.labels.keys() ?? [])].map((key): GroupBy => ({ kind: 'namespace-label', key })),
    { kind: 'service-account' },
  ]
  return all.flatMap(by => {
    const { id, kind } = placeOf(workload, namespace, by)
    return kind === 'value' ? [groupName(groupByText(by), id)] : []
  })
}

/** The group that a workload is in. */
function placeOf(workload: Workload, namespace: Namespace | undefined, by: GroupBy): Place {
  if (by.kind === 'namespace') return { id: workload.namespace, label: workload.namespace, kind: 'value' }
  const id = idOf(workload, namespace, by)
  return { id, label: groupLabel(by, id), kind: kindOf(id) }
}

/** Ids of values begin with `=`, so that no value is taken for something else. */
type GroupId = `=${string}` | 'without' | 'differs' | 'unread'

const kindOf = (id: GroupId): Group['kind'] =>
  id === 'without' || id === 'differs' || id === 'unread' ? id : 'value'

function idOf(
  { namespace: name, pods }: Workload,
  namespace: Namespace | undefined,
  by: Exclude<GroupBy, { kind: 'namespace' }>,
): GroupId {
  switch (by.kind) {
    case 'service-account':
      return shared(pods.map(({ serviceAccount }) => `${name}/${serviceAccount}`))
    case 'label':
      return shared(pods.map(({ labels }) => labels.get(by.key)))
    case 'namespace-label': {
      const value = namespace?.labels.get(by.key)
      return value === undefined && namespace?.labelsKnown === false ? 'unread' : shared([value])
    }
  }
}

function shared(values: readonly (string | undefined)[]): GroupId {
  const [value, ...others] = new Set(values)
  if (others.length > 0) return 'differs'
  return value === undefined ? 'without' : `=${value}`
}

/** Groups that a picture of namespaces gathered by a label may have. */
const [fewest, most] = [2, 60] as const

/** The label of every namespace that says its name; it gathers nothing. */
const nameLabel = 'kubernetes.io/metadata.name'

export interface CoveringLabel {
  readonly key: string
  /** Why this one, in a sentence. */
  readonly why: string
}

/**
 * The label that gathers namespaces best: of those with 2 to 60 values the one with most namespaces outside of its largest
 * group, so that it is both common and tells them apart; of equal ones that with fewer values, then the first by name.
 */
export function coveringLabel(namespaces: Iterable<Pick<Namespace, 'labels'>>): CoveringLabel | undefined {
  const all = [...namespaces]
  const sizes = new Map<string, Map<string, number>>()
  for (const { labels } of all)
    for (const [key, value] of labels) {
      if (key === nameLabel) continue
      const values = entry(sizes, key, () => new Map<string, number>())
      values.set(value, (values.get(value) ?? 0) + 1)
    }
  const candidates = [...sizes]
    .map(([key, values]) => {
      const covered = [...values.values()].reduce((sum, size) => sum + size, 0)
      const largest = Math.max(...values.values())
      return { key, groups: values.size, covered, largest }
    })
    .filter(({ groups }) => groups >= fewest && groups <= most)
    .sort(
      (a, b) =>
        b.covered - b.largest - (a.covered - a.largest) || a.groups - b.groups || byName(a.key, b.key),
    )
  const [best] = candidates
  return (
    best && {
      key: best.key,
      why: `the label ${best.key} puts ${best.covered} of ${count(all.length, 'namespace')} into ${best.groups} groups, the largest of ${best.largest}; no other label spreads them better`,
    }
  )
}
