import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { complement, everything, isCofinite, nothing, SetStore, type SetId } from './sets'

const runs = { numRuns: 200, seed: Number(process.env['PODTRUST_SEED'] ?? 20261101) }

/** Beyond every slot that the random sets name; stands for all that do not exist yet. */
const limit = 4096

/** A set as the language has it: some slots, or all but some. */
interface Model {
  readonly slots: ReadonlySet<number>
  readonly cofinite: boolean
}

const slot = fc.oneof(fc.nat(limit - 1), fc.nat(70), fc.constantFrom(31, 32, 63, 64, 95, limit - 1))

/** Few slots, many, whole runs of words: both sides of every threshold. */
const slots: fc.Arbitrary<number[]> = fc.oneof(
  fc.uniqueArray(slot, { maxLength: 6 }),
  fc.uniqueArray(slot, { minLength: 20, maxLength: 90 }),
  fc
    .tuple(fc.nat(limit / 2), fc.integer({ min: 1, max: 1500 }), fc.integer({ min: 1, max: 40 }))
    .map(([first, length, step]) =>
      Array.from({ length: Math.ceil(length / step) }, (_, at) => first + at * step),
    ),
)

const model: fc.Arbitrary<Model> = fc
  .tuple(slots, fc.boolean())
  .map(([list, cofinite]) => ({ slots: new Set(list), cofinite }))

const ascending = (set: Iterable<number>): number[] => [...set].sort((a, b) => a - b)

function store(sets: SetStore, { slots: list, cofinite }: Model): SetId {
  const made = sets.of(ascending(list))
  return cofinite ? complement(made) : made
}

const holds = ({ slots: list, cofinite }: Model, at: number): boolean => list.has(at) !== cofinite

/** The set of all slots for which something holds; `beyond` says whether it holds for those that do not exist. */
function where(test: (at: number) => boolean): Model {
  const cofinite = test(limit)
  const list = new Set<number>()
  for (let at = 0; at < limit; at++) if (test(at) !== cofinite) list.add(at)
  return { slots: list, cofinite }
}

/** The slots that a stored set names: those that it holds, or those that a complement leaves out. */
function namedBy(sets: SetStore, set: SetId): Model {
  return { slots: new Set(sets.toArray(set)), cofinite: isCofinite(set) }
}

