import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connectionFault } from './connection-fault'
import { exchange } from './exchange'
import type { Limits } from './limits'

const limits: Limits = { connect: 2000, begin: 200, idle: 200, whole: 600, bytes: 1000 }

/** The address of a server that answers so. */
async function serving(answer: (response: ServerResponse) => void): Promise<URL> {
  const server = createServer((_, response) => answer(response))
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/x`)
}

describe('one request', () => {
  it('gives the answer, unpacked', async () => {
    const url = await serving(response =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'retry-after': '3' }).end(gzipSync('{"a":1}')),
    )
    expect(await exchange(url, {}, limits)).toMatchObject({
      kind: 'answer',
      status: 200,
      retryAfter: '3',
      body: Buffer.from('{"a":1}'),
    })
  })

  const drip = (response: ServerResponse): void => {
    const timer = setInterval(() => response.write('x'), 20)
    response.on('close', () => clearInterval(timer))
  }

  it.each<[string, (response: ServerResponse) => void, string, RegExp]>([
    ['never begins', () => undefined, 'timeout', /^there is no answer after 0\.2 s$/],
    [
      'stops',
      response => void response.write('x'),
      'timeout',
      /^the answer stops in the middle after 0\.2 s$/,
    ],
    ['never ends', drip, 'timeout', /^the answer is not complete after 0\.6 s$/],
    ['is too large', response => void response.end('x'.repeat(1001)), 'too-large', /larger than/],
    [
      'is too large once unpacked',
      response =>
        void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(5000))),
      'too-large',
      /larger than/,
    ],
    [
      'is shorter than it says',
      response => {
        response.writeHead(200, { 'content-length': 50 }).write('x')
        setTimeout(() => response.destroy(), 20)
      },
      'cut-off',
      /^the answer ends in the middle$/,
    ],
    [
      'is packed and cut off',
      response =>
        void response
          .writeHead(200, { 'content-encoding': 'gzip' })
          .end(gzipSync('{"a":"bcdefghijklmnop"}').subarray(0, 20)),
      'cut-off',
      /^the answer ends in the middle$/,
    ],
    [
      'is said to be packed and is not',
      response => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"a":1}'),
      'cut-off',
      /^the answer ends in the middle$/,
    ],
    [
      'is a reset',
      response => void response.destroy(),
      'cut-off',
      /^the connection was reset before the answer$/,
    ],
  ])('whose answer %s', async (_, answer, why, reason) => {
    expect(await exchange(await serving(answer), {}, limits)).toMatchObject({
      kind: 'failed',
      why,
      reason: expect.stringMatching(reason) as string,
    })
  })

  it.each([
    ['a certificate that is none', { cert: 'x', key: 'y' }, 'https:', /no secure connection to/],
    ['a token with a line break', { headers: { authorization: 'a\nb' } }, 'http:', /holds characters/],
  ])('with %s fails in words', async (_, options, protocol, reason) => {
    const url = await serving(response => void response.end())
    url.protocol = protocol
    const { href } = url
    expect(await exchange(new URL(href.replace(/^http:/, protocol)), options, limits)).toMatchObject({
      kind: 'failed',
      why: 'unreachable',
      reason: expect.stringMatching(reason) as string,
    })
  })
})

describe('what keeps a connection from being made', () => {
  it.each([
    ['ECONNREFUSED', /^nothing listens at api\.example:6443/, /that the cluster runs/],
    ['ENOTFOUND', /^the name api\.example is not known \(DNS, ENOTFOUND\)$/, /VPN/],
    ['EHOSTUNREACH', /^there is no way to api\.example:6443/, /VPN/],
    ['SELF_SIGNED_CERT_IN_CHAIN', /not signed by an authority that is trusted/, /certificate-authority/],
    [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      /not signed by an authority that is trusted/,
      /certificate-authority/,
    ],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /is for another name$/, /tls-server-name/],
    ['CERT_HAS_EXPIRED', /has run out$/, /clock/],
    ['CERT_NOT_YET_VALID', /is not valid yet$/, /clock/],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', /no secure connection/, /certificates in the kubeconfig/],
    ['HPE_INVALID_CONSTANT', /speaks no HTTP/, /address/],
  ])('%s', (code, reason, cure) => {
    const fault = connectionFault(
      Object.assign(new Error('x'), { code }),
      new URL('https://api.example:6443'),
    )
    expect(fault.reason).toMatch(reason)
    expect(fault.cure).toMatch(cure)
  })

  it('is told by its name where nobody foresaw it', () => {
    expect(connectionFault(new Error('odd'), new URL('https://a'))).toEqual({
      why: 'unreachable',
      reason: 'no connection to a comes about (odd)',
    })
  })
})
