import yaml from 'js-yaml'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitList } from './list-items'
import { Collector } from './collect'
import { readText } from './read-text'

function run<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

const cut = (text: string): { head: string; items: [number, string][]; closed: boolean } | undefined => {
  const list = run(splitList(text))
  return (
    list && {
      head: list.head,
      items: [...list.items()].map(({ line, text: item }) => [line, item]),
      closed: list.closed,
    }
  )
}

describe('a YAML list', () => {
  it('is cut at its dashes', () => {
    expect(
      cut('---\napiVersion: v1\nitems: # two\n# one\n- a: 1\n\n  b: |\n    - c\n- d\nkind: List\n'),
    ).toEqual({
      head: '---\napiVersion: v1\nitems: []\nkind: List\n',
      items: [
        [5, '- a: 1\n\n  b: |\n    - c\n'],
        [9, '- d\n'],
      ],
      closed: true,
    })
    expect(cut('kind: List\nitems:\n  - a: 1\n    b:\n    - c\n  -\n    d: 1')?.items).toEqual([
      [3, '  - a: 1\n    b:\n    - c\n'],
      [6, '  -\n    d: 1'],
    ])
  })

  it.each([
    ['no items', 'kind: List\nspec:\n  items:\n  - a\n'],
    ['two lists of items', 'items:\n- a\nitems:\n- b\n'],
    ['two indented lists of items', 'items:\n  - a\nitems:\n  - b\n'],
    ['flow style', 'items: [a, b]\n'],
    ['dashes that do not line up', 'items:\n  - a: 1\n - b: 1\n'],
    ['something that is no key', 'items:\n- a\n? b\n'],
    ['a document of its own within', 'a: "\n---\nitems:\n- b\n'],
  ])('is not cut where it has %s', (_, text) => {
    expect(cut(text)).toBeUndefined()
  })
})

describe('a JSON list', () => {
  it('is cut at its brackets', () => {
    expect(
      cut('{"kind": "List", "x": {"items": [1]},\n"items": [\n {"a": "]}"} ,\n[2]\n], "b": [1]}'),
    ).toEqual({
      head: '{"kind": "List", "x": {"items": [1]},\n"items": [], "b": [1]}',
      items: [
        [3, '{"a": "]}"}'],
        [4, '[2]'],
      ],
      closed: true,
    })
  })

  it('is cut where it is no object itself', () => {
    expect(cut('[{"a": [1]},\n{"b": 2}]')).toEqual({
      head: '[]',
      items: [
        [1, '{"a": [1]}'],
        [2, '{"b": 2}'],
      ],
      closed: true,
    })
    expect(cut('[{"a": 1}, {"b"')).toMatchObject({ head: '[]', closed: false })
  })

  it('may end before it says so', () => {
    expect(cut('{"items": [{"a": 1}, {"b": ')).toEqual({
      head: '{"items": []}',
      items: [
        [1, '{"a": 1}'],
        [1, '{"b": '],
      ],
      closed: false,
    })
    expect(cut('{"items": [{"a": 1},')?.closed).toBe(false)
  })

  it.each([
    '{"a": 1}',
    '{"items": {}}',
    '{"items": [1]}',
    '[1]',
    '{"items": [{} {}]}',
    '{a: 1, "items": []}',
    '{"items',
  ])('is not cut where it is none: %s', text => {
    expect(cut(text)).toBeUndefined()
  })
})

/** The objects that a text holds, in short. */
function read(text: string): string[] {
  const into = new Collector()
  Array.from(readText(text, 'x', into))
  return into
    .capture({ kind: 'manifests', label: 'x' })
    .objects.map(({ ref, body, origin }) => JSON.stringify([ref, body, origin?.line]))
}

describe('a list that was cut at the wrong place is read whole', () => {
  const service = (name: string): string => `- apiVersion: v1\n  kind: Service\n  metadata: ${name}\n`

  it('as a quote may run over dashes', () => {
    const text = `kind: List\napiVersion: v1\nitems:\n${service('{name: "a\n- b"}')}`
    expect(yaml.load(text)).toHaveProperty('items[0].metadata.name', 'a - b')
    expect(read(text)).toEqual([expect.stringContaining('"name":"a - b"')])
  })

  it('as an anchor may stand in another item', () => {
    expect(
      read(
        `kind: List\napiVersion: v1\nitems:\n${service('&a {name: a}')}${service('*a').replace('Service', 'Pod')}`,
      ),
    ).toEqual([expect.stringContaining('"kind":"Service"'), expect.stringContaining('"kind":"Pod"')])
  })

  it('but not for another mistake', () => {
    expect(
      read(
        `kind: List\napiVersion: v1\nitems:\n${service('{name: a}')}${service('@')}${service('{name: c}')}`,
      ),
    ).toHaveLength(2)
  })
})

describe('cutting changes nothing', () => {
  const scalar = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.string(),
    fc.constantFrom('- a', 'a\n- b\n', 'items:', '{', ''),
  )
  /** js-yaml leaves `0X1F` without quotes, which is a number for this reader and for kubectl, but not for js-yaml. */
  const quoting = yaml.DEFAULT_SCHEMA.extend({
    implicit: [
      new yaml.Type('!capital', { kind: 'scalar', resolve: (data: string) => /^[-+]?0[BOX]/.test(data) }),
    ],
  })
  /** Texts that are something else without their quotes, to one reader of YAML or another. */
  const ambiguous = fc.constantFrom(
    '0X1F',
    '0B1',
    '0O7',
    '010',
    '...',
    '---',
    'off',
    'Y',
    '<<',
    '~',
    '1e3',
    '-',
  )
  const item = fc
    .tuple(
      fc.constantFrom('Service', 'Pod', 'ConfigMap'),
      fc.oneof({ weight: 9, arbitrary: fc.string({ minLength: 1 }) }, ambiguous),
      fc.dictionary(fc.string(), scalar),
    )
    .map(([kind, name, data]) => ({
      apiVersion: 'v1',
      kind,
      metadata: { name },
      data,
      spec: { type: 'ClusterIP' },
    }))
  const lists = fc.array(item, { maxLength: 5 })
  const bodies = (text: string): string[] => read(text).map(line => line.replace(/,\d+\]$/, ''))

  it('in YAML of any style, nor in JSON', () => {
    fc.assert(
      fc.property(lists, fc.boolean(), fc.constantFrom(-1, 20), (items, noArrayIndent, lineWidth) => {
        const list = { apiVersion: 'v1', items, kind: 'List' }
        const apart = bodies(items.map(each => JSON.stringify(each)).join('\n---\n'))
        expect(bodies(yaml.dump(list, { schema: quoting, noArrayIndent, lineWidth, noRefs: true }))).toEqual(
          apart,
        )
        expect(bodies(JSON.stringify(list, null, 2))).toEqual(apart)
        expect(bodies(JSON.stringify(list))).toEqual(apart)
      }),
    )
  })
})
