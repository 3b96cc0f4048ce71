import { z } from 'zod'
import { lacks, type ClusterFacts } from '../model/capture'
import { entryReasons, entryVias } from '../model/entry-point'
import { lenses, noises } from '../model/filter'
import type { Explanation, Reason, RouteTrace, SideTrace, TraceStep } from '../model/explanation'
import { addresses, type WireReason } from '../model/mesh'
import type { ObjectRef, Origin, Path } from '../model/object'
import type { PortRange } from '../model/port'
import type { Problem } from '../model/problem'
import { causes, pillarValues, serverAcceptances, transports, trustClasses, verdicts } from '../model/verdict'

/**
 * The HTTP API: what a request may ask and what an answer holds. Routes parse with these schemas, the browser imports
 * only their types, and `/api/openapi.json` is generated from them, so the three cannot drift.
 */

export const count = z.int().nonnegative()

/* ---- words of the model, as JSON ---- */

export const trustClass = z
  .enum(trustClasses)
  .meta({ description: 'How far the connection is earned, worst first.' })
const verdict = z.enum(verdicts)
const pillar = z.enum(pillarValues)
const transport = z.enum(transports)
const serverAccepts = z.enum(serverAcceptances)
const tri = z.enum(['yes', 'no', 'maybe'])
const isolated = z.enum(['yes', 'no', 'partly', 'unknown'])
export const direction = z.enum(['egress', 'ingress'])
export const plane = z.enum(['network', 'authorization'])
const cause = z.enum(causes)

const pillars = z.object({ authenticated: pillar, authorized: pillar, encrypted: pillar })
const isolation = z.object({ ingress: isolated, egress: isolated })

export const path = z
  .array(z.union([z.string(), z.int()]))
  .readonly()
  .meta({ description: 'Field path inside an object, key by key.' }) satisfies z.ZodType<Path>

export const objectRef = z.object({
  group: z.string(),
  kind: z.string(),
  namespace: z.string().exactOptional(),
  name: z.string(),
}) satisfies z.ZodType<ObjectRef>

const origin = z.object({
  file: z.string(),
  document: z.int().positive(),
  line: z.int().positive(),
}) satisfies z.ZodType<Origin>

const problem = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  effect: z.enum(['none', 'unknown', 'left-out']),
  object: objectRef.exactOptional(),
  path: path.exactOptional(),
  origin: origin.exactOptional(),
}) satisfies z.ZodType<Problem>

const reason = z.object({
  plane,
  dialect: z.string(),
  kind: z.string().exactOptional(),
  namespace: z.string().exactOptional(),
  name: z.string().exactOptional(),
  path: z.string().exactOptional(),
  cause,
}) satisfies z.ZodType<Reason>

const stepDetail = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rule-matches'),
    action: z.enum(['allow', 'deny', 'pass', 'delegate']),
    peer: z.string(),
    ports: z.string(),
    request: z
      .string()
      .exactOptional()
      .meta({ description: 'The requests that the rule is about, `GET /api/*`; absent where all.' }),
  }),
  z.object({ kind: z.literal('isolates'), rules: count }),
  z.object({ kind: z.literal('no-match'), rules: count }),
  z.object({ kind: z.literal('not-asked'), tier: z.string() }),
  z.object({ kind: z.literal('tie'), with: z.array(z.string()).readonly() }),
  z.object({ kind: z.literal('other-direction'), selects: direction }),
  z.object({
    kind: z.literal('default-allow'),
    others: z
      .literal(true)
      .exactOptional()
      .meta({ description: 'Some requests are denied, others are not.' }),
  }),
  z.object({ kind: z.literal('nothing-selects'), namespace: z.string() }),
  z.object({
    kind: z.literal('cannot-police'),
    why: z.enum(['host-network', 'same-node', 'itself', 'not-enforced']),
  }),
  z.object({ kind: z.literal('undefined-protocol'), protocol: z.string() }),
  z.object({ kind: z.literal('unread'), reason: z.string() }),
  z.object({ kind: z.literal('near-subject'), wants: z.string(), has: z.string(), nobody: z.boolean() }),
  z.object({
    kind: z.literal('near-peer'),
    wants: z.string(),
    has: z.string(),
    because: z.enum(['label', 'namespace']),
  }),
  z.object({ kind: z.literal('near-port'), wants: z.string(), asked: z.string() }),
]) satisfies z.ZodType<TraceStep['detail']>

