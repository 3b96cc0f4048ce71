import fc from 'fast-check'
import { expect, it } from 'vitest'
import { allowedByDefault, denied } from '../readings'
import { Transition } from './delta'
import { combineOperation, type PortMapId } from './port-maps'
import type { RowId } from './rows'
import { newStores, type Stores } from './stores'

const seed = Number(process.env['PODTRUST_SEED'] ?? 20261101)

/** So many that a row which opens or shuts has more far ends than are looked at one by one. */
const size = 320

/** Slots that move, and whom rows say something of their own of. */
const few = fc.nat(12)

const kinds = ['open', 'shut', 'doubtful', 'web'] as const
type Kind = (typeof kinds)[number]

interface RowPlan {
  readonly start: Kind
  /** A long run that stands in the base. */
  readonly run: { readonly first: number; readonly kind: Kind }
  readonly entries: readonly { readonly slots: readonly number[]; readonly kind: Kind }[]
}

const kind = fc.constantFrom(...kinds)
const rowPlan: fc.Arbitrary<RowPlan> = fc.record({
  start: kind,
  run: fc.record({ first: fc.integer({ min: 0, max: size }), kind }),
  entries: fc.array(fc.record({ slots: fc.uniqueArray(few, { minLength: 1, maxLength: 3 }), kind }), {
    maxLength: 2,
  }),
})

const plan = fc.record({
  dense: fc.constantFrom(0, 1, 48),
  plans: fc.array(rowPlan, { minLength: 2, maxLength: 5 }),
  /** Which rows slots have at first, over and over. */
  egress: fc.array(fc.nat(4), { minLength: 1, maxLength: 7 }),
  ingress: fc.array(fc.nat(4), { minLength: 1, maxLength: 7 }),
  moves: fc.array(
    fc.record({
      direction: fc.constantFrom('egress' as const, 'ingress' as const),
      to: fc.array(fc.tuple(few, fc.nat(4)), { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 12 },
  ),
})

const pairKey = (from: number, to: number): number => from * size + to

function rowMaker({ sets, ports, rows, values }: Stores): (plan: RowPlan) => RowId {
  const outcomes: Record<Kind, PortMapId> = {
    open: ports.all(allowedByDefault),
    shut: ports.all(denied),
    doubtful: ports.all(allowedByDefault | denied),
    web: ports.within([{ protocol: 'TCP', first: 80, last: 443 }], allowedByDefault, denied),
  }
  const last = combineOperation((_, over) => over)
  return ({ start, run, entries }) =>
    rows.map(
      entries.reduce(
        (row, { slots, kind: own }) =>
          rows.patch(row, sets.of(slots.toSorted((a, b) => a - b)), rows.constant(outcomes[own])),
        rows.overlay(outcomes[start], [{ set: sets.range(run.first, size), map: outcomes[run.kind] }], last),
      ),
      values.fromNetwork,
    )
}

it('rows that move tell of each pair what was and what is, few far ends or many', () => {
  fc.assert(
    fc.property(plan, ({ dense, plans, egress, ingress, moves }) => {
      const stores = newStores(dense)
      const { sets, ports, values } = stores
      const made = plans.map(rowMaker(stores))
      const row = (number: number): RowId => made[number % made.length] ?? 0
      const rowsOf = (pattern: readonly number[]): Int32Array =>
        Int32Array.from({ length: size }, (_, slot) => row(pattern[slot % pattern.length] ?? 0))
      const rows = { egress: rowsOf(egress), ingress: rowsOf(ingress) }
      const everybody = sets.range(0, size)
      const transition = new Transition(stores, rows, () => everybody)
      for (const { direction, to } of moves) {
        const before = { egress: rows.egress.slice(), ingress: rows.ingress.slice() }
        const delta: number[] = []
        transition.move(direction, new Map(to.map(([slot, number]) => [slot, row(number)])), delta)
        const between = (of: typeof rows, from: number, target: number): PortMapId =>
          ports.combine(
            stores.rows.at(of.egress[from] ?? 0, target),
            stores.rows.at(of.ingress[target] ?? 0, from),
            values.meet,
          )
        const told = new Map<number, readonly [was: PortMapId, is: PortMapId]>()
        for (let at = 0; at < delta.length; at += 4)
          for (const from of sets.toArray(delta[at] ?? 0))
            for (const target of sets.toArray(delta[at + 1] ?? 0)) {
              if (told.has(pairKey(from, target))) throw new Error(`${from} -> ${target} is told of twice`)
              told.set(pairKey(from, target), [delta[at + 2] ?? 0, delta[at + 3] ?? 0])
            }
        const wrong: unknown[] = []
        for (const near of new Set(to.map(([slot]) => slot)))
          for (let far = 0; far < size; far++) {
            const [from, target] = direction === 'egress' ? [near, far] : [far, near]
            const wanted = [between(before, from, target), between(rows, from, target)]
            const found = told.get(pairKey(from, target))
            told.delete(pairKey(from, target))
            if (found ? found[0] !== wanted[0] || found[1] !== wanted[1] : wanted[0] !== wanted[1])
              wrong.push({ from, target, wanted, found })
          }
        expect(wrong).toEqual([])
        expect([...told], 'pairs of slots that did not move').toEqual([])
      }
    }),
    { numRuns: 200, seed },
  )
}, 600_000)
