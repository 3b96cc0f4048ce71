import { z } from 'zod'
import { filterParameters } from './filter-contract'
import { count, counts, list } from './terms-contract'

export const scopeAnswer = z.object({
  total: count.meta({ description: 'Namespaces that the filter leaves something of.' }),
  of: count.meta({ description: 'Namespaces in all.' }),
  namespaces: z.array(
    z.object({
      name: z.string(),
      workloads: count,
      counts: counts.meta({
        description:
          'Kept connections of its workloads as destination, or as source of one that leaves the cluster.',
      }),
    }),
  ),
  outside: z.object({ anyone: counts, internet: counts }),
  open: z
    .array(
      z.object({
        namespace: z.string(),
        total: count,
        items: z.array(z.object({ key: z.string(), name: z.string(), kind: z.string(), counts })),
      }),
    )
    .meta({ description: 'Workloads of the namespaces that were asked for; those with most gaps first.' }),
})

export const scopeQuery = z.object({
  ...filterParameters,
  open: list.default([]).meta({ description: 'Namespaces whose workloads are listed.' }),
})

export type ScopeAnswer = z.infer<typeof scopeAnswer>
export type ScopeQuery = z.infer<typeof scopeQuery>
