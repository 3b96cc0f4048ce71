import { expect, test } from '@playwright/test'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { ask, startServer, stopServer, type Answer, type OwnServer } from './own-server'

/** The HTTP side of uploads and of reading again, against the server as it is built. */

test.describe.configure({ mode: 'default' })

const pod = (namespace: string, name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {namespace: ${namespace}, name: ${name}}\nspec: {containers: []}\n`

let folder: string
let server: OwnServer

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'podtrust-'))
  await writeFile(join(folder, 'shop.yaml'), pod('shop', 'web'))
  server = await startServer([folder])
})

test.afterAll(async () => {
  await stopServer(server)
  await rm(folder, { recursive: true })
})

const multipart = { 'content-type': 'multipart/form-data; boundary=X' }

const head = (name: string): string =>
  `--X\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/yaml\r\n\r\n`
const end = '\r\n--X--\r\n'

const upload = (contents: Iterable<string>, name = 'shop/web.yaml'): Promise<Answer> =>
  ask(server, 'POST', '/api/captures', multipart, parts(name, contents))

function* parts(name: string, contents: Iterable<string>): Generator<string> {
  yield head(name)
  yield* contents
  yield end
}

const idIn = ({ body }: Answer): string => (JSON.parse(body) as { readonly id: string }).id

interface Health {
  readonly status: string
  readonly reading: number
  readonly again: { readonly state: string }
}

/** Waits until health says so. */
async function until(path: string, fits: (health: Health) => boolean): Promise<Health> {
  for (;;) {
    const health = JSON.parse((await ask(server, 'GET', path)).body) as Health
    if (fits(health)) return health
    await setTimeout(50)
  }
}

const close = (id: string): Promise<Answer> => ask(server, 'DELETE', `/api/captures?capture=${id}`)

const problem = ({ status, headers, body }: Answer): unknown[] => {
  expect(headers['content-type']).toBe('application/problem+json')
  return [status, (JSON.parse(body) as { readonly detail: string }).detail]
}

test('sixty mebibytes come in to the last byte, and are gone when they are closed', async () => {
  const filler = `apiVersion: v1\nkind: ConfigMap\nmetadata: {namespace: shop, name: filler}\ndata: {x: "${'x'.repeat(60_000)}"}\n---\n`
  const opened = await upload([...Array.from({ length: 1050 }, () => filler), pod('shop', 'last')])
  expect(opened.status).toBe(201)
  expect(opened.headers).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  })
  const id = idIn(opened)
  expect(await until(`/api/health?capture=${id}`, ({ status }) => status !== 'loading')).toMatchObject({
    status: 'ready',
    reading: 1,
  })
  const overview = await ask(server, 'GET', `/api/overview?capture=${id}`)
  expect(JSON.parse(overview.body)).toMatchObject({ workloads: 1, source: { label: 'shop/web.yaml' } })
  expect((await close(id)).status).toBe(204)
  expect((await close(id)).status).toBe(404)
  expect((await ask(server, 'GET', `/api/overview?capture=${id}`)).status).toBe(404)
})

test('more than may be sent is refused, whether its length is said or not', async () => {
  const mebibyte = 'x'.repeat(1024 * 1024)
  const said = [
    413,
    'this is more than the 100 MiB that may be opened in the browser; pack it, send less of it, or name it after --manifests',
  ]
  const early = await ask(server, 'POST', '/api/captures', {
    ...multipart,
    'content-length': '999999999',
  }).catch(() => undefined)
  if (early) expect(problem(early)).toEqual(said)
  expect(problem(await upload(Array.from({ length: 110 }, () => mebibyte)))).toEqual(said)
})

test('a body that is packed as a whole is not unpacked', async () => {
  const answer = await ask(server, 'POST', '/api/captures', { ...multipart, 'content-encoding': 'gzip' }, [
    'x',
  ])
  expect(problem(answer)).toEqual([
    415,
    'a body that is packed as a whole is not taken; send an archive as a file',
  ])
})

test('uploads that break off leave nothing behind', async () => {
  for (let at = 0; at < 5; at++) {
    const sending = request({
      host: '127.0.0.1',
      port: server.port,
      method: 'POST',
      path: '/api/captures',
      headers: multipart,
      agent: false,
    })
    sending.on('error', () => undefined)
    sending.write(head('a.yaml'))
    await setTimeout(200)
    sending.destroy()
  }
  const ids: string[] = []
  // Were they counted, there would be no place for another one.
  for (let at = 0; at < 4; at++) {
    await expect
      .poll(async () => {
        const opened = await upload([pod('shop', 'web')])
        if (opened.status === 201) ids.push(idIn(opened))
        return opened.status
      })
      .toBe(201)
  }
  const refused = await upload([pod('shop', 'web')])
  expect(refused.headers['retry-after']).toBe('60')
  expect(problem(refused)).toEqual([
    429,
    '4 uploads are open, and no more may be at the same time; close one of them first',
  ])
  const closed = await Promise.all([...ids, ...ids].map(close))
  expect(closed.map(({ status }) => status).sort()).toEqual([204, 204, 204, 204, 404, 404, 404, 404])
})

test('nobody else’s page may send, close or have anything read', async () => {
  for (const [method, path] of [
    ['POST', '/api/captures'],
    ['DELETE', '/api/captures?capture=x'],
    ['POST', '/api/again'],
  ] as const) {
    for (const origin of ['http://evil.example', 'null', `http://127.0.0.1:${server.port + 1}`])
      expect(problem(await ask(server, method, path, { origin }))).toEqual([
        403,
        'only the pages of podtrust may change anything here',
      ])
    expect((await ask(server, method, path, { host: 'podtrust.evil.example' })).status).toBe(421)
    expect((await ask(server, method, path, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  }
})

for (const id of [
  ':id',
  'x',
  '__proto__',
  '%2e%2e',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  '%F0%9F%92%A9',
  'x'.repeat(10_000),
])
  test(`the id ${id.slice(0, 30)} is none`, async () => {
    for (const path of ['/api/overview', '/api/health', '/api/object'])
      expect(
        problem(
          await ask(
            server,
            'GET',
            `${path}?capture=${id}${path.endsWith('object') ? '&kind=Pod&name=x' : ''}`,
          ),
        ),
      ).toEqual([
        404,
        'there is no such capture: it was closed, or nobody asked about it for 60 minutes; open the files again',
      ])
    expect((await close(id)).status).toBe(404)
  })

test('headers longer than any need are not read', async () => {
  expect((await ask(server, 'GET', `/api/health?capture=${'x'.repeat(20_000)}`)).status).toBe(431)
})

test('every address says what may be done there', async () => {
  for (const [path, allowed] of [
    ['/api/captures', ['DELETE', 'OPTIONS', 'POST']],
    ['/api/again', ['OPTIONS', 'POST']],
    ['/api/overview', ['GET', 'HEAD', 'OPTIONS']],
    ['/', ['GET', 'HEAD', 'OPTIONS']],
  ] as const)
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'] as const) {
      if (allowed.some(each => each === method && each !== 'OPTIONS')) continue
      const { status, headers } = await ask(server, method, path)
      expect([path, method, status]).toEqual([path, method, method === 'OPTIONS' ? 204 : 405])
      expect([path, method, headers.allow?.split(', ').sort()]).toEqual([path, method, [...allowed]])
      expect(headers['x-content-type-options']).toBe('nosniff')
    }
  expect(problem(await ask(server, 'TRACE', '/api/overview'))).toEqual([
    405,
    'TRACE is not for this address: use GET, HEAD, OPTIONS',
  ])
  const asked = await ask(server, 'HEAD', '/api/overview')
  expect([asked.status, asked.body]).toEqual([200, ''])
})

