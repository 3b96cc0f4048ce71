import { expect } from '@playwright/test'
import { get, type IncomingMessage } from 'node:http'
import { clusters } from './clusters'
import { test } from './kit'

const { demo } = clusters

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** Asks as somebody who writes what they like into the headers; browsers do not let tests do that. */
const ask = (path: string, headers: Readonly<Record<string, string>>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    get(`${demo.url}${path}`, { headers }, response => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (body += part))
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
    }).on('error', reject)
  })

for (const path of ['/', '/api/overview'])
  test(`a foreign host name is refused at ${path}`, async () => {
    const answer = await ask(path, { host: 'podtrust.evil.example' })
    expect(answer.status).toBe(421)
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.body).not.toContain('ledger-db')
    expect(JSON.parse(answer.body)).toMatchObject({ title: 'Foreign host', status: 421 })
  })

test('its own names are answered', async () => {
  for (const host of [`127.0.0.1:${demo.port}`, `localhost:${demo.port}`, `[::1]:${demo.port}`])
    expect((await ask('/api/overview', { host })).status).toBe(200)
})

test('another site may not have a browser ask the API', async () => {
  for (const site of ['cross-site', 'same-site'])
    expect((await ask('/api/overview', { 'sec-fetch-site': site })).status).toBe(403)
  expect((await ask('/api/overview', { 'sec-fetch-site': 'same-origin' })).status).toBe(200)
})

test('no answer can be framed, sniffed or run what is not its own', async ({ page }) => {
  const response = await page.goto(demo.url)
  const headers = response?.headers() ?? {}
  const policy = headers['content-security-policy'] ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("connect-src 'self'")
  expect(policy).not.toContain('unsafe-inline')
  expect(policy).not.toContain('unsafe-eval')
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  })
  const again = await page.reload()
  expect(again?.headers()['content-security-policy'], 'the nonce is used once').not.toBe(policy)
})

test('everything that is read comes from the server itself', async ({ page }) => {
  const asked: string[] = []
  page.on('request', request => asked.push(request.url()))
  await page.goto(demo.url)
  await expect(page.getByRole('group', { name: 'Show only some trust classes' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(asked.length).toBeGreaterThan(3)
  for (const url of asked.filter(one => !one.startsWith('data:')))
    expect(url).toMatch(new RegExp(`^${demo.url}/`))
})
