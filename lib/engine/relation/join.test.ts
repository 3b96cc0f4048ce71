import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowedByDefault, denied } from '../readings'
import { join, type Sides } from './join'
import { combineOperation, type PortMapId } from './port-maps'
import { forEachBase, forEachException, type Rectangles } from './rectangles'
import type { RowId } from './rows'
import { Segments, type Segment } from './segments'
import { isCofinite, nothing, type SetId } from './sets'
import { newStores, type Stores } from './stores'
import { noFact } from './values'

const seed = Number(process.env['PODTRUST_SEED'] ?? 20261101)

/** Slots; the last few are never live. */
const size = 76

/** What an end may answer: everything, nothing, one of them in doubt, some ports alone. */
const kinds = ['open', 'shut', 'doubtful', 'web', 'named'] as const
type Kind = (typeof kinds)[number]

interface RowPlan {
  readonly start: Kind
  readonly entries: readonly { readonly slots: readonly number[]; readonly kind: Kind }[]
}

const kind = fc.constantFrom(...kinds)
const slots = fc.oneof(
  fc.uniqueArray(fc.nat(size - 1), { minLength: 1, maxLength: 4 }),
  fc
    .tuple(fc.nat(size - 1), fc.nat(size))
    .map(([first, length]) => Array.from({ length: Math.min(length, size - first) }, (_, at) => first + at)),
)
const rowPlan: fc.Arbitrary<RowPlan> = fc.record({
  start: fc.oneof({ weight: 2, arbitrary: fc.constantFrom<Kind>('open', 'shut') }, kind),
  entries: fc.array(fc.record({ slots, kind }), { maxLength: 3 }),
})

interface Plan {
  readonly egress: readonly RowPlan[]
  readonly ingress: readonly RowPlan[]
  /** By slot: which rows it has; 0 is that of nobody whom a policy governs. */
  readonly rows: readonly (readonly [number, number])[]
  readonly live: readonly number[]
}

const plan: fc.Arbitrary<Plan> = fc.record({
  egress: fc.array(rowPlan, { maxLength: 4 }),
  ingress: fc.array(rowPlan, { maxLength: 4 }),
  rows: fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: size, maxLength: size }),
  live: fc.subarray(
    Array.from({ length: size - 4 }, (_, slot) => slot),
    { minLength: 20 },
  ),
})

function sidesOf(stores: Stores, { egress, ingress, rows: chosen, live }: Plan): Sides {
  const { sets, ports, rows, values } = stores
  const web = [{ protocol: 'TCP', first: 80, last: 443 } as const]
  const outcomes: Record<Kind, PortMapId> = {
    open: ports.all(allowedByDefault),
    shut: ports.all(denied),
    doubtful: ports.all(allowedByDefault | denied),
    web: ports.within(web, allowedByDefault, denied),
    named: ports.within(web, 1 << 2, allowedByDefault),
  }
  const open = rows.map(rows.constant(outcomes.open), values.fromNetwork)
  const rowOf = ({ start, entries }: RowPlan): RowId =>
    rows.map(
      entries.reduce(
        (row, each) =>
          rows.patch(row, sets.of([...each.slots].sort((a, b) => a - b)), rows.constant(outcomes[each.kind])),
        // Through an overlay, so that large sets stand in the base.
        rows.overlay(
          outcomes[start],
          entries.slice(0, 1).map(each => ({
            set: sets.of([...each.slots].sort((a, b) => a - b)),
            map: outcomes[each.kind],
          })),
          combineOperation((_, over) => over),
        ),
      ),
      values.fromNetwork,
    )
  const pick = (plans: readonly RowPlan[], at: 0 | 1): RowId[] => {
    const made = [open, ...plans.map(rowOf)]
    return chosen.map(numbers => made[numbers[at] % made.length] ?? open)
  }
  return {
    sets,
    ports,
    rows,
    values,
    egress: pick(egress, 0),
    ingress: pick(ingress, 1),
    open,
    live: sets.of(live),
  }
}

/** What holds between two slots, worked out for them alone. */
const between = ({ ports, rows, values, egress, ingress }: Sides, from: number, to: number): PortMapId =>
  ports.combine(rows.at(egress[from] ?? 0, to), rows.at(ingress[to] ?? 0, from), values.meet)

const pairKey = (from: number, to: number): number => from * size + to

