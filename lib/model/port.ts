/** Protocols that have ports; a NetworkPolicy says nothing about any other (networkpolicy.md 4, rule 23). */
export type Protocol = 'SCTP' | 'TCP' | 'UDP'

/** In the order in which connections are printed (contract.md section 2). */
export const protocols: readonly Protocol[] = ['SCTP', 'TCP', 'UDP']

export const firstPort = 1
export const lastPort = 65535

/** Ports of one protocol, both ends included. */
export interface PortRange {
  readonly protocol: Protocol
  readonly first: number
  readonly last: number
}

export const allPorts: readonly PortRange[] = protocols.map(protocol => ({
  protocol,
  first: firstPort,
  last: lastPort,
}))

export const isPortNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= firstPort && value <= lastPort

export const portCount = ({ first, last }: PortRange): number => last - first + 1

/** Sorted, disjoint, maximal ranges covering the same ports. */
export function joinPorts(ranges: Iterable<PortRange>): PortRange[] {
  const sorted = [...ranges].sort(
    (a, b) => protocols.indexOf(a.protocol) - protocols.indexOf(b.protocol) || a.first - b.first,
  )
  const joined: { protocol: Protocol; first: number; last: number }[] = []
  for (const range of sorted) {
    const tail = joined.at(-1)
    if (tail && tail.protocol === range.protocol && range.first <= tail.last + 1)
      tail.last = Math.max(tail.last, range.last)
    else joined.push({ ...range })
  }
  return joined
}

/**
 * Cuts every protocol at the borders of the given ranges: one port of a piece stands for all of it.
 * Covers all ports of all protocols, in printing order.
 */
export function cutPorts(ranges: Iterable<PortRange>): PortRange[] {
  const starts = new Map<Protocol, Set<number>>(protocols.map(protocol => [protocol, new Set([firstPort])]))
  for (const { protocol, first, last } of ranges) {
    starts.get(protocol)?.add(first)
    if (last < lastPort) starts.get(protocol)?.add(last + 1)
  }
  return protocols.flatMap(protocol => {
    const sorted = [...(starts.get(protocol) ?? [])].sort((a, b) => a - b)
    return sorted.map((first, i) => ({ protocol, first, last: (sorted[i + 1] ?? lastPort + 1) - 1 }))
  })
}

/** `All Connections`, or `TCP 80-81,443,UDP 53` (contract.md section 2, CONN). */
export function portsText(ranges: readonly PortRange[]): string {
  const joined = ranges.length > 1 ? joinPorts(ranges) : ranges
  if (joined.length === 0) return 'No Connections'
  if (joined.length === allPorts.length && joined.every(range => portCount(range) === lastPort))
    return 'All Connections'
  return protocols
    .map(protocol => joined.filter(range => range.protocol === protocol))
    .filter(group => group.length > 0)
    .map(group => `${group[0]?.protocol} ${group.map(rangeText).join(',')}`)
    .join(',')
}

const rangeText = ({ first, last }: PortRange): string => (first === last ? `${first}` : `${first}-${last}`)
