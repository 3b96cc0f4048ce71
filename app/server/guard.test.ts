import { NextRequest } from 'next/server'
import { describe, expect, it } from 'vitest'
import { problemDocument } from '@/lib/api/problem-contract'
import { config, proxy } from '@/proxy'

const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Response =>
  proxy(
    new NextRequest(`http://localhost:3000${path}`, {
      method,
      headers: { host: 'localhost:3000', ...headers },
    }),
  )

describe('the guard', () => {
  it.each(['localhost', 'localhost:3000', '127.0.0.1:8080', '[::1]:3000', '[::1]'])('lets in %s', host => {
    expect(ask('/', { host }).status).toBe(200)
  })

  it.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    'localhost:3000.evil.example',
    'evil.example:localhost',
    'user@localhost:3000',
    '127.0.0.1.evil.example',
    '10.0.0.1:3000',
    '',
    'localhost:999999',
    'localhost,evil.example',
  ])('turns away the host %j, also where it claims to be forwarded', async host => {
    const answer = ask('/api/overview', { host, 'x-forwarded-host': 'localhost:3000' })
    expect(answer.status).toBe(421)
    expect(problemDocument.parse(await answer.json())).toMatchObject({ status: 421, title: 'Foreign host' })
  })

  it.each([
    ['/api/overview', 'cross-site', 403],
    ['/api/overview', 'same-site', 403],
    ['/api', 'cross-site', 403],
    ['/api/overview', 'same-origin', 200],
    ['/api/overview', 'none', 200],
    // A link from elsewhere may open the page.
    ['/', 'cross-site', 200],
    ['/apiary', 'cross-site', 200],
  ])('answers %s from %s with %i', (path, site, status) => {
    expect(ask(path, { 'sec-fetch-site': site }).status).toBe(status)
  })

  it('only reads', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = ask('/api/overview', {}, method)
      expect([method, answer.status, answer.headers.get('allow')]).toEqual([
        method,
        405,
        'GET, HEAD, OPTIONS',
      ])
      expect(problemDocument.parse(await answer.json()).detail).toBe(
        `${method} is not for this address: use GET, HEAD, OPTIONS`,
      )
    }
    expect(ask('/api/overview', {}, 'HEAD').status).toBe(200)
  })

  it.each([
    ['/api/again', 'POST', 'POST, OPTIONS'],
    ['/api/examples', 'POST', 'POST, OPTIONS'],
    ['/', 'GET', 'GET, HEAD, OPTIONS'],
    ['/api/overview', 'GET', 'GET, HEAD, OPTIONS'],
  ])('says what %s is for', async (path, method, allowed) => {
    const options = ask(path, {}, 'OPTIONS')
    expect([options.status, options.headers.get('allow')]).toEqual([204, allowed])
    expect(options.headers.get('access-control-allow-origin')).toBeNull()
    expect(ask(path, {}, method).status).toBe(200)
    expect([ask(path, {}, 'PATCH').status, ask(path, {}, 'PATCH').headers.get('allow')]).toEqual([
      405,
      allowed,
    ])
  })

  it.each([
    [{}, 200],
    [{ origin: 'http://localhost:3000' }, 200],
    [{ origin: 'https://localhost:3000' }, 200],
    [{ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }, 200],
    [{ origin: 'http://localhost:3001' }, 403],
    [{ origin: 'http://127.0.0.1:3000' }, 403],
    [{ origin: 'http://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: '' }, 403],
    [{ origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' }, 403],
  ])('lets change something whoever comes with %j: %i', async (headers, status) => {
    expect(ask('/api/again', headers, 'POST').status).toBe(status)
  })

  it('leaves the address that files are sent to to its route', () => {
    const matches = (path: string): boolean => new RegExp(`^${config.matcher}$`).test(path)
    expect(matches('/api/captures')).toBe(false)
    for (const path of [
      '/',
      '/api/again',
      '/api/captures/',
      '/api/captures/x',
      '/api/capturesx',
      '/x/api/captures',
    ])
      expect([path, matches(path)]).toEqual([path, true])
  })

  it('gives every answer its headers, refusals too', () => {
    for (const answer of [ask('/'), ask('/api/overview'), ask('/', { host: 'evil.example' })]) {
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
      expect(answer.headers.get('x-frame-options')).toBe('DENY')
      expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(answer.headers.get('permissions-policy')).toContain('camera=()')
    }
  })

  it('allows nothing but our own files and marked scripts, with a fresh mark for every request', () => {
    const policies = [ask('/'), ask('/')].map(answer => answer.headers.get('content-security-policy') ?? '')
    const nonces = policies.map(
      policy => /script-src 'self' 'nonce-([\w+/=]{22,})' 'strict-dynamic';/.exec(policy)?.[1],
    )
    expect(nonces[0]).toBeDefined()
    expect(nonces[0]).not.toBe(nonces[1])
    expect(policies[0]).toContain("default-src 'none'")
    expect(policies[0]).toContain("frame-ancestors 'none'")
    expect(policies[0]).toContain("base-uri 'none'")
    expect(policies[0]).not.toMatch(/unsafe-|\*|https?:/)
    // Next reads the nonce from the request.
    const answer = ask('/')
    expect(answer.headers.get('x-middleware-request-content-security-policy')).toBe(
      answer.headers.get('content-security-policy'),
    )
  })
})
