import { z } from 'zod'
import { doorVias, entryReasons, entryVias, tlsClients, tlsEnds } from '../model/entry-point'
import {
  count,
  counts,
  isolation,
  objectRef,
  origin,
  path,
  principal,
  text,
  transport,
  verdict,
} from './terms-contract'

/** The part of the HTTP API that is about workloads. */

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
  tls: z
    .object({ ends: z.enum(tlsEnds), client: z.enum(tlsClients) })
    .exactOptional()
    .meta({
      description:
        'Where TLS from outside ends and whether the client must show a certificate, if that is known.',
    }),
  doors: z
    .array(
      z.object({
        via: z.enum(doorVias),
        service: objectRef.exactOptional(),
        ports: z.array(z.int()),
        verdict,
      }),
    )
    .exactOptional()
    .meta({
      description:
        'How traffic gets to the pods of the controller; empty where no way is known, absent where the pods are not.',
    }),
  transport: transport.exactOptional(),
  principal: principal.exactOptional(),
  facts: z.array(z.string()).meta({ description: 'The same in words, one sentence each.' }),
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

export const workloadsQuery = z.object({
  namespace: text.exactOptional(),
  q: text.default(''),
  limit: z.coerce.number().int().min(1).max(500).default(200),
})

export const workloadQuery = z.object({ key: text })

export type WorkloadsQuery = z.infer<typeof workloadsQuery>
export type WorkloadSummary = z.infer<typeof workload>
export type WorkloadsPage = z.infer<typeof workloadsAnswer>
export type WorkloadDetail = z.infer<typeof workloadAnswer>
export type WayIn = WorkloadDetail['waysIn']['items'][number]
