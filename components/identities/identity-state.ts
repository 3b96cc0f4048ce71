import { createSerializer, parseAsString, parseAsStringLiteral, type inferParserType } from 'nuqs/server'
import type { IdentityFilter } from '@/lib/api/identity-contract'

const filters = ['all', 'shared', 'default', 'unasked', 'none'] as const satisfies readonly IdentityFilter[]

/** How the identities are being looked at; all of it is in the address. Values that mean nothing are dropped. */
export const identityParsers = {
  filter: parseAsStringLiteral(filters).withDefault('all'),
  namespace: parseAsString.withDefault(''),
  /** The selected row: an identity without its scheme, or the id of a group without one. */
  identity: parseAsString,
}

export type IdentityView = inferParserType<typeof identityParsers>

const serialize = createSerializer(identityParsers)

/** The address of the identities page in a view. */
export const identitiesHref = (view: Partial<IdentityView>): string => serialize('/identities', view)
