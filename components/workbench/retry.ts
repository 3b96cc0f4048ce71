import { ApiProblem, isGone } from '@/lib/api/client'
import { problemType } from '@/lib/api/problem-types'

/** True while the server reads its source: not an error, only early. */
export const isLoading = (error: unknown): boolean =>
  error instanceof ApiProblem && error.problem.type === problemType('loading')

export const isUnreachable = (error: unknown): boolean =>
  error instanceof ApiProblem && error.problem.type === problemType('unreachable')

/** True where nobody answers, which is something else than a capture that is gone. */
export const isCutOff = (error: Error | null): boolean => error !== null && !isGone(error)

/** Loading is asked after until it ends, silence twice more; what the server refuses stays refused. */
export function shouldRetry(failures: number, error: unknown): boolean {
  if (isLoading(error)) return true
  return isUnreachable(error) && failures < 2
}

/** Milliseconds: often while loading, because the source may be ready at any moment. */
export const retryDelay = (failures: number, error: unknown): number =>
  isLoading(error) ? 500 : Math.min(1000 * 2 ** failures, 8000)

/**
 * Milliseconds until a server that stopped answering is asked again: half as long as it has been silent, so often at first
 * and seldom later. Times are those of the last answer and of the last failure.
 */
export const silenceDelay = (answeredAt: number, failedAt: number): number =>
  Math.min(Math.max((failedAt - answeredAt) / 2, 2_000), 60_000)
