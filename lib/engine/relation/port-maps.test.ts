import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutPorts, lastPort, protocols, type PortRange } from '../../model/port'
import {
  combineOperation,
  mapOperation,
  portPlace,
  PortMaps,
  rememberedMap,
  rememberedOperation,
  type PortMapId,
} from './port-maps'

const runs = { numRuns: 40, seed: Number(process.env['PODTRUST_SEED'] ?? 20261101) }

/** A value for every port, place by place. */
type Ports = Uint8Array<ArrayBuffer>

const port = fc.oneof(fc.constantFrom(1, 2, 80, 81, 65534, 65535), fc.integer({ min: 1, max: lastPort }))

const range: fc.Arbitrary<PortRange> = fc
  .tuple(fc.constantFrom(...protocols), port, port)
  .map(([protocol, a, b]) => ({ protocol, first: Math.min(a, b), last: Math.max(a, b) }))

const value = fc.nat(2)

interface Drawn {
  readonly rest: number
  readonly pieces: readonly { readonly range: PortRange; readonly value: number }[]
}

/** Disjoint ranges with a value each, in any order. */
const drawn: fc.Arbitrary<Drawn> = fc
  .tuple(value, fc.array(range, { maxLength: 4 }), fc.infiniteStream(fc.option(value)))
  .map(([rest, ranges, values]) => ({
    rest,
    pieces: cutPorts(ranges)
      .flatMap(each => {
        const [given] = values.take(1)
        return given === null || given === undefined ? [] : [{ range: each, value: given }]
      })
      .reverse(),
  }))

function paint({ rest, pieces }: Drawn): Ports {
  const ports = new Uint8Array(protocols.length * lastPort).fill(rest)
  for (const { range: each, value: own } of pieces)
    for (let number = each.first; number <= each.last; number++) ports[portPlace(each.protocol, number)] = own
  return ports
}

/** Reads a map run by run; the runs must follow each other, protocol by protocol. */
function read(maps: PortMaps, map: PortMapId): Ports {
  const ports = new Uint8Array(protocols.length * lastPort)
  let next = 0
  maps.forEach(map, ({ protocol, first, last }, own) => {
    expect([portPlace(protocol, first), last <= lastPort, first <= last]).toEqual([next, true, true])
    next = portPlace(protocol, last) + 1
    ports.fill(own, next - (last - first + 1), next)
  })
  expect(next).toBe(ports.length)
  return ports
}

const same = (a: Ports, b: Ports): boolean => Buffer.compare(a, b) === 0

describe('maps from ports to values', () => {
  const maps = new PortMaps()
  const made = (each: Drawn): PortMapId => maps.of(each.pieces, each.rest)

  it('hold what was put into them', () => {
    fc.assert(
      fc.property(drawn, fc.array(fc.tuple(fc.constantFrom(...protocols), port)), (a, asked) => {
        const [map, ports] = [made(a), paint(a)]
        expect(same(read(maps, map), ports)).toBe(true)
        for (const [protocol, number] of asked)
          expect(maps.at(map, protocol, number)).toBe(ports[portPlace(protocol, number)])
        const values = new Set(ports)
        expect(new Set(maps.values(map))).toEqual(values)
        expect(maps.constant(map)).toBe(values.size === 1 ? ports[0] : undefined)
      }),
      runs,
    )
  })

  it('are equal by number exactly when they are equal', () => {
    fc.assert(
      fc.property(drawn, drawn, (a, b) => {
        expect(made(a) === made(b)).toBe(same(paint(a), paint(b)))
        // Cut into more pieces than need be, it is the same map.
        const cut = a.pieces.flatMap(({ range: { protocol, first, last }, value: own }) => {
          const middle = (first + last) >> 1
          return middle < last
            ? [
                { range: { protocol, first, last: middle }, value: own },
                { range: { protocol, first: middle + 1, last }, value: own },
              ]
            : [{ range: { protocol, first, last }, value: own }]
        })
        expect(maps.of(cut, a.rest)).toBe(made(a))
      }),
      runs,
    )
  })

  it('are combined and mapped port by port, operands in order', () => {
    const apply = (a: number, b: number): number => (2 * a + 5 * b) % 7
    const operation = combineOperation(apply)
    const double = mapOperation(a => a >> 1)
    fc.assert(
      fc.property(drawn, drawn, (a, b) => {
        const [one, other] = [paint(a), paint(b)]
        const combined = maps.combine(made(a), made(b), operation)
        const wanted = one.map((own, at) => apply(own, other[at] ?? 0))
        expect(same(read(maps, combined), wanted)).toBe(true)
        expect(maps.combine(made(a), made(b), operation)).toBe(combined)
        const mapped = maps.map(made(a), double)
        expect(
          same(
            read(maps, mapped),
            one.map(own => own >> 1),
          ),
        ).toBe(true)
        expect(maps.map(made(a), double)).toBe(mapped)
      }),
      runs,
    )
  })

  it('of one value, or of some ranges against the rest, are the maps that they look like', () => {
    const web = { protocol: 'TCP', first: 80, last: 443 } as const
    expect(maps.all(3)).toBe(maps.of([], 3))
    expect(maps.within([web], 1, 0)).toBe(maps.of([{ range: web, value: 1 }], 0))
    expect([79, 80, 443, 444].map(number => maps.at(maps.within([web], 1, 0), 'TCP', number))).toEqual([
      0, 1, 1, 0,
    ])
    expect(maps.at(maps.within([web], 1, 0), 'UDP', 80)).toBe(0)
  })
})

it('operations that remember work once for each pair of values, maps once for each value', () => {
  const worked: string[] = []
  const pair = rememberedOperation((a, b) => {
    worked.push(`${a}-${b}`)
    return a + b
  })
  const single = rememberedMap(value => {
    worked.push(String(value))
    return value * 2
  })
  const pairs = [pair.apply(1, 2), pair.apply(2, 1), pair.apply(1, 2), pair.apply(0, 0), pair.apply(0, 0)]
  expect([...pairs, single.apply(0), single.apply(0), single.apply(3)]).toEqual([3, 3, 3, 0, 0, 0, 0, 6])
  expect(worked).toEqual(['1-2', '2-1', '0-0', '0', '3'])
})