const traceStep = z.object({
  role: z.enum(['decided', 'considered', 'near-miss']),
  object: objectRef.exactOptional(),
  path: path.exactOptional(),
  certain: z.boolean(),
  detail: stepDetail,
}) satisfies z.ZodType<TraceStep>

const sideTrace = z.object({
  plane,
  direction,
  at: z.string(),
  verdict,
  cause,
  reasons: z.array(reason).readonly(),
  steps: z.array(traceStep).readonly(),
}) satisfies z.ZodType<SideTrace>

const portRange = z.object({
  protocol: z.enum(['SCTP', 'TCP', 'UDP']),
  first: z.int(),
  last: z.int(),
}) satisfies z.ZodType<PortRange>

const dialAddress = z.enum(addresses)

const principal = z.string().nullable().meta({
  description: 'SPIFFE identity, `spiffe://…`; null where the transport proves none; `unknown`.',
})

const wireReason = z.object({
  kind: z.enum([
    'client-proxy',
    'server-proxy',
    'mode',
    'client-tls',
    'auto-mtls',
    'tunnel',
    'bypass',
    'handshake',
    'unread',
  ]),
  text: z.string(),
  object: objectRef.exactOptional(),
  path: path.exactOptional(),
  overruled: z
    .literal(true)
    .exactOptional()
    .meta({ description: 'Said by a wider scope, while a narrower one says otherwise.' }),
}) satisfies z.ZodType<WireReason>

const routeTrace = z.object({
  address: dialAddress,
  service: z.object({ namespace: z.string(), name: z.string(), port: z.int() }).exactOptional(),
  unusual: z
    .literal(true)
    .exactOptional()
    .meta({ description: 'It is more open dialled so than in the usual way.' }),
  through: z.array(z.string()).readonly(),
  because: z.array(z.array(wireReason).readonly()).readonly(),
}) satisfies z.ZodType<RouteTrace>

const explanation = z.object({
  from: z.string(),
  to: z.string(),
  protocol: z.string(),
  port: z.int().exactOptional(),
  alike: z.array(portRange).readonly(),
  verdict,
  trustClass: trustClass.exactOptional(),
  pillars: pillars.exactOptional(),
  transport,
  serverAccepts: serverAccepts.exactOptional(),
  principal: principal.meta({ description: 'Whom the destination sees.' }),
  originPrincipal: principal.meta({ description: 'Whom the first stretch of the way proves.' }),
  route: routeTrace.exactOptional(),
  engineDependent: z.boolean(),
  sides: z.array(sideTrace).readonly(),
}) satisfies z.ZodType<Explanation>

/* ---- what several answers share ---- */

export const counts = z
  .object({ implicit: count, unknown: count, partial: count, verified: count })
  .meta({ description: 'Counts of (pair, class); all outside addresses are one endpoint.' })

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

const connection = z.object({
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
  engineDependent: z.boolean(),
})

const workload = z.object({
  key: z.string(),
  namespace: z.string(),
  name: z.string(),
  kind: z.string(),
  pods: count,
  predicted: z.boolean(),
  isolation,
  counts,
})

const suggestion = z
  .object({ view: z.literal('matrix'), why: z.string() })
  .meta({ description: 'A view that shows this better than a map, and why.' })

const blocked = z
  .object({
    from: z.string(),
    to: z.string(),
    protocol: z.string(),
    port: z.int(),
    allowedBy: objectRef,
    allowedAt: direction,
    deniedAt: direction,
    deniedBy: reason,
  })
  .meta({ description: 'A rule lets this pair in, and the other side keeps it out.' })

const gap = z.object({
  title: z.string().meta({ description: 'What is missing: `Cannot list NetworkPolicies in payments`.' }),
  what: z.string().meta({ description: 'What of it: `NetworkPolicies in payments`.' }),
  lack: z.enum(lacks).meta({
    description:
      '`unlisted`, `unread`: it was refused or failed; `untold`: which kinds there are; `unasked`: nobody asked for it.',
  }),
  detail: z.string().meta({ description: 'Why, one clause.' }),
  remedy: z.string(),
  unknown: count.exactOptional().meta({
    description: 'Connections that it makes unknown; absent where that cannot be told apart.',
  }),
})

