import { readdir, readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { analyze } from '@/lib/analyze'
import { healthAnswer, uploadAnswer, type Health } from '@/lib/api/capture-contract'
import { uploadLimits } from '@/lib/api/upload-limits'
import { overviewAnswer } from '@/lib/api/overview-contract'
import { problemDocument } from '@/lib/api/problem-contract'
import { readManifests } from '@/lib/sources/manifests'
import { ensureBundle } from '@/scripts/bundle.mjs'
import { tarGzOf } from '@/test/kit/archives'
import { ask, send, serve, serveCaptures } from '@/test/kit/api'
import { networkPolicy, pod } from '@/test/kit/manifests'
import { captureOf } from '@/test/kit/world'

/** Files as a browser sends them. */
function form(files: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>): FormData {
  const data = new FormData()
  for (const [path, contents] of Object.entries(files)) data.append('file', new Blob([contents]), path)
  return data
}

/** Opens files; they are closed with the test. */
async function open(files: Parameters<typeof form>[0]): Promise<string> {
  const answer = await send('POST', '/api/captures', { body: form(files) })
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([201, 'no-store'])
  const { id } = uploadAnswer.parse(await answer.json())
  onTestFinished(async () => {
    await send('DELETE', `/api/captures?capture=${id}`)
  })
  return id
}

async function health(id: string): Promise<Health> {
  const { status, body } = await ask(`/api/health?capture=${id}`)
  expect(status).toBe(200)
  return healthAnswer.parse(body)
}

/** Waits until it is loaded, or is not. */
async function settled(id: string): Promise<Health> {
  for (;;) {
    const now = await health(id)
    if (now.status !== 'loading') return now
    await setTimeout(20)
  }
}

async function problemOf(answer: Response): Promise<string> {
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  const { status, type, detail } = problemDocument.parse(await answer.json())
  expect(status).toBe(answer.status)
  return `${status} ${type.split('/')[1]}: ${detail}`
}

const gone =
  '404 no-such-capture: there is no such capture: it was closed, or nobody asked about it for 60 minutes; open the files again'

beforeAll(async () => {
  await ensureBundle('worker')
  await serve(captureOf([pod('main/web'), pod('main/db')]))
})
afterEach(() => vi.restoreAllMocks())

describe('examples', () => {
  const openExample = (query: string, init: RequestInit = {}): Promise<Response> =>
    send('POST', `/api/examples${query}`, init)

  /** The id of an example that was opened; it is closed with the test. */
  async function opened(name: string): Promise<string> {
    const answer = await openExample(`?name=${name}`)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([201, 'no-store'])
    const { id } = uploadAnswer.parse(await answer.json())
    onTestFinished(async () => {
      await send('DELETE', `/api/captures?capture=${id}`)
    })
    return id
  }

  it.each(['demo', 'textbook'])('%s is opened beside what the server was started with', async name => {
    serveCaptures()
    const id = await opened(name)
    expect(await settled(id)).toMatchObject({ status: 'ready', reading: 1 })
    const { source, counts } = overviewAnswer.parse((await ask(`/api/overview?capture=${id}`)).body)
    const session = analyze(await readManifests([`public/examples/${name}`]))
    expect([source, counts]).toEqual([{ kind: 'demo', label: name }, session.tally.counts])
    expect((await ask('/api/overview')).body).toMatchObject({ workloads: 2 })
  })

  it('are the same for everybody and take one place, until they are closed', async () => {
    const captures = serveCaptures({ most: 1 })
    const id = await opened('textbook')
    await settled(id)
    expect(await opened('textbook')).toBe(id)
    expect(await problemOf(await openExample('?name=demo'))).toContain('429 too-many-captures')
    captures.close(id)
    expect((await ask(`/api/overview?capture=${id}`)).status).toBe(404)
    expect(await opened('textbook')).not.toBe(id)
  })

  it('are read again like files', async () => {
    serveCaptures()
    const id = await opened('textbook')
    await settled(id)
    expect((await send('POST', `/api/again?capture=${id}`)).status).toBe(202)
    while ((await health(id)).again.state === 'running') await setTimeout(20)
    expect(await health(id)).toMatchObject({ status: 'ready', reading: 2, again: { state: 'no' } })
  })

  it.each([
    ['', '400 bad-request: parameter `name` is missing'],
    ['?name=..%2F..%2Fetc', '400 bad-request: parameter `name` must be one of `demo`, `textbook`'],
    ['?name=demo&capture=x', '400 bad-request: there is no parameter `capture`; there are `name`'],
  ])('are asked for by name alone: %s', async (query, problem) => {
    expect(await problemOf(await openExample(query))).toBe(problem)
  })

  it('take nothing that is sent', async () => {
    const answer = await openExample('?name=demo', { headers: { 'content-length': '3' } })
    expect(await problemOf(answer)).toContain('415 unsupported-media-type')
  })
})

describe('opened files', () => {
  it('are answered about by their id, beside what the server was started with', async () => {
    serveCaptures()
    const id = await open({
      'shop/web.yaml': pod('shop/web'),
      'shop/deny.yaml': networkPolicy('shop/deny', '{podSelector: {}}'),
    })
    expect(id).toMatch(/^[\w-]{32}$/)
    expect(await settled(id)).toEqual({ status: 'ready', reading: 1, again: { state: 'no' } })
    expect((await ask(`/api/overview?capture=${id}`)).body).toMatchObject({
      source: { kind: 'upload', label: 'folder shop' },
      workloads: 1,
    })
    expect((await ask(`/api/policies?limit=1&capture=${id}`)).body).toMatchObject({ total: 1 })
    expect((await ask('/api/overview')).body).toMatchObject({ workloads: 2 })
    expect((await ask('/api/policies')).body).toMatchObject({ total: 0 })
  })

  it('may be an archive, or pasted', async () => {
    serveCaptures()
    const archive = await open({
      'shop.tgz': new Uint8Array(tarGzOf([{ path: 'a.yaml', contents: pod('shop/a') }])),
    })
    const pasted = await open({ 'pasted.yaml': pod('shop/a') })
    for (const [id, label] of [
      [archive, 'shop.tgz'],
      [pasted, 'pasted text'],
    ]) {
      await settled(id ?? '')
      expect((await ask(`/api/overview?capture=${id}`)).body).toMatchObject({
        source: { label },
        workloads: 1,
      })
    }
  })

  it('are the demo where they are its files', async () => {
    serveCaptures()
    const folder = 'public/examples/demo'
    const names = (await readdir(folder, { recursive: true })).filter(name => name.endsWith('.yaml'))
    const files = await Promise.all(
      names.map(async name => [`demo/${name}`, await readFile(`${folder}/${name}`, 'utf8')] as const),
    )
    const id = await open(Object.fromEntries(files))
    await settled(id)
    const { counts, workloads } = overviewAnswer.parse((await ask(`/api/overview?capture=${id}`)).body)
    const session = analyze(await readManifests([folder]))
    expect([counts, workloads]).toEqual([session.tally.counts, session.inventory.workloads.length])
  })

  it('that cannot be read are told by health and by every question, in the user’s words', async () => {
    serveCaptures()
    const id = await open({ 'values.yaml': 'password: SENTINEL' })
    const { status, detail, reading } = await settled(id)
    expect([status, reading]).toEqual(['failed', 0])
    expect(detail).toContain('nothing could be loaded from `values.yaml`')
    const answer = await ask(`/api/overview?capture=${id}`)
    expect([answer.status, problemDocument.parse(answer.body).detail]).toEqual([503, detail])
    expect(answer.text).not.toContain('SENTINEL')
  })

  it('leave no word in the log', async () => {
    const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    serveCaptures()
    const id = await open({ 'a.yaml': pod('shop/web') })
    await settled(id)
    await open({ 'b.yaml': 'nonsense: [' }).then(settled)
    await send('DELETE', `/api/captures?capture=${id}`)
    await setTimeout(100)
    expect(log.mock.calls).toEqual([])
  })

  it('go when they are closed, whoever closes them first', async () => {
    serveCaptures()
    const id = await open({ 'a.yaml': pod('shop/web') })
    await settled(id)
    const close = (): Promise<Response> => send('DELETE', `/api/captures?capture=${id}`)
    const answers = await Promise.all([close(), close(), close()])
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404])
    expect(await problemOf(await close())).toBe(gone)
    for (const path of ['overview', 'health', 'map']) {
      const answer = await ask(`/api/${path}?capture=${id}`)
      expect(`${answer.status} no-such-capture: ${problemDocument.parse(answer.body).detail}`).toBe(gone)
    }
  })

  it('are gone too for whoever asked before they were closed', async () => {
    serveCaptures()
    const id = await open({ 'a.yaml': pod('shop/web') })
    await settled(id)
    const asked = ask(`/api/map?capture=${id}`)
    await send('DELETE', `/api/captures?capture=${id}`)
    const answer = await asked
    expect(`${answer.status} no-such-capture: ${problemDocument.parse(answer.body).detail}`).toBe(gone)
  })

  it('are so many at most', async () => {
    serveCaptures()
    const ids = []
    for (let at = 0; at < uploadLimits.open; at++) ids.push(await open({ 'a.yaml': pod(`shop/web-${at}`) }))
    const refused = await send('POST', '/api/captures', { body: form({ 'a.yaml': pod('shop/more') }) })
    expect(refused.headers.get('retry-after')).toBe('60')
    expect(await problemOf(refused)).toBe(
      '429 too-many-captures: 4 uploads are open, and no more may be at the same time; close one of them first',
    )
    await send('DELETE', `/api/captures?capture=${ids[0]}`)
    await open({ 'a.yaml': pod('shop/more') })
  })

  it('that are refused take no place', async () => {
    serveCaptures({ most: 1 })
    for (const body of ['{}', new URLSearchParams({ a: 'b' }), new FormData()])
      expect((await send('POST', '/api/captures', { body })).status).toBeGreaterThanOrEqual(400)
    await open({ 'a.yaml': pod('shop/web') })
  })

  it('that break off take no place, and their worker ends', async () => {
    serveCaptures({ most: 1 })
    const leaving = new AbortController()
    const body = new ReadableStream<Uint8Array>({
      start: controller => controller.enqueue(Buffer.from('--X\r\n')),
      pull: () =>
        leaving.signal.aborted ? Promise.reject(new Error('aborted')) : new Promise(() => undefined),
      cancel: () => undefined,
    })
    const init = {
      body,
      duplex: 'half',
      signal: leaving.signal,
      headers: { 'content-type': 'multipart/form-data; boundary=X' },
    }
    const sending = send('POST', '/api/captures', init)
    await setTimeout(50)
    leaving.abort()
    await sending
    await open({ 'a.yaml': pod('shop/web') })
  })

  it('may only be read once', async () => {
    serveCaptures()
    const id = await open({ 'a.yaml': pod('shop/web') })
    expect(await problemOf(await send('POST', `/api/again?capture=${id}`))).toBe(
      '409 cannot-reread: what was sent can be read once only; open the files again',
    )
  })
})

