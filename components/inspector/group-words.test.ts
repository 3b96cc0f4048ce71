import { expect, test } from 'vitest'
import { doorSentence, groupKind, noneSentence, pairSentence } from './group-words'

const none = { implicit: 0, unknown: 0, partial: 0, verified: 0 }

test('a group says what it is gathered by', () => {
  expect(groupKind('namespace')).toBe('Namespace')
  expect(groupKind('service-account')).toBe('Service account')
  expect(groupKind('label:app\u202e')).toBe('Label app\\u202e')
  expect(groupKind('namespace-label:team')).toBe('Label team of the namespace')
})

test('a pair says how many of how many, the worst first', () => {
  expect(pairSentence({ ...none, implicit: 18, partial: 9 })).toBe(
    '18 of 27 connections are implicit; 9 partial.',
  )
  expect(pairSentence({ ...none, unknown: 1, partial: 2, verified: 1200 })).toBe(
    '1 of 1,203 connections is unknown; 2 partial, 1,200 verified.',
  )
  expect(pairSentence({ ...none, implicit: 9 })).toBe('All 9 connections are implicit.')
  expect(pairSentence({ ...none, verified: 1 })).toBe('The only connection is verified.')
  expect(pairSentence(none)).toMatch(/^No connection leads there/)
})

test('that a filter keeps none of a pair is not told as denied', () => {
  expect(pairSentence(none, true)).toMatch(/^The filter keeps no connection that leads there/)
  expect(pairSentence(none, true)).not.toContain('denied')
  expect(pairSentence({ ...none, verified: 1 }, true)).toBe('The only connection is verified.')
})

test('that a list is empty says denied only where nothing keeps connections out of it', () => {
  expect(noneSentence({ class: [], hide: [] })).toBe('None is possible: every one is denied.')
  expect(noneSentence({ class: ['implicit', 'unknown'], hide: [] })).toBe('None is implicit or unknown.')
  expect(noneSentence({ class: [], hide: ['dns'] })).toBe('None is left while DNS is hidden.')
  expect(noneSentence({ class: ['partial'], hide: ['dns', 'probes'] })).toBe(
    'None is partial and left while DNS and probes are hidden.',
  )
  expect(noneSentence({ class: [], hide: [] }, 0)).toBe('Nothing runs here, so there is none.')
})

test('what comes through open doors is told apart', () => {
  const counts = { ...none, implicit: 29, partial: 1 }
  expect(doorSentence(0, counts)).toBe('')
  expect(doorSentence(1, counts)).toMatch(/^1 of them comes in .* draws it from Anyone/)
  expect(doorSentence(29, counts)).toMatch(/^29 of them come in .* draws those from Anyone/)
  expect(doorSentence(29, { ...none, implicit: 29 })).toMatch(/^All of them come in /)
  expect(doorSentence(1, { ...none, implicit: 1 })).toMatch(/^It comes in /)
})
