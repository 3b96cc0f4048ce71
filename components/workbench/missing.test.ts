import { expect, test } from 'vitest'
import { missingNamespace } from './missing'

const loaded = { namespaces: [{ name: 'data' }] }

test('a namespace that was not loaded is told from whatever else an end may be', () => {
  expect(missingNamespace('namespace:gone', loaded)).toBe('gone')
  expect(missingNamespace('namespace:data', loaded)).toBeUndefined()
  expect(missingNamespace('data/kafka[StatefulSet]', loaded)).toBeUndefined()
  expect(missingNamespace('anyone', loaded)).toBeUndefined()
})
