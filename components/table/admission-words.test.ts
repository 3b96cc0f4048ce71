import { expect, test } from 'vitest'
import { admissionWords, othersWords } from './admission-words'

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
