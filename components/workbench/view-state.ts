import {
  createParser,
  createSerializer,
  parseAsArrayOf,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
  type inferParserType,
} from 'nuqs/server'
import type { SortKey } from '@/lib/api/connection-contract'
import { lenses, noises } from '@/lib/model/filter'
import { addresses } from '@/lib/model/mesh'
import { trustClasses } from '@/lib/model/verdict'
import { readGroupBy } from '@/lib/views/group-name'

const sortKeys = [
  'class',
  'from',
  'to',
  'ports',
  'verdict',
  'authenticated',
  'authorized',
  'encrypted',
] as const satisfies readonly SortKey[]

/**
 * How the cluster is being looked at; all of it is in the address, so that a link shows the same picture. Values that
 * mean nothing are dropped. What is looked at is in the endpoints themselves: `about` narrows, `from` and `to` select.
 */
export const viewParsers = {
  view: parseAsStringLiteral(['map', 'matrix', 'table']),
  /** Classes to keep; none keeps all. */
  class: parseAsArrayOf(parseAsStringLiteral(trustClasses)).withDefault([]),
  /** Workload key, `namespace:NAME`, `internet` or `anyone`. */
  about: parseAsString.withDefault(''),
  /** Text in the filter language (lib/views/query/README.md); it removes. */
  q: parseAsString.withDefault(''),
  /** Kinds of noise that are left out. */
  hide: parseAsArrayOf(parseAsStringLiteral(noises)).withDefault([]),
  /** What is lit while everything else is dimmed; it removes nothing. */
  lens: parseAsStringLiteral(lenses),
  /** What map and matrix gather workloads by, as the API spells it; `auto` is its own choice. */
  group: createParser({ parse: parseGroup, serialize: String }).withDefault('auto'),
  /** Cells of the matrix: as large as lets all be seen, or large enough for their counts. */
  cells: parseAsStringLiteral(['fit', 'large']).withDefault('fit'),
  /** Lines without a gap too, on a map that has too many. */
  lines: parseAsStringLiteral(['gaps', 'all']).withDefault('gaps'),
  from: parseAsString,
  to: parseAsString,
  port: createParser({ parse: parsePort, serialize: portWord, eq: (a, b) => portWord(a) === portWord(b) }),
  /** Of a question alone (`show=ask`): how the client dials, and the parts of one request. */
  dial: parseAsStringLiteral(addresses),
  method: parseAsString,
  path: parseAsString,
  host: parseAsString,
  /** Each `name=value`, one parameter each. */
  header: parseAsNativeArrayOf(parseAsString).withDefault([]),
  tab: parseAsStringLiteral(['why', 'objects', 'reach']).withDefault('why'),
  /** Which way reach is followed, how far, and of which end of a connection. */
  reach: parseAsStringLiteral(['out', 'in']).withDefault('out'),
  hops: createParser({ parse: parseHops, serialize: String }).withDefault(3),
  end: parseAsStringLiteral(['from', 'to']).withDefault('from'),
  /** Namespaces opened in the tree, and on a map too large to draw in full; one parameter each. */
  expand: parseAsNativeArrayOf(parseAsString).withDefault([]),
  /** What rows of the table stand together by. */
  by: parseAsStringLiteral(['none', 'to', 'from', 'class']).withDefault('none'),
  sort: parseAsStringLiteral(sortKeys).withDefault('class'),
  order: parseAsStringLiteral(['asc', 'desc']).withDefault('asc'),
  /** What the detail panel shows in place of the selection. */
  show: parseAsStringLiteral(['problems', 'start', 'unknowns', 'ask']),
}

/** The part of the address after the path, `?view=table`; empty for the view that needs no words. */
export const viewHref = createSerializer(viewParsers)

export type View = inferParserType<typeof viewParsers>

/** No way to dial and no request, for whoever leaves a question. */
export const nothingAsked = {
  dial: null,
  method: null,
  path: null,
  host: null,
  header: [],
} satisfies Partial<View>

/** The ways to look at connections that the tabs offer. */
export type Shown = NonNullable<View['view']>

const protocols = ['TCP', 'UDP', 'SCTP', 'ICMP', 'ICMPv6'] as const

export interface AskedPort {
  readonly protocol: (typeof protocols)[number]
  /** Absent for ICMP, which has none. */
  readonly port?: number
}

/** `TCP 8080` and `ICMP`, as the address writes them: `TCP-8080`, `ICMP`. */
export function parsePort(text: string): AskedPort | null {
  const [word = '', number, ...rest] = text.split('-')
  const protocol = protocols.find(known => known === word)
  if (protocol === undefined || rest.length > 0) return null
  if (protocol === 'ICMP' || protocol === 'ICMPv6') return number === undefined ? { protocol } : null
  if (number === undefined || !/^\d{1,5}$/.test(number)) return null
  const port = Number(number)
  return port >= 1 && port <= 65535 ? { protocol, port } : null
}

export function parseGroup(text: string): string | null {
  return text === 'auto' || readGroupBy(text) ? text : null
}

/** The most that the server counts (lib/api/reach-contract.ts). */
export const mostHops = 10

export function parseHops(text: string): number | null {
  const hops = /^\d{1,2}$/.test(text) ? Number(text) : 0
  return hops >= 1 && hops <= mostHops ? hops : null
}

export function portWord({ protocol, port }: AskedPort): string {
  return port === undefined ? protocol : `${protocol}-${port}`
}
