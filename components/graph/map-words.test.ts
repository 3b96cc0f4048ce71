import { describe, expect, test } from 'vitest'
import { drawsNothing, mapNotes, mapSummary, nothingAt, nothingToOpen } from './map-words'
import { smallMap } from './small-map'

test('a map says what it shows', () => {
  expect(mapSummary(smallMap)).toBe(
    'Map of 2 workloads in 2 namespaces, 2 lines between them, 1 workload open to anyone',
  )
  expect(mapSummary({ ...smallMap, grouping: { by: 'label:tier' } })).toContain('in 2 groups')
})

test('a map of which the filter keeps nothing is known from one without lines between boxes', () => {
  const none = { implicit: 0, unknown: 0, partial: 0, verified: 0 }
  const { drawn } = smallMap
  const hulls = smallMap.hulls.map(hull => ({ ...hull, counts: none }))
  expect(drawsNothing(smallMap)).toBe(false)
  expect(drawsNothing({ hulls, drawn: { ...drawn, ofBundles: 0 } })).toBe(true)
  // Connections inside of a box are no lines.
  const [first, ...others] = hulls
  const inside = first ? [{ ...first, counts: { ...none, unknown: 1 } }, ...others] : []
  expect(drawsNothing({ hulls: inside, drawn: { ...drawn, ofBundles: 0 } })).toBe(false)
})

test('a key that opens says why nothing opens', () => {
  const { drawn } = smallMap
  expect(nothingToOpen(smallMap)).toBe(
    'All 2 workloads are drawn one by one already: nothing here opens or closes.',
  )
  expect(nothingToOpen({ drawn: { ...drawn, of: 900 } })).not.toContain('All')
  expect(nothingToOpen({ drawn: { ...drawn, unit: 'namespaces' } })).toBeUndefined()
})

test('what leads nowhere says what does', () => {
  expect(nothingAt(smallMap, 'group')).toMatch(/many namespaces .* one end\. Enter .* table/)
  expect(nothingAt(smallMap, 'outside')).toContain('Enter shows')
  expect(nothingAt(smallMap, 'line')).toMatch(/x opens a namespace/)
  expect(nothingAt({ ...smallMap, grouping: { by: 'label:tier' } }, 'line')).toMatch(/x opens a group/)
})

describe('the notes of a map', () => {
  test('are none where everything is drawn as asked', () => {
    expect(mapNotes(smallMap)).toEqual([])
  })

  test('say why it is grouped, what is closed and how many lines are left out', () => {
    expect(
      mapNotes({
        ...smallMap,
        grouping: { by: 'namespace-label:team', why: '400 namespaces are many: team is best' },
        drawn: { unit: 'namespaces', shown: 300, of: 400, bundles: 600, ofBundles: 1200 },
      }),
    ).toEqual([
      'Grouped by team: 400 namespaces are many: team is best.',
      'Too many workloads to draw one by one: 300 of 400 groups, closed unless opened.',
      '600 of 1,200 lines are drawn, those with the most gaps.',
    ])
  })
})
