import { describe, expect, it } from 'vitest'
import { controller, pod } from '../../../test/kit/manifests'
import { surveyOf } from '../../../test/kit/survey'
import { completeView } from './complete'

const survey = surveyOf([
  controller('Deployment', 'shop/web', { labels: 'app: web, tier: "a b"', ports: ['http:8080'] }),
  controller('Deployment', 'shop/cart', { labels: 'app: cart', ports: ['http:8080', 'admin:9000'] }),
  pod('data/db', { labels: 'app: db' }),
])

/** Completes a text at the bar in it. */
function complete(marked: string) {
  const at = marked.indexOf('|')
  const q = marked.replace('|', '')
  const { items, from, to, problem } = completeView(survey, { q, ...(at >= 0 && { at }) })
  return {
    items: items.map(({ text }) => text),
    counts: items.map(({ count }) => count),
    replaced: q.slice(from, to),
    problem,
  }
}

describe('completion', () => {
  it.each([
    ['n|', ['ns', 'not', 'kind', 'authenticated', 'encrypted', 'transport'], 'n'],
    ['lab|', ['label:app', 'label:tier'], 'lab'],
    ['ns = |', ['shop', 'data'], ''],
    ['ns = s|', ['shop'], 's'],
    ['ns = s|hop and web', ['shop'], 'shop'],
    ['ns in (shop, |', ['shop', 'data'], ''],
    ['ns not in (d|)', ['data'], 'd'],
    [
      'src.|',
      ['src.ns', 'src.workload', 'src.sa', 'src.kind', 'src.group', 'src.label:app', 'src.label:tier'],
      'src.',
    ],
    ['label:tier = |', ['"a b"'], ''],
    ['group = "label:t|', ['"label:tier=a b"'], '"label:t'],
    ['label:tier = "a|', ['"a b"'], '"a'],
    ['class = im|', ['implicit'], 'im'],
    ['verdict = |', ['allow', 'conditional', 'unknown'], ''],
    ['protocol = u|', ['UDP'], 'u'],
    ['crosses = |', ['namespaces'], ''],
    ['port = |', ['8080', '9000'], ''],
    ['kind = |', ['Deployment', 'Pod', 'internet'], ''],
    ['ns |', ['=', '!=', 'in (', 'not in ('], ''],
    ['web |', ['and', 'or'], ''],
    ['(web |', ['and', 'or', ')'], ''],
    ['ns = shop a|', ['and'], 'a'],
    ['shop/w|', ['shop/web[Deployment]'], 'shop/w'],
    ['"web" |', ['and', 'or'], ''],
    ['nonsense = |', ['and', 'or'], ''],
  ])('of %s', (marked, items, replaced) => {
    const found = complete(marked)
    // Names hold many short parts.
    expect(found.items.filter(text => !text.includes('[') || marked.includes('/'))).toEqual(items)
    expect(found.replaced).toBe(replaced)
  })

  it('names what may have been meant where nothing goes on so', () => {
    expect(completeView(survey, { q: 'ns = sohp' }).items).toEqual([
      { ...{ text: 'shop', kind: 'value', count: 2, unit: 'workloads' }, near: true },
    ])
    expect(completeView(survey, { q: 'crat' }).items).toEqual([{ text: 'cart', kind: 'name', near: true }])
    expect(completeView(survey, { q: 'prot = TCP and clsas' }).items).toMatchObject([{ text: 'class' }])
    expect(completeView(survey, { q: 'no-such-name-anywhere' }).items).toEqual([])
    expect(completeView(survey, { q: 'ns = sho' }).items).not.toMatchObject([{ near: true }])
  })

  it('counts what has a value', () => {
    expect(complete('ns = ').counts).toEqual([2, 1])
    expect(complete('port = ').counts).toEqual([2, 1])
    expect(complete('class = implicit|').counts).toEqual([survey.session.tally.counts.implicit])
    expect(completeView(survey, { q: 'ns = ' }).items[0]).toEqual({
      ...{ text: 'shop', kind: 'value', count: 2, unit: 'workloads' },
    })
  })

  it('says what keeps the text from being a filter', () => {
    expect(complete('ns = ').problem).toEqual({ at: 5, message: 'a value is missing here' })
    expect(complete('ns = shop').problem).toBeUndefined()
    expect(complete('').problem).toBeUndefined()
    expect(completeView(survey, { q: 'we', at: 99 }).from).toBe(0)
  })

  it('lists so many and counts the rest', () => {
    const many = surveyOf(Array.from({ length: 30 }, (_, at) => pod(`n-${at}/p`)))
    expect(completeView(many, { q: 'ns = ' })).toMatchObject({ items: { length: 20 }, rest: 10 })
  })
})
