import { expect, test } from 'vitest'
import { isEverything, shownView } from './shown-view'

const suggestion = { view: 'matrix', why: 'it would be a hairball' } as const

test('the view that the address names is shown, whatever is proposed', () => {
  expect(shownView('map', true, suggestion)).toEqual({ view: 'map' })
  expect(shownView('table', false, suggestion)).toEqual({ view: 'table' })
  expect(shownView('matrix', false, undefined)).toEqual({ view: 'matrix' })
})

test('a narrow window begins with the table', () => {
  expect(shownView(null, true, suggestion)).toEqual({ view: 'table' })
})

test('a wide one begins with the map, unless something else is proposed, and then it says why', () => {
  expect(shownView(null, false, undefined)).toEqual({ view: 'map' })
  expect(shownView(null, false, suggestion)).toEqual({ view: 'matrix', why: 'it would be a hairball' })
})

test('everything is what nothing narrows, gathered as nobody chose', () => {
  const nothing = { class: [], q: '', hide: [] }
  expect(isEverything({ group: 'auto' }, nothing)).toBe(true)
  expect(isEverything({ group: 'namespace' }, nothing)).toBe(false)
  expect(isEverything({ group: 'auto' }, { ...nothing, class: ['implicit'] })).toBe(false)
  expect(isEverything({ group: 'auto' }, { ...nothing, q: 'a' })).toBe(false)
  expect(isEverything({ group: 'auto' }, { ...nothing, hide: ['dns'] })).toBe(false)
})
