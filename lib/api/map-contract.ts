import { z } from 'zod'
import { filterParameters, lens } from './filter-contract'
import { count, counts, isolation, list, text, trustClass } from './terms-contract'

/** The part of the HTTP API that is about the map. */

export const suggestion = z
  .object({ view: z.literal('matrix'), why: z.string() })
  .meta({ description: 'A view that shows this better than a map, and why.' })

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

export const groupParameter = text.default('auto').meta({
  description:
    'What workloads are gathered by: `namespace`, `namespace-label:KEY`, `label:KEY` or `service-account`; `auto` is the namespace, or above 300 namespaces the label that covers them best.',
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
    .array(
      z.object({
        id: z.string(),
        label: z.string(),
        namespaces: count,
        q: z.string().exactOptional().meta({
          description:
            'Filter that keeps what its lines stand for; absent where that takes more names than a link should hold.',
        }),
        ...position,
      }),
    )
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

export type MapQuery = z.infer<typeof mapQuery>
export type TrustMap = z.infer<typeof mapAnswer>
