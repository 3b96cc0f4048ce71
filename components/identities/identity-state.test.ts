import { createLoader } from 'nuqs/server'
import { expect, test } from 'vitest'
import { identitiesHref, identityParsers } from './identity-state'

const load = createLoader(identityParsers)

test('the address holds filter, namespace and the selected identity', () => {
  const view = { filter: 'shared', namespace: 'shop', identity: 'cluster.local/ns/shop/sa/cart' } as const
  const href = identitiesHref(view)
  expect(href).toMatch(/^\/identities\?/)
  expect(load(href.slice(href.indexOf('?')))).toEqual(view)
})

test('words that mean nothing are dropped', () => {
  expect(load('?filter=lucky')).toEqual({ filter: 'all', namespace: '', identity: null })
})
