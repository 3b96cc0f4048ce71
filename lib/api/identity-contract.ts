import { z } from 'zod'
import { absences } from '../model/identities'
import { issuerKinds, proxies } from '../model/mesh'
import { count, objectRef, path, text } from './terms-contract'

/** The part of the HTTP API that is about workload identities. */

const some = z.object({
  workload: z.string(),
  pods: count.meta({ description: 'So many of its pods; `of` counts all.' }),
  of: count,
})

const presenter = some.extend({
  proxies: z.array(z.enum(proxies)).readonly().meta({
    description:
      'What proves it for them; `unknown` where only the intent is seen, so that they may prove nothing.',
  }),
})

export const issuer = z
  .object({
    kind: z.enum(issuerKinds).meta({
      description:
        'The control plane of the mesh by default, another authority that settings name, an agent on the node in its place; `elsewhere`: not the control plane, and nothing names who else; `unknown`: nothing that was read tells.',
    }),
    name: z.string().exactOptional().meta({
      description:
        'The control plane, the address of the authority, or the template that asks for the agent.',
    }),
    object: objectRef
      .exactOptional()
      .meta({ description: 'Where that is said; absent for what holds by default.' }),
    path: path.exactOptional(),
  })
  .meta({ description: 'Who signs for an identity, as far as the configuration that was read tells.' })

const id = z.string().meta({ description: 'What `/api/identity` knows it by.' })

const identityRow = z.object({
  kind: z.literal('identity'),
  id,
  section: z.enum(['shared', 'optional', 'own']),
  identity: z.string().meta({ description: 'The SPIFFE ID without its scheme, as policies write it.' }),
  trustDomain: z.string(),
  namespace: z.string(),
  serviceAccount: z.string(),
  isDefault: z.boolean().meta({ description: 'Whether it is the account `default` of its namespace.' }),
  presenters: z.array(presenter).meta({ description: 'The first workloads that present it.' }),
  presentersTotal: count,
  issuers: z.array(issuer).meta({ description: 'Several where its pods ask several.' }),
  demanded: z.enum(['yes', 'no', 'unknown']).meta({
    description:
      'Whether a server that a presenter may call takes nobody without a verified identity; it need not be this one.',
  }),
  acceptedBy: z
    .object({ rules: count, workloads: count })
    .meta({ description: 'Allow rules that name it, and the workloads that they govern.' }),
  deniedBy: count.meta({ description: 'Deny rules that name it.' }),
})

const namelessRow = z.object({
  kind: z.literal('none'),
  id,
  section: z.literal('none'),
  namespace: z.string(),
  why: z.enum(absences).meta({
    description:
      'Why no proxy takes part: `not-captured` where labels want it and these pods are without, `left-out` where they ask to be.',
  }),
  othersDo: z.boolean().meta({ description: 'Whether other pods of the namespace present an identity.' }),
  workloads: z.array(some).meta({ description: 'The first of them.' }),
  workloadsTotal: count,
  implicit: count.meta({
    description: 'Implicit pairs that end at one of its workloads, or lead from one to the outside.',
  }),
  asDefault: count.meta({ description: 'Workloads among them that run as the account `default`.' }),
})

const row = z.discriminatedUnion('kind', [identityRow, namelessRow])

export const identityFilters = ['all', 'shared', 'default', 'unasked', 'none'] as const

export const identitiesAnswer = z.object({
  meshed: z.boolean().meta({
    description: 'False where nobody presents an identity and nothing is meant to: no mesh is seen.',
  }),
  workloads: z
    .object({ presenting: count, sharing: count, optional: count, own: count, without: count })
    .meta({ description: 'Of the cluster: each counts a workload with at least one such pod.' }),
  issuers: z.array(issuer).meta({ description: 'Of the identities that are presented, each once.' }),
  trustDomains: z.array(z.string()).meta({ description: 'Of the identities that are presented.' }),
  total: count.meta({ description: 'Rows that pass filter and namespace, on all pages.' }),
  offset: count,
  counts: z
    .record(z.enum(identityFilters), count)
    .meta({ description: 'Rows that each filter would keep in the namespace asked for.' }),
  sections: z.array(z.object({ section: z.enum(['none', 'shared', 'optional', 'own']), rows: count })),
  namespaces: z.array(z.string()),
  rows: z.array(row).meta({
    description:
      'Those without an identity first, then shared ones, those that are not surely demanded anywhere, and the others.',
  }),
})

const naming = z.object({
  object: objectRef,
  path,
  by: z.enum(['account', 'pattern', 'namespace', 'trust-domain']).meta({
    description: 'Which part of the identity the rule names; a `pattern` may mean several accounts.',
  }),
  text: z.string().meta({ description: 'As the rule has it.' }),
  certain: z.boolean().meta({ description: 'False where the rule could not be read in full.' }),
  workloads: z.array(z.string()).meta({ description: 'The first workloads that the rule governs.' }),
  workloadsTotal: count,
})

export const identityAnswer = z.object({
  row: row.meta({ description: 'The same as in the list, with more of its workloads.' }),
  accepted: z.array(naming).meta({ description: 'The first allow rules that name it.' }),
  denied: z.array(naming).meta({ description: 'The first deny rules that name it.' }),
})

export const identitiesQuery = z.object({
  filter: z.enum(identityFilters).default('all'),
  namespace: text.default('').meta({ description: 'Only workloads of this namespace; empty = all.' }),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(50).default(50),
})

export const identityQuery = z.object({
  id: text.meta({ description: 'The `id` of a row, an identity without its scheme for example.' }),
})

export type IdentitiesPage = z.infer<typeof identitiesAnswer>
export type IdentitiesQuery = z.infer<typeof identitiesQuery>
export type IdentityFilter = IdentitiesQuery['filter']
export type IdentityRow = IdentitiesPage['rows'][number]
export type IdentityIssuer = z.infer<typeof issuer>
export type IdentitySection = IdentitiesPage['sections'][number]
export type IdentityDetail = z.infer<typeof identityAnswer>
export type IdentityNaming = IdentityDetail['accepted'][number]
