import { createSerializer, parseAsString, parseAsStringLiteral, type inferParserType } from 'nuqs/server'

const filters = ['all', 'critical', 'high', 'medium', 'low'] as const

/** How the findings are being looked at; all of it is in the address. Values that mean nothing are dropped. */
export const findingParsers = {
  filter: parseAsStringLiteral(filters).withDefault('all'),
  namespace: parseAsString.withDefault(''),
  /** The one that is looked at, by its id (lib/words/finding.ts). */
  finding: parseAsString,
}

export type FindingView = inferParserType<typeof findingParsers>

const serialize = createSerializer(findingParsers)

/** The address of the findings page in a view. */
export const findingsHref = (view: Partial<FindingView>): string => serialize('/findings', view)
