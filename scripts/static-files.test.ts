import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { apiHeaders } from '@/app/server/guard'
import { compressFiles, staticFiles } from './static-files.mjs'

const script = 'console.log("one")\n'.repeat(100)
let answering: ReturnType<typeof createServer>

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'podtrust-static-'))
  await mkdir(join(folder, 'chunks'))
  await writeFile(join(folder, 'chunks', 'one.js'), script)
  await writeFile(join(folder, 'font.woff2'), 'font')
  await writeFile(join(folder, 'other.map'), 'map')
  await compressFiles(folder)
  const answer = staticFiles(folder)
  answering = createServer((asked, response) => {
    answer(asked, response, () => response.writeHead(404).end(`left to Next: ${asked.url ?? ''}`))
  })
  await new Promise<void>(listening => answering.listen(0, '127.0.0.1', listening))
})

afterAll(() => new Promise(closed => answering.close(closed)))

async function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const { port } = answering.address() as AddressInfo
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    request({ port, path, method, headers: { 'accept-encoding': 'gzip, br', ...headers } }, resolve)
      .on('error', reject)
      .end(),
  )
  const parts: Buffer[] = []
  for await (const part of answer) parts.push(part as Buffer)
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }
}

it('a script comes compressed, may be kept for ever and bears the headers of every answer', async () => {
  const { status, headers, body } = await ask('/_next/static/chunks/one.js')
  expect(status).toBe(200)
  expect(headers).toMatchObject({
    ...apiHeaders,
    'content-type': 'text/javascript',
    'content-encoding': 'br',
    'content-length': String(body.length),
    'cache-control': 'public,max-age=31536000,immutable',
    vary: 'Accept-Encoding',
  })
  expect(body.length).toBeLessThan(script.length / 10)
  expect(brotliDecompressSync(body).toString()).toBe(script)
})

it('HEAD says the same without a body, and a font is compressed as it is', async () => {
  const [get, head] = [
    await ask('/_next/static/chunks/one.js'),
    await ask('/_next/static/chunks/one.js', {}, 'HEAD'),
  ]
  expect([head.status, head.headers['content-length'], head.body.length]).toEqual([
    200,
    get.headers['content-length'],
    0,
  ])
  const font = await ask('/_next/static/font.woff2', { 'accept-encoding': 'gzip' })
  expect([font.status, font.headers['content-encoding'], font.body.toString()]).toEqual([
    200,
    undefined,
    'font',
  ])
})

it('somebody who takes no brotli gets the script as it is', async () => {
  const { headers, body } = await ask('/_next/static/chunks/one.js', { 'accept-encoding': 'gzip' })
  expect([headers['content-encoding'], body.toString()]).toEqual([undefined, script])
})

it.each([
  ['another host', '/_next/static/chunks/one.js', { host: 'podtrust.evil.example' }],
  ['a host that begins alike', '/_next/static/chunks/one.js', { host: 'localhost.evil.example' }],
  ['a part of it', '/_next/static/chunks/one.js', { range: 'bytes=0-3' }],
  ['a path with dots', '/_next/static/chunks/../font.woff2', {}],
  ['a path that is written otherwise', '/_next/static/chunks%2Fone.js', {}],
  ['a question', '/_next/static/chunks/one.js?x', {}],
  ['a kind of file that no page has', '/_next/static/other.map', {}],
  ['what it is compressed', '/_next/static/chunks/one.js.br', {}],
  ['a file that is not there', '/_next/static/never.js', {}],
])('%s is left to those behind', async (_, path, headers) => {
  const { status, body } = await ask(path, headers)
  expect([status, body.toString()]).toEqual([404, `left to Next: ${path}`])
})

it('another method is left to those behind', async () => {
  expect((await ask('/_next/static/chunks/one.js', {}, 'POST')).status).toBe(404)
})
