import { z } from 'zod'
import { severities, type UnseenFindings } from '../model/finding'
import { count, objectRef, origin, path, text } from './terms-contract'

/** The part of the HTTP API that is about what is wrong or dangerous in the objects. */

const place = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('object'),
    object: objectRef,
    path: path.meta({ description: 'The field; `/api/object` marks its lines.' }),
    origin: origin.exactOptional(),
  }),
  z.object({ kind: z.literal('workload'), workload: z.string() }),
  z.object({ kind: z.literal('namespace'), namespace: z.string() }),
  z.object({ kind: z.literal('mesh') }),
])

const finding = z.object({
  code: z.string().meta({ description: 'Stable word for what is found, `istio-permissive-left`.' }),
  severity: z.enum(severities),
  about: place.meta({
    description: 'A field of an object; where no object says anything, whom one should speak for.',
  }),
  title: z.string().meta({ description: 'One sentence: what is wrong, and why.' }),
  remedy: z.string().meta({ description: 'What closes it.' }),
  workloads: z.array(z.string()).meta({ description: 'The first workloads that it bears on.' }),
  workloadsTotal: count,
  evidence: z
    .array(z.object({ object: objectRef, path: path.exactOptional() }))
    .readonly()
    .meta({ description: 'Other objects that prove it.' }),
  doubt: z
    .string()
    .exactOptional()
    .meta({ description: 'Why it may not hold; absent where it holds in every reading.' }),
})

const unseen = z.object({
  group: z.string(),
  kind: z.string().meta({ description: 'Empty where no kind is legible.' }),
  namespaces: z.array(z.string()).readonly().meta({ description: 'Empty: the whole cluster.' }),
  reason: z.string(),
  codes: z.array(z.string()).readonly(),
}) satisfies z.ZodType<UnseenFindings>

export const findingsAnswer = z.object({
  total: count.meta({ description: 'Findings that pass all that is asked for, on all pages.' }),
  offset: count,
  counts: z
    .record(z.enum(severities), count)
    .meta({ description: 'Of each severity, whichever is asked for.' }),
  unseen: z.array(unseen).readonly().meta({
    description: 'Objects that were not read and could carry findings, each kind and reason once.',
  }),
  rows: z.array(finding).meta({ description: 'Worst first.' }),
})

export const findingsQuery = z.object({
  severity: z.enum(['all', ...severities]).default('all'),
  code: text.default('').meta({ description: 'Only what is called so; empty = all.' }),
  namespace: text.default('').meta({
    description: 'Only what is about this namespace, or bears on a workload of it; empty = all.',
  }),
  kind: text.default('').meta({ description: 'With `name`: only what is about this object.' }),
  name: text.default(''),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(50).default(50),
})

export type FindingsPage = z.infer<typeof findingsAnswer>
export type FindingsQuery = z.infer<typeof findingsQuery>
export type FindingRow = FindingsPage['rows'][number]