describe('sets of slots', () => {
  // One store for all runs, so that it fills, grows and meets its own sets again.
  const sets = new SetStore()

  it('are united, intersected and subtracted as sets of the language are, complements included', () => {
    fc.assert(
      fc.property(model, model, (a, b) => {
        const [one, other] = [store(sets, a), store(sets, b)]
        const both = where(at => holds(a, at) && holds(b, at))
        expect(namedBy(sets, sets.and(one, other))).toEqual(both)
        expect(namedBy(sets, sets.or(one, other))).toEqual(where(at => holds(a, at) || holds(b, at)))
        expect(namedBy(sets, sets.minus(one, other))).toEqual(where(at => holds(a, at) && !holds(b, at)))
        expect(namedBy(sets, sets.minus(other, one))).toEqual(where(at => holds(b, at) && !holds(a, at)))
        expect(sets.meet(one, other)).toBe(both.cofinite || both.slots.size > 0)
      }),
      runs,
    )
  })

  it('hold a slot or not, are counted, weighed and walked in order', () => {
    const weights = Array.from({ length: limit }, (_, at) => (at % 7) + 1)
    fc.assert(
      fc.property(model, fc.array(slot), (a, asked) => {
        const set = store(sets, a)
        for (const at of [...asked, ...a.slots, limit]) expect(sets.has(set, at)).toBe(holds(a, at))
        const named = ascending(a.slots)
        expect(sets.toArray(set)).toEqual(named)
        expect(sets.count(set) + 0).toBe(a.cofinite ? 0 - named.length : named.length)
        expect(sets.words(set)).toBe(new Set(named.map(at => at >>> 5)).size)
        expect(sets.weigh(set, weights)).toBe(named.reduce((sum, at) => sum + (weights[at] ?? 0), 0))
        if (named.length > 0) expect(sets.first(set)).toBe(named[0])
      }),
      runs,
    )
  })

  it('have equal numbers exactly when they are equal, however they came to be', () => {
    const byText = new Map<string, SetId>()
    const numbers = new Map<SetId, string>()
    const textOf = ({ slots: list, cofinite }: Model): string =>
      `${cofinite ? '-' : ''}${ascending(list).join()}`
    fc.assert(
      fc.property(model, model, (a, b) => {
        const made = sets.unionOf([...a.slots].map(at => sets.one(at)))
        const text = textOf({ ...a, cofinite: false })
        expect(byText.get(text) ?? made).toBe(made)
        expect(numbers.get(made) ?? text).toBe(text)
        byText.set(text, made)
        numbers.set(made, text)
        expect(made).toBe(sets.of(ascending(a.slots)))
        const [one, other] = [store(sets, a), store(sets, b)]
        expect(sets.or(sets.and(one, other), sets.minus(one, other))).toBe(one)
        expect(sets.and(other, one)).toBe(sets.and(one, other))
        expect(sets.minus(one, sets.minus(one, other))).toBe(sets.and(one, other))
      }),
      runs,
    )
  })

  it('are told apart though they have the same bits in other words', () => {
    const many = new SetStore()
    const numbers = new Set<SetId>()
    for (let word = 0; word < 5000; word++) numbers.add(many.of([32 * word + 3, 32 * (word + 1) + 5]))
    expect(numbers.size).toBe(5000)
  })

  it('of few slots meet those of many at either end and in between', () => {
    const many = sets.of(Array.from({ length: 3200 }, (_, at) => at).filter(at => at % 3 !== 1))
    for (const at of [0, 1, 2, 1600, 1601, 3196, 3197, 3198, 3199, 3200]) {
      const [few, held] = [sets.one(at), at < 3200 && at % 3 !== 1]
      expect([at, sets.and(few, many), sets.and(many, few)]).toEqual([
        at,
        ...(held ? [few, few] : [nothing, nothing]),
      ])
      expect([at, sets.minus(few, many)]).toEqual([at, held ? nothing : few])
      expect([at, sets.has(sets.minus(many, few), at)]).toEqual([at, false])
    }
    const [gap, far] = [sets.of([4800, 6400]), sets.or(many, sets.one(6400))]
    expect([sets.and(gap, far), sets.minus(gap, far)]).toEqual([sets.one(6400), sets.one(4800)])
  })

  it('come from ranges and bitmaps, and meet bitmaps', () => {
    fc.assert(
      fc.property(slots, slots, fc.nat(200), fc.nat(200), (a, b, first, length) => {
        const bitmap = new Int32Array(limit / 32)
        for (const at of b) bitmap[at >>> 5] = (bitmap[at >>> 5] ?? 0) | (1 << (at & 31))
        const [one, other] = [sets.of(ascending(a)), sets.of(ascending(b))]
        expect(sets.fromBits(bitmap)).toBe(other)
        expect(sets.andBits(one, bitmap)).toBe(sets.and(one, other))
        expect(sets.toArray(sets.range(first, first + length))).toEqual(
          Array.from({ length }, (_, at) => first + at),
        )
      }),
      runs,
    )
  })

  it('nothing and everything are each other’s complements', () => {
    expect(complement(nothing)).toBe(everything)
    expect([sets.has(nothing, 5), sets.has(everything, 5)]).toEqual([false, true])
    expect([sets.unionOf([]), sets.of([])]).toEqual([nothing, nothing])
  })

  it('say the same after their memos are forgotten', () => {
    const [a, b] = [sets.range(0, 2000), sets.range(1000, 3000)]
    const known = [sets.and(a, b), sets.or(a, b), sets.minus(a, b), sets.minus(b, a)]
    sets.forget()
    expect([sets.and(a, b), sets.or(a, b), sets.minus(a, b), sets.minus(b, a)]).toEqual(known)
  })
})