test('reading again shows what changed, and goes on showing what was there if it fails', async () => {
  await writeFile(join(folder, 'more.yaml'), pod('shop', 'db'))
  expect((await ask(server, 'POST', '/api/again')).status).toBe(202)
  const health = await until('/api/health', ({ again }) => again.state !== 'running')
  // Both with each other, and the new one with the internet, each way.
  expect(health).toMatchObject({
    status: 'ready',
    reading: 2,
    changes: {
      objects: { added: 1, removed: 0, changed: 0 },
      connections: { added: 4, removed: 0, changed: 0 },
    },
  })
  expect(JSON.parse((await ask(server, 'GET', '/api/overview')).body)).toMatchObject({ workloads: 2 })
  await Promise.all(['more.yaml', 'shop.yaml'].map(name => writeFile(join(folder, name), '[')))
  expect((await ask(server, 'POST', '/api/again')).status).toBe(202)
  const failed = await until('/api/health', ({ again }) => again.state !== 'running')
  expect(failed).toMatchObject({ status: 'ready', reading: 2, again: { state: 'failed' } })
  expect(JSON.parse((await ask(server, 'GET', '/api/overview')).body)).toMatchObject({ workloads: 2 })
  await rm(join(folder, 'more.yaml'))
  await writeFile(join(folder, 'shop.yaml'), pod('shop', 'web'))
})

test('whoever does not say what they want is not waited for', async () => {
  const socket = connect(server.port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
  const drops = setInterval(() => socket.write('x'), 500)
  let answer = ''
  socket.on('data', (part: Buffer) => (answer += part.toString()))
  socket.on('error', () => undefined)
  await once(socket, 'close')
  clearInterval(drops)
  expect(answer).toContain('408 Request Timeout')
})

test('it lets those finish who are being served when it is told to end', async () => {
  const own = await startServer([folder])
  const sending = request({
    host: '127.0.0.1',
    port: own.port,
    method: 'POST',
    path: '/api/captures',
    headers: multipart,
  })
  sending.write(head('a.yaml'))
  await setTimeout(500)
  const ended = stopServer(own)
  await setTimeout(500)
  sending.end(`${pod('shop', 'web')}${end}`)
  const [response] = (await once(sending, 'response')) as [{ readonly statusCode: number; resume(): void }]
  response.resume()
  expect(response.statusCode).toBe(201)
  expect(await ended).toBe(0)
  await expect(fetch(own.url)).rejects.toThrow()
})

test('it ends with the npm that started it', async () => {
  const own = await startServer([folder], 'npm')
  expect((await fetch(`${own.url}/api/health`)).status).toBe(200)
  own.process.kill('SIGTERM')
  await expect
    .poll(
      () =>
        fetch(own.url).then(
          () => 'answers',
          () => 'gone',
        ),
      { timeout: 20_000 },
    )
    .toBe('gone')
})
