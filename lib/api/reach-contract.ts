import { z } from 'zod'
import { count, text } from './terms-contract'

/** The part of the HTTP API that is about where one gets from a workload hop by hop. */

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

export const reachQuery = z.object({
  from: text.meta({ description: 'Workload key or `internet`.' }),
  direction: z
    .enum(['out', 'in'])
    .default('out')
    .meta({ description: 'Whom it may reach, or who may reach it.' }),
  hops: z.coerce.number().int().min(1).max(10).default(3),
})

export type ReachAnswer = z.infer<typeof reachAnswer>
export type ReachQuery = z.infer<typeof reachQuery>
