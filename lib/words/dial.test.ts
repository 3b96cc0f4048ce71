import { expect, it } from 'vitest'
import { dialText, wayText } from './dial'

it.each([
  [{ method: 'GET', path: '/api/x' }, 'GET /api/x'],
  [{ path: '/api/x' }, 'a request without a method /api/x'],
  [
    { method: 'PUT', host: 'api.shop', headers: ['x-a=1', 'x-b=c=d'] },
    'PUT for api.shop with x-a: 1, x-b: c=d',
  ],
  [{ address: 'pod-ip' }, 'dialled by pod IP'],
  [{ method: 'GET', address: 'headless' }, 'GET, dialled through a headless Service'],
  [{ method: 'GET', service: 'shop/api' }, 'GET, dialled through Service shop/api'],
  [{ method: 'GET', path: '/\u202e' }, 'GET /\\u202e'],
  [{}, ''],
] as const)('%j: %s', (said, text) => {
  expect(dialText(said)).toBe(text)
})

it('names the Service and its port', () => {
  const service = { namespace: 'shop', name: 'api', port: 80 }
  expect(wayText('service', service)).toBe('through Service shop/api, port 80')
  expect(wayText('headless', service)).toBe('through headless Service shop/api, port 80')
  expect(wayText('pod-ip')).toBe('by pod IP')
})
