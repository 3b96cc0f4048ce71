import yaml from 'js-yaml'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newBudget, parse } from './parse'
import { parseJson } from './parse-json'

const value = (text: string): unknown => {
  const parsed = parse(text)
  return parsed.kind === 'value' ? parsed.value : parsed.fault.code
}

describe('values', () => {
  it('are those of YAML 1.2 with merge keys, octal numbers and more words for true and false', () => {
    expect(value('a: 010\nb: 08\nc: -017\nd: 0o17\ne: 0x1F\nf: 1_000\ng: "010"\nh: 0\ni: -0')).toEqual({
      a: 8,
      b: 8,
      c: -15,
      d: 15,
      e: 31,
      f: '1_000',
      g: '010',
      h: 0,
      i: 0,
    })
    expect(value('a: yes\nb: OFF\nc: Y\nd: "no"\ne: ~\nf: 2026-01-01\ng: .inf')).toEqual({
      a: true,
      b: false,
      c: 'Y',
      d: 'no',
      e: null,
      f: '2026-01-01',
      g: Infinity,
    })
    expect(value('a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: {<<: [*a, {z: 4}]}')).toEqual({
      a: { x: 1, y: 2 },
      b: { x: 1, y: 3 },
      c: { x: 1, y: 2, z: 4 },
    })
  })

  it('have the keys of every object as their own', () => {
    const parsed = parse('__proto__: {a: 1}\nconstructor: 2')
    expect(parsed.kind === 'value' && Object.keys(parsed.value ?? {})).toEqual(['__proto__', 'constructor'])
  })

  it('are all that js-yaml accepts, where no number is octal', () => {
    const text = fc.string({
      unit: fc.constantFrom(
        'a',
        '- ',
        ': ',
        '\n',
        '  ',
        '1',
        '"',
        "'",
        '[',
        ']',
        '{',
        '}',
        ',',
        '#',
        '|',
        '&x ',
        '*x ',
        '? ',
      ),
      maxLength: 30,
    })
    fc.assert(
      fc.property(text, written => {
        const theirs = attempt(() => yaml.load(written, { schema: yaml.CORE_SCHEMA }) ?? null)
        // An anchor on an alias is no YAML (YAML 1.2.2 section 7.1), nor has a text an alias inside what it names as its
        // key; js-yaml makes maps of both.
        fc.pre(value(written) !== 'cyclic-anchor')
        fc.pre(!written.includes('{{') && theirs !== undefined && !isCyclic(theirs))
        expect(value(written)).toEqual(theirs)
      }),
      { numRuns: 2000 },
    )
  })
})

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

const isCyclic = (found: unknown): boolean => attempt(() => JSON.stringify(found)) === undefined

describe('limits', () => {
  const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`

  it('are 64 levels, in YAML and in JSON', () => {
    expect(value(nested(64))).not.toBe('too-deep')
    expect(value(nested(65))).toBe('too-deep')
    expect(value(`a: ${nested(63)}`)).not.toBe('too-deep')
    expect(value(`a: ${nested(64)}`)).toBe('too-deep')
    expect(value(`a: &a ${nested(40)}\nb: ${'['.repeat(40)}*a${']'.repeat(40)}`)).toBe('too-deep')
  })

  it('are 100 aliases, which the parts of a document share', () => {
    const aliased = (count: number): string => `a: &a 1\nb: [${Array(count).fill('*a').join(', ')}]`
    expect(value(aliased(100))).toHaveProperty('b')
    expect(value(aliased(101))).toBe('too-many-aliases')
    const budget = newBudget()
    expect(parse(aliased(60), 64, budget).kind).toBe('value')
    expect(parse(aliased(40), 64, budget).kind).toBe('value')
    expect(parse(aliased(1), 64, budget).kind).toBe('fault')
  })

  it('are no size: a long document may have aliases', () => {
    const long = `a: &a 1\nb: *a\nc: [${Array(199_000).fill('xx').join(', ')}]`
    expect(value(long)).toHaveProperty('b', 1)
  })

  it('are 200,000 values, aliases written out', () => {
    const list = (count: number, of = '1'): string => `[${Array(count).fill(of).join(', ')}]`
    expect(value(`a: &a ${list(1000)}\nb: ${list(99, '*a')}`)).toHaveProperty('b')
    for (const repeated of [list(2010), list(100, list(20))])
      expect(value(`a: &a ${repeated}\nb: ${list(100, '*a')}`)).toBe('alias-bomb')
  })

  it('are twice as many keys and values where they are written out, so that reading ends before memory does', () => {
    const pairs = (count: number): string => Array.from({ length: count }, (_, i) => `"${i}":1`).join(',\n')
    for (const braced of [(text: string) => `{${text}}`, (text: string) => `# YAML\n{${text}}`]) {
      expect(value(braced(pairs(199_000)))).toHaveProperty('1000', 1)
      expect(value(braced(pairs(201_000)))).toBe('too-many-values')
    }
  })

  it('are no aliases of what is not yet whole', () => {
    expect(value('a: &a [*a]')).toBe('cyclic-anchor')
    expect(value('a: &a {b: {<<: *a}}')).toBe('cyclic-anchor')
    for (const text of ['&x #\n*x ', '&x {*x }', '&x \n? *x '])
      expect(value(text), text).toBe('cyclic-anchor')
    expect(value('a: &x\nb: *x')).toEqual({ a: null, b: null })
    expect(value('&x a: b\nc: [*x , &x 1, *x ]')).toEqual({ a: 'b', c: ['a', 1, 1] })
    expect(value('a: &a {b: &b {c: 1}, d: *b}\ne: *a')).toHaveProperty('e.d.c', 1)
    expect(value('&a a: 1\n*a : 2')).toBe('yaml-syntax')
  })
})

describe('JSON', () => {
  it('is refused where a key is given twice, however it is written', () => {
    expect(value('{"a": 1, "b": {"a": 2}}')).toEqual({ a: 1, b: { a: 2 } })
    expect(value('{"a": 1, "\\u0061": 2}')).toBe('yaml-syntax')
    expect(value('{"a": 1, "a" : 2}')).toBe('yaml-syntax')
    expect(value('{"\\\\": "\\":", "b": "\\\\"}')).toEqual({ '\\': '":', b: '\\' })
  })

  it('is read as JSON.parse reads it, unless it repeats a key or is too deep', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.nat(3), (text, indent) => {
        const written = JSON.stringify(JSON.parse(text), null, indent)
        fc.pre(/^\s*[[{]/.test(written))
        expect(parseJson(written, 64)).toEqual(JSON.parse(written))
      }),
    )
  })
})
