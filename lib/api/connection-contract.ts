import { z } from 'zod'
import { filterParameters } from './filter-contract'
import {
  count,
  counts,
  dialAddress,
  objectRef,
  pillars,
  reason,
  serverAccepts,
  text,
  transport,
  trustClass,
  verdict,
} from './terms-contract'

/** The part of the HTTP API that is about connections one by one: pages of the table, and where a row stands in it. */

const side = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('workload'),
    key: z.string().meta({ description: '`namespace/name[Kind]`' }),
    namespace: z.string(),
    name: z.string(),
    workloadKind: z.string(),
  }),
  z.object({
    kind: z.literal('outside'),
    ranges: z.array(z.string()).meta({ description: '`first-last` in each address family, maximal.' }),
    rest: count.exactOptional().meta({ description: 'Ranges beyond those listed; absent where all are.' }),
    everything: z.boolean().meta({ description: 'Every address outside the cluster.' }),
  }),
])

export const connection = z.object({
  id: z.string(),
  from: side,
  to: side,
  ports: z
    .string()
    .meta({ description: '`All Connections`, or `TCP 80-81,443,UDP 53`; very long lists end in `,…`.' }),
  ask: z.object({ protocol: z.string(), port: z.int() }).meta({
    description: 'One port of the connection that stands for all of them in `/api/explain`.',
  }),
  verdict: verdict.exclude(['deny']),
  trustClass,
  pillars,
  transport,
  serverAccepts: serverAccepts.exactOptional(),
  address: dialAddress
    .exactOptional()
    .meta({ description: 'How it is dialled, where another way than the usual one is more open.' }),
  through: z
    .array(z.string())
    .readonly()
    .exactOptional()
    .meta({ description: 'Keys of the workloads that the bytes pass, in order.' }),
  pods: z.object({ allowed: count, of: count }),
  mayBeAltered: z.literal(true).exactOptional().meta({
    description: 'Something may change proxies on the way in ways that cannot be read; the verdict stands.',
  }),
  alteredBy: z
    .array(objectRef)
    .exactOptional()
    .meta({ description: 'What may; the first of them, on whichever of its ports.' }),
  engineDependent: z.boolean(),
})

export const connectionsAnswer = z.object({
  total: count.meta({ description: 'Rows that match, on all pages.' }),
  offset: count,
  counts: counts.exactOptional().meta({ description: 'Of what matches; on the first page.' }),
  runs: z
    .array(
      z.object({
        key: z.string().meta({ description: 'Workload key, `internet` or class.' }),
        rows: count,
        counts,
        admitted: z
          .object({
            policies: count.meta({
              description:
                'Objects of whose allow rules one or another lets in whatever comes in here; 0 where no policy has a say.',
            }),
            only: objectRef.exactOptional().meta({ description: 'The object, where it is one.' }),
            butHosts: z.literal(true).exactOptional().meta({
              description: 'Pods of the host network on its nodes come in whatever policies say.',
            }),
          })
          .exactOptional()
          .meta({
            description:
              'With `by=to`: what lets the rows in at their destination; absent where that hangs on who sends, or is in doubt.',
          }),
        unlimited: z
          .literal(true)
          .exactOptional()
          .meta({ description: 'With `by=from`: no policy limits what the source sends.' }),
      }),
    )
    .exactOptional()
    .meta({
      description: 'With `by`, on the first page: what rows stand together, on all pages, the worst first.',
    }),
  rows: z.array(
    connection.extend({
      egress: z.array(reason).meta({ description: 'What decided the source side, at the port of `ask`.' }),
      ingress: z.array(reason),
    }),
  ),
})

export const sortKeys = [
  'class',
  'from',
  'to',
  'ports',
  'verdict',
  'authenticated',
  'authorized',
  'encrypted',
] as const

export const connectionsQuery = z.object({
  ...filterParameters,
  about: text.default('').meta({
    description: 'Workload key, `namespace:NAME`, `group:NAME`, `internet` or `anyone`; empty = everything.',
  }),
  by: z
    .enum(['none', 'to', 'from', 'class'])
    .default('none')
    .meta({ description: 'What rows stand together by; it takes the place of `sort`.' }),
  sort: z.enum(sortKeys).default('class'),
  order: z.enum(['asc', 'desc']).default('asc'),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

const askedEnd = text.meta({
  description:
    '`namespace/name`, `namespace/name[Kind]`, `node:NAME`, an IP address, a CIDR block outside the cluster, `internet`, or `anyone` for every pod.',
})

export const askedPair = z.object({
  from: askedEnd,
  to: askedEnd,
  port: text.exactOptional().meta({ description: 'Number or name of a container port of the destination.' }),
  protocol: z.enum(['TCP', 'UDP', 'SCTP', 'ICMP', 'ICMPv6']).default('TCP'),
})

export const rowQuery = connectionsQuery.omit({ offset: true, limit: true }).extend(askedPair.shape)

export const rowAnswer = z.object({
  row: count.exactOptional().meta({
    description: 'Its place from 0 under this filter, sort and grouping; absent where they keep no such row.',
  }),
})

export type ConnectionRow = z.infer<typeof connectionsAnswer>['rows'][number]
export type ConnectionFacts = z.infer<typeof connection>
export type SideView = z.infer<typeof side>
export type ConnectionsPage = z.infer<typeof connectionsAnswer>
export type ConnectionRun = NonNullable<ConnectionsPage['runs']>[number]
export type ConnectionsQuery = z.infer<typeof connectionsQuery>
export type AskedPair = z.infer<typeof askedPair>
export type RowQuestion = z.infer<typeof rowQuery>
export type RowPlace = z.infer<typeof rowAnswer>
export type SortKey = (typeof sortKeys)[number]
