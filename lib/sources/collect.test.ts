import { describe, expect, it } from 'vitest'
import type { Problem } from '../model/problem'
import { Collector } from './collect'

const problem = (message: string): Problem => ({ code: 'odd', message, remedy: 'none', effect: 'none' })
const capture = (into: Collector) => into.capture({ kind: 'manifests', label: 'x' })

describe('what is wrong very many times', () => {
  const many = (count: number): Collector => {
    const into = new Collector()
    for (let i = 1; i <= count; i++) into.addProblem(problem(`${i}`))
    return into
  }
  const last = (into: Collector): readonly [count: number, last: string | undefined] => {
    const { problems } = capture(into)
    return [problems.length, problems.at(-1)?.message]
  }

  it('is told one by one, and counted behind the first ten thousand', () => {
    expect(last(many(10_000))).toEqual([10_000, '10000'])
    expect(last(many(10_001))).toEqual([10_001, '10001'])
    expect(last(many(12_345))).toEqual([10_001, '10001 (and so on, 2344 times more)'])
  })

  it('is counted alike when two readings are merged', () => {
    const into = many(2)
    into.merge(many(12_345))
    expect(last(into)).toEqual([10_001, '9999 (and so on, 2346 times more)'])
  })

  it('hides nothing of another sort', () => {
    const into = many(12_345)
    into.addProblem({ ...problem('other'), effect: 'unknown' })
    expect(capture(into).problems.filter(({ effect }) => effect === 'unknown')).toHaveLength(1)
  })

  it('is one gap behind ten thousand for each reach', () => {
    const into = new Collector()
    for (let i = 0; i < 10_100; i++)
      for (const namespace of ['a', 'b'])
        into.addGap({
          kind: 'policy',
          object: { group: '', kind: 'x', name: `${i}` },
          namespace,
          reason: 'odd',
        })
    const { gaps } = capture(into)
    expect(gaps).toHaveLength(10_002)
    into.addGap({ kind: 'policy', object: { group: '', kind: 'x', name: 'wide' }, reason: 'odd' })
    expect(capture(into).gaps.at(-1)).not.toHaveProperty('namespace')
  })
})
