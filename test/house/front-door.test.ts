import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { problemDocument } from '../../lib/api/problem-contract'
import { problemTitles, problemType } from '../../lib/api/problem-types'
import { turnAway, turnAwayGarbage } from '../../scripts/front-door.mjs'
import { sendRaw } from '../kit/raw-http'

/** The port of a server that lets in whom the front door lets in. */
async function doorAt(): Promise<number> {
  const server = createServer({ maxHeaderSize: 16 * 1024, requireHostHeader: false }, (request, response) => {
    if (!turnAway(request, response)) response.end('let in')
  })
  server.on('clientError', turnAwayGarbage)
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

const host = 'Host: localhost'
const close = 'Connection: close'

describe('what is turned away before Next sees it', () => {
  it.each([
    [
      'a method that Next cannot take',
      ['TRACE / HTTP/1.1', host],
      405,
      'TRACE is not for this address: use GET, HEAD, OPTIONS',
    ],
    [
      'a method that is none',
      ['FOO / HTTP/1.1', host],
      400,
      'there is no such method; methods are written in capitals',
    ],
    [
      'a method in small letters',
      ['get / HTTP/1.1', host],
      400,
      'there is no such method; methods are written in capitals',
    ],
    [
      'an address with a host of its own',
      ['GET http://evil.example/ HTTP/1.1', host],
      400,
      'the address must be a path, such as `/api/overview`',
    ],
    [
      'an address that begins with two slashes',
      ['GET //evil.example/ HTTP/1.1', host],
      400,
      'the address must be a path, such as `/api/overview`',
    ],
    [
      'an address that is a star',
      ['OPTIONS * HTTP/1.1', host],
      400,
      'the address must be a path, such as `/api/overview`',
    ],
    ['a backslash', ['GET /api\\overview HTTP/1.1', host], 400, 'the path holds a backslash'],
    [
      'half a character',
      ['GET /api/%E0%A4%A HTTP/1.1', host],
      400,
      'the path holds a `%` that stands for no character',
    ],
    [
      'a percent sign alone',
      ['GET /% HTTP/1.1', host],
      400,
      'the path holds a `%` that stands for no character',
    ],
    ['a NUL', ['GET /api/%00 HTTP/1.1', host], 400, 'the path holds a control character'],
    ['a line break', ['GET /api/a%0d%0ab HTTP/1.1', host], 400, 'the path holds a control character'],
    ['two hosts', ['GET / HTTP/1.1', host, 'hOsT: evil.example'], 400, 'the header `host` is given twice'],
    ['no host', ['GET / HTTP/1.1'], 400, 'the header `host` is missing'],
    ['no host, in an old way', ['GET / HTTP/1.0'], 400, 'the header `host` is missing'],
    [
      'headers without end',
      ['GET / HTTP/1.1', host, `X: ${'x'.repeat(17_000)}`],
      431,
      'address and headers together are longer than 16 KiB',
    ],
    [
      'an address without end',
      [`GET /?${'x'.repeat(17_000)} HTTP/1.1`, host],
      431,
      'address and headers together are longer than 16 KiB',
    ],
    [
      'what is no HTTP',
      ['\u0016\u0003\u0001 hello'],
      400,
      'there is no such method; methods are written in capitals',
    ],
    [
      'two lengths',
      ['POST / HTTP/1.1', host, 'Content-Length: 4', 'Transfer-Encoding: chunked'],
      400,
      'this is no HTTP request',
    ],
  ])('%s', async (_, lines, status, detail) => {
    const answer = await sendRaw(await doorAt(), ...lines, close)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    const problem = problemDocument.parse(JSON.parse(answer.body))
    expect(problem).toMatchObject({ status, detail })
    const kinds = Object.entries(problemTitles).filter(([, title]) => title === problem.title)
    expect(kinds.map(([kind]) => problemType(kind as keyof typeof problemTitles))).toEqual([problem.type])
  })

  it('is nothing that a browser asks', async () => {
    for (const path of ['/', '/api/overview', '/policies?policy=%E2%80%AE', '/api/..%2f', '/api/x?q=%'])
      expect(await sendRaw(await doorAt(), `GET ${path} HTTP/1.1`, host, close)).toMatchObject({
        status: 200,
        body: 'let in',
      })
  })

  it('says nothing more to HEAD than to others', async () => {
    const answer = await sendRaw(await doorAt(), 'HEAD /%00 HTTP/1.1', host, close)
    expect([answer.status, answer.body]).toEqual([400, ''])
  })
})
