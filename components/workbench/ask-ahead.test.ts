import { QueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { askAhead } from './ask-ahead'

it('asks once, and leaves what was asked before alone', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const asked: string[] = []
  const query = (name: string, answer: () => string) => ({
    queryKey: [name],
    queryFn: () => {
      asked.push(name)
      return answer()
    },
  })
  void askAhead(
    client,
    query('a', () => 'answer'),
  )
  // Under way.
  void askAhead(
    client,
    query('a', () => 'another'),
  )
  expect(asked).toEqual(['a'])
  await expect.poll(() => client.getQueryData(['a'])).toBe('answer')
  // Answered.
  void askAhead(
    client,
    query('a', () => 'another'),
  )
  expect(client.getQueryData(['a'])).toBe('answer')

  const refuse = (): never => {
    throw new Error('no')
  }
  void askAhead(client, query('b', refuse))
  await expect.poll(() => client.getQueryState(['b'])?.status).toBe('error')
  // Refused: whoever shows it says so, and asks again.
  void askAhead(client, query('b', refuse))
  expect(asked).toEqual(['a', 'b'])
})
