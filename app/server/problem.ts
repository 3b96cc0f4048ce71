import type { ProblemDocument } from '@/lib/api/problem-contract'
import { visible } from '@/lib/words/visible'
import { problemStatus, problemTitles, problemType, type AnsweredProblem } from '@/lib/api/problem-types'

/** An answer that says why there is none (RFC 9457); `detail` is the sentence for the user. */
export function problemResponse(
  kind: AnsweredProblem,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const document: ProblemDocument = {
    type: problemType(kind),
    title: problemTitles[kind],
    status: problemStatus[kind],
    // It may repeat what somebody wrote to deceive whoever reads it in a terminal.
    detail: visible(detail),
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
    readonly kind: AnsweredProblem,
    detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail)
  }
}
