import fc from 'fast-check'
import jsYaml from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Json, JsonMap } from '../model/json'
import { objectText } from './object-text'

const policy: JsonMap = {
  kind: 'NetworkPolicy',
  metadata: { name: 'web', labels: { 'a.b/c': 'yes' } },
  spec: {
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
    ingress: [
      { from: [{ podSelector: { matchLabels: { app: 'cart' } } }, { ipBlock: { cidr: '10.0.0.0/8' } }] },
      {},
    ],
  },
}

const lines = (path: (string | number)[]): string[] => {
  const { yaml, marked } = objectText(policy, [path])
  return marked.flatMap(({ first, last }) => yaml.split('\n').slice(first - 1, last))
}

describe('objectText', () => {
  it('writes block YAML', () => {
    expect(objectText(policy, []).yaml).toBe(`kind: NetworkPolicy
metadata:
  name: web
  labels:
    a.b/c: "yes"
spec:
  podSelector: {}
  policyTypes:
    - Ingress
    - Egress
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: cart
        - ipBlock:
            cidr: 10.0.0.0/8
    - {}
`)
    expect(objectText({}, []).yaml).toBe('{}\n')
  })

  it.each([
    [['spec', 'policyTypes', 1], ['    - Egress']],
    [['spec', 'podSelector'], ['  podSelector: {}']],
    [
      ['spec', 'ingress', 0, 'from', 1],
      ['        - ipBlock:', '            cidr: 10.0.0.0/8'],
    ],
    [['spec', 'ingress', 1], ['    - {}']],
    [['metadata', 'labels', 'a.b/c'], ['    a.b/c: "yes"']],
    [['spec', 'egress'], ['spec:']],
    [['spec', 'ingress', 0, 'ports'], ['    - from:']],
    [['status'], []],
    [[], []],
  ])('marks %j', (path, expected) => {
    expect(lines(path)).toEqual(expected)
  })

  it('joins marks that touch, in order', () => {
    expect(
      objectText(policy, [
        ['spec', 'policyTypes', 1],
        ['kind'],
        ['spec', 'policyTypes', 0],
        ['spec', 'policyTypes', 0],
      ]).marked,
    ).toEqual([
      { first: 1, last: 1 },
      { first: 9, last: 10 },
    ])
  })

  it('says the same to YAML parsers as the object, whatever it holds', () => {
    const key = fc.oneof(
      fc.string(),
      fc.constantFrom('__proto__', 'constructor', 'on', '-', '? a', 'a: b', '<<x'),
    )
    const { tree } = fc.letrec<{ tree: Json; map: JsonMap }>(tie => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'binary' }).filter(text => !/\p{Cs}/u.test(text)),
        fc.constantFrom<Json>(
          null,
          true,
          0,
          -1.5,
          1e21,
          'no',
          '1e3',
          '0x10',
          '2026-01-01',
          ' a',
          'a ',
          'a #b',
          'a: b',
          '- a',
          '~',
        ),
        fc.array(tie('tree'), { maxLength: 3 }),
        tie('map'),
      ),
      map: fc.dictionary(key, tie('tree'), { maxKeys: 4 }).map(map => ({ ...map })),
    }))
    fc.assert(
      fc.property(tree, value => {
        const { yaml } = objectText({ value }, [])
        expect(JSON.stringify(parse(yaml))).toBe(JSON.stringify({ value }))
        expect(JSON.stringify(jsYaml.load(yaml, { schema: jsYaml.CORE_SCHEMA }))).toBe(
          JSON.stringify({ value }),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('shows characters that deceive the eye', () => {
    expect(objectText({ a: 'ledger\u202ebd', b: '\u{e0041}x', c: 'two\nlines' }, []).yaml).toBe(
      'a: "ledger\\u202ebd"\nb: "\\U000e0041x"\nc: "two\\nlines"\n',
    )
  })
})