describe('ids that are none', () => {
  const ids = [
    ':id',
    'x',
    'x'.repeat(10_000),
    'ü\u202e日',
    '__proto__',
    'constructor',
    '%2e%2e',
    '..',
    '',
    '*',
    '\0',
    '1',
  ]

  it.each(ids)('are answered alike, whatever they are: %#', async id => {
    serveCaptures()
    const capture = new URLSearchParams({ capture: id }).toString()
    for (const path of ['overview', 'health', 'object', 'openapi.json'].slice(0, 2)) {
      const answer = await ask(`/api/${path}?${capture}`)
      expect(`${answer.status} no-such-capture: ${problemDocument.parse(answer.body).detail}`).toBe(gone)
    }
    expect(await problemOf(await send('POST', `/api/again?${capture}`))).toBe(gone)
    expect(await problemOf(await send('DELETE', `/api/captures?${capture}`))).toBe(gone)
  })

  it('are not looked for where they are given twice, or to what takes none', async () => {
    expect(await problemOf(await send('DELETE', '/api/captures?capture=a&capture=b'))).toBe(
      '400 bad-request: parameter `capture` is given twice',
    )
    expect(await problemOf(await send('DELETE', '/api/captures'))).toBe(
      '400 bad-request: parameter `capture` is missing',
    )
    expect(await problemOf(await send('POST', '/api/captures?capture=a', { body: form({}) }))).toBe(
      '400 bad-request: there is no parameter `capture`; this address takes none',
    )
    expect(await problemOf(await send('POST', '/api/again?path=/etc'))).toBe(
      '400 bad-request: there is no parameter `path`; there are `capture`',
    )
  })
})

