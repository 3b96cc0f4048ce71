import { expect, test } from 'vitest'
import { admissionWords, othersWords, runWords } from './admission-words'

const only = { group: 'networking.k8s.io', kind: 'NetworkPolicy', namespace: 'shop', name: 'w\u202eb' }
const butHosts = true as const

test.each([
  [{ policies: 0 }, 'no policy limits what comes in', ', same reason'],
  [
    { policies: 0, butHosts },
    'no policy limits what comes in',
    ', same reason except from host-network pods on its nodes',
  ],
  [{ policies: 1, only }, 'let in by NetworkPolicy shop/w\\u202eb alone', ', same reason'],
  [
    { policies: 1, only, butHosts },
    'let in by NetworkPolicy shop/w\\u202eb alone, but for host-network pods',
    ', same reason except from host-network pods on its nodes',
  ],
  [{ policies: 3 }, 'let in by one or another of 3 policies', ', let in by one or another of 3 policies'],
  [
    { policies: 3, butHosts },
    'let in by one or another of 3 policies, but for host-network pods',
    ', let in by one or another of 3 policies, except from host-network pods on its nodes',
  ],
])('%o is told of a run and of what it leaves out', (admitted, heading, others) => {
  expect([admissionWords(admitted), othersWords(admitted)]).toEqual([heading, others])
})

test('a heading says what is true of all its rows, and nothing where there is no such thing', () => {
  const run = { rows: 3, counts: { implicit: 3, unknown: 0, partial: 0, verified: 0 } }
  expect(runWords({ ...run, key: 'shop/web[Pod]', unlimited: true })).toBe('no policy limits what goes out')
  expect(runWords({ ...run, key: 'shop/web[Pod]', admitted: { policies: 0 } })).toBe(
    'no policy limits what comes in',
  )
  expect(runWords({ ...run, key: 'implicit' })).toBe('allowed because nobody forbids it')
  expect(runWords({ ...run, key: 'shop/web[Pod]' })).toBeUndefined()
})
