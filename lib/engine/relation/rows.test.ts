import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { combineOperation, mapOperation, PortMaps, type PortMapId } from './port-maps'
import { Rows, type Entry, type RowId } from './rows'
import { complement, isCofinite, SetStore, type SetId } from './sets'

const seed = Number(process.env['PODTRUST_SEED'] ?? 20261101)

/** More than the words of a dense set; the last slot stands for all that do not exist yet. */
const limit = 1800

const value = fc.nat(3)

/** A few slots, a long run, or all but a few. */
const slots: fc.Arbitrary<{ readonly slots: readonly number[]; readonly cofinite: boolean }> = fc.oneof(
  fc
    .uniqueArray(fc.oneof(fc.nat(40), fc.nat(limit - 2)), { maxLength: 8 })
    .map(list => ({ slots: list, cofinite: false })),
  fc
    .tuple(fc.nat(60), fc.integer({ min: 1, max: 1700 }))
    .map(([first, length]) => ({ slots: Array.from({ length }, (_, at) => first + at), cofinite: false })),
  fc.uniqueArray(fc.nat(40), { maxLength: 4 }).map(list => ({ slots: list, cofinite: true })),
)

const finite = slots.filter(({ cofinite }) => !cofinite)

interface Drawn {
  readonly start: number
  readonly entries: readonly {
    readonly slots: readonly number[]
    readonly cofinite: boolean
    value: number
  }[]
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  start: value,
  entries: fc.array(
    fc.tuple(slots, value).map(([set, own]) => ({ ...set, value: own })),
    { maxLength: 5 },
  ),
})

/** The value of every slot. */
type Naive = readonly number[]

const add = (a: number, b: number): number => (a * 3 + b + 1) % 5
const meet = (a: number, b: number): number => (a * 2 + b * 3) % 5
const half = (a: number): number => a >> 1

function naive({ start, entries }: Drawn): Naive {
  const found = new Array<number>(limit).fill(start)
  for (const { slots: list, cofinite, value: own } of entries) {
    const set = new Set(list)
    for (let at = 0; at < limit; at++) if (set.has(at) !== cofinite) found[at] = add(found[at] ?? 0, own)
  }
  return found
}

describe.each([0, 1, 48])('rows that keep sets of more than %i words apart', dense => {
  const runs = { numRuns: 50, seed }
  const sets = new SetStore()
  const ports = new PortMaps()
  const rows = new Rows(sets, ports, dense)
  const [adding, meeting, halving] = [combineOperation(add), combineOperation(meet), mapOperation(half)]

  const setOf = (each: { readonly slots: readonly number[]; readonly cofinite: boolean }): SetId => {
    const set = sets.of([...each.slots].sort((a, b) => a - b))
    return each.cofinite ? complement(set) : set
  }
  const rowOf = ({ start, entries }: Drawn): RowId =>
    rows.overlay(
      ports.all(start),
      entries.map((each): Entry => ({ set: setOf(each), map: ports.all(each.value) })),
      adding,
    )
  const read = (row: RowId): Naive =>
    Array.from({ length: limit }, (_, slot) => ports.constant(rows.at(row, slot)) ?? -1)

  it('add up entries slot by slot, in order', () => {
    fc.assert(
      fc.property(drawn, a => {
        expect(read(rowOf(a))).toEqual(naive(a))
      }),
      runs,
    )
  })

  it('are combined and mapped slot by slot', () => {
    fc.assert(
      fc.property(drawn, drawn, (a, b) => {
        const [one, other] = [naive(a), naive(b)]
        const combined = rows.combine(rowOf(a), rowOf(b), meeting)
        expect(read(combined)).toEqual(one.map((own, at) => meet(own, other[at] ?? 0)))
        expect(rows.combine(rowOf(a), rowOf(b), meeting)).toBe(combined)
        expect(read(rows.map(rowOf(a), halving))).toEqual(one.map(half))
        expect(read(rows.map(combined, halving))).toEqual(read(combined).map(half))
      }),
      runs,
    )
  })

  it('are patched for some slots by what another row says', () => {
    fc.assert(
      fc.property(drawn, drawn, finite, (a, b, patch) => {
        const [one, other] = [naive(a), naive(b)]
        const patched = new Set(patch.slots)
        expect(read(rows.patch(rowOf(a), setOf(patch), rowOf(b)))).toEqual(
          one.map((own, at) => (patched.has(at) ? other[at] : own)),
        )
      }),
      runs,
    )
  })

  it('cut a set into disjoint pieces, each with what is said of all its slots', () => {
    fc.assert(
      fc.property(drawn, finite, (a, cut) => {
        const row = rowOf(a)
        const whole = setOf(cut)
        const check = (at: (slot: number) => PortMapId, split: typeof rows.splitRow, by: number): void => {
          const seen: number[] = []
          split.call(rows, whole, by, (piece, map) => {
            for (const slot of sets.toArray(piece)) expect(at(slot)).toBe(map)
            seen.push(...sets.toArray(piece))
          })
          expect(seen.sort((x, y) => x - y)).toEqual(sets.toArray(whole))
        }
        check(slot => rows.at(row, slot), rows.splitRow.bind(rows), row)
        check(slot => rows.baseAt(rows.baseOf(row), slot), rows.split.bind(rows), rows.baseOf(row))
      }),
      runs,
    )
  })

  it('have bases that part all slots, one part of which is infinite; and name what departs from them', () => {
    fc.assert(
      fc.property(drawn, a => {
        const row = rowOf(a)
        const base = rows.baseOf(row)
        const parts: { set: SetId; map: PortMapId }[] = []
        rows.forEachPart(base, (set, map) => parts.push({ set, map }))
        expect(parts.filter(({ set }) => isCofinite(set))).toHaveLength(1)
        for (const slot of [0, 1, 31, 32, 63, 64, 900, 1700, limit - 1])
          expect(parts.filter(({ set }) => sets.has(set, slot)).map(({ map }) => map)).toEqual([
            rows.baseAt(base, slot),
          ])
        const domain = rows.domain(row)
        expect(isCofinite(domain)).toBe(false)
        expect(rows.isPlain(row)).toBe(sets.count(domain) === 0)
        const departs = Array.from({ length: limit }, (_, slot) => slot).filter(
          slot => rows.at(row, slot) !== rows.baseAt(base, slot),
        )
        expect(sets.toArray(domain)).toEqual(departs)
      }),
      runs,
    )
  })
})
