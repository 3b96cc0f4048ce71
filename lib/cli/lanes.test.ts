import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addressText, parseAddress, rangeText } from '../model/address'
import type { Side } from '../model/connection'
import { lines } from './lanes'

interface Item {
  readonly first: number
  readonly last: number
  readonly word: string
}

const range = ({ first, last }: Item): Side => ({
  kind: 'outside',
  range: { family: 4, first: BigInt(first), last: BigInt(last) },
})
const web: Side = { kind: 'workload', key: 'shop/web[Pod]' }

/** Lines of items that arrive at one workload; a line says which words are true of its addresses. */
const arriving = (items: readonly Item[]): { src: string; value: string }[] =>
  lines(
    items,
    item => ({ from: range(item), to: web }),
    pair => {
      const words = [...new Set(pair.map(({ word }) => word))].sort().join(' ')
      return new Map([[words, words]])
    },
  )

test('every address is in exactly the line that says what is true of it, and lines are maximal', () => {
  const span = fc.tuple(fc.nat(30), fc.nat(30), fc.constantFrom('a', 'b', 'c'))
  fc.assert(
    fc.property(fc.array(span, { maxLength: 8 }), spans => {
      const items = spans.map(([a, b, word]) => ({ first: Math.min(a, b), last: Math.max(a, b), word }))
      const found = arriving(items).map(({ src, value }) => {
        const [first, last] = src.replace('[External]', '').split('-').map(parseAddress)
        return { first: Number(first?.value), last: Number(last?.value), value }
      })
      for (let address = 0; address <= 31; address++) {
        const truth = items.filter(({ first, last }) => first <= address && address <= last)
        const words = [...new Set(truth.map(({ word }) => word))].sort().join(' ')
        const told = found.filter(({ first, last }) => first <= address && address <= last)
        expect(told.map(({ value }) => value)).toEqual(words === '' ? [] : [words])
        // Neighbours that are told apart differ.
        const next = found.find(({ first }) => first === address + 1)
        if (told[0]?.last === address && next) expect(next.value).not.toBe(told[0].value)
      }
    }),
  )
})

describe('pieces', () => {
  it('reach both ends of the address space', () => {
    const whole = { family: 4, first: 0n, last: 2n ** 32n - 1n } as const
    const [line] = lines(
      [whole],
      each => ({ from: { kind: 'outside', range: each }, to: web }),
      () => new Map([['', '']]),
    )
    expect(line?.src).toBe(`${rangeText(whole)}[External]`)
    expect(line?.src).toContain(addressText({ family: 4, value: whole.last }))
  })

  it('of both directions, and of both families, stay apart', () => {
    const out = range({ first: 1, last: 2, word: '' })
    const six: Side = { kind: 'outside', range: { family: 6, first: 1n, last: 2n } }
    const found = lines(
      [
        { from: web, to: out },
        { from: out, to: web },
        { from: web, to: six },
      ],
      each => each,
      () => new Map([['', '']]),
    )
    expect(found.map(({ src, dst }) => `${src} ${dst}`)).toEqual([
      'shop/web[Pod] 0.0.0.1-0.0.0.2[External]',
      '0.0.0.1-0.0.0.2[External] shop/web[Pod]',
      'shop/web[Pod] ::1-::2[External]',
    ])
  })
})
