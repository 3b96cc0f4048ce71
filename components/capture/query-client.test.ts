import { onlineManager } from '@tanstack/react-query'
import { afterEach, expect, it } from 'vitest'
import { queryClientFor } from './query-client'

afterEach(() => onlineManager.setOnline(true))

it('asks its server on the same machine where the browser calls itself offline', async () => {
  onlineManager.setOnline(false)
  const client = queryClientFor(undefined)
  const asked = client.fetchQuery({ queryKey: ['overview'], queryFn: () => 'answer' })
  expect(client.isFetching()).toBe(1)
  await expect(asked).resolves.toBe('answer')
})