const clusterFacts = z
  .object({
    version: z.string().exactOptional(),
    notInstalled: z
      .array(z.string())
      .readonly()
      .meta({ description: 'API groups of known policy kinds that the cluster does not serve.' }),
    namespaces: z
      .array(z.string())
      .readonly()
      .exactOptional()
      .meta({ description: 'The namespaces that were asked for, where not all were.' }),
  })
  .meta({ description: 'What a live cluster said of itself.' }) satisfies z.ZodType<ClusterFacts>

/* ---- answers ---- */

const groupingLabels = z.object({
  items: z.array(
    z.object({
      key: z.string(),
      groups: count.meta({ description: 'Values that occur.' }),
      workloads: count.meta({ description: 'Workloads that have one.' }),
    }),
  ),
  total: count.meta({ description: 'Labels that gather workloads, with those that are not listed.' }),
})

export const overviewAnswer = z.object({
  source: z.object({ kind: z.enum(['manifests', 'demo', 'cluster', 'upload']), label: z.string() }),
  capturedAt: z.iso.datetime(),
  incomplete: z.boolean(),
  missingKinds: count.meta({
    description:
      'Kinds that were asked for and could not be listed to their end, at all or in some namespace.',
  }),
  gaps: z.array(gap).meta({ description: 'What could not be listed, those that cost most first.' }),
  cluster: clusterFacts.exactOptional(),
  problems: z.object({ total: count, unknown: count, items: z.array(problem) }),
  engine: z.object({
    engine: z.enum(['kubernetes', 'cilium', 'calico', 'none', 'several']),
    known: z.enum(['said', 'seen', 'assumed']),
    evidence: z.array(objectRef),
  }),
  enforcementUnproven: z.boolean().meta({
    description:
      'A live cluster without a sign of anything that enforces network policies: verdicts hold only if something does.',
  }),
  counts,
  outside: z.object({ anyone: counts, internet: counts }),
  workloads: count,
  namespaces: z.array(
    z.object({
      name: z.string(),
      workloads: count,
      isolated: count.meta({ description: 'Workloads that some policy limits in some direction.' }),
      open: count.meta({ description: 'Workloads that no policy limits for ingress.' }),
      defaultDeny: z.object({ ingress: tri, egress: tri }),
      counts: counts.meta({
        description:
          'Connections of its workloads as destination, or as source of one that leaves the cluster.',
      }),
    }),
  ),
  groupings: z.object({ namespaceLabels: groupingLabels, labels: groupingLabels }).meta({
    description: 'What map and matrix can gather workloads by, beside namespace and service account.',
  }),
  headline: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('no-workloads') }),
    z.object({ kind: z.literal('no-policies'), workloads: count, implicit: count }),
    z.object({
      kind: z.literal('nothing-allowed'),
      namespaces: z.array(z.string()),
      isolatedBy: z.array(objectRef),
      egressRules: z.boolean(),
    }),
    z
      .object({
        kind: z.literal('nearly-open'),
        workloads: count,
        open: count,
        total: count,
        implicit: count,
      })
      .meta({ description: 'There are policies, and nine of ten workloads or more accept anyone.' }),
    z.object({ kind: z.literal('counts'), total: count, implicit: count, unknown: count }),
  ]),
  start: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('no-default-deny'), namespace: z.string(), implicit: count }),
      z.object({
        kind: z.literal('open-egress'),
        namespace: z.string(),
        implicit: count,
      }),
      z.object({
        kind: z.literal('near-miss'),
        workload: z.string(),
        policy: objectRef,
        implicit: count,
      }),
    ]),
  ),
  blocked: z.object({ items: z.array(blocked), complete: z.boolean() }),
  suggest: suggestion.exactOptional(),
})

export const workloadsAnswer = z.object({
  total: count,
  items: z.array(workload),
  near: z
    .array(z.string())
    .exactOptional()
    .meta({ description: 'Where no name holds the text: keys of workloads that may have been meant.' }),
})

