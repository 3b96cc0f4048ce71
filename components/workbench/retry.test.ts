import { expect, test } from 'vitest'
import { ApiProblem } from '@/lib/api/client'
import { problemTitles, problemType, type ProblemKind } from '@/lib/api/problem-types'
import { shouldRetry } from './retry'

const problem = (kind: ProblemKind, status: number): ApiProblem =>
  new ApiProblem({ type: problemType(kind), title: problemTitles[kind], status, detail: 'said so' })

test('loading is asked after for as long as it takes', () => {
  expect(shouldRetry(500, problem('loading', 503))).toBe(true)
})

test('a failed load and a bad request are final', () => {
  expect(shouldRetry(0, problem('load-failed', 500))).toBe(false)
  expect(shouldRetry(0, problem('bad-request', 400))).toBe(false)
})

test('a silent server is asked twice more', () => {
  expect([0, 1, 2].map(failures => shouldRetry(failures, problem('unreachable', 0)))).toEqual([
    true,
    true,
    false,
  ])
})
