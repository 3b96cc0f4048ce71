import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyze } from '../../analyze'
import { openDoor } from '../../model/connection'
import type { Session } from '../../model/session'
import { rangeText } from '../../model/address'
import { internet, type Row, type RowQuery } from '../../model/table'
import { trustClasses } from '../../model/verdict'
import { compile } from '../../analyze'
import {
  allRows,
  countIn,
  hopsFrom,
  none,
  pairClasses,
  rowsThatFit,
  stepsOf,
  type Counts,
} from '../../../test/kit/pair-by-pair'
import { someCluster } from '../../../test/kit/some-cluster'
import { someTest } from '../../../test/kit/some-selection'
import { worldsOf } from '../worlds'
import { namespaceLines } from './namespace-lines'
import { openRelation } from './open'
import { newStores } from './stores'
import { RelationView } from './view'

const clusters = Number(process.env['PODTRUST_SEEDS'] ?? 300)
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261102)

function holds(check: (session: Session) => void): void {
  fc.assert(
    fc.property(someCluster, ({ capture, settings }) => check(analyze(capture, settings))),
    { numRuns: clusters, seed },
  )
}

const plain = (map: ReadonlyMap<string, Counts>): Record<string, Counts> =>
  Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)))

const namespaceOf = (key: string): string => key.slice(0, key.indexOf('/'))

describe('sums over rectangles', () => {
  it(`are those of all pairs, on ${clusters} random clusters`, () => {
    holds(session => {
      const [counts, anyone, withInternet] = [none(), none(), none()]
      const [owned, incoming, outgoing, fromInternet, toInternet] = Array.from(
        { length: 5 },
        () => new Map(session.inventory.workloads.map(({ key }) => [key, none()])),
      ) as [
        Map<string, Counts>,
        Map<string, Counts>,
        Map<string, Counts>,
        Map<string, Counts>,
        Map<string, Counts>,
      ]
      const doors = new Map(session.inventory.workloads.map(({ key }) => [key, 0]))
      for (const { from, to, trustClass, door } of pairClasses(session)) {
        counts[trustClass]++
        countIn(owned, to === internet ? from : to, trustClass)
        if (door) {
          anyone[trustClass]++
          doors.set(to, (doors.get(to) ?? 0) + 1)
        }
        if (from === internet || to === internet) withInternet[trustClass]++
        if (from === internet) countIn(fromInternet, to, trustClass)
        else countIn(outgoing, from, trustClass)
        if (to === internet) countIn(toInternet, from, trustClass)
        else countIn(incoming, to, trustClass)
      }
      const { tally } = session
      expect({ counts: tally.counts, anyone: tally.anyone, internet: tally.internet }).toEqual({
        counts,
        anyone,
        internet: withInternet,
      })
      const some = (map: ReadonlyMap<string, Counts>): number =>
        [...map.values()].filter(each => trustClasses.some(trustClass => each[trustClass] > 0)).length
      expect(tally.reach).toEqual({ incoming: some(fromInternet), outgoing: some(toInternet) })
      expect(Object.fromEntries(tally.byWorkload)).toEqual(
        Object.fromEntries(
          session.inventory.workloads.map(({ key }) => [
            key,
            {
              owned: owned.get(key),
              incoming: incoming.get(key),
              outgoing: outgoing.get(key),
              fromInternet: fromInternet.get(key),
              toInternet: toInternet.get(key),
              throughDoor: doors.get(key),
            },
          ]),
        ),
      )
    })
  }, 600_000)

  it(`are those of all pairs by namespace, on ${clusters} random clusters`, () => {
    holds(session => {
      const [lines, inside] = [new Map<string, Counts>(), new Map<string, Counts>()]
      for (const { from, to, trustClass, door } of pairClasses(session)) {
        if (door || from === internet || to === internet) continue
        const [source, target] = [namespaceOf(from), namespaceOf(to)]
        if (source === target) countIn(inside, source, trustClass)
        else countIn(lines, `${source} ${target}`, trustClass)
      }
      const found = session.namespaceLines(new Set(session.inventory.namespaces.keys()))
      expect(
        plain(new Map(found.lines.map(({ from, to, counts }) => [`${from} ${to}`, { ...counts }]))),
      ).toEqual(plain(lines))
      expect(plain(new Map([...found.inside].map(([name, counts]) => [name, { ...counts }])))).toEqual(
        plain(inside),
      )
      expect(found.groups).toEqual([])
    })
  }, 600_000)

  it(`add up with groups of namespaces too, on ${clusters} random clusters`, () => {
    fc.assert(
      fc.property(
        someCluster,
        fc.constantFrom(0, 1, 2),
        fc.constantFrom(0, 1, 48),
        ({ capture, settings }, most, dense) => {
          const session = analyze(capture, settings)
          const worlds = worldsOf(capture, compile(capture), settings)
          const view = new RelationView(openRelation(worlds, newStores(dense)), session.isolation)
          const drawn = [...session.inventory.namespaces.keys()]
          const found = namespaceLines(view, new Set(drawn), {}, most)
          const wanted = new Map(drawn.map(name => [name, { in: none(), out: none(), inside: none() }]))
          for (const { from, to, trustClass, door } of pairClasses(session)) {
            if (door || from === internet || to === internet) continue
            const [source, target] = [wanted.get(namespaceOf(from)), wanted.get(namespaceOf(to))]
            if (!source || !target) throw new Error('a namespace is missing')
            if (source === target) source.inside[trustClass]++
            else {
              source.out[trustClass]++
              target.in[trustClass]++
            }
          }
          const total = none()
          const groups = new Map(found.groups.map(group => [group.id, group]))
          for (const { from, to, counts } of found.lines) {
            expect(groups.has(from) && groups.has(to)).toBe(false)
            for (const trustClass of trustClasses) {
              expect(counts[trustClass]).toBeGreaterThanOrEqual(0)
              total[trustClass] += counts[trustClass]
            }
          }
          for (const [name, { in: into, inside }] of wanted) {
            // Lines to a group leave out whose they are; all others end at their namespace.
            const ending = found.lines.filter(({ to }) => to === name)
            for (const trustClass of trustClasses)
              expect(ending.reduce((sum, { counts }) => sum + counts[trustClass], 0)).toBeLessThanOrEqual(
                into[trustClass],
              )
            expect(found.inside.get(name) ?? none()).toEqual(inside)
          }
          const all = none()
          for (const { out } of wanted.values()) for (const each of trustClasses) all[each] += out[each]
          expect(total).toEqual(all)
        },
      ),
      { numRuns: clusters, seed },
    )
  }, 600_000)
})

