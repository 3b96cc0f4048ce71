import { expect, it } from 'vitest'
import { hrefsOf } from './use-capture'

it('keeps the capture on every address', () => {
  const { explorer, policies, open } = hrefsOf('a+b/c')
  expect(explorer()).toBe('/explorer?capture=a%2Bb%2Fc')
  expect(explorer({ show: 'problems', q: 'x=1?' })).toBe('/explorer?capture=a%2Bb%2Fc&q=x=1?&show=problems')
  expect(policies({ filter: 'shadowed' })).toBe('/policies?capture=a%2Bb%2Fc&filter=shadowed')
  expect(open).toBe('/?capture=a%2Bb%2Fc')
})

it('adds nothing for what the server was started with', () => {
  const { explorer, policies, open } = hrefsOf(undefined)
  expect([explorer(), explorer({ view: 'table' }), policies(), open]).toEqual([
    '/explorer',
    '/explorer?view=table',
    '/policies',
    '/',
  ])
})
