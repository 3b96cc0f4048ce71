import { expect, test } from 'vitest'
import { parseQuery } from '@/lib/views/query/parse'
import { both, endFilter, pairFilter } from './end-filter'
import { aboutGroup } from './ends'

test('a pair is written in the language of the filter', () => {
  expect(pairFilter('', { from: 'namespace:data', to: 'namespace:payments' })).toEqual({
    q: 'src.ns = data and dst.ns = payments',
    about: '',
  })
  expect(pairFilter('', { from: 'internet', to: 'group:label:tier=web' }).q).toBe(
    'src.kind = internet and dst.group = "label:tier=web"',
  )
  expect(pairFilter('web', { from: 'shop/web[Deployment]', to: 'namespace:in' }).q).toBe(
    'web and src.workload = shop/web[Deployment] and dst.ns = "in"',
  )
})

test('what Anyone may reach is looked at, because Anyone is nobody by name', () => {
  expect(pairFilter('port = 80', { from: 'anyone', to: 'namespace:data' })).toEqual({
    q: 'port = 80 and dst.ns = data',
    about: 'anyone',
  })
  expect(endFilter('src', 'anyone')).toBeUndefined()
})

test('whatever the names are, what is written can be read', () => {
  for (const name of ['a', 'not', 'a"b\\', 'a (b), c', ' ', '=!%'])
    for (const end of [
      aboutGroup('namespace', name),
      aboutGroup(`label:${name}`, `=${name}`),
      `${name}/x[Pod]`,
    ])
      expect(parseQuery(pairFilter('', { from: end, to: end }).q), end).toBeDefined()
})

test('what was kept before is kept still', () => {
  expect(both('port = 80', 'a')).toBe('port = 80 and a')
  expect(both('web or api', 'a')).toBe('(web or api) and a')
  expect(both('  ', 'a')).toBe('a')
})