/** Every pair of a layer of rectangles; throws where one stands in two of them. */
function spread<T>(
  { sets, live }: Sides,
  visitAll: (visit: (from: SetId, to: SetId, facts: T) => void) => void,
) {
  const found = new Map<number, T>()
  visitAll((sources, destinations, facts) => {
    expect([isCofinite(sources), isCofinite(destinations)]).toEqual([false, false])
    for (const from of sets.toArray(sources))
      for (const to of sets.toArray(destinations)) {
        if (found.has(pairKey(from, to))) throw new Error(`${from} and ${to} stand in two rectangles`)
        found.set(pairKey(from, to), facts)
      }
    expect([sets.minus(sources, live), sets.minus(destinations, live)]).toEqual([nothing, nothing])
  })
  return found
}

describe.each([0, 1, 48])('a join over sets of more than %i words kept apart', dense => {
  const runs = { numRuns: 60, seed }
  const each = (check: (sides: Sides, joined: Rectangles) => void): void => {
    fc.assert(
      fc.property(plan, drawn => {
        const sides = sidesOf(newStores(dense), drawn)
        check(sides, join(sides))
      }),
      runs,
    )
  }

  it('says of every live pair what its ends say, and of no other', () => {
    each((sides, joined) => {
      const none = sides.ports.all(noFact)
      const base = spread<PortMapId>(sides, visit => forEachBase(joined, visit))
      const exceptions = spread<readonly [PortMapId, PortMapId]>(sides, visit =>
        forEachException(joined, (from, to, facts, replaced) => visit(from, to, [facts, replaced])),
      )
      const live = sides.sets.toArray(sides.live)
      const wrong: unknown[] = []
      for (const from of live)
        for (const to of live) {
          const key = pairKey(from, to)
          const [held, wanted] = [base.get(key) ?? none, between(sides, from, to)]
          const [facts, replaced] = exceptions.get(key) ?? [held, held]
          if (facts !== wanted || replaced !== held) wrong.push({ from, to, facts, wanted, replaced, held })
        }
      expect(wrong).toEqual([])
      expect([...base.values()]).not.toContain(none)
      for (const [facts, replaced] of exceptions.values())
        if (facts === replaced) throw new Error('says nothing')
    })
  })

  it('lets sums be taken over rectangles: the base, plus what each exception changes', () => {
    each((sides, joined) => {
      const wanted = new Map<PortMapId, number>()
      const found = new Map<PortMapId, number>()
      const count = (sums: Map<PortMapId, number>, facts: PortMapId, pairs: number): void => {
        if (facts !== sides.ports.all(noFact)) sums.set(facts, (sums.get(facts) ?? 0) + pairs)
      }
      const { sets } = sides
      const live = sets.toArray(sides.live)
      for (const from of live) for (const to of live) count(wanted, between(sides, from, to), 1)
      const pairs = (from: SetId, to: SetId): number => sets.count(from) * sets.count(to)
      forEachBase(joined, (from, to, facts) => count(found, facts, pairs(from, to)))
      forEachException(joined, (from, to, facts, replaced) => {
        count(found, facts, pairs(from, to))
        count(found, replaced, -pairs(from, to))
      })
      expect(new Map([...found].filter(([, sum]) => sum !== 0))).toEqual(wanted)
    })
  })

  it('has for each slot the segments that its pairs amount to, from either end', () => {
    each((sides, joined) => {
      const { sets, ports } = sides
      const none = ports.all(noFact)
      const segments = new Segments(sets, ports, joined, size)
      const facts = (list: readonly Segment[]): Map<number, PortMapId> => {
        const found = new Map<number, PortMapId>()
        for (const { set, facts: held } of list)
          for (const slot of sets.toArray(set)) {
            if (found.has(slot)) throw new Error(`${slot} stands in two segments`)
            found.set(slot, held)
          }
        return found
      }
      const live = sets.toArray(sides.live)
      const wanted = (pair: (slot: number) => PortMapId): Map<number, PortMapId> =>
        new Map(live.map(slot => [slot, pair(slot)] as const).filter(([, held]) => held !== none))
      for (const slot of live) {
        expect(facts(segments.from(slot))).toEqual(wanted(to => between(sides, slot, to)))
        expect(facts(segments.into(slot))).toEqual(wanted(from => between(sides, from, slot)))
      }
    })
  })
})
