import { expect, it } from 'vitest'
import type { Overview } from '@/lib/api/overview-contract'
import { whyNone } from './no-connections'

const none = { implicit: 0, unknown: 0, partial: 0, verified: 0 }
const namespace = (name: string, workloads: number) => ({ name, workloads })
const overview = (change: Partial<Pick<Overview, 'counts' | 'workloads'>> = {}) => ({
  workloads: 3,
  counts: { ...none, implicit: 1200, partial: 34 },
  namespaces: [namespace('shop', 3), namespace('staging', 0)],
  ...change,
})
const view = { class: [], q: '', hide: [], about: '' }

it('says that nothing runs before anything else', () => {
  expect(whyNone(overview({ workloads: 0, counts: none }), { ...view, q: 'x' })).toEqual({
    kind: 'no-workloads',
  })
})

it('says that everything is denied, whatever the filter', () => {
  expect(whyNone(overview({ counts: none }), { ...view, q: 'x' })).toEqual({ kind: 'all-denied' })
})

it('says that nothing runs in the namespace that is looked at', () => {
  expect(whyNone(overview(), { ...view, about: 'namespace:staging' })).toEqual({
    kind: 'no-pods',
    namespace: 'staging',
  })
  expect(whyNone(overview(), { ...view, about: 'namespace:shop' })).toMatchObject({ kind: 'filtered' })
})

it('names every filter with the one change that ends it', () => {
  const why = whyNone(overview(), {
    class: ['verified', 'unknown'],
    q: ' api\u202e ',
    hide: ['dns', 'probes'],
    about: 'shop/web[Deployment]',
  })
  expect(why).toEqual({
    kind: 'filtered',
    all: 1234,
    filters: [
      { words: 'the text api\\u202e', end: 'Clear the text', without: { q: '' } },
      { words: 'class verified or unknown', end: 'Show every class', without: { class: [] } },
      { words: 'the scope shop/web', end: 'Show every namespace', without: { about: '' } },
      { words: 'what hides DNS and probes', end: 'Show what is hidden', without: { hide: [] } },
    ],
  })
})

it('names no filter that is not set', () => {
  expect(whyNone(overview(), { ...view, hide: ['scrapes'] })).toMatchObject({
    filters: [{ words: 'what hides scrapes' }],
  })
})
