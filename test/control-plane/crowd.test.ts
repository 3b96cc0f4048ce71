import { expect, it } from 'vitest'
import type { Answer } from './client'
import { controlPlane } from './control-plane'
import { crowd, takePlace } from './crowd'
import { bind } from './rights'

const plane = await controlPlane({ users: ['one-of-many'] })

it('turns a user away while a request of theirs is under way, and nobody else', async () => {
  const pods = '/api/v1/pods?limit=1'
  await bind(plane.admin, 'one-of-many', 'system:aggregate-to-view')
  await crowd(plane, 'one-of-many')
  const client = plane.client('one-of-many')
  const place = takePlace(client)
  const askedMeanwhile = async (): Promise<Answer> => {
    for (;;) {
      const answer = await client.get(pods)
      if (answer.status === 429) return answer
    }
  }
  const { headers, text } = await askedMeanwhile()
  expect((await plane.admin.get(pods)).status).toBe(200)
  expect(headers['content-type']).toMatch(/^text\/plain/)
  expect(headers['retry-after']).toMatch(/^[12]$/)
  expect(text).toMatch(/^Too many requests/)
  await place
  expect((await client.get(pods)).status).toBe(200)
})
