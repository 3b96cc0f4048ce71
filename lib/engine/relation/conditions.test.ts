import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { always, ConditionStore, never, type ConditionId } from './conditions'

/** A formula over five questions. */
type Formula =
  number | { readonly op: 'and' | 'or'; readonly a: Formula; readonly b: Formula } | { readonly not: Formula }

const formula = fc.letrec<{ formula: Formula }>(tie => ({
  formula: fc.oneof(
    { maxDepth: 5 },
    fc.nat(4),
    fc.record({ not: tie('formula') }),
    fc.record({ op: fc.constantFrom('and' as const, 'or' as const), a: tie('formula'), b: tie('formula') }),
  ),
})).formula

const holds = (of: Formula, answers: number): boolean => {
  if (typeof of === 'number') return ((answers >> of) & 1) === 1
  if ('not' in of) return !holds(of.not, answers)
  const [a, b] = [holds(of.a, answers), holds(of.b, answers)]
  return of.op === 'and' ? a && b : a || b
}

const everyAnswer = Array.from({ length: 32 }, (_, answers) => answers)

describe('conditions', () => {
  it('are equal exactly when they hold for the same answers', () => {
    const store = new ConditionStore(10_000, () => new Error('full'))
    const made = (of: Formula): ConditionId => {
      if (typeof of === 'number') return store.question(of)
      if ('not' in of) return store.not(made(of.not))
      return store[of.op](made(of.a), made(of.b))
    }
    const byTable = new Map<string, ConditionId>([
      ['0'.repeat(32), never],
      ['1'.repeat(32), always],
    ])
    fc.assert(
      fc.property(formula, of => {
        const table = everyAnswer.map(answers => Number(holds(of, answers))).join('')
        const id = made(of)
        expect(byTable.get(table) ?? id).toBe(id)
        byTable.set(table, id)
        for (const answers of everyAnswer) {
          let left = id
          for (let node = store.nodeOf(left); node; node = store.nodeOf(left))
            left = (answers >> node.question) & 1 ? node.yes : node.no
          expect(left === always).toBe(holds(of, answers))
        }
      }),
      { numRuns: 500, seed: 7 },
    )
  })

  it('that are too many are refused', () => {
    const store = new ConditionStore(4, () => new Error('full'))
    expect(() => [0, 1, 2, 3, 4].map(number => store.question(number))).toThrow('full')
  })
})
