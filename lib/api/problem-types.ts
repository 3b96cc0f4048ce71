/** What can go wrong with a request; never reused for another meaning. */
export const problemTitles = {
  'bad-request': 'Bad request',
  'not-found': 'Not found',
  'method-not-allowed': 'Method not allowed',
  'foreign-host': 'Foreign host',
  'cross-site': 'Cross-site request',
  loading: 'Still loading',
  'load-failed': 'Nothing could be loaded',
  unexpected: 'Unexpected error',
  unreachable: 'No answer',
} as const

export type ProblemKind = keyof typeof problemTitles

/** The `type` of a problem document: a tag URI (RFC 4151), because nothing is to be fetched there (RFC 9457 3.1.1). */
export const problemType = (kind: ProblemKind): string => `tag:podtrust.dev,2026:problems/${kind}`
