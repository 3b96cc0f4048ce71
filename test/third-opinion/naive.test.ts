import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { agrees, naiveVerdict, type NaiveOptions } from './naive'
import { parseQuestion } from './question'
import { at, entriesAt, listAt, textAt, type Json, type RawObject } from './raw'

const table = load(readFileSync(new URL('./truth.yaml', import.meta.url), 'utf8')) as RawObject
const cluster = listAt(table, 'cluster') as RawObject[]

function networkPolicy(namespace: string, name: string, spec: Json | undefined): RawObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace, name },
    spec: spec ?? null,
  }
}

function objectsOf(row: Json): RawObject[] {
  const into = at(row, 'into')
  const out = at(row, 'out')
  const written = listAt(row, 'np').flatMap((entry, index) =>
    entriesAt(entry).map(([key, spec]) => {
      const [namespace = '', name = `policy-${index}`] = key.split(' ')
      return networkPolicy(namespace, name, spec)
    }),
  )
  const db = { podSelector: { matchLabels: { app: 'db' } } }
  const web = { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'] }
  return [
    ...written,
    ...(into === undefined ? [] : [networkPolicy('a', 'into-db', { ...db, ingress: into })]),
    ...(out === undefined ? [] : [networkPolicy('a', 'out-of-web', { ...web, egress: out })]),
    ...(listAt(row, 'also') as RawObject[]),
  ]
}

function optionsOf(row: Json): NaiveOptions {
  const podCIDRs = listAt(row, 'options', 'podCIDRs') as string[]
  const engine = (textAt(row, 'options', 'engine') ?? 'kubernetes') as NaiveOptions['engine']
  return podCIDRs.length > 0 ? { engine, podCIDRs } : { engine }
}

/** The answer in the words of the table: with both sides where the table names them. */
function answer(objects: RawObject[], question: string, options: NaiveOptions, withSides: boolean): string {
  try {
    const { verdict, egress, ingress } = naiveVerdict(objects, parseQuestion(question), options)
    return withSides ? `${egress}, ${ingress} -> ${verdict}` : verdict
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('there is no pod')) return 'no such pod'
    throw error
  }
}

describe('the third opinion', () => {
  const rows = listAt(table, 'rows').flatMap(row =>
    entriesAt(row, 'ask').map(([question]) => ({
      row,
      question,
      expected: textAt(row, 'ask', question) ?? '',
    })),
  )

  it.each(
    rows.map(({ row, question, expected }) => ({
      title: `${JSON.stringify(at(row, 'rule'))}: ${textAt(row, 'what') ?? ''}: ${question} is ${expected}`,
      row,
      question,
      expected,
    })),
  )('$title', ({ row, question, expected }) => {
    const objects = [...cluster, ...objectsOf(row)]
    expect(answer(objects, question, optionsOf(row), expected.includes('->'))).toBe(expected)
  })

  it('reads every word of the table', () => {
    const words = new Set(listAt(table, 'rows').flatMap(row => entriesAt(row).map(([key]) => key)))
    expect([...words].sort()).toEqual(['also', 'ask', 'into', 'np', 'options', 'out', 'rule', 'what'])
  })

  it('refuses to judge what it has not heard of', () => {
    const strange = { apiVersion: 'k8s.ovn.org/v1', kind: 'EgressFirewall', metadata: { name: 'x' } }
    const ask = () => naiveVerdict([...cluster, strange], parseQuestion('a/web > a/db'), { engine: 'none' })
    expect(ask).toThrow('the third opinion does not know what a `k8s.ovn.org EgressFirewall` may do')
  })

  it('refuses to read a wrong type as an absent field', () => {
    const policy = networkPolicy('a', 'x', { ingress: [{ from: 'everybody' }] })
    const ask = () => naiveVerdict([...cluster, policy], parseQuestion('a/web > a/db'), { engine: 'none' })
    expect(ask).toThrow('no list at `from`')
  })
})

describe('the wide answers', () => {
  const ask = (objects: RawObject[], question: string) =>
    naiveVerdict([...cluster, ...objects], parseQuestion(question), { engine: 'kubernetes' })
  const noValues = { matchExpressions: [{ key: 'app', operator: 'In' }] }

  it('let a refused field take its whole entry down', () => {
    const spec = { podSelector: { matchLabels: { app: 'db' }, ...noValues } }
    const { verdict, wide } = ask([networkPolicy('a', 'x', spec)], 'b/web > a/web')
    expect({ verdict, wide: wide.verdict }).toEqual({ verdict: 'allow', wide: 'unknown' })
  })

  it('take the bounds of each side before the sides meet', () => {
    // If `x` is absent, `shut` denies the way in; if it is there, `x` itself denies the way out.
    const x = {
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{}],
      egress: [{ to: [{ podSelector: noValues }], ports: [{ port: 9 }] }],
    }
    const objects = [networkPolicy('a', 'shut', { policyTypes: ['Ingress'] }), networkPolicy('a', 'x', x)]
    const { verdict, egress, ingress, wide } = ask(objects, 'a/web > a/db')
    expect({ verdict, egress, ingress }).toEqual({ verdict: 'deny', egress: 'unknown', ingress: 'unknown' })
    expect(wide.verdict).toBe('unknown')
  })

  it('agree with an engine that says unknown there, and only there', () => {
    const answers = { verdict: 'deny', egress: 'unknown', ingress: 'unknown' } as const
    const naive = { ...answers, wide: { ...answers, verdict: 'unknown' } } as const
    expect(agrees({ ...answers, verdict: 'unknown' }, naive)).toBe(true)
    expect(agrees(answers, naive)).toBe(true)
    expect(agrees({ ...answers, verdict: 'allow' }, naive)).toBe(false)
    expect(agrees({ ...answers, ingress: 'deny' }, naive)).toBe(false)
    expect(agrees({ ...answers, verdict: 'unknown' }, { ...answers, wide: answers })).toBe(false)
  })
})
