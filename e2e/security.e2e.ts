import { expect } from '@playwright/test'
import { get, type IncomingMessage } from 'node:http'
import { clusters } from './clusters'
import { test } from './kit'
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

const own = `Host: 127.0.0.1:${demo.port}`
const foreign = 'Host: podtrust.evil.example'

const foreignHost = 'podtrust answers under localhost, 127.0.0.1 and [::1] only'

/** The request lines as they are, and the connection closed behind the answer. */
const raw = (first: string, ...headers: readonly string[]): Promise<RawAnswer> =>
  sendRaw(demo.port, `${first} HTTP/1.1`, ...headers, 'Connection: close')

/** Whatever the answer says, it may not be framed, sniffed or kept. */
function expectGuarded({ headers }: RawAnswer): void {
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
}

const problems: readonly (readonly [
  what: string,
  request: readonly [first: string, ...headers: string[]],
  status: number,
  detail: string,
])[] = [
  [
    'a pattern for an id',
    ['GET /api/:id', own],
    404,
    'there is no `/api/:id`; `/api/openapi.json` lists what there is',
  ],
  ['a pattern for a key', ['GET /api/workload?key=:key', own], 404, 'there is no workload `:key` here'],
  ['a star for a key', ['GET /api/workload?key=*', own], 404, 'there is no workload `*` here'],
  ['a key of one letter', ['GET /api/workload?key=x', own], 404, 'there is no workload `x` here'],
  [
    'a key of 10,000 letters',
    [`GET /api/workload?key=${'x'.repeat(10_000)}`, own],
    400,
    'parameter `key` is longer than 1000 characters',
  ],
  [
    'a key of 20,000 letters',
    [`GET /api/workload?key=${'x'.repeat(20_000)}`, own],
    431,
    'address and headers together are longer than 16 KiB',
  ],
  [
    'a key written from right to left',
    ['GET /api/workload?key=%E2%80%AEbd', own],
    404,
    'there is no workload `\\u202ebd` here',
  ],
  [
    'a key that is no UTF-8',
    ['GET /api/workload?key=%E0%A4%A', own],
    404,
    'there is no workload `\uFFFD%A` here',
  ],
  [
    'a key that is a path',
    ['GET /api/workload?key=../../etc/passwd', own],
    404,
    'there is no workload `../../etc/passwd` here',
  ],
  [
    'a key that is a prototype',
    ['GET /api/workload?key=__proto__', own],
    404,
    'there is no workload `__proto__` here',
  ],
  [
    'a path with encoded slashes',
    ['GET /api/..%2f..%2fetc%2fpasswd', own],
    404,
    'there is no `/api/..%2f..%2fetc%2fpasswd`; `/api/openapi.json` lists what there is',
  ],
  ['a path with a NUL', ['GET /api/%00', own], 400, 'the path holds a control character'],
  [
    'a path with half a character',
    ['GET /api/%E0%A4%A', own],
    400,
    'the path holds a `%` that stands for no character',
  ],
  ['a path with a backslash', ['GET /api\\overview', own], 400, 'the path holds a backslash'],
  [
    'a path of two slashes',
    ['GET //podtrust.evil.example/', own],
    400,
    'the address must be a path, such as `/api/overview`',
  ],
  [
    'an address of somewhere else',
    ['GET http://podtrust.evil.example/api/overview', own],
    400,
    'the address must be a path, such as `/api/overview`',
  ],
  ['a key given twice', ['GET /api/workload?key=a&key=b', own], 400, 'parameter `key` is given twice'],
  [
    'a list where one value is wanted',
    ['GET /api/workload?key[]=a', own],
    400,
    'there is no parameter `key[]`; there are `key`, `capture`',
  ],
  ['no host', ['GET /api/overview'], 400, 'the header `host` is missing'],
  ['two hosts', ['GET /api/overview', own, foreign], 400, 'the header `host` is given twice'],
  ...['proxy', 'middleware', 'src/middleware', 'src/proxy'].map(
    name =>
      [
        `a foreign host that claims to have passed ${name}`,
        ['GET /api/overview', foreign, `x-middleware-subrequest: ${Array(5).fill(name).join(':')}`],
        421,
        foreignHost,
      ] as const,
  ),
  ...[
    'Next-Resume: 1',
    'RSC: 1',
    'Next-Router-Prefetch: 1',
    'Next-Router-Segment-Prefetch: /_tree',
    'x-nextjs-data: 1',
    'x-matched-path: /',
    'x-middleware-next: 1',
    `X-Forwarded-Host: localhost:${demo.port}`,
    'Forwarded: host=localhost;proto=https',
    'X-Forwarded-Proto: https',
    'X-Original-URL: /api/health',
  ].flatMap(header =>
    ['/', '/api/overview', '/?_rsc=1'].map(
      path =>
        [
          `a foreign host at ${path} with ${header}`,
          [`GET ${path}`, foreign, header],
          421,
          foreignHost,
        ] as const,
    ),
  ),
  [
    'TRACE',
    ['TRACE /api/overview', own, 'X-Secret: hush'],
    405,
    'TRACE is not for this address: use GET, HEAD, OPTIONS',
  ],
  ['DELETE', ['DELETE /api/overview', own], 405, 'DELETE is not for this address: use GET, HEAD, OPTIONS'],
  [
    'PROPFIND',
    ['PROPFIND /api/overview', own],
    405,
    'PROPFIND is not for this address: use GET, HEAD, OPTIONS',
  ],
  [
    'an action of React',
    ['POST /', own, 'Next-Action: 0123456789', 'Content-Length: 0'],
    405,
    'POST is not for this address: use GET, HEAD, OPTIONS',
  ],
  [
    'a method in small letters',
    ['get /api/overview', own],
    400,
    'there is no such method; methods are written in capitals',
  ],
  [
    'a method that is none',
    ['FOO /api/overview', own],
    400,
    'there is no such method; methods are written in capitals',
  ],
  [
    'OPTIONS about everything',
    ['OPTIONS *', own],
    400,
    'the address must be a path, such as `/api/overview`',
  ],
]

for (const [what, request, status, detail] of problems)
  test(`${what} is answered with ${status} and a reason`, async () => {
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
