import { z } from 'zod'
import { lacks, type ClusterFacts } from '../model/capture'
import type { Problem } from '../model/problem'
import { suggestion } from './map-contract'
import { count, counts, direction, objectRef, origin, path, reason } from './terms-contract'

/** The part of the HTTP API that says what was read, how much of it is earned, and where to start. */

const tri = z.enum(['yes', 'no', 'maybe'])

const problem = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  effect: z.enum(['none', 'unknown', 'left-out']),
  object: objectRef.exactOptional(),
  path: path.exactOptional(),
  origin: origin.exactOptional(),
}) satisfies z.ZodType<Problem>

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

export type Overview = z.infer<typeof overviewAnswer>
export type Blocked = z.infer<typeof blocked>
export type Headline = Overview['headline']
export type GapView = Overview['gaps'][number]
export type StartingPoint = Overview['start'][number]
