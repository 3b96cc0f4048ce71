import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyze } from '../../lib/analyze'
import type { Capture } from '../../lib/model/capture'
import { refText } from '../../lib/model/object'
import type { Session } from '../../lib/model/session'
import { Collector } from '../../lib/sources/collect'
import { decode } from '../../lib/sources/decode'
import { readText } from '../../lib/sources/read-text'
import { captureOf, connections, open } from '../kit/world'
import { policy, rest, widened } from './kit'

function readBytes(bytes: Uint8Array): Capture {
  const into = new Collector()
  const work = decode(bytes)
  let step = work.next()
  while (!step.done) step = work.next()
  if (step.value.kind === 'text') Array.from(readText(step.value.text, 'bad.yaml', into, step.value.clean))
  return into.capture({ kind: 'manifests', label: 'bad.yaml' })
}

const readString = (text: string): Capture => readBytes(Buffer.from(text))

describe('no input crashes or hangs the reading', () => {
  it('of arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        expect(() => analyze(readBytes(bytes))).not.toThrow()
      }),
      { numRuns: 1000 },
    )
  })

  const token = fc.constantFrom(
    ...[
      '---',
      '...',
      '- ',
      ': ',
      '\n',
      '\n  ',
      '\t',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      ',',
      '&a ',
      '*a',
      '<<: ',
      '!x ',
    ],
    ...[
      '| ',
      '> ',
      '? ',
      '# ',
      '%',
      '@',
      '{{ x }}',
      '\0',
      '\uFEFF',
      '\r',
      '1',
      '~',
      'apiVersion: v1',
      'kind: List',
    ],
    ...['kind: NetworkPolicy', 'items:', 'metadata: ', 'namespace: x', '"kind":"Pod"', '"items":['],
  )

  it('of the words of YAML and JSON in any order', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), tokens => {
        expect(() => analyze(readString(tokens.join('')))).not.toThrow()
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['quotes', '"'],
    ['opening brackets', '['],
    ['opening braces', '{"a":'],
    ['dashes', '- '],
    ['question marks', '? '],
    ['indented keys', '\n a:'],
    ['anchors', '&a '],
    ['tags', '!a '],
    ['markers', '---\n'],
    ['colons', ': '],
    ['backslashes', '"\\'],
    ['blanks', ' '],
    ['long keys', 'a: a'],
    ['comments', '#\n'],
    ['escaped quotes', '\\"'],
    ['dots', '...'],
    ['templates', '{{'],
    ['carriage returns', '\r'],
    ['merge keys', '<<: '],
    ['items', '- {"a":1}\n'],
  ])('of 100,000 %s', (_, piece) => {
    for (const lead of ['', 'kind: List\nitems:\n', '{"items":[', `${policy}x: `])
      expect(() => readString(`${lead}${piece.repeat(100_000)}`)).not.toThrow()
  })
})

const whole = [...rest, policy]
const wholeSession = analyze(captureOf(whole))

/** A document of the whole with one of its lines dropped, doubled, moved, cut short, or a character of it changed. */
const mutation = fc.record({
  document: fc.nat(whole.length - 1),
  line: fc.nat(30),
  other: fc.nat(30),
  column: fc.nat(60),
  what: fc.constantFrom('drop', 'double', 'swap', 'cut', 'character', 'indent', 'outdent', 'end'),
  character: fc.constantFrom(...'\t{}[]:-,"\'&*!|>%@#?{ x\n\0'),
})

function mutate(text: string, { line, other, column, what, character }: Mutation): string {
  const lines = text.trimEnd().split('\n')
  const at = line % lines.length
  const [hit = '', swapped = ''] = [lines[at], lines[other % lines.length]]
  const place = column % (hit.length + 1)
  switch (what) {
    case 'drop':
      return lines.toSpliced(at, 1).join('\n')
    case 'double':
      return lines.toSpliced(other % lines.length, 0, hit).join('\n')
    case 'swap':
      return lines
        .with(at, swapped)
        .with(other % lines.length, hit)
        .join('\n')
    case 'cut':
      return lines.with(at, hit.slice(0, place)).join('\n')
    case 'character':
      return lines.with(at, `${hit.slice(0, place)}${character}${hit.slice(place + 1)}`).join('\n')
    case 'indent':
      return lines.with(at, ` ${hit}`).join('\n')
    case 'outdent':
      return lines.with(at, hit.replace(/^ /, '')).join('\n')
    case 'end':
      return lines
        .slice(0, at + 1)
        .with(at, hit.slice(0, place))
        .join('\n')
  }
}

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never

