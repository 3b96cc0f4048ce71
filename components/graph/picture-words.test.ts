import { expect, test } from 'vitest'
import { pictureFooter, pictureName } from './picture-words'
import { smallMap } from './small-map'

const overview = {
  source: { kind: 'demo', label: 'demo' },
  capturedAt: '2026-11-28T20:10:46.000Z',
  counts: { implicit: 600, unknown: 6, partial: 200, verified: 7 },
  incomplete: false,
} as const
const everything = { class: [], q: '', hide: [] }

test('a picture says where it is from, what narrows it, and how much is unknown', () => {
  expect(pictureFooter(overview, smallMap, everything, { lens: null, about: '' })).toEqual([
    'podtrust, demo, captured 2026-11-28 20:10 UTC',
    'Filter: none · Lens: none · Grouped by namespace',
    '6 of 813 connections unknown · 2 of 2 workloads drawn',
  ])
})

test('a picture says what is left out', () => {
  expect(
    pictureFooter(
      { ...overview, incomplete: true },
      { ...smallMap, drawn: { unit: 'namespaces', shown: 2, of: 9, bundles: 150, ofBundles: 200 } },
      { class: ['implicit', 'unknown'], q: 'ns = sh\u202eop', hide: ['dns'] },
      { lens: 'crosses', about: 'data/db[StatefulSet]' },
    ),
  ).toEqual([
    'podtrust, demo, captured 2026-11-28 20:10 UTC',
    'Filter: only implicit, unknown; ns = sh\\u202eop; without dns · Lens: crosses · Grouped by namespace · Looking at data/db',
    '6 of 813 connections unknown · not everything could be read · 2 of 9 namespaces drawn · 150 of 200 lines drawn',
  ])
})

test('a file is called by its source and day', () => {
  expect(pictureName(overview, 'svg')).toBe('podtrust-map-demo-2026-11-28.svg')
  expect(pictureName({ ...overview, source: { kind: 'manifests', label: '/tmp/../a b' } }, 'png')).toBe(
    'podtrust-map-tmp-a-b-2026-11-28.png',
  )
})
