import { createLoader } from 'nuqs/server'
import { describe, expect, test } from 'vitest'
import { refKey } from '@/lib/model/object'
import { parseRef, policiesHref, policyParsers } from './policy-state'

const load = createLoader(policyParsers)
const ledgerDb = {
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  namespace: 'payments',
  name: 'ledger-db',
}

describe('the address of the policies', () => {
  test('holds filter, namespace and the selected object', () => {
    const href = policiesHref({ policy: ledgerDb, filter: 'matches-nothing' })
    expect(href).toMatch(/^\/policies\?/)
    expect(load(href.slice(href.indexOf('?')))).toMatchObject({
      policy: ledgerDb,
      filter: 'matches-nothing',
      namespace: '',
      tab: 'object',
    })
  })

  test('drops words that mean nothing', () => {
    expect(load('?filter=lucky&policy=nonsense&tab=x')).toMatchObject({
      filter: 'all',
      policy: null,
      tab: 'object',
    })
  })

  test.each([
    ledgerDb,
    { group: '', kind: 'Unknown', name: 'x' },
    { group: 'policy.networking.k8s.io', kind: 'AdminNetworkPolicy', name: 'a/b' },
  ])('%o is read as it is written', ref => {
    expect(parseRef(refKey(ref))).toEqual(ref)
  })
})
