import type { ProblemDocument } from '@/lib/api/contract'
import { problemTitles, problemType, type ProblemKind } from '@/lib/api/problem-types'

const statusOf: Readonly<Record<Exclude<ProblemKind, 'unreachable'>, number>> = {
  'bad-request': 400,
  'cross-site': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'foreign-host': 421,
  unexpected: 500,
  loading: 503,
  'load-failed': 503,
}

/** An answer that says why there is none (RFC 9457); `detail` is the sentence for the user. */
export function problemResponse(
  kind: keyof typeof statusOf,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const document: ProblemDocument = {
    type: problemType(kind),
    title: problemTitles[kind],
    status: statusOf[kind],
    detail,
  }
  return Response.json(document, {
    status: document.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  })
}

/** Thrown where a request cannot be answered as it stands. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem'

  constructor(
    readonly kind: 'bad-request' | 'not-found',
    detail: string,
  ) {
    super(detail)
  }
}
