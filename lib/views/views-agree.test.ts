import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countIn, none, type Counts } from '../../test/kit/pair-by-pair'
import { someCluster } from '../../test/kit/some-cluster'
import { analyzeWithPolicies } from '../analyze'
import { connectionsQuery } from '../api/connection-contract'
import { mapQuery } from '../api/map-contract'
import { matrixQuery } from '../api/matrix-contract'
import type { Inventory } from '../model/inventory'
import { noises } from '../model/filter'
import { finish } from '../model/stepwise'
import { internet } from '../model/table'
import { trustClasses } from '../model/verdict'
import { selectRows } from './connections'
import { mapView } from './map'
import { matrixView, readGrouping } from './matrix'
import { quoted } from './query/tokens'
import { survey } from './survey'

const filters = Number(process.env['PODTRUST_SEEDS'] ?? 200)
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261128)

/** A filter text about ends of a cluster; deep ones are rare. */
function someText(pick: (n: number) => number, inventory: Inventory, depth = 3): string {
  const one = <T>(list: readonly T[]): T | undefined => list[pick(list.length)]
  const workload = one(inventory.workloads)
  const side = one(['', 'src.', 'dst.']) ?? ''
  const operator = one(['=', '!=', 'in', 'not in']) ?? '='
  const is = (field: string, value: string): string =>
    operator.endsWith('in') ? `${field} ${operator} (${value}, other)` : `${field} ${operator} ${value}`
  const inner = (): string => someText(pick, inventory, depth - 1)
  switch (depth > 0 ? pick(11) : 3 + pick(8)) {
    case 0:
      return `(${inner()} and ${inner()})`
    case 1:
      return `(${inner()} or ${inner()})`
    case 2:
      return `not ${inner()}`
    case 3:
      return is(`${side}ns`, workload?.namespace ?? 'red')
    case 4:
      return is(`${side}workload`, quoted(workload?.name ?? 'x'))
    case 5:
      return is(`${side}kind`, one(['Pod', 'StatefulSet', internet]) ?? 'Pod')
    case 6:
      return is(`${side}label:app`, quoted(one(['a', 'b', '']) ?? ''))
    case 7:
      return `class ${pick(2) === 0 ? '=' : '!='} ${one(trustClasses)}`
    case 8:
      return is('port', '80').replace('other', '8000-9000')
    case 9:
      return (
        one(['crosses = namespaces', 'verdict = allow', 'protocol = UDP', 'not crosses = namespaces']) ?? ''
      )
    default:
      return quoted(one(['a', 'red', 'intern', 'nobody', '[Pod]']) ?? 'a')
  }
}

const add = (sum: Counts, counts: Readonly<Counts> | undefined): void => {
  for (const trustClass of trustClasses) sum[trustClass] += counts?.[trustClass] ?? 0
}

const plain = (map: ReadonlyMap<string, Counts>): Record<string, Counts> =>
  Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)))

describe('table, matrix and map', () => {
  it(`show the same pairs and classes under ${filters} random filters`, () => {
    const seen = { some: 0, fewer: 0 }
    fc.assert(
      fc.property(someCluster, fc.infiniteStream(fc.nat(1_000_000)), ({ capture, settings }, numbers) => {
        const pick = (n: number): number => Number(numbers.next().value) % Math.max(1, n)
        const { session, policies } = analyzeWithPolicies(capture, settings)
        const all = survey(session, policies)
        const by = ['namespace', 'label:app', 'service-account'][pick(3)] ?? 'namespace'
        const asked = {
          q: pick(8) === 0 ? '' : someText(pick, session.inventory),
          class: trustClasses.filter(() => pick(4) === 0).join(),
          hide: noises.filter(() => pick(4) === 0).join(),
        }
        const grouping = readGrouping(all, by)
        if (!grouping) throw new Error(`${by} is no grouping`)

        const matrix = finish(
          matrixView(all, grouping, matrixQuery.parse({ ...asked, rowLimit: 64, columnLimit: 64 })),
        )
        const groupOf = new Map<string, string>()
        for (const { id } of matrix.rows.items) {
          const whole = finish(matrixView(all, grouping, matrixQuery.parse({ group: by, expand: id })))
          for (const item of whole.rows.items) if (item.kind === 'workload') groupOf.set(item.id, id)
        }

        const [total, table] = [none(), new Map<string, Counts>()]
        const pairs = new Map<
          string,
          { from: string; to: string; trustClass: (typeof trustClasses)[number] }
        >()
        for (let offset = 0, of = 1; offset < of; offset += 500) {
          const page = selectRows(all, {}, connectionsQuery.parse({ ...asked, offset, limit: 500 }))
          of = page.total
          for (const { from, to, connection } of page.rows) {
            const pair = { from, to, trustClass: connection.trustClass }
            pairs.set(JSON.stringify(pair), pair)
          }
        }
        for (const { from, to, trustClass } of pairs.values()) {
          total[trustClass]++
          countIn(table, `${groupOf.get(from) ?? from} > ${groupOf.get(to) ?? to}`, trustClass)
        }

        expect(matrix.counts).toEqual(total)
        const cells = new Map<string, number>()
        const [rows, columns] = [matrix.rows.items, matrix.columns.items]
        for (const { row, column, all: pairsIn } of matrix.cells)
          cells.set(`${rows[row]?.id} > ${columns[column]?.id}`, pairsIn)
        for (const { at, all: pairsIn } of matrix.toInternet)
          cells.set(`${rows[at]?.id} > ${internet}`, pairsIn)
        for (const { at, all: pairsIn } of matrix.fromInternet)
          cells.set(`${internet} > ${columns[at]?.id}`, pairsIn)
        const sizes = [...table].map(([key, counts]) => [
          key,
          trustClasses.reduce((sum, each) => sum + counts[each], 0),
        ])
        expect(Object.fromEntries(cells)).toEqual(Object.fromEntries(sizes))

        // The map has what comes through open doors in one line for each group, whoever it is from.
        const map = finish(mapView(all, grouping, mapQuery.parse(asked)))
        const [mapped, into, wanted] = [none(), new Map<string, Counts>(), new Map<string, Counts>()]
        const enter = (to: string, counts: Counts | undefined): void => {
          add(mapped, counts)
          const known = into.get(to) ?? none()
          into.set(to, known)
          add(known, counts)
        }
        for (const { to, counts } of map.bundles) enter(to, counts)
        for (const { namespace, inside } of map.hulls) if (inside) enter(namespace, inside.counts)
        for (const { namespace, direction, counts } of map.stubs)
          enter(direction === 'in' ? namespace : internet, counts)
        for (const { from: _, to, trustClass } of pairs.values())
          countIn(wanted, groupOf.get(to) ?? to, trustClass)
        expect(mapped).toEqual(total)
        expect(plain(into)).toEqual(plain(wanted))
        if (pairs.size > 0) seen.some++
        if (pairs.size < session.connections.length) seen.fewer++
      }),
      { numRuns: filters, seed },
    )
    expect(Math.min(seen.some, seen.fewer)).toBeGreaterThan(filters / 4)
  }, 600_000)
})
