import { expect } from '@playwright/test'
import { get, type IncomingMessage } from 'node:http'
import { badRequests } from './bad-requests'
import { clusters } from './clusters'
import { address, test } from './kit'
import { sendRaw, type RawAnswer } from '../test/kit/raw-http'

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
  const response = await page.goto(address(demo.url))
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
  await page.goto(address(demo.url))
  await expect(page.getByRole('group', { name: 'Show only some trust classes' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(asked.length).toBeGreaterThan(3)
  for (const url of asked.filter(one => !one.startsWith('data:')))
    expect(url).toMatch(new RegExp(`^${demo.url}/`))
})

const own = `Host: 127.0.0.1:${demo.port}`

/** The request lines as they are, and the connection closed behind the answer. */
const raw = (first: string, ...headers: readonly string[]): Promise<RawAnswer> =>
  sendRaw(demo.port, `${first} HTTP/1.1`, ...headers, 'Connection: close')

/** Whatever the answer says, it may not be framed, sniffed or kept. */
function expectGuarded({ headers }: RawAnswer): void {
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
}

for (const [number, what, request, status, detail] of badRequests(own))
  test(`${number}: ${what} is answered with ${status} and a reason`, async () => {
    const answer = await raw(...request)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(JSON.parse(answer.body)).toMatchObject({ status, detail })
    expect(answer.body).not.toContain('hush')
    expectGuarded(answer)
  })

test('a host that was spoofed on the way changes nothing', async () => {
  const plain = await raw('GET /api/overview', own)
  for (const header of [
    'X-Forwarded-Host: podtrust.evil.example',
    'X-Forwarded-Proto: javascript',
    'X-Forwarded-Port: 99999999',
    'Forwarded: host=podtrust.evil.example',
    'x-middleware-subrequest: middleware:middleware:middleware:middleware:middleware',
    'x-middleware-rewrite: http://podtrust.evil.example/',
    'x-middleware-next: 0',
    'Next-Resume: 1',
    'RSC: 1',
  ]) {
    const answer = await raw('GET /api/overview', own, header)
    // Next sends whoever claims to be its own client back to the same address with a mark of its own.
    if (header === 'RSC: 1')
      expect([answer.status, answer.headers.get('location')]).toEqual([
        307,
        expect.stringMatching(/^\/api\/overview\?_rsc/),
      ])
    else expect([header, answer.status, answer.body]).toEqual([header, 200, plain.body])
    expectGuarded(answer)
    const page = await raw('GET /', own, header)
    expect(page.headers.get('location') ?? '/').toMatch(/^\/(?!\/)/)
    expect(page.body).not.toContain('evil.example')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expectGuarded(page)
  }
})

test('a policy that somebody sends along is not the policy of the page', async () => {
  const answer = await raw('GET /', own, "Content-Security-Policy: script-src 'nonce-evil'", 'x-nonce: evil')
  expect(answer.headers.get('content-security-policy')).not.toContain('evil')
  expect(answer.body).not.toContain('evil')
})

test('paths with dots lead nowhere', async () => {
  for (const path of [
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/api/%2e%2e/%2e%2e/package.json',
    '/_next/../package.json',
    '/_next/static/%2e%2e/%2e%2e/package.json',
    '/public/examples/demo',
  ]) {
    const answer = await raw(`GET ${path}`, own)
    expect([path, answer.status]).toEqual([path, 404])
    expect(answer.body).not.toMatch(/root:|"devDependencies"/)
    expectGuarded(answer)
  }
})

test('HEAD says what GET would, without a body, and OPTIONS what may be done', async () => {
  for (const path of ['/', '/api/overview', '/api/nothing']) {
    const [get, head] = [await raw(`GET ${path}`, own), await raw(`HEAD ${path}`, own)]
    expect([head.status, head.headers.get('content-type'), head.body]).toEqual([
      get.status,
      get.headers.get('content-type'),
      '',
    ])
    expectGuarded(head)
  }
  const options = await raw('OPTIONS /api/overview', own)
  expect([options.status, options.headers.get('allow'), options.body]).toEqual([
    204,
    'GET, HEAD, OPTIONS',
    '',
  ])
  expect(options.headers.get('access-control-allow-origin')).toBeUndefined()
})

test('nobody is connected to anywhere else', async () => {
  expect(await raw('CONNECT podtrust.evil.example:443', own)).toMatchObject({ status: 0, body: '' })
})
