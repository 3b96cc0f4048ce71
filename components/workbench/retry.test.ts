import { expect, test } from 'vitest'
import { ApiProblem } from '@/lib/api/client'
import { problemTitles, problemType, type ProblemKind } from '@/lib/api/problem-types'
import { isCutOff, shouldRetry, silenceDelay } from './retry'

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

test('silence is asked after often at first, and seldom later', () => {
  expect([0, 3_000, 10_000, 40_000, 600_000].map(silent => silenceDelay(1000, 1000 + silent))).toEqual([
    2_000, 2_000, 5_000, 20_000, 60_000,
  ])
})

test('a capture that is gone is not a server that is', () => {
  expect(isCutOff(null)).toBe(false)
  expect(isCutOff(problem('no-such-capture', 404))).toBe(false)
  expect(isCutOff(problem('unreachable', 0))).toBe(true)
})
