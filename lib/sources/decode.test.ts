import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, type Decoded } from './decode'

function decoded(bytes: Uint8Array): Decoded {
  const work = decode(bytes)
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

const text = (text: string, clean = true): Decoded => ({ kind: 'text', text, clean })

describe('bytes', () => {
  it('are UTF-8, or UTF-16 where a mark says so', () => {
    expect(decoded(Buffer.from('a: grün\n'))).toEqual(text('a: grün\n'))
    expect(decoded(Buffer.from('\uFEFFa: grün\n'))).toEqual(text('a: grün\n'))
    expect(decoded(Buffer.from('\uFEFFa: grün\r\n', 'utf16le'))).toEqual(text('a: grün\n'))
    expect(decoded(Buffer.from('\uFEFFa: grün\r\n', 'utf16le').swap16())).toEqual(text('a: grün\n'))
  })

  it('that are neither stand as a sign', () => {
    expect(decoded(Buffer.from([0x61, 0xff, 0x0a]))).toEqual(text('a\uFFFD\n', false))
    expect(decoded(Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x62]))).toEqual(text('a\uFFFD', false))
  })

  it('with a stray NUL are text all the same', () => {
    expect(decoded(Buffer.from('apiVersion: v1\0\n'))).toEqual(text('apiVersion: v1\0\n'))
  })

  it.each([
    ['gzip', [0x1f, 0x8b, 8, 0], 'a gzip archive'],
    ['zip', [0x50, 0x4b, 3, 4], 'a zip archive'],
    ['PNG', [0x89, 0x50, 0x4e, 0x47], 'a PNG image'],
    ['noise', [0, 1, 2, 3, 4, 5], 'a binary file, or UTF-16 text without a byte order mark'],
  ])('of %s are no text', (_, bytes, what) => {
    expect(decoded(Uint8Array.from(bytes))).toEqual({ kind: 'binary', what })
  })

  it('lose their carriage returns and nothing else, also between two slices', () => {
    const line = fc.constantFrom('\r', '\n', '\r\n', 'a', 'ü', '☂')
    fc.assert(
      fc.property(fc.array(line), fc.integer({ min: -4, max: 4 }), (parts, shift) => {
        const whole = `${'x'.repeat((1 << 20) + shift)}${parts.join('')}`
        expect(decoded(Buffer.from(whole))).toEqual(text(whole.replace(/\r\n?/g, '\n')))
      }),
      { numRuns: 30 },
    )
  })
})
