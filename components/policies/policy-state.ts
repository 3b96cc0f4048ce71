import {
  createParser,
  createSerializer,
  parseAsString,
  parseAsStringLiteral,
  type inferParserType,
} from 'nuqs/server'
import type { PolicyFilter } from '@/lib/api/policy-contract'
import { refKey, type ObjectRef } from '@/lib/model/object'

const filters = [
  'all',
  'matches-nothing',
  'not-enforced',
  'shadowed',
] as const satisfies readonly PolicyFilter[]

/** How the policies are being looked at; all of it is in the address. Values that mean nothing are dropped. */
export const policyParsers = {
  filter: parseAsStringLiteral(filters).withDefault('all'),
  namespace: parseAsString.withDefault(''),
  /** The selected object, `group/kind/namespace/name`. */
  policy: createParser({ parse: parseRef, serialize: refKey, eq: (a, b) => refKey(a) === refKey(b) }),
  tab: parseAsStringLiteral(['object', 'selected', 'connections']).withDefault('object'),
}

export type PolicyView = inferParserType<typeof policyParsers>

const serialize = createSerializer(policyParsers)

/** The address of the policies page in a view: an object that is selected, a filter. */
export const policiesHref = (view: Partial<PolicyView>): string => serialize('/policies', view)

/** Reads what `refKey` writes; namespace and group may be empty, and a name is all that is left. */
export function parseRef(text: string): ObjectRef | null {
  const [, group = '', kind = '', namespace = '', name = ''] =
    /^([^/]*)\/([^/]+)\/([^/]*)\/(.+)$/s.exec(text) ?? []
  if (kind === '' || name === '') return null
  return { group, kind, ...(namespace !== '' && { namespace }), name }
}