const exposed = z.object({ total: count, items: z.array(z.string()) }).meta({
  description: 'Pods that need not exist yet, in words: the whole cluster first, then the first selectors.',
})

const wayIn = z.object({
  object: objectRef,
  via: z.enum(entryVias),
  way: z.string(),
  service: z.string(),
  protocol: z.enum(['SCTP', 'TCP', 'UDP']),
  port: z.int(),
  verdict,
  reason: z.enum(entryReasons),
  why: z.string(),
  doubts: z.array(z.string()),
})

export const workloadAnswer = z.object({
  workload,
  incoming: counts,
  outgoing: counts,
  policies: z.array(objectRef),
  objects: z
    .array(
      z.object({
        ref: objectRef,
        part: z.enum(['itself', 'pod', 'selects', 'may-select']),
        readable: z.boolean().meta({ description: 'Whether `/api/object` has its text.' }),
        paths: z.array(path).meta({
          description:
            'Of its own objects the labels that policies see, of a policy the fields by which it selects and governs.',
        }),
        origin: origin.exactOptional(),
      }),
    )
    .meta({
      description:
        'What it is written in (the object and the first of its pods, as far as they were read), then the policies that select it in evaluation order.',
    }),
  wouldAccept: exposed,
  couldReach: exposed,
  waysIn: z.object({ total: count, items: z.array(wayIn) }),
})

const via = z.array(z.string()).meta({
  description:
    'Workloads that one passes on a shortest way, in the order in which traffic does; empty where it is reached directly.',
})

const reached = z.object({
  key: z.string(),
  certain: z.boolean().meta({
    description: 'Reached in as many steps without a connection that is unknown.',
  }),
  via,
})

export const reachAnswer = z.object({
  from: z.string(),
  direction: z.enum(['out', 'in']),
  hops: z
    .array(
      z.object({
        workloads: count.meta({ description: 'Workloads that no shorter way leads to.' }),
        unknown: count.meta({ description: 'Of these, the ones that are not certain.' }),
        named: z.array(reached).meta({ description: 'The first of them: 500 over all hops.' }),
      }),
    )
    .meta({ description: 'One entry for each number of steps that leads to somebody new.' }),
  internet: z
    .object({ hop: count, certain: z.boolean(), via })
    .exactOptional()
    .meta({ description: 'In how many steps the internet is reached; it leads nowhere else.' }),
})

const position = { x: z.number(), y: z.number() }
const bundleCounts = {
  trustClass,
  failing: count,
  all: count,
  counts: counts
    .exactOptional()
    .meta({ description: 'Connections by class; of a bundle from anyone, where `all` is workloads, too.' }),
  lit: count.exactOptional().meta({ description: 'Connections that the lens lights; absent without one.' }),
}

export const grouping = z.object({
  by: z.string().meta({ description: 'As it would be asked for.' }),
  why: z
    .string()
    .exactOptional()
    .meta({ description: 'In words, where it was chosen because there are too many namespaces.' }),
})

