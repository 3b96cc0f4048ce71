import { QueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { afterViews } from './after-views'

const never = new AbortController().signal

/** A view that is asked for now and answered when `answer` is called. */
function askView(client: QueryClient, options: { readonly retry: number } = { retry: 0 }) {
  let answer = (): void => undefined
  let fail = answer
  const asked = client.fetchQuery({
    queryKey: ['matrix', 'all'],
    queryFn: () =>
      new Promise((resolve, reject) => {
        answer = () => resolve('all')
        fail = () => reject(new Error('no answer'))
      }),
    retryDelay: 60_000,
    ...options,
  })
  return { asked, answer: () => answer(), fail: () => fail() }
}

const soon = () => new Promise(next => setTimeout(next, 20))

it('lets what stands beside the views ask when they have their answers, whoever asked first', async () => {
  const client = new QueryClient()
  const order: string[] = []
  const beside = afterViews(client, never).then(() => order.push('beside'))
  const { asked, answer } = askView(client)
  const view = asked.then(() => order.push('view'))
  await soon()
  expect(order).toEqual([])
  answer()
  await Promise.all([view, beside])
  expect(order).toContain('view')
})

it('holds nobody up where no view asks, or one failed and is tried again', async () => {
  const client = new QueryClient()
  await afterViews(client, never)
  const { asked, fail } = askView(client, { retry: 1 })
  const given = asked.catch(() => 'given up')
  const beside = afterViews(client, never)
  fail()
  await beside
  expect(client.isFetching()).toBe(1)
  await client.cancelQueries()
  await given
})

it('ends where nobody wants to know any more', async () => {
  const client = new QueryClient()
  const { asked, answer } = askView(client)
  const left = new AbortController()
  const beside = afterViews(client, left.signal)
  await soon()
  left.abort(new Error('left'))
  await expect(beside).rejects.toThrow('left')
  answer()
  await asked
})
