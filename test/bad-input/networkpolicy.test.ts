import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, pod } from '../kit/manifests'
import { open, problems, verdict, verdicts } from '../kit/world'
import type { Session } from '../../lib/model/session'
import { first, known, label, onA, peer, specRows, withRule } from './network-policy-rows'

/**
 * NetworkPolicies that the API server would refuse, or that say something odd. Such an object never widens anything: it
 * may be absent, its broken part may match nothing or everything, and what these readings answer differently is unknown.
 */
const cluster = [
  namespace('x'),
  pod('x/a', { ports: ['web:80'] }),
  pod('x/b', { ip: '10.0.0.2' }),
  pod('x/c', { ip: '10.0.0.3' }),
]

/** The only policy on `a`: whether b and an address get in, and whether a gets out. */
const questions = ['x/b -> x/a 80', 'x/b -> x/a UDP 9', '192.0.2.1 -> x/a 80', 'x/a -> x/b 80'] as const

const answers = (session: Session): string => questions.map(question => verdict(session, question)).join(' ')

/** Ingress in doubt, egress untouched. */
const doubtful = 'unknown unknown unknown allow'
/** Both directions in doubt, or the whole namespace. */
const allDoubtful = 'unknown unknown unknown unknown'

describe.each(specRows)('$number: $title', ({ doubt, rows }) => {
  it.each(rows)('%s', (spec, problem) => {
    const session = open([...cluster, networkPolicy('x/p', spec)])
    expect(problems(session)).toEqual([problem])
    expect(session.problems).toMatchObject([
      {
        effect: 'unknown',
        object: { group: 'networking.k8s.io', kind: 'NetworkPolicy', namespace: 'x', name: 'p' },
        origin: { file: 'test.yaml', document: cluster.length + 1 },
      },
    ])
    expect(answers(session)).toBe(doubt === 'ingress' ? doubtful : allDoubtful)
  })

  it.each(rows)('%s: never widens what another policy shuts', spec => {
    const shut = networkPolicy('x/shut', '{podSelector: {}, policyTypes: [Ingress, Egress]}')
    const session = open([...cluster, networkPolicy('x/p', spec), shut])
    for (const question of questions) expect(verdict(session, question)).toMatch(/^(?:deny|unknown)$/)
  })

  it.each(rows)('%s: never shuts what another policy opens', spec => {
    const wide = networkPolicy('x/wide', '{podSelector: {}, ingress: [{}], egress: [{}]}')
    const session = open([...cluster, networkPolicy('x/p', spec), wide])
    for (const question of questions) expect(verdict(session, question)).toBe('allow')
  })
})

