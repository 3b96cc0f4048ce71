import { describe, expect, it } from 'vitest'
import { isForPage, pageKeys, placeKeys, readKey, type Stroke } from './key-table'

describe('a key', () => {
  it.each([
    ['/', undefined, { name: '/' }],
    ['g', undefined, { pending: 'g' }],
    ['p', 'g', { name: 'g p' }],
    ['1', 'g', { name: '1' }],
    ['g', 'g', { pending: 'g' }],
    ['p', undefined, {}],
    ['toString', undefined, {}],
    ['Escape', 'g', { name: 'Escape' }],
  ])('%s after %s', (key, before, means) => {
    expect(readKey(key, before)).toEqual(means)
  })

  it('means one thing only', () => {
    const keyNames: readonly string[] = pageKeys.map(([name]) => name)
    expect(new Set(keyNames).size).toBe(keyNames.length)
    const firsts = keyNames.filter(name => name.includes(' ')).map(name => name.split(' ')[0])
    for (const first of firsts) expect(keyNames).not.toContain(first)
    expect(placeKeys.map(({ place }) => place)).toEqual([...new Set(placeKeys.map(({ place }) => place))])
  })
})

describe('a stroke', () => {
  const stroke: Stroke = {
    key: 'l',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    defaultPrevented: false,
    getModifierState: () => false,
    target: null,
  }
  const page = { querySelector: () => null }

  it('is for the page', () => {
    expect(isForPage(stroke, page)).toBe(true)
  })

  it.each([[{ ctrlKey: true }], [{ metaKey: true }], [{ altKey: true }], [{ defaultPrevented: true }]])(
    'is not, with %j',
    change => {
      expect(isForPage({ ...stroke, ...change }, page)).toBe(false)
    },
  )

  it('may need AltGr, which comes with Ctrl and Alt', () => {
    const bracket = { ...stroke, key: '[', ctrlKey: true, altKey: true, getModifierState: () => true }
    expect(isForPage(bracket, page)).toBe(true)
    expect(isForPage({ ...bracket, metaKey: true }, page)).toBe(false)
  })

  it('is not where somebody types', () => {
    const field = { closest: (selector: string) => (selector.includes('textarea') ? ({} as never) : null) }
    expect(isForPage({ ...stroke, target: field }, page)).toBe(false)
    expect(isForPage({ ...stroke, target: { closest: () => null } }, page)).toBe(true)
  })

  it('is not in a tree, where letters lead to what begins with them', () => {
    const tree = { closest: (selector: string) => (selector.includes('"tree"') ? ({} as never) : null) }
    expect(isForPage({ ...stroke, target: tree }, page)).toBe(false)
    expect(isForPage({ ...stroke, key: '/', target: tree }, page)).toBe(true)
  })

  it('is not while something lies over the page', () => {
    const asked: string[] = []
    const covered = {
      querySelector: (selector: string) => {
        asked.push(selector)
        return {} as never
      },
    }
    expect(isForPage(stroke, covered)).toBe(false)
    expect(asked[0]).toContain('dialog[open]')
  })
})