export const mapAnswer = z.object({
  grouping,
  suggest: suggestion.exactOptional(),
  drawn: z.object({
    unit: z.enum(['workloads', 'namespaces']),
    shown: count,
    of: count,
    bundles: count,
    ofBundles: count,
  }),
  hulls: z.array(
    z.object({
      namespace: z.string().meta({ description: 'Name of a namespace, or id of another group.' }),
      label: z.string().exactOptional().meta({ description: 'Of a group that is no namespace.' }),
      ...position,
      width: z.number(),
      height: z.number(),
      collapsed: z.boolean(),
      workloads: count,
      isolated: count,
      defaultDeny: z.boolean(),
      counts,
      inside: z.object(bundleCounts).exactOptional(),
      lit: bundleCounts.lit,
    }),
  ),
  nodes: z.array(
    z.object({
      key: z.string(),
      namespace: z.string(),
      name: z.string(),
      kind: z.string(),
      predicted: z.boolean(),
      isolation,
      outgoing: count.meta({ description: 'Connections that the filter keeps, the internet as one end.' }),
      incoming: count,
      lit: bundleCounts.lit,
      hull: z.string().exactOptional().meta({ description: 'Where that is not its namespace.' }),
      ...position,
    }),
  ),
  anyone: z
    .object({ ...position, openEgress: count, lit: bundleCounts.lit })
    .exactOptional()
    .meta({ description: 'Absent where nothing is open to anyone.' }),
  internet: z
    .object({ ...position, incoming: count, outgoing: count, lit: bundleCounts.lit })
    .exactOptional()
    .meta({
      description: 'Workloads that it may reach, and that may reach it; absent where there are none.',
    }),
  groups: z
    .array(z.object({ id: z.string(), label: z.string(), namespaces: count, ...position }))
    .exactOptional()
    .meta({
      description: 'Many namespaces that are one end of a bundle; absent where no bundle ends at any.',
    }),
  bundles: z.array(
    z.object({
      from: z
        .string()
        .exactOptional()
        .meta({ description: 'Namespace, or `id` of a group; absent = anyone.' }),
      to: z.string().meta({
        description:
          'Namespace, or `id` of a group; members of a bundle from anyone are the workloads of the namespace.',
      }),
      ...bundleCounts,
      connections: count,
    }),
  ),
  stubs: z.array(
    z.object({ namespace: z.string(), direction: z.enum(['in', 'out']), ...bundleCounts, ...position }),
  ),
  singles: z
    .array(
      z.object({
        ...{ from: z.string(), to: z.string(), trustClass, ports: z.string() },
        lit: z.boolean().exactOptional().meta({ description: 'Whether the lens lights it.' }),
      }),
    )
    .meta({ description: 'Connections of the selection; ends are workload keys, `anyone` or `internet`.' }),
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
        sameReason: z.enum(['all', 'but-hosts']).exactOptional().meta({
          description:
            'Present where one reason decides at the destination of all its rows, or of all but those from pods of the host network on its nodes.',
        }),
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

export const explainAnswer = z.object({
  from: z.string(),
  to: z.string(),
  kinds: count.meta({ description: 'Kinds of pod pairs; `answers` holds the first of them.' }),
  answers: z
    .array(z.object({ pairs: count, explanation }))
    .meta({ description: 'One per kind of pod pair, worst class first.' }),
  connections: z.array(connection).meta({ description: 'Every connection of this pair.' }),
  objects: z.array(
    z.object({
      ref: objectRef,
      role: traceStep.shape.role,
      paths: z.array(path),
      origin: origin
        .exactOptional()
        .meta({ description: 'Where it was written; absent where no file says.' }),
    }),
  ),
})

export const objectAnswer = z.object({
  ref: objectRef,
  origin: origin.exactOptional(),
  yaml: z.string(),
  marked: z.array(z.object({ first: z.int().positive(), last: z.int().positive() })),
})

/** RFC 9457, with a stable `type`. */
export const problemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
})

/* ---- questions ---- */

/** Text of a request. */
export const text = z.string().max(1000)

/** `a,b` as a list; the empty string is the empty list. */
export const list = z
  .string()
  .max(4000)
  .transform(value => (value === '' ? [] : value.split(',')))

/** What every view of connections can be narrowed by. */
export const filterParameters = {
  class: list.pipe(z.array(trustClass)).default([]).meta({ description: 'Classes to keep; none = all.' }),
  q: text.default('').meta({
    description:
      'Text in the filter language: `web`, `src.ns = shop and not port = 53` (lib/views/query/README.md).',
  }),
  hide: list
    .pipe(z.array(z.enum(noises)))
    .default([])
    .meta({ description: 'Kinds of noise to leave out; `/api/lenses` says what each is.' }),
} as const

export const lens = z
  .enum(lenses)
  .exactOptional()
  .meta({ description: 'Counts, beside everything, what this lens lights.' })

export const workloadsQuery = z.object({
  namespace: text.exactOptional(),
  q: text.default(''),
  limit: z.coerce.number().int().min(1).max(500).default(200),
})

export const workloadQuery = z.object({ key: text })

export const reachQuery = z.object({
  from: text.meta({ description: 'Workload key or `internet`.' }),
  direction: z
    .enum(['out', 'in'])
    .default('out')
    .meta({ description: 'Whom it may reach, or who may reach it.' }),
  hops: z.coerce.number().int().min(1).max(10).default(3),
})

