import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { engineOf } from '@/test/kit/api'
import { pod } from '@/test/kit/manifests'
import { captureOf } from '@/test/kit/world'
import { BadInput } from '@/lib/sources/bad-input'
import { Captures, type OpenCapture } from './captures'
import { Holder } from './holder'

const minute = 60_000

function capture(): OpenCapture & { readonly closed: () => number } {
  const close = vi.fn()
  const holder = new Holder(() => Promise.resolve(engineOf(captureOf([pod('shop/web')]))))
  return { holder, close, closed: () => close.mock.calls.length }
}

function keep(captures: Captures, opened = capture()): string {
  const place = captures.reserve()
  if (!place) throw new Error('there is no place')
  return place.keep(opened)
}

describe('opened captures', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('are found by an id that nobody can guess, and by no other', () => {
    const captures = new Captures()
    const [one, two] = [capture(), capture()]
    const ids = [keep(captures, one), keep(captures, two)]
    expect(ids.map(id => captures.find(id))).toEqual([one.holder, two.holder])
    for (const id of ids) {
      // 192 bits, harmless in an address.
      expect(id).toMatch(/^[\w-]{32}$/)
      for (const wrong of [
        id.slice(1),
        `${id}x`,
        id.toLowerCase(),
        '',
        ':id',
        '__proto__',
        'constructor',
        '..',
      ])
        expect(captures.find(wrong)).toBeUndefined()
    }
    expect(new Set(Array.from({ length: 3 }, () => keep(new Captures()))).size).toBe(3)
  })

  it('are so many at most, those that are coming in included', () => {
    const captures = new Captures({ most: 2 })
    const id = keep(captures)
    const coming = captures.reserve()
    expect(captures.reserve()).toBeUndefined()
    coming?.leave()
    // Said twice, it counts once.
    coming?.leave()
    const next = captures.reserve()
    expect(next).toBeDefined()
    expect(captures.reserve()).toBeUndefined()
    captures.close(id)
    expect(captures.reserve()).toBeDefined()
  })

  it('go when they are closed, at once and once', () => {
    const captures = new Captures()
    const opened = capture()
    const id = keep(captures, opened)
    expect(captures.close(id)).toBe(true)
    expect([captures.find(id), captures.close(id), opened.closed()]).toEqual([undefined, false, 1])
    vi.advanceTimersByTime(120 * minute)
    expect(opened.closed()).toBe(1)
  })

  it('go when nobody asks about them for an hour', () => {
    const captures = new Captures()
    const opened = capture()
    const id = keep(captures, opened)
    vi.advanceTimersByTime(59 * minute)
    expect(captures.find(id)).toBe(opened.holder)
    vi.advanceTimersByTime(59 * minute)
    expect([captures.find(id), opened.closed()]).toEqual([opened.holder, 0])
    vi.advanceTimersByTime(61 * minute)
    expect([captures.find(id), opened.closed()]).toEqual([undefined, 1])
  })

  it('are found by a name where they have one, unless they could not be loaded', async () => {
    vi.useRealTimers()
    const captures = new Captures()
    const [named, other] = [capture(), capture()]
    const id = captures.reserve()?.keep(named, 'demo')
    keep(captures, other)
    expect([captures.named('demo'), captures.named('textbook')]).toEqual([id, undefined])
    const broken = new Holder(() => Promise.reject(new BadInput('no file')))
    await broken.settled
    captures.reserve()?.keep({ holder: broken, close: () => undefined }, 'textbook')
    expect(captures.named('textbook')).toBeUndefined()
    captures.close(id ?? '')
    expect(captures.named('demo')).toBeUndefined()
  })

  it('do not keep the process alive', () => {
    vi.useRealTimers()
    const before = process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
    keep(new Captures())
    expect(process.getActiveResourcesInfo().filter(name => name === 'Timeout').length).toBe(before)
  })
})
