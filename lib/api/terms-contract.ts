import { z } from 'zod'
import type { Reason } from '../model/explanation'
import { addresses } from '../model/mesh'
import type { ObjectRef, Origin, Path } from '../model/object'
import { causes, pillarValues, serverAcceptances, transports, trustClasses, verdicts } from '../model/verdict'

/**
 * The HTTP API: what a request may ask and what an answer holds, in one file for each thing that answers are about. Routes
 * parse with these schemas, the browser imports only their types, and `/api/openapi.json` is generated from them, so the
 * three cannot drift. This file holds what the others are made of: words of the model as JSON, counts and texts.
 */

export const count = z.int().nonnegative()

/** Text of a request. */
export const text = z.string().max(1000)

/** `a,b` as a list; the empty string is the empty list. */
export const list = z
  .string()
  .max(4000)
  .transform(value => (value === '' ? [] : value.split(',')))

export const trustClass = z
  .enum(trustClasses)
  .meta({ description: 'How far the connection is earned, worst first.' })

export const verdict = z.enum(verdicts)
const pillar = z.enum(pillarValues)
export const transport = z.enum(transports)
export const principal = z.string().nullable().meta({
  description: 'SPIFFE identity, `spiffe://…`; null where the transport proves none; `unknown`.',
})
export const serverAccepts = z.enum(serverAcceptances)
const isolated = z.enum(['yes', 'no', 'partly', 'unknown'])
export const direction = z.enum(['egress', 'ingress'])
export const plane = z.enum(['network', 'authorization'])
export const cause = z.enum(causes)
export const dialAddress = z.enum(addresses)
export const pillars = z.object({ authenticated: pillar, authorized: pillar, encrypted: pillar })
export const isolation = z.object({ ingress: isolated, egress: isolated })

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

export const origin = z.object({
  file: z.string(),
  document: z.int().positive(),
  line: z.int().positive(),
}) satisfies z.ZodType<Origin>

export const reason = z.object({
  plane,
  dialect: z.string(),
  kind: z.string().exactOptional(),
  namespace: z.string().exactOptional(),
  name: z.string().exactOptional(),
  path: z.string().exactOptional(),
  cause,
}) satisfies z.ZodType<Reason>

export const counts = z
  .object({ implicit: count, unknown: count, partial: count, verified: count })
  .meta({ description: 'Counts of (pair, class); all outside addresses are one endpoint.' })

export type Counts = z.infer<typeof counts>
