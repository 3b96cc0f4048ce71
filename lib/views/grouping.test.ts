import { describe, expect, it } from 'vitest'
import { controller, namespace, pod } from '../../test/kit/manifests'
import { surveyOf } from '../../test/kit/survey'
import { groupByText, readGroupBy } from './group-name'
import { coveringLabel, groupsOf } from './grouping'

const labelled = (name: string, labels: string): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: {${labels}}}`

const { inventory } = surveyOf(
  [
    labelled('shop', 'team: web, tier: a.b_c'),
    labelled('data', 'team: web'),
    namespace('idle'),
    controller('Deployment', 'shop/cart', { labels: 'app: cart, without: "yes"' }),
    controller('Deployment', 'shop/pay', { labels: 'app: pay', account: 'payer' }),
    pod('data/db-0', { labels: 'app: db', owner: 'StatefulSet/db', account: 'one' }),
    pod('data/db-1', { labels: 'app: database', owner: 'StatefulSet/db', account: 'two' }),
    pod('data/bare', { labels: 'x: y' }),
    pod('shut/away', { labels: 'app: ""' }),
  ],
  {},
  [{ kind: 'namespace-labels', namespace: 'shut', reason: 'forbidden' }],
).session

const groups = (text: string): string[] => {
  const by = readGroupBy(text)
  if (!by) throw new Error(`${text} is no grouping`)
  expect(groupByText(by)).toBe(text)
  const found = groupsOf(inventory, by)
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
  expect(found.flatMap(({ members }) => members).sort()).toEqual(
    inventory.workloads.map(({ key }) => key).sort(),
  )
  return found.map(
    ({ label, members }) => `${label}: ${members.map(key => key.replace(/^.*\/|\[.*$/g, '')).join(' ')}`,
  )
}

describe('groups', () => {
  it.each([
    ['namespace', ['data: bare db', 'shop: cart pay', 'shut: away']],
    ['label:app', ['"": away', 'cart: cart', 'pay: pay', 'no app: bare', 'pods differ in app: db']],
    ['label:nobody has it', ['no nobody has it: bare db cart pay away']],
    ['label:__proto__', ['no __proto__: bare db cart pay away']],
    ['namespace-label:team', ['web: bare db cart pay', 'team could not be read: away']],
    ['namespace-label:tier', ['a.b_c: cart pay', 'no tier: bare db', 'tier could not be read: away']],
    ['namespace-label:kubernetes.io/metadata.name', ['data: bare db', 'shop: cart pay', 'shut: away']],
    [
      'service-account',
      [
        'data/default: bare',
        'shop/default: cart',
        'shop/payer: pay',
        'shut/default: away',
        'pods differ in service account: db',
      ],
    ],
  ])('by %s hold every workload once', (text, wanted) => {
    expect(groups(text)).toEqual(wanted)
  })

  it('are by nothing else', () => {
    expect(['', 'node', 'label:', 'Namespace', 'label'].map(readGroupBy)).toEqual(Array(5).fill(undefined))
  })
})

describe('the label that covers best', () => {
  const spaces = (...labels: Record<string, string>[]) =>
    labels.map(each => ({ labels: new Map(Object.entries(each)) }))
  const many = (count: number, of: (at: number) => Record<string, string>) =>
    spaces(...Array.from({ length: count }, (_, at) => of(at)))

  it('is the one with most namespaces outside of its largest group', () => {
    const found = coveringLabel(
      many(120, at => ({
        'kubernetes.io/metadata.name': `n-${at}`,
        unique: String(at),
        env: at === 0 ? 'dev' : 'prod',
        team: String(at % 12),
        half: String(at % 2),
        ...(at < 30 && { rare: String(at) }),
      })),
    )
    expect(found).toEqual({
      key: 'team',
      why: 'the label team puts 120 of 120 namespaces into 12 groups, the largest of 10; no other label spreads them better',
    })
  })

  it.each([
    ['no label', many(9, () => ({}))],
    ['one value for all', many(9, () => ({ a: 'b' }))],
    ['more values than can be drawn', many(61, at => ({ a: String(at) }))],
  ])('is none where there is %s', (_, namespaces) => {
    expect(coveringLabel(namespaces)).toBeUndefined()
  })

  it('does not depend on the order', () => {
    const all = many(40, at => ({ b: String(at % 4), a: String(at % 4), c: String(at % 5) }))
    expect(coveringLabel(all)?.key).toBe('c')
    expect(coveringLabel([...all].reverse())).toEqual(coveringLabel(all))
    expect(coveringLabel(many(8, at => ({ b: String(at % 4), a: String(at % 4) })))?.key).toBe('a')
    // One more is outside of the largest group where the rest is told apart further, and fewer groups win a tie.
    expect(
      coveringLabel(many(4, at => ({ few: String(at % 2), some: at < 2 ? 'x' : String(at) })))?.key,
    ).toBe('few')
  })
})
