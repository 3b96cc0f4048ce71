import { expect, test } from 'vitest'
import { isMarked, yamlParts } from './yaml-lines'

test.each([
  ['spec:', [['key', 'spec:']]],
  [
    '  app: web',
    [
      ['key', '  app:'],
      ['text', ' web'],
    ],
  ],
  [
    '  - port: 80',
    [
      ['key', '  - port:'],
      ['text', ' 80'],
    ],
  ],
  ['  - web', [['text', '  - web']]],
  [
    '    app.kubernetes.io/name: a',
    [
      ['key', '    app.kubernetes.io/name:'],
      ['text', ' a'],
    ],
  ],
  ['# note: this', [['comment', '# note: this']]],
  [
    '  cidr: 10.0.0.0/8',
    [
      ['key', '  cidr:'],
      ['text', ' 10.0.0.0/8'],
    ],
  ],
  ['image:tag', [['text', 'image:tag']]],
  ['', []],
])('%s', (line, parts) => {
  expect(yamlParts(line).map(({ kind, text }) => [kind, text])).toEqual(parts)
})

test('no character of a line is lost', () => {
  const line = '  - "a: b": {x: 1} # c'
  expect(
    yamlParts(line)
      .map(({ text }) => text)
      .join(''),
  ).toBe(line)
})

test('ranges hold both of their ends', () => {
  expect([1, 2, 3, 4].map(line => isMarked(line, [{ first: 2, last: 3 }]))).toEqual([
    false,
    true,
    true,
    false,
  ])
})
