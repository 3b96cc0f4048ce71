import { expect, it } from 'vitest'
import { markOf } from './mark-of'

it('only what is denied is marked so: traffic without a class is open', () => {
  expect([
    markOf({ verdict: 'deny' }),
    markOf({ verdict: 'allow' }),
    markOf({ verdict: 'allow', trustClass: 'implicit' }),
  ]).toEqual(['denied', 'unknown', 'implicit'])
})
