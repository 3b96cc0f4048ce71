import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addressText,
  contains,
  cutSpace,
  joinRanges,
  lastAddress,
  overlaps,
  parseAddress,
  parseBlock,
  privateRanges,
  rangeOf,
  rangeText,
  wholeSpace,
  type AddressRange,
  type Family,
} from './address'

describe('addresses', () => {
  const good: readonly [text: string, printed: string][] = [
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['10.0.0.07', '10.0.0.7'],
    ['010.1.1.1', '10.1.1.1'],
    ['0010.0255.0000.1', '10.255.0.1'],
    ['::', '::'],
    ['::1', '::1'],
    ['FD00:0:0::7', 'fd00::7'],
    ['2001:db8::0.0.0.1', '2001:db8::1'],
  ]
  it.each(good)('%s', (text, printed) => {
    const address = parseAddress(text)
    expect(address && addressText(address)).toBe(printed)
  })
  const bad = [
    '',
    '10',
    '10.0.0',
    '10.0.0.0.0',
    '10.0.0.',
    '.10.0.0.1',
    '10..0.1',
    '256.0.0.1',
    '1.0.0.256',
    '00010.0.0.1',
    '10.0.0.00001',
    '10.0.0.1 ',
    '10.0.0.1\n',
    '１0.0.0.1',
    '10.0.0.1/8',
    ' 10.0.0.1',
    '0x0a.0.0.1',
    '10.0.0.-1',
    '::g',
    ':::',
    'fe80::1%eth0',
    '::ffff:10.0.0.1',
  ]
  it.each(bad)('not `%s`', text => {
    expect(parseAddress(text)).toBeUndefined()
  })
})

describe('blocks', () => {
  const good: readonly [text: string, range: string, prefix: number][] = [
    ['10.0.0.0/8', '10.0.0.0-10.255.255.255', 8],
    ['10.1.2.3/8', '10.0.0.0-10.255.255.255', 8],
    ['0.0.0.0/0', '0.0.0.0-255.255.255.255', 0],
    ['192.0.2.1/32', '192.0.2.1-192.0.2.1', 32],
    ['fd00::/64', 'fd00::-fd00::ffff:ffff:ffff:ffff', 64],
    ['::/0', '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 0],
  ]
  it.each(good)('%s', (text, range, prefix) => {
    const block = parseBlock(text)
    expect(block && rangeText(block)).toBe(range)
    expect(block?.prefix).toBe(prefix)
  })
  it.each([
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/',
    '10.0.0.0/8.0',
    '/8',
    '::/129',
    'x/8',
    '10.0.0/8',
  ])('not `%s`', text => {
    expect(parseBlock(text)).toBeUndefined()
  })
})

describe('ranges', () => {
  const range = (text: string): AddressRange => {
    const block = parseBlock(text)
    if (!block) throw new Error(text)
    return block
  }
  it('never meet across families', () => {
    expect(contains(wholeSpace(6), rangeOf({ family: 4, value: 5n }))).toBe(false)
    expect(overlaps(wholeSpace(6), wholeSpace(4))).toBe(false)
  })
  it('contain and overlap', () => {
    expect(contains(range('10.0.0.0/8'), range('10.1.0.0/16'))).toBe(true)
    expect(contains(range('10.1.0.0/16'), range('10.0.0.0/8'))).toBe(false)
    expect(overlaps(range('10.1.0.0/16'), range('10.0.0.0/8'))).toBe(true)
    expect(overlaps(range('10.1.0.0/16'), range('10.2.0.0/16'))).toBe(false)
  })
  it('that are private', () => {
    expect(privateRanges.map(rangeText)).toContain('172.16.0.0-172.31.255.255')
    expect(privateRanges.map(({ family }) => family)).toEqual([4, 4, 4, 4, 6])
  })

  const anyRange: fc.Arbitrary<AddressRange> = fc
    .tuple(fc.constantFrom<Family>(4, 6), fc.bigInt(0n, 300n), fc.bigInt(0n, 300n), fc.boolean())
    .map(([family, a, b, high]) => {
      const [low, up] = a < b ? [a, b] : [b, a]
      const shift = high ? lastAddress(family) - 300n : 0n
      return { family, first: low + shift, last: up + shift }
    })
  const ranges = fc.array(anyRange, { maxLength: 6 })

  it('cut space into pieces that lie wholly inside or outside each, and cover it', () => {
    fc.assert(
      fc.property(ranges, list => {
        const pieces = cutSpace(list)
        const whole = joinRanges(pieces)
        return (
          whole.length === 2 &&
          whole.every(({ family, first, last }) => first === 0n && last === lastAddress(family)) &&
          pieces.every(piece => list.every(each => contains(each, piece) || !overlaps(each, piece)))
        )
      }),
      { seed: 1, numRuns: 200 },
    )
  })

  it('join to maximal ranges that hold the same addresses', () => {
    fc.assert(
      fc.property(ranges, anyRange, (list, { family, first }) => {
        const joined = joinRanges(list)
        const probe = rangeOf({ family, value: first })
        const apart = joined.every((each, i) => {
          const next = joined[i + 1]
          return !next || next.family !== each.family || next.first > each.last + 1n
        })
        return (
          apart && list.some(each => contains(each, probe)) === joined.some(each => contains(each, probe))
        )
      }),
      { seed: 2, numRuns: 300 },
    )
  })
})
