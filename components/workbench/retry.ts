import { ApiProblem } from '@/lib/api/client'
import { problemType } from '@/lib/api/problem-types'

/** True while the server reads its source: not an error, only early. */
export const isLoading = (error: unknown): boolean =>
  error instanceof ApiProblem && error.problem.type === problemType('loading')

export const isUnreachable = (error: unknown): boolean =>
  error instanceof ApiProblem && error.problem.type === problemType('unreachable')

/** Loading is asked after until it ends, silence twice more; what the server refuses stays refused. */
export function shouldRetry(failures: number, error: unknown): boolean {
  if (isLoading(error)) return true
  return isUnreachable(error) && failures < 2
}

/** Milliseconds: often while loading, because the source may be ready at any moment. */
export const retryDelay = (failures: number, error: unknown): number =>
  isLoading(error) ? 500 : Math.min(1000 * 2 ** failures, 8000)
