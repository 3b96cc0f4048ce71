import { expect, it } from 'vitest'
import { problemOf } from '@/lib/views/query/problem'
import { examples } from './examples'

it.each(examples)('`%s` is a filter', text => {
  expect(problemOf(text)).toBeUndefined()
})
