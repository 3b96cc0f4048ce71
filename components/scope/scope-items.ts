import type { ConnectionRow, ConnectionsPage } from '@/lib/api/connection-contract'
import type { Counts } from '@/lib/api/terms-contract'
import type { ScopeAnswer } from '@/lib/api/scope-contract'
import { numberText } from '@/lib/words/number'
import { aboutNamespace, endOf } from '../workbench/ends'

/** One row of the tree. */
export interface ScopeItem {
  /** Tells rows apart. */
  readonly id: string
  readonly level: 1 | 2 | 3
  readonly name: string
  /** Place among those of one parent, from 1, and how many these are. */
  readonly place: number
  readonly of: number
  /** Absent where nothing can be opened. */
  readonly expanded?: boolean
  readonly shows:
    | { readonly kind: 'place'; readonly about: string; readonly counts: Counts }
    | {
        readonly kind: 'connection'
        readonly row: ConnectionRow
        readonly way: 'to' | 'from'
        readonly end: string
      }
    /** Leads to the table; of a workload, or of a namespace. */
    | { readonly kind: 'more'; readonly about: string }
    | { readonly kind: 'wait' }
}

interface Named {
  readonly name: string
  readonly counts: Counts
}

/** Gaps first: by implicit, then by unknown, then by name. */
const byGaps = (a: Named, b: Named): number =>
  b.counts.implicit - a.counts.implicit ||
  b.counts.unknown - a.counts.unknown ||
  (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

export interface Opened {
  readonly namespaces: readonly string[]
  readonly workloads: ReadonlySet<string>
  /** The first connections of a workload; undefined until they are there. */
  readonly connectionsOf: (workload: string) => ConnectionsPage | undefined
  /** Whether a filter keeps connections out. */
  readonly narrowed: boolean
}

type Loose = Omit<ScopeItem, 'place' | 'of'>

/** Rows with their place among the rows of one parent; children come behind their parent. */
const placed = (groups: readonly (readonly [Loose, ...ScopeItem[]])[]): ScopeItem[] =>
  groups.flatMap(([row, ...children], at) => [{ ...row, place: at + 1, of: groups.length }, ...children])

/** Namespaces, in them workloads, in them connections; then what lies outside. */
export function scopeItems(scope: ScopeAnswer, opened: Opened): ScopeItem[] {
  const workloads = new Map(scope.open.map(each => [each.namespace, each]))
  const namespaces = [...scope.namespaces].sort(byGaps).map(({ name, counts }): [Loose, ...ScopeItem[]] => {
    const about = aboutNamespace(name)
    const expanded = opened.namespaces.includes(name)
    return [
      { id: about, level: 1, name, expanded, shows: { kind: 'place', about, counts } },
      ...(expanded ? workloadItems(about, workloads.get(name), opened) : []),
    ]
  })
  const outside = (['anyone', 'internet'] as const).map((about): [Loose] => [
    {
      id: about,
      level: 1,
      name: about === 'anyone' ? 'Anyone' : 'Internet',
      shows: { kind: 'place', about, counts: scope.outside[about] },
    },
  ])
  // What lies outside stays; that the filter leaves no namespace is said where they would stand.
  const none: Loose = { id: 'none', level: 1, name: 'No namespace to show', shows: { kind: 'wait' } }
  return placed([...(namespaces.length === 0 ? [[none] as const] : namespaces), ...outside])
}

function workloadItems(
  parent: string,
  open: ScopeAnswer['open'][number] | undefined,
  opened: Opened,
): ScopeItem[] {
  if (!open) return placed([[{ id: `${parent} wait`, level: 2, name: 'Loading', shows: { kind: 'wait' } }]])
  // Two workloads of one name get their kind, so that no row stands for two.
  const times = new Map<string, number>()
  for (const { name } of open.items) times.set(name, (times.get(name) ?? 0) + 1)
  const rows = [...open.items].sort(byGaps).map(({ key, name, kind, counts }): [Loose, ...ScopeItem[]] => {
    const expanded = opened.workloads.has(key)
    return [
      {
        id: key,
        level: 2,
        name: (times.get(name) ?? 0) > 1 ? `${name} [${kind}]` : name,
        expanded,
        shows: { kind: 'place', about: key, counts },
      },
      ...(expanded ? connectionItems(key, opened) : []),
    ]
  })
  const rest = open.total - open.items.length
  return placed(rest > 0 ? [...rows, [moreItem(parent, 2, rest, 'workload')]] : rows)
}

function connectionItems(
  workload: string,
  { connectionsOf, narrowed }: Pick<Opened, 'connectionsOf' | 'narrowed'>,
): ScopeItem[] {
  const page = connectionsOf(workload)
  if (!page) return placed([[{ id: `${workload} wait`, level: 3, name: 'Loading', shows: { kind: 'wait' } }]])
  const rows = page.rows.map((row): [Loose] => {
    const [from, to] = [endOf(row.from), endOf(row.to)]
    const way = from === workload ? 'to' : 'from'
    const end = way === 'to' ? to : from
    return [
      { id: `${workload} ${row.id}`, level: 3, name: end, shows: { kind: 'connection', row, way, end } },
    ]
  })
  if (rows.length === 0) {
    const name = narrowed ? 'No connection passes the filter' : 'No connection'
    return placed([[{ id: `${workload} none`, level: 3, name, shows: { kind: 'wait' } }]])
  }
  const rest = page.total - page.rows.length
  return placed(rest > 0 ? [...rows, [moreItem(workload, 3, rest, 'connection')]] : rows)
}

const moreItem = (about: string, level: 2 | 3, rest: number, what: string): Loose => ({
  id: `${about} more`,
  level,
  name: `${numberText(rest)} more ${what}${rest === 1 ? '' : 's'} in the table`,
  shows: { kind: 'more', about },
})
