import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allPorts,
  cutPorts,
  joinPorts,
  lastPort,
  portCount,
  portsText,
  protocols,
  type PortRange,
  type Protocol,
} from './port'

const tcp = (first: number, last = first): PortRange => ({ protocol: 'TCP', first, last })
const udp = (first: number, last = first): PortRange => ({ protocol: 'UDP', first, last })

describe('port text', () => {
  const rows: readonly [ranges: readonly PortRange[], text: string][] = [
    [[], 'No Connections'],
    [allPorts, 'All Connections'],
    [[tcp(80)], 'TCP 80'],
    [[udp(53), tcp(443), tcp(80, 81)], 'TCP 80-81,443,UDP 53'],
    [[tcp(80), tcp(81)], 'TCP 80-81'],
    [[tcp(1, lastPort)], 'TCP 1-65535'],
    [[tcp(1, lastPort), udp(1, lastPort)], 'TCP 1-65535,UDP 1-65535'],
    [[...allPorts, tcp(80)], 'All Connections'],
    [[{ protocol: 'SCTP', first: 9, last: 9 }, tcp(1)], 'SCTP 9,TCP 1'],
  ]
  it.each(rows)('%j', (ranges, text) => {
    expect(portsText(ranges)).toBe(text)
  })
  it('counts both ends', () => {
    expect([portCount(tcp(80)), portCount(tcp(1, lastPort))]).toEqual([1, 65535])
  })
})

describe('port ranges', () => {
  const anyRange: fc.Arbitrary<PortRange> = fc
    .tuple(
      fc.constantFrom<Protocol>(...protocols),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 40 }),
      fc.boolean(),
    )
    .map(([protocol, first, size, high]) => {
      const shift = high ? lastPort - 80 : 0
      return { protocol, first: first + shift, last: first + size + shift }
    })
  const ranges = fc.array(anyRange, { maxLength: 6 })
  const holds = (range: PortRange, protocol: Protocol, port: number): boolean =>
    range.protocol === protocol && range.first <= port && port <= range.last

  it('cut all ports into pieces that lie wholly inside or outside each', () => {
    fc.assert(
      fc.property(ranges, list => {
        const pieces = cutPorts(list)
        return (
          portsText(pieces) === 'All Connections' &&
          pieces.every(piece =>
            list.every(
              each => holds(each, piece.protocol, piece.first) === holds(each, piece.protocol, piece.last),
            ),
          )
        )
      }),
      { seed: 3, numRuns: 200 },
    )
  })
  it('join to sorted, separate ranges that hold the same ports', () => {
    fc.assert(
      fc.property(ranges, anyRange, (list, { protocol, first }) => {
        const joined = joinPorts(list)
        const separate = joined.every((each, i) => {
          const next = joined[i + 1]
          return !next || next.protocol !== each.protocol || next.first > each.last + 1
        })
        return (
          separate &&
          list.some(each => holds(each, protocol, first)) ===
            joined.some(each => holds(each, protocol, first))
        )
      }),
      { seed: 4, numRuns: 300 },
    )
  })
})
