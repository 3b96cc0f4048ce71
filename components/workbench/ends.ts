import type { ConnectionFacts, SideView } from '@/lib/api/connection-contract'
import type { SaidDial } from '@/lib/model/said-dial'
import { groupByText, groupName, readGroupName } from '@/lib/views/group-name'
import type { AskedPort, View } from './view-state'

/** Names one connection: its two ends as `/api/explain` takes them, and a port that stands for its ports. */
export interface ConnectionEnds {
  readonly from: string
  readonly to: string
  readonly port?: AskedPort
  /** Of a question: how it is dialled, and the request; absent where both are left open. */
  readonly dial?: SaidDial
}

/** A workload as its key spells it, `namespace/name[Kind]`. */
export interface WorkloadName {
  readonly namespace: string
  readonly name: string
  readonly kind: string
}

/** Undefined for `internet`, addresses and whatever else is no workload key. */
export function workloadName(key: string): WorkloadName | undefined {
  if (isGroup(key)) return undefined
  const [, namespace, name, kind] = /^([^/]*)\/(.*)\[([^\]]*)\]$/s.exec(key) ?? []
  return namespace === undefined || name === undefined || kind === undefined
    ? undefined
    : { namespace, name, kind }
}

/** What stands for a side in a question: the key, `internet`, or the first address of the ranges. */
export function endOf(side: SideView): string {
  if (side.kind === 'workload') return side.key
  const [range] = side.ranges
  return side.everything || range === undefined ? 'internet' : (range.split('-')[0] ?? 'internet')
}

const askable = ['TCP', 'UDP', 'SCTP'] as const

export function endsOf({ from, to, ask }: Pick<ConnectionFacts, 'from' | 'to' | 'ask'>): ConnectionEnds {
  const protocol = askable.find(known => known === ask.protocol)
  return { from: endOf(from), to: endOf(to), ...(protocol && { port: { protocol, port: ask.port } }) }
}

/** True where both name the same connection; without a port, the pair is enough. */
export const sameEnds = (a: ConnectionEnds, b: ConnectionEnds): boolean =>
  a.from === b.from &&
  a.to === b.to &&
  (a.port === undefined ||
    b.port === undefined ||
    (a.port.protocol === b.port.protocol && a.port.port === b.port.port))

/** `namespace:data` for a namespace, so that no workload can be taken for one. */
export const aboutNamespace = (namespace: string): string => `namespace:${namespace}`

/** The namespace that `about` names, if it names one. */
export const namespaceOf = (about: string): string | undefined =>
  about.startsWith('namespace:') ? about.slice('namespace:'.length) : undefined

/** Two ends of which at least one is many: a group, or Anyone. Each is spelled as `about` is. */
export interface PairOfGroups {
  readonly from: string
  readonly to: string
}

/** Whether `about` names a group of workloads. Nobody has a namespace of such a name. */
export const isGroup = (about: string): boolean =>
  about.startsWith('namespace:') || about.startsWith('group:')

/** What `about` calls a group of what is gathered by `by`: `namespace:data`, `group:label:tier=web`. */
export const aboutGroup = (by: string, id: string): string =>
  by === 'namespace' ? aboutNamespace(id) : `group:${groupName(by, id)}`

/** The group that `about` names, as map and matrix know it; undefined where it names none. */
export function groupOf(about: string): { readonly by: string; readonly id: string } | undefined {
  const namespace = namespaceOf(about)
  if (namespace !== undefined) return { by: 'namespace', id: namespace }
  const group = about.startsWith('group:') ? readGroupName(about.slice('group:'.length)) : undefined
  return group && { by: groupByText(group.by), id: group.id }
}

/** How a question dials and what it sends, as the address keeps them; undefined where both are left open. */
export function dialIn({
  dial,
  method,
  path,
  host,
  header,
}: Pick<View, 'dial' | 'method' | 'path' | 'host' | 'header'>): SaidDial | undefined {
  const said: SaidDial = {
    ...(dial !== null && { address: dial }),
    ...(method !== null && { method }),
    ...(path !== null && { path }),
    ...(host !== null && { host }),
    ...(header.length > 0 && { headers: header }),
  }
  return Object.keys(said).length > 0 ? said : undefined
}

/** What is selected: one connection, or all of two groups. Whoever asks about Anyone wants the verdicts, by kinds of pods. */
export function selectedIn({
  from,
  to,
  port,
  show = null,
}: Pick<View, 'from' | 'to' | 'port'> & Partial<Pick<View, 'show'>>): {
  readonly connection?: ConnectionEnds
  readonly pair?: PairOfGroups
} {
  if (from === null || to === null) return {}
  const ends = [from, to]
  const many = ends.includes('anyone') && ends.every(hasRows) && show !== 'ask'
  return many || ends.some(isGroup)
    ? { pair: { from, to } }
    : { connection: { from, to, ...(port && { port }) } }
}

/** Whether rows are called so; addresses are part of the internet. */
const hasRows = (end: string): boolean =>
  end === 'anyone' || end === 'internet' || isGroup(end) || workloadName(end) !== undefined
