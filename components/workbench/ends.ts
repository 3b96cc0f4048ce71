import type { ConnectionFacts, SideView } from '@/lib/api/contract'
import type { AskedPort } from './view-state'

/** Names one connection: its two ends as `/api/explain` takes them, and a port that stands for its ports. */
export interface ConnectionEnds {
  readonly from: string
  readonly to: string
  readonly port?: AskedPort
}

/** A workload as its key spells it, `namespace/name[Kind]`. */
export interface WorkloadName {
  readonly namespace: string
  readonly name: string
  readonly kind: string
}

/** Undefined for `internet`, addresses and whatever else is no workload key. */
export function workloadName(key: string): WorkloadName | undefined {
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
