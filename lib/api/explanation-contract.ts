import { z } from 'zod'
import type { Explanation, RouteTrace, SideTrace, TraceStep } from '../model/explanation'
import type { WireReason } from '../model/mesh'
import type { PortRange } from '../model/port'
import { askedPair, connection } from './connection-contract'
import { issuer } from './identity-contract'
import {
  cause,
  count,
  dialAddress,
  direction,
  objectRef,
  origin,
  path,
  pillars,
  plane,
  principal,
  reason,
  serverAccepts,
  text,
  transport,
  trustClass,
  verdict,
} from './terms-contract'

/** The part of the HTTP API that says why one end may talk to another or not. */

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
    why: z.enum(['host-network', 'same-node', 'itself', 'proxys-own', 'not-enforced']),
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
  principalIssuer: issuer.exactOptional(),
  originIssuer: issuer.exactOptional(),
  route: routeTrace.exactOptional(),
  alteredBy: z
    .array(z.object({ object: objectRef, origin: origin.exactOptional() }))
    .readonly()
    .exactOptional()
    .meta({
      description: 'What may change proxies on the way, in ways that cannot be read; the verdict stands.',
    }),
  engineDependent: z.boolean(),
  sides: z.array(sideTrace).readonly(),
}) satisfies z.ZodType<Explanation>

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

export type ExplainQuery = z.infer<typeof explainQuery>
export type Explained = z.infer<typeof explainAnswer>