describe('whoever may not change anything', () => {
  const changes = [
    ['POST', '/api/captures'],
    ['DELETE', '/api/captures?capture=x'],
    ['POST', '/api/again'],
  ] as const

  it.each([
    [
      { origin: 'http://evil.example' },
      '403 cross-site: only the pages of podtrust may change anything here',
    ],
    [{ origin: 'null' }, '403 cross-site: only the pages of podtrust may change anything here'],
    [
      { origin: 'http://localhost:3001' },
      '403 cross-site: only the pages of podtrust may change anything here',
    ],
    [
      { origin: 'http://localhost:3000.evil.example' },
      '403 cross-site: only the pages of podtrust may change anything here',
    ],
    [
      { 'sec-fetch-site': 'cross-site' },
      '403 cross-site: the API answers the pages of podtrust and no other site',
    ],
    [
      { 'sec-fetch-site': 'same-site' },
      '403 cross-site: the API answers the pages of podtrust and no other site',
    ],
    [
      { host: 'evil.example' },
      '421 foreign-host: podtrust answers under localhost, 127.0.0.1 and [::1] only',
    ],
  ])('is turned away by the route itself: %j', async (headers, said) => {
    for (const [method, path] of changes) {
      const answer = await send(method, path, { headers })
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
      expect(await problemOf(answer)).toBe(said)
    }
  })

  it('is not whoever is no browser, nor our own page', async () => {
    serveCaptures()
    for (const headers of [{}, { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }])
      expect((await send('DELETE', '/api/captures?capture=x', { headers })).status).toBe(404)
  })

  it('sends nothing where nothing is taken', async () => {
    for (const [method, path] of changes.slice(1))
      expect(await problemOf(await send(method, path, { headers: { 'content-length': '2' } }))).toBe(
        '415 unsupported-media-type: this address takes no body; leave it out',
      )
  })
})