/** Objects of the whole that are not there any more, though their document was only damaged. */
const lost = (session: Session): string[] => {
  const left = new Set(session.capture.objects.map(({ ref }) => refText(ref)))
  return wholeSession.capture.objects.map(({ ref }) => refText(ref)).filter(text => !left.has(text))
}

describe('a damaged document', () => {
  it('never opens what the whole one would not, unless it parses to another object', () => {
    let unread = 0
    fc.assert(
      fc.property(mutation, damage => {
        const text = mutate(whole[damage.document] ?? '', damage)
        const alone = readString(text)
        // What parses is what it says; what does not must not count as absent.
        fc.pre(alone.objects.length === 0 && alone.problems.some(({ effect }) => effect !== 'none'))
        unread += 1
        const session = analyze(readString(whole.with(damage.document, text).join('\n---\n')))
        expect(lost(session)).toHaveLength(1)
        expect(widened(session)).toEqual([])
      }),
      { numRuns: 150 },
    )
    expect(unread).toBeGreaterThan(100)
  })
})

/** Names that every object of JavaScript answers to, and legal as label keys, values, namespaces but for their capitals. */
const inherited = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'toLocaleString']

describe('names that every JavaScript object answers to', () => {
  /** A world written with six words: as keys and values of labels, names of pods and namespaces, and in selectors. */
  const world = fc.record({
    namespaces: fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }),
    pods: fc.array(
      fc.tuple(fc.nat(5), fc.nat(5), fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 3 })),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    policies: fc.array(
      fc.record({
        place: fc.nat(5),
        subject: fc.option(fc.tuple(fc.nat(5), fc.nat(5))),
        peer: fc.option(fc.tuple(fc.nat(5), fc.nat(5))),
        elsewhere: fc.boolean(),
        port: fc.nat(5),
      }),
      { maxLength: 4 },
    ),
  })
  type World = typeof world extends fc.Arbitrary<infer T> ? T : never

  const written = ({ namespaces, pods, policies }: World, words: readonly string[]): string[] => {
    const word = (at: number): string => JSON.stringify(words[at])
    const pair = (labels: readonly [number, number] | null): string =>
      labels === null ? '{}' : `{matchLabels: {${word(labels[0])}: ${word(labels[1])}}}`
    const labelled = (labels: readonly (readonly [number, number])[]): string =>
      `{${[...new Map(labels)].map(([key, value]) => `${word(key)}: ${word(value)}`).join(', ')}}`
    return [
      ...[...new Set(namespaces)].map(
        at =>
          `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${word(at)}, labels: {${word(at)}: ${word(at)}}}`,
      ),
      ...pods.map(
        ([place, name, labels]) =>
          `apiVersion: v1\nkind: Pod\nmetadata: {namespace: ${word(place)}, name: ${word(name)}, labels: ${labelled(labels)}}\nspec: {containers: [{name: a, ports: [{name: p${name}, containerPort: 80}]}]}`,
      ),
      ...policies.map(
        ({ place, subject, peer, elsewhere, port }, at) =>
          `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {namespace: ${word(place)}, name: p${at}}\nspec: {podSelector: ${pair(subject)}, ingress: [{from: [{podSelector: ${pair(peer)}${elsewhere ? `, namespaceSelector: ${pair(peer)}` : ''}}], ports: [{port: p${port}}]}]}`,
      ),
    ]
  }

  const told = (documents: readonly string[], words: readonly string[]): string[] =>
    connections(open(documents), { outside: true })
      .map(line => words.reduce((text, word, at) => text.replaceAll(word, `w${at}`), line))
      .sort()

  it('mean no more than other names do', () => {
    const plain = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot']
    fc.assert(
      fc.property(world, each => {
        expect(told(written(each, inherited), inherited)).toEqual(told(written(each, plain), plain))
      }),
      { numRuns: 150 },
    )
  })

  it('crash nothing, though one of them is no label key, and let nobody in by it', () => {
    const words = [...inherited.slice(1), '__proto__']
    fc.assert(
      fc.property(world, each => {
        const shut = each.pods.map(
          ([place], at) =>
            `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {namespace: ${JSON.stringify(words[place])}, name: shut${at}}\nspec: {podSelector: {}}`,
        )
        const session = open([...written({ ...each, policies: [] }, words), ...shut])
        for (const { to, verdict } of session.connections)
          expect([to.kind, verdict]).not.toEqual(['workload', 'allow'])
        expect(() => open(written(each, words)).connections).not.toThrow()
      }),
      { numRuns: 150 },
    )
  })
})
