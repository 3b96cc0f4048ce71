import { z } from 'zod'
import type { DecidedPair, PolicyNote } from '../model/policy-report'
import type { Provenance } from '../model/provenance'
import { count, direction, objectRef, path, plane, text } from './terms-contract'

/** The part of the HTTP API that is about policy objects. */

const notEnforced = z.enum(['staged', 'audit', 'engine', 'plane'])
const protocol = z.enum(['SCTP', 'TCP', 'UDP'])

const note = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('unread'), reason: z.string() }),
    z.object({ kind: z.literal('refused') }),
    z.object({ kind: z.literal('not-enforced'), why: notEnforced }),
    z.object({
      kind: z.literal('selects-nobody'),
      path,
      selector: z.string(),
      why: z.enum(['no-pod', 'host-network', 'no-proxy']),
      near: z
        .array(z.object({ workload: z.string(), wants: z.string(), has: z.string() }))
        .readonly()
        .meta({ description: 'Workloads that one condition, which looks like a slip, keeps out.' }),
    }),
    z
      .object({
        kind: z.literal('bound-to-services'),
        services: z.array(z.string()).readonly(),
        whole: z.boolean(),
      })
      .meta({
        description:
          'It is met by what is dialled through these Services alone, `namespace/name`, which the counts of pairs leave out; `whole`: so is all of the object.',
      }),
    z.object({ kind: z.literal('peer-matches-nobody'), direction, path, peer: z.string() }),
    z.object({ kind: z.literal('port-name-missing'), direction, path, protocol, name: z.string() }),
    z.object({ kind: z.literal('shadowed'), path, by: objectRef, byPath: path, whole: z.boolean() }).meta({
      description:
        'An allow rule whose every peer and port another rule allows and names as well; `whole`: all rules of the object are.',
    }),
    z.object({ kind: z.literal('every-namespace'), direction, path }),
    z.object({ kind: z.literal('names-no-peer'), direction, path, anyone: z.boolean() }),
  ])
  .meta({
    description: 'What the author of a policy would want to know; `path` is the field in it.',
  }) satisfies z.ZodType<PolicyNote>

const provenance = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('helm'),
    release: z.string().exactOptional(),
    chart: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('argo-cd'), application: z.string() }),
  z.object({ kind: z.literal('flux'), by: z.enum(['Kustomization', 'HelmRelease']), name: z.string() }),
  z.object({
    kind: z.literal('file'),
    file: z.string(),
    document: z.int().positive(),
    line: z.int().positive(),
  }),
  z.object({ kind: z.literal('unknown') }),
]) satisfies z.ZodType<Provenance>

const tier = z.object({
  plane,
  name: z.string(),
  resolution: z.enum(['deny-overrides', 'first-match']),
})

const policy = z.object({
  ref: objectRef,
  tier: tier.pick({ plane: true, name: true }),
  directions: z.array(direction).readonly(),
  enforcement: z.enum(['enforced', ...notEnforced.options]),
  selects: z.object({ workloads: count, possibly: count, pods: count }).meta({
    description: 'Workloads and pods that it governs; `possibly` counts those of some reading too.',
  }),
  allows: count.meta({
    description:
      'Ordered pairs of endpoints, all outside addresses being one, that have a connection which a rule of this object is among those to allow.',
  }),
  denies: count.meta({
    description:
      'Pairs for which no port gets through the side that this object is among those to keep shut.',
  }),
  soleAllow: count.meta({
    description: 'Pairs with an open port that only this object lets through at its side.',
  }),
  unknown: count.meta({ description: 'Pairs with a port that is unknown because of this object.' }),
  notes: z.array(note).meta({ description: 'Those that matter most; `notesTotal` counts all.' }),
  notesTotal: count,
  from: provenance,
})

const decidedPair = z.object({
  from: z.string(),
  to: z.string(),
  direction,
  effect: z.enum(['allows', 'denies', 'unknown']),
  sole: z.boolean(),
  port: z.object({ protocol, port: z.int() }).exactOptional(),
}) satisfies z.ZodType<DecidedPair>

export const policyFilters = ['all', 'matches-nothing', 'not-enforced', 'shadowed'] as const

export const policiesAnswer = z.object({
  total: count.meta({ description: 'Objects that pass filter and namespace, on all pages.' }),
  offset: count,
  counts: z
    .record(z.enum(policyFilters), count)
    .meta({ description: 'Objects that each filter would keep in the namespace asked for.' }),
  tiers: z.array(tier.extend({ position: z.int().positive(), objects: count })).meta({
    description:
      'In evaluation order, those with objects that pass; `position` counts the tiers of a plane from 1, others included.',
  }),
  namespaces: z.array(z.string()).meta({ description: 'Namespaces that hold policy objects.' }),
  rows: z.array(policy).meta({ description: 'In evaluation order.' }),
})

export const policyAnswer = policy.extend({
  readable: z.boolean().meta({ description: 'Whether `/api/object` has its text.' }),
  reach: z
    .object({ workloads: count, namespace: z.string().exactOptional() })
    .meta({ description: 'The workloads that it could select: of its namespace, or of the cluster.' }),
  selected: z
    .array(z.object({ workload: z.string(), certain: z.boolean() }))
    .meta({ description: 'The first workloads that it selects.' }),
  pairs: z.array(decidedPair).readonly().meta({ description: 'The first pairs that it decides about.' }),
  marked: z.array(path).meta({ description: 'Fields that the notes are about.' }),
})

export const policiesQuery = z.object({
  filter: z.enum(policyFilters).default('all'),
  namespace: text.default('').meta({ description: 'Only objects of this namespace; empty = all.' }),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(50).default(50),
})

export const policyQuery = z.object({
  group: text.default(''),
  kind: text,
  namespace: text.exactOptional(),
  name: text,
})

export type PoliciesPage = z.infer<typeof policiesAnswer>
export type PoliciesQuery = z.infer<typeof policiesQuery>
export type PolicyFilter = PoliciesQuery['filter']
export type PolicyRow = PoliciesPage['rows'][number]
export type PolicyTier = PoliciesPage['tiers'][number]
export type PolicyDetail = z.infer<typeof policyAnswer>
