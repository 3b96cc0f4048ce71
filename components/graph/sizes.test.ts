import { expect, test } from 'vitest'
import * as layout from '@/lib/views/layout'
import * as sizes from './sizes'

test('boxes are drawn as large as the layout took them', () => {
  expect(sizes.nodeSize).toEqual(layout.nodeSize)
  expect(sizes.anyoneSize).toEqual(layout.anyoneSize)
  expect(sizes.internetSize).toEqual(layout.internetSize)
})