describe('a broken part is in doubt only where it could matter', () => {
  const shut = networkPolicy('x/shut', '{podSelector: {}}')
  const b = '{podSelector: {matchLabels: {app: b}}}'
  const cases: readonly [title: string, spec: string, table: Readonly<Record<string, string>>][] = [
    [
      'a bad port: only the peers of its rule',
      withRule(`{from: [${b}], ports: [{port: 0}]}`),
      { 'x/b -> x/a 80': 'unknown', 'x/c -> x/a 80': 'deny', '192.0.2.1 -> x/a 80': 'deny' },
    ],
    [
      'a bad peer: only the ports of its rule',
      withRule('{from: [{}], ports: [{port: 80}]}'),
      { 'x/b -> x/a 80': 'unknown', 'x/b -> x/a 81': 'deny' },
    ],
    [
      'a bad exception: only the block',
      peer('{ipBlock: {cidr: 10.0.0.0/8, except: [bad]}}'),
      { 'x/b -> x/a 80': 'unknown', '192.0.2.1 -> x/a 80': 'deny' },
    ],
    [
      'a bad label: only what the other labels match',
      label('app: b, tier: 1'),
      { 'x/b -> x/a 80': 'unknown', 'x/c -> x/a 80': 'deny' },
    ],
    [
      'a bad subject: only what its other labels match',
      '{podSelector: {matchLabels: {app: a, tier: 1}}, ingress: [{}]}',
      { 'x/c -> x/a 80': 'unknown', 'x/a -> x/b 80': 'deny' },
    ],
    [
      'a bad peer beside a good one: the good one may be lost with the object',
      withRule(`{from: [${b}, {}]}`),
      { 'x/b -> x/a 80': 'unknown', 'x/c -> x/a 80': 'unknown' },
    ],
    [
      'a misspelt `from`: the whole rule',
      withRule(`{form: [${b}], ports: [{port: 80}]}`),
      { 'x/c -> x/a 80': 'unknown', 'x/c -> x/a 81': 'deny' },
    ],
  ]
  it.each(cases)('%s', (_, spec, table) => {
    expect(verdicts(open([...cluster, networkPolicy('x/p', spec), shut]), table)).toEqual(table)
  })

  it('a defect in one rule puts the whole object in doubt, and a caller that every reading lets in is let in', () => {
    const session = open([
      ...cluster,
      networkPolicy('x/p', withRule(`{from: [${b}]}, {from: [{}], ports: [{port: 443}]}`)),
    ])
    const table = { 'x/b -> x/a 80': 'allow', 'x/c -> x/a 443': 'unknown', 'x/c -> x/a 80': 'unknown' }
    expect(verdicts(session, table)).toEqual(table)
  })

  it('several defects are all told, each at its place', () => {
    const session = open([
      ...cluster,
      networkPolicy(
        'x/p',
        '{podSelector: {matchLabels: {app: 1}}, policyTypes: [In], ingress: [{from: [{}], ports: [{port: 0}]}]}',
      ),
    ])
    expect(session.problems.map(({ path }) => path?.join('.'))).toEqual([
      'spec.podSelector.matchLabels.app',
      'spec.policyTypes.0',
      'spec.ingress.0.from.0',
      'spec.ingress.0.ports.0.port',
    ])
  })
})

describe('legal, but odd: pointed out, and decided', () => {
  const rows: readonly [spec: string, verdicts: string, problem: string][] = [
    [
      peer('{ipBlock: {cidr: 10.0.0.5/8}}'),
      'allow allow deny allow',
      `odd-cidr: ${first}.ipBlock.cidr: \`10.0.0.5/8\` has bits set after the prefix, which are ignored; write the first address of the range`,
    ],
    [
      peer('{ipBlock: {cidr: 010.0.0.0/8}}'),
      'allow allow deny allow',
      `odd-cidr: ${first}.ipBlock.cidr: \`010.0.0.0/8\` has leading zeros, which other tools read as octal; write plain decimal numbers`,
    ],
    [
      onA('policyTypes: [Ingress], egress: [{}]'),
      'deny deny deny allow',
      'ignored-rules: spec.egress: has rules, but `policyTypes` leaves egress out, so they have no effect; add Egress to `policyTypes`',
    ],
  ]
  it.each(rows)('%s', (spec, expected, problem) => {
    const session = open([...cluster, networkPolicy('x/p', spec)])
    expect(problems(session)).toEqual([problem])
    expect(session.problems.map(({ effect }) => effect)).toEqual(['none'])
    expect(answers(session)).toBe(expected)
  })
  it('a type listed twice is legal, and nothing to tell', () => {
    const session = open([...cluster, networkPolicy('x/p', onA('policyTypes: [Ingress, Ingress]'))])
    expect(session.problems).toEqual([])
    expect(answers(session)).toBe('deny deny deny allow')
  })
  it('a misspelt list of rules', () => {
    const session = open([...cluster, networkPolicy('x/p', onA('ingres: [{}]'))])
    expect(problems(session)).toEqual([
      `unknown-field: spec.ingres: \`ingres\` is not a field here; ${known}; correct the spelling of \`ingres\` or remove it`,
    ])
    expect(answers(session)).toBe(doubtful)
  })
})
