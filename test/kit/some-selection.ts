import type { PortRange } from '../../lib/model/port'
import type { RowSelection, RowTest } from '../../lib/model/table'
import { pillarValues, serverAcceptances, transports, trustClasses, verdicts } from '../../lib/model/verdict'

/** A number below the one given. */
export type Pick = (n: number) => number

const ranges: readonly PortRange[] = [
  { protocol: 'TCP', first: 80, last: 80 },
  { protocol: 'TCP', first: 1, last: 8080 },
  { protocol: 'UDP', first: 53, last: 53 },
  { protocol: 'UDP', first: 1, last: 65535 },
]

/** A condition on rows with ends of these names; deep ones are rare. */
export function someTest(pick: Pick, names: readonly string[], depth = 3): RowTest {
  const some = <T>(list: readonly T[]): T[] => list.filter(() => pick(2) === 0)
  const inner = (): RowTest[] =>
    Array.from({ length: pick(4) }, () => someTest(pick, names, depth - 1 - pick(2)))
  switch (depth > 0 ? pick(10) : 4 + pick(6)) {
    case 0:
      return { kind: 'all', of: inner() }
    case 1:
      return { kind: 'any', of: inner() }
    case 2:
    case 3:
      return { kind: 'not', of: someTest(pick, names, depth - 1) }
    case 4:
      return { kind: 'class', classes: some(trustClasses) }
    case 5:
      return (
        (
          [
            { kind: 'verdict', verdicts: some(verdicts) },
            { kind: 'crosses-namespaces' },
            { kind: 'pillar', pillar: 'authenticated', values: some(pillarValues) },
            { kind: 'pillar', pillar: 'encrypted', values: some(pillarValues) },
            { kind: 'transport', transports: some(transports) },
            { kind: 'accepts', accepts: some(serverAcceptances) },
          ] satisfies readonly RowTest[]
        )[pick(6)] ?? { kind: 'crosses-namespaces' }
      )
    case 6:
      return { kind: pick(2) === 0 ? 'some-port' : 'only-ports', ranges: some(ranges) }
    default:
      return { kind: 'end', side: pick(2) === 0 ? 'from' : 'to', names: new Set(some(names)) }
  }
}

/** A selection of rows with ends of these names. */
export function someSelection(pick: Pick, names: readonly string[]): RowSelection {
  const someNames = (): Set<string> => new Set(names.filter(() => pick(3) > 0))
  return {
    ...(pick(5) === 0 && { from: someNames() }),
    ...(pick(5) === 0 && { to: someNames() }),
    ...(pick(4) === 0 && { ends: [someNames()] }),
    ...(pick(8) === 0 && { throughDoors: true }),
    ...(pick(4) === 0 && { classes: trustClasses.filter(() => pick(2) === 0) }),
    ...(pick(2) === 0 && { where: someTest(pick, names) }),
  }
}
