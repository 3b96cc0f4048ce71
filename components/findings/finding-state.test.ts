import { createLoader } from 'nuqs/server'
import { expect, test } from 'vitest'
import { findingParsers, findingsHref } from './finding-state'

const load = createLoader(findingParsers)

test('the address holds severity, namespace and the selected finding', () => {
  const view = { filter: 'high', namespace: 'shop', finding: 'istio-short-host networking/x shop' } as const
  const href = findingsHref(view)
  expect(href).toMatch(/^\/findings\?/)
  expect(load(href.slice(href.indexOf('?')))).toEqual(view)
})

test('words that mean nothing are dropped', () => {
  expect(load('?filter=lucky')).toEqual({ filter: 'all', namespace: '', finding: null })
})
