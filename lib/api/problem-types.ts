/** What can go wrong with a request; never reused for another meaning. */
export const problemTitles = {
  'bad-request': 'Bad request',
  'cross-site': 'Cross-site request',
  'not-found': 'Not found',
  'no-such-capture': 'No such capture',
  'method-not-allowed': 'Method not allowed',
  'request-timeout': 'Too slow',
  'cannot-reread': 'Cannot be read again',
  'too-large': 'Too large',
  'unsupported-media-type': 'Unsupported media type',
  'foreign-host': 'Foreign host',
  'too-many-captures': 'Too many captures',
  unexpected: 'Unexpected error',
  loading: 'Still loading',
  'load-failed': 'Nothing could be loaded',
  'low-memory': 'Not enough memory',
  unreachable: 'No answer',
} as const

export type ProblemKind = keyof typeof problemTitles

/** What a server may answer with; that there is no answer is for the browser to say. */
export type AnsweredProblem = Exclude<ProblemKind, 'unreachable'>

/** By kind: the HTTP status that it comes with. */
export const problemStatus: Readonly<Record<AnsweredProblem, number>> = {
  'bad-request': 400,
  'cross-site': 403,
  'not-found': 404,
  'no-such-capture': 404,
  'method-not-allowed': 405,
  'request-timeout': 408,
  'cannot-reread': 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  'foreign-host': 421,
  'too-many-captures': 429,
  unexpected: 500,
  loading: 503,
  'load-failed': 503,
  'low-memory': 503,
}

/** The `type` of a problem document: a tag URI (RFC 4151), because nothing is to be fetched there (RFC 9457 3.1.1). */
export const problemType = (kind: ProblemKind): string => `tag:podtrust.dev,2026:problems/${kind}`
