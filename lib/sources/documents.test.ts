import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstContent, normalize, splitDocuments } from './documents'

const split = (text: string): [number: number, line: number, text: string][] =>
  [...splitDocuments(text)].flatMap(document =>
    document ? [[document.number, document.line, document.text] as [number, number, string]] : [],
  )

describe('documents', () => {
  it('stand between markers, and are numbered and placed', () => {
    expect(split('# first\na: 1\n---\nb: 2\n--- # third\nc: 3\n...\nd: 4\n')).toEqual([
      [1, 1, '# first\na: 1\n'],
      [2, 3, '---\nb: 2\n'],
      [3, 5, '--- # third\nc: 3\n...'],
      [4, 7, '\nd: 4\n'],
    ])
  })

  it('begin with their comments and directives', () => {
    expect(split('# licence\n\n---\na: 1\n')).toEqual([[1, 1, '# licence\n\n---\na: 1\n']])
    expect(split('%YAML 1.2\n---\na: 1\n')).toEqual([[1, 1, '%YAML 1.2\n---\na: 1\n']])
  })

  it('count even where they are empty', () => {
    expect(split('---\n---\na: 1\n')).toEqual([
      [1, 1, '---\n'],
      [2, 2, '---\na: 1\n'],
    ])
  })

  it('are not parted by what only looks like a marker', () => {
    const text = 'a: |\n  ---\n----\n---x\nb: "..."\n'
    expect(split(text)).toEqual([[1, 1, text]])
  })

  it('are parted wherever the marker stands in a long text', () => {
    const long = `a: ${'x'.repeat((1 << 21) - 5)}`
    for (const pad of ['', 'x', 'xx', 'xxx', 'xxxx', 'xxxxx'])
      expect(split(`${long}${pad}\n---\nb: 1\n`).map(([, line, text]) => [line, text.length])).toEqual([
        [1, long.length + pad.length + 1],
        [2, 9],
      ])
  })

  it('of JSON may follow one another', () => {
    expect(split('{"a": "}"}\n{"b": [{}]} [1]\n# end\n')).toEqual([
      [1, 1, '{"a": "}"}'],
      [2, 1, '\n{"b": [{}]}'],
      [3, 2, ' [1]\n# end\n'],
    ])
    expect(split('{"a": 1} trailing')).toEqual([
      [1, 1, '{"a": 1}'],
      [2, 1, ' trailing'],
    ])
  })

  it('that begin with a brace and are no JSON stay whole', () => {
    expect(split('{a: 1} {b: 2}')).toEqual([[1, 1, '{a: 1} {b: 2}']])
    expect(split('{"a": 1')).toEqual([[1, 1, '{"a": 1']])
  })

  it('hold all of the text', () => {
    const piece = fc.constantFrom('---', '...', '\n', ' ', 'a: 1', '#', '{"a":1}', '[', '"', '- x')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const text = pieces.join('')
        const documents = split(text)
        let end = 0
        for (const [, , part] of documents) {
          const start = text.indexOf(part, end)
          expect(firstContent(text.slice(end, start))).toBeUndefined()
          end = start + part.length
        }
        expect(firstContent(text.slice(end))).toBeUndefined()
        expect(documents.map(([number]) => number)).toEqual(documents.map((_, at) => at + 1))
      }),
    )
  })
})

describe('line breaks and marks', () => {
  it('are one thing, and none', () => {
    expect(normalize('\uFEFFa: 1\r\nb: 2\r---\n\uFEFFc: "\uFEFF"\n')).toBe('a: 1\nb: 2\n---\nc: "\uFEFF"\n')
  })

  it('content begins behind blanks, comments, markers and directives', () => {
    expect(firstContent('%YAML 1.2\n--- # x\n\n# y\n  a: 1\n')).toBe(4)
    expect(firstContent('--- {a: 1}\n')).toBe(0)
    expect(firstContent('--- # x\n \n...\n')).toBeUndefined()
  })
})