export const groupParameter = text.default('auto').meta({
  description:
    'What workloads are gathered by: `namespace`, `namespace-label:KEY`, `label:KEY` or `service-account`; `auto` is the namespace, or above 300 namespaces the label that covers them best.',
})

export const mapQuery = z.object({
  ...filterParameters,
  group: groupParameter,
  focus: text
    .exactOptional()
    .meta({ description: 'Workload key or `internet` whose connections are drawn singly.' }),
  expand: list.default([]).meta({ description: 'Groups to draw in full where the map is aggregated.' }),
  lens,
  lines: z
    .enum(['gaps', 'all'])
    .default('gaps')
    .meta({ description: 'Above 150 lines only those with a gap are drawn, unless all are asked for.' }),
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

const askedPair = z.object({
  from: askedEnd,
  to: askedEnd,
  port: text.exactOptional().meta({ description: 'Number or name of a container port of the destination.' }),
  protocol: z.enum(['TCP', 'UDP', 'SCTP', 'ICMP', 'ICMPv6']).default('TCP'),
})

export const explainQuery = askedPair.extend({
  address: dialAddress.exactOptional().meta({
    description: 'How the client dials; without it, in any way, of which the most open one is told.',
  }),
  service: text.exactOptional().meta({ description: 'The Service that it dials, `namespace/name`.' }),
  method: text.exactOptional().meta({
    description:
      'Method of the request. With any part of a request, one is asked about that has nothing but what is given.',
  }),
  path: text.exactOptional().meta({ description: 'Path of the request, which begins with `/`.' }),
  host: text.exactOptional().meta({
    description: 'Host of the request; without it, the Service that is dialled.',
  }),
  header: z
    .array(text)
    .max(50)
    .exactOptional()
    .meta({ description: 'Header of the request, `name=value`; may be given several times.' }),
})

export const rowQuery = connectionsQuery.omit({ offset: true, limit: true }).extend(askedPair.shape)

export const rowAnswer = z.object({
  row: count.exactOptional().meta({
    description: 'Its place from 0 under this filter, sort and grouping; absent where they keep no such row.',
  }),
})

export const objectQuery = z.object({
  group: text.default(''),
  kind: text,
  namespace: text.exactOptional(),
  name: text,
  path: z
    .string()
    .max(8000)
    .default('[]')
    .meta({ description: 'JSON list of field paths whose lines are to be marked.' }),
})

export type Overview = z.infer<typeof overviewAnswer>
export type Counts = z.infer<typeof counts>
export type ConnectionRow = z.infer<typeof connectionsAnswer>['rows'][number]
export type ConnectionFacts = z.infer<typeof connection>
export type SideView = z.infer<typeof side>
export type ConnectionsPage = z.infer<typeof connectionsAnswer>
export type ConnectionRun = NonNullable<ConnectionsPage['runs']>[number]
export type ConnectionsQuery = z.infer<typeof connectionsQuery>
export type RowQuestion = z.infer<typeof rowQuery>
export type RowPlace = z.infer<typeof rowAnswer>
export type MapQuery = z.infer<typeof mapQuery>
export type WorkloadsQuery = z.infer<typeof workloadsQuery>
export type AskedPair = z.infer<typeof askedPair>
export type ExplainQuery = z.infer<typeof explainQuery>
export type WorkloadSummary = z.infer<typeof workload>
export type WorkloadsPage = z.infer<typeof workloadsAnswer>
export type WorkloadDetail = z.infer<typeof workloadAnswer>
export type WayIn = WorkloadDetail['waysIn']['items'][number]
export type ReachAnswer = z.infer<typeof reachAnswer>
export type ReachQuery = z.infer<typeof reachQuery>
export type TrustMap = z.infer<typeof mapAnswer>
export type Blocked = z.infer<typeof blocked>
export type Headline = Overview['headline']
export type GapView = Overview['gaps'][number]
export type StartingPoint = Overview['start'][number]
export type Explained = z.infer<typeof explainAnswer>
export type ObjectText = z.infer<typeof objectAnswer>
export type ProblemDocument = z.infer<typeof problemDocument>
export type SortKey = (typeof sortKeys)[number]