describe('pages of rows', () => {
  it(`are cut from all rows, on ${clusters} random clusters`, () => {
    fc.assert(
      fc.property(someCluster, fc.infiniteStream(fc.nat(1_000_000)), ({ capture, settings }, numbers) => {
        const session = analyze(capture, settings)
        const pick = (n: number): number => Number(numbers.next().value) % n
        const names = [...session.inventory.workloads.map(({ key }) => key), internet]
        const someNames = (): Set<string> => new Set(names.filter(() => pick(2) === 0))
        const rows = allRows(session)
        const sorts = [
          'class',
          'from',
          'to',
          'ports',
          'verdict',
          'authenticated',
          'authorized',
          'encrypted',
        ] as const
        for (let turn = 0; turn < 6; turn++) {
          const query: Omit<RowQuery, 'offset' | 'limit'> = {
            ...(pick(4) === 0 && { from: someNames() }),
            ...(pick(4) === 0 && { to: someNames() }),
            ends: Array.from({ length: pick(3) }, someNames),
            ...(pick(2) === 0 && { where: someTest(pick, names) }),
            throughDoors: pick(6) === 0,
            classes: trustClasses.filter(() => pick(3) === 0),
            sort: sorts[pick(sorts.length)] ?? 'class',
            order: pick(2) === 0 ? 'asc' : 'desc',
          }
          const wanted = rowsThatFit(session, rows, query)
          const sought = wanted[pick(wanted.length)]
          if (sought) {
            const fits = ({ ports, ranges }: Row): boolean =>
              ports === sought.ports &&
              JSON.stringify(ranges.map(rangeText)) === JSON.stringify(sought.ranges.map(rangeText))
            const same = (row: Row): boolean => row.from === sought.from && row.to === sought.to && fits(row)
            expect(session.rowPlace(query, { from: sought.from, to: sought.to, fits })).toBe(
              wanted.findIndex(same),
            )
            expect(
              session.rowPlace(query, { from: sought.from, to: sought.to, fits: () => false }),
            ).toBeUndefined()
          }
          const [offset, limit] = [pick(wanted.length + 2), 1 + pick(9)]
          expect(session.rows({ ...query, offset, limit })).toEqual({
            total: wanted.length,
            rows: wanted.slice(offset, offset + limit),
          })
        }
      }),
      { numRuns: clusters, seed },
    )
  }, 600_000)
})

describe('ways of getting about', () => {
  it(`are those of all connections, on ${clusters} random clusters`, () => {
    holds(session => {
      const sorted = ({ hops, ...rest }: ReturnType<typeof hopsFrom>) => ({
        ...rest,
        hops: hops.map(list => [...list].sort((a, b) => (a.key < b.key ? -1 : 1))),
      })
      for (const heading of ['out', 'in'] as const) {
        const steps = stepsOf(session, heading)
        for (const end of [...session.inventory.workloads.map(({ key }) => key), internet])
          for (const hops of [1, 3]) {
            const found = session.reach(end, heading, hops)
            if (!found) throw new Error(`nobody is called ${end}`)
            const { via, ...reached } = found
            expect(sorted({ ...reached, hops: reached.hops.map(list => [...list]) })).toEqual(
              sorted(hopsFrom(steps, end, hops)),
            )
            const ends = reached.hops.flatMap((list, at) => list.map(each => ({ ...each, hop: at + 1 })))
            for (const each of [...ends, ...(found.internet ? [{ key: internet, ...found.internet }] : [])]) {
              const passed = heading === 'out' ? via(each.key) : [...via(each.key)].reverse()
              expect(passed.length).toBe(each.hop - 1)
              const way = [end, ...passed, each.key]
              for (const [at, near] of way.slice(0, -1).entries())
                expect(steps.get(near)?.has(way[at + 1] ?? ''), way.join(' ')).toBe(true)
              if (each.certain)
                for (const [at, near] of way.slice(0, -1).entries())
                  expect(steps.get(near)?.get(way[at + 1] ?? ''), way.join(' ')).toBe(true)
            }
          }
      }
      expect(session.reach('nobody/is[Called so]', 'out', 1)).toBeUndefined()
    })
  }, 600_000)

  it(`through open doors are those of all rows, on ${clusters} random clusters`, () => {
    holds(session => {
      const rows = allRows(session)
      for (const { key } of session.inventory.workloads) {
        const isolation = session.isolation.get(key)
        const through = rows.filter(
          ({ from, to, connection }) =>
            to === key &&
            from !== internet &&
            connection.trustClass === 'implicit' &&
            isolation &&
            openDoor(isolation),
        )
        const found = session.throughDoor(key)
        expect(found?.first).toBe(through[0]?.from)
        expect([...(found?.ports ?? [])].sort()).toEqual(
          [...new Set(through.map(({ ports }) => ports))].sort(),
        )
      }
    })
  }, 600_000)
})
