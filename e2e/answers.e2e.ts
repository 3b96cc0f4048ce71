import { expect } from '@playwright/test'
import { get, type IncomingHttpHeaders } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { mapAnswer } from '@/lib/api/map-contract'
import { overviewAnswer } from '@/lib/api/overview-contract'
import { problemDocument } from '@/lib/api/problem-contract'
import { clusters } from './clusters'
import { test } from './kit'

interface Answer {
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

/** Asks without a browser, which would unpack the answer on its own. */
const ask = (path: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    get(`${clusters.demo.url}${path}`, { headers: { 'accept-encoding': 'gzip' } }, response => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ headers: response.headers, bytes: Buffer.concat(parts) }))
    }).on('error', reject)
  })

const kilobyte = 1024

test('what the first view asks for is compressed, and small', async () => {
  const [overview, map] = await Promise.all([ask('/api/overview'), ask('/api/map')])
  for (const { headers } of [overview, map])
    expect(headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
  overviewAnswer.parse(JSON.parse(gunzipSync(overview.bytes).toString()))
  mapAnswer.parse(JSON.parse(gunzipSync(map.bytes).toString()))
  expect(overview.bytes.length + map.bytes.length).toBeLessThan(40 * kilobyte)
})

test('refusals are compressed as what they are', async () => {
  const { headers, bytes } = await ask('/api/workload?key=nobody')
  expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'application/problem+json' })
  expect(problemDocument.parse(JSON.parse(gunzipSync(bytes).toString()))).toMatchObject({ status: 404 })
})
