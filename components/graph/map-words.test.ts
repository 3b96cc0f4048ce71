import { describe, expect, test } from 'vitest'
import { mapNotes, mapSummary } from './map-words'
import { smallMap } from './small-map'

test('a map says what it shows', () => {
  expect(mapSummary(smallMap)).toBe(
    'Map of 2 workloads in 2 namespaces, 2 lines between them, 1 workload open to anyone',
  )
  expect(mapSummary({ ...smallMap, grouping: { by: 'label:tier' } })).toContain('in 2 groups')
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
