import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyze } from '../../analyze'
import { finish } from '../../model/stepwise'
import { internet, SelectionTooFine, type RowTest } from '../../model/table'
import { trustClasses } from '../../model/verdict'
import { pod, namespace } from '../../../test/kit/manifests'
import { allRows, countIn, none, pairClassesThatFit, type Counts } from '../../../test/kit/pair-by-pair'
import { someCluster } from '../../../test/kit/some-cluster'
import { someSelection } from '../../../test/kit/some-selection'
import { surveyOf } from '../../../test/kit/survey'

const clusters = Number(process.env['PODTRUST_SEEDS'] ?? 150)
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261128)

/** Numbers of an endless list, each below the one given. */
const picking =
  (numbers: Iterator<number>) =>
  (n: number): number =>
    Number(numbers.next().value) % n

const plain = (map: ReadonlyMap<string, Counts>): Record<string, Counts> =>
  Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)))

const namespaceOf = (key: string): string => key.slice(0, key.indexOf('/'))

describe('cells', () => {
  it(`are sums over the pairs that fit, for any groups, on ${clusters} random clusters`, () => {
    let filled = 0
    fc.assert(
      fc.property(someCluster, fc.infiniteStream(fc.nat(1_000_000)), ({ capture, settings }, numbers) => {
        const session = analyze(capture, settings)
        const pick = picking(numbers)
        const keys = session.inventory.workloads.map(({ key }) => key)
        const rows = allRows(session)
        for (let turn = 0; turn < 4; turn++) {
          /** By namespace, or anyhow; some workloads are in no group. */
          const grouped = (): string[][] => {
            const count = 1 + pick(4)
            const groups = new Map<string, string[]>()
            const byNamespace = pick(2) === 0
            for (const key of keys) {
              const name = byNamespace ? namespaceOf(key) : String(pick(count + 1))
              if (name !== '0') groups.set(name, [...(groups.get(name) ?? []), key])
            }
            return [...groups.values()]
          }
          const [sources, destinations] = [grouped(), grouped()]
          const selection = someSelection(pick, [...keys, internet])
          const wanted = new Map<string, Counts>()
          for (const { from, to, trustClass } of pairClassesThatFit(session, rows, selection)) {
            const row = sources.findIndex(group => group.includes(from))
            const column = destinations.findIndex(group => group.includes(to))
            if (row >= 0 && column >= 0) countIn(wanted, `${row} ${column}`, trustClass)
          }
          const found = finish(session.cells(selection, sources, destinations))
          expect(
            plain(new Map(found.map(({ row, column, counts }) => [`${row} ${column}`, counts]))),
          ).toEqual(plain(wanted))
          filled += wanted.size
        }
      }),
      { numRuns: clusters, seed },
    )
    expect(filled).toBeGreaterThan(clusters)
  }, 600_000)

  it(`and sums by workload and namespace agree on what fits, on ${clusters} random clusters`, () => {
    fc.assert(
      fc.property(someCluster, fc.infiniteStream(fc.nat(1_000_000)), ({ capture, settings }, numbers) => {
        const session = analyze(capture, settings)
        const pick = picking(numbers)
        const keys = session.inventory.workloads.map(({ key }) => key)
        const selection = someSelection(pick, [...keys, internet])
        const [counts, lines, inside] = [none(), new Map<string, Counts>(), new Map<string, Counts>()]
        const [incoming, outgoing] = [new Map<string, Counts>(), new Map<string, Counts>()]
        const doors = new Map<string, number>()
        for (const { from, to, trustClass, door } of pairClassesThatFit(
          session,
          allRows(session),
          selection,
        )) {
          counts[trustClass]++
          countIn(outgoing, from, trustClass)
          countIn(incoming, to, trustClass)
          if (door) doors.set(to, (doors.get(to) ?? 0) + 1)
          if (door || from === internet || to === internet) continue
          const [source, target] = [namespaceOf(from), namespaceOf(to)]
          if (source === target) countIn(inside, source, trustClass)
          else countIn(lines, `${source} ${target}`, trustClass)
        }
        const tally = finish(session.tallyOf(selection))
        expect(tally.counts).toEqual(counts)
        for (const key of keys) {
          const own = tally.byWorkload.get(key)
          expect([own?.incoming, own?.outgoing, own?.throughDoor]).toEqual([
            incoming.get(key) ?? none(),
            outgoing.get(key) ?? none(),
            doors.get(key) ?? 0,
          ])
          expect(session.throughDoor(key, selection) !== undefined).toBe(doors.has(key))
        }
        const found = session.namespaceLines(new Set(session.inventory.namespaces.keys()), selection)
        expect(
          plain(new Map(found.lines.map(({ from, to, counts: own }) => [`${from} ${to}`, own]))),
        ).toEqual(plain(lines))
        expect(plain(new Map(found.inside))).toEqual(plain(inside))
      }),
      { numRuns: clusters, seed },
    )
  }, 600_000)
})

describe('a selection', () => {
  const { session } = surveyOf([
    ...['a', 'b', 'c'].map(name => namespace(name)),
    ...Array.from({ length: 30 }, (_, at) => pod(`${['a', 'b', 'c'][at % 3]}/p-${at}`)),
  ])
  const keys = session.inventory.workloads.map(({ key }) => key)
  /** One end or the other. */
  const either = (names: readonly string[]): RowTest => ({
    kind: 'any',
    of: (['from', 'to'] as const).map(side => ({ kind: 'end', side, names: new Set(names) })),
  })

  it('may hold hundreds of alternatives', () => {
    const of = keys.map(key => either([key]))
    const sum = (where: RowTest): number =>
      trustClasses.reduce((all, each) => all + finish(session.tallyOf({ where })).counts[each], 0)
    expect(sum({ kind: 'any', of })).toBe(30 * 29 + 60)
    expect(sum({ kind: 'not', of: { kind: 'any', of: of.slice(1) } })).toBe(2)
  })

  it('that tells too many ends apart is refused in words', () => {
    // Each part of 30 workloads is an end of its own kind: every odd number of terms fits.
    const tests = keys.map(key => either([key, ...keys.slice(0, 3)]))
    const odd = tests.reduce((a, b): RowTest => ({
      kind: 'any',
      of: [
        { kind: 'all', of: [a, { kind: 'not', of: b }] },
        { kind: 'all', of: [{ kind: 'not', of: a }, b] },
      ],
    }))
    expect(() => finish(session.tallyOf({ where: odd }))).toThrow(SelectionTooFine)
  })
})
