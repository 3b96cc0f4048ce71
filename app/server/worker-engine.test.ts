import { writeFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { analyze } from '@/lib/analyze'
import { changesBetween } from '@/lib/changes'
import { endpoints } from '@/lib/api/endpoints'
import { problemDocument } from '@/lib/api/problem-contract'
import { BadInput } from '@/lib/sources/bad-input'
import { ensureBundle } from '@/scripts/bundle.mjs'
import { ask, serveBy } from '@/test/kit/api'
import { fileOf, folderOf } from '@/test/kit/command-line'
import { pod } from '@/test/kit/manifests'
import { manyWorkloads } from '@/test/kit/many-workloads'
import { captureOf } from '@/test/kit/world'
import type { EndpointName, Reply } from './engine'
import type { LoadProgress } from './messages'
import { readQuery } from './query'
import { EngineLost, notLoaded, WorkerEngine } from './worker-engine'

const patient = new AbortController().signal

/** What the log says from here to the end of the test. */
function logged(): string[] {
  const lines: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation(line => lines.push(String(line)) > 0)
  return lines
}

/** A worker that reads these paths; it ends with the test. */
function start(
  paths: readonly string[] | undefined,
  onProgress = (_: LoadProgress): void => undefined,
  before?: WorkerEngine,
) {
  const engine = new WorkerEngine(
    paths ? { kind: 'manifests', paths } : { kind: 'example', name: 'demo' },
    onProgress,
    {
      before,
    },
  )
  onTestFinished(() => {
    logged()
    return engine.stop()
  })
  return engine
}

async function loaded(...documents: readonly string[]): Promise<WorkerEngine> {
  const engine = start([await fileOf(...documents)])
  await engine.loaded
  return engine
}

const question = <Name extends EndpointName>(endpoint: Name, search = '') => ({
  endpoint,
  parameters: readQuery(`http://localhost/?${search}`, endpoints[endpoint].query),
})

function textOf(reply: Reply): string {
  if (reply.kind !== 'answer') throw new Error(`the reply is ${reply.kind}`)
  return new TextDecoder().decode(reply.bytes)
}

const read = (reply: Reply): unknown => JSON.parse(textOf(reply))

beforeAll(() => ensureBundle('worker'))
afterEach(() => vi.restoreAllMocks())

describe('the worker', () => {
  it('answers every address by its schema, as the routes do', async () => {
    const engine = start(undefined)
    await engine.loaded
    const { items } = endpoints.workloads.answer.parse(read(await engine.ask(question('workloads'), patient)))
    const [first] = items
    if (!first) throw new Error('the demo is empty')
    const searches: Readonly<Record<EndpointName, string>> = {
      overview: '',
      map: '',
      matrix: 'expand=shop&lens=crosses',
      group: 'name=namespace%3Adata',
      lenses: 'hide=dns',
      scope: 'open=payments&q=ledger',
      unknowns: '',
      complete: 'q=ns%3D',
      connections: 'limit=500',
      row: `from=internet&to=${first.namespace}/${first.name}&by=to`,
      export: 'format=markdown',
      workloads: '',
      workload: `key=${first.key}`,
      reach: `from=${first.key}`,
      explain: `from=internet&to=${first.namespace}/${first.name}`,
      object: `kind=Namespace&name=${first.namespace}`,
      policies: '',
      policy: 'group=networking.k8s.io&kind=NetworkPolicy&namespace=payments&name=ledger-db',
      findings: '',
      identities: '',
      identity: 'id=no-identity/data/outside',
    }
    await serveBy(engine)
    for (const [endpoint, search] of Object.entries(searches) as [EndpointName, string][]) {
      const reply = await engine.ask(question(endpoint, search), patient)
      expect(endpoints[endpoint].answer.parse(read(reply)), endpoint).toEqual(read(reply))
      // The route hands the parts on as one text (app/api/export.test.ts).
      if (endpoint === 'export') continue
      const { status, type, cache, text } = await ask(`/api/${endpoint}${search && `?${search}`}`)
      expect([status, type, cache]).toEqual([200, 'application/json', 'no-store'])
      expect(text).toBe(textOf(reply))
    }
    expect(engine.waiting).toBe(0)
  })

  it('says how far it is, first reading, then judging', async () => {
    const steps: string[] = []
    const engine = start([await fileOf(pod('shop/web'))], ({ step }) => steps.push(step))
    await engine.loaded
    expect([...new Set(steps)]).toEqual(['reading', 'judging'])
  })

  it('reads standard input, which is the server’s', async () => {
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(
      Readable.from([pod('shop/web')]) as typeof process.stdin,
    )
    const engine = start(['-'])
    await engine.loaded
    expect(read(await engine.ask(question('overview'), patient))).toMatchObject({
      source: { label: 'standard input' },
      workloads: 1,
    })
  })

  it('leaves the event loop of the server idle while it loads and answers', async () => {
    const file = await fileOf(...manyWorkloads(100))
    const before = performance.eventLoopUtilization()
    const engine = start([file])
    await engine.loaded
    for (const search of ['limit=500', 'limit=500&sort=ports'])
      await engine.ask(question('connections', search), patient)
    // Computed on this thread, even in turns, all of the time would be active time.
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5)
  })

  it('lets a short query pass a long one', async () => {
    const engine = await loaded(...manyWorkloads(100))
    const answered: string[] = []
    const asked = (['connections', 'overview'] as const).map(async endpoint => {
      await engine.ask(question(endpoint, endpoint === 'connections' ? 'limit=500' : ''), patient)
      answered.push(endpoint)
    })
    await Promise.all(asked)
    expect(answered).toEqual(['overview', 'connections'])
  })
})

describe('what goes wrong in the worker', () => {
  it('with a query is the request’s own problem', async () => {
    const engine = await loaded(...manyWorkloads(10))
    expect(await engine.ask(question('workload', 'key=nobody'), patient)).toEqual({
      kind: 'refused',
      problem: 'not-found',
      detail: 'there is no workload `nobody` here',
    })
    expect(await engine.ask(question('object', 'kind=Pod&name=x&path=nonsense'), patient)).toMatchObject({
      kind: 'refused',
      problem: 'bad-request',
    })
    expect(engine.waiting).toBe(0)
  })

  it('is told by routes that know no class of the modules that made the engine', async () => {
    await serveBy(await loaded(...manyWorkloads(10)))
    vi.resetModules()
    const { GET } = await import('@/app/api/workload/route')
    expect((await GET(new Request('http://localhost:3000/api/workload?key=nobody'))).status).toBe(404)
  })

  it('with the input is said in the user’s words', async () => {
    const log = logged()
    const mistaken = start(['/no/such/place'])
    await expect(mistaken.loaded).rejects.toThrow(BadInput)
    expect(await mistaken.lost).toContain('/no/such/place')
    expect(log).toEqual([])
    const folder = await folderOf({ 'values.yaml': 'password: SENTINEL' })
    const refusal = await start([folder]).loaded.catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(BadInput)
    expect(String(refusal)).toContain('nothing could be loaded from')
    expect(String(refusal)).not.toContain('SENTINEL')
  })

  it('by an error of its own is for the log alone', async () => {
    const log = logged()
    const engine = await loaded(...manyWorkloads(10))
    await serveBy({
      lost: engine.lost,
      // A query that no route lets through.
      ask: (_, signal) => engine.ask(Object.assign(question('overview'), { endpoint: 'SENTINEL' }), signal),
    })
    const { status, text } = await ask('/api/overview')
    expect(status).toBe(500)
    expect(problemDocument.parse(JSON.parse(text)).detail).toBe(
      'an error of podtrust itself kept this from being answered',
    )
    expect(text).not.toMatch(/SENTINEL|worker|TypeError/)
    expect(log.join('')).toMatch(/^podtrust: a request could not be answered: TypeError/)
    // It goes on answering.
    expect((await engine.ask(question('overview'), patient)).kind).toBe('answer')
  })
})

describe('a worker that ends', () => {
  it('answers those who wait and those who come later, and the state is failed', async () => {
    const log = logged()
    const engine = await loaded(...manyWorkloads(100))
    await serveBy(engine)
    const waiting = [ask('/api/connections?limit=500'), ask('/api/overview')]
    while (engine.waiting < 2) await setImmediate()
    await engine.stop()
    for (const answer of [...(await Promise.all(waiting)), await ask('/api/overview')])
      expect(answer).toMatchObject({
        status: 503,
        body: { title: 'Nothing could be loaded', detail: expect.stringContaining('has ended') as string },
      })
    expect((await ask('/api/health')).body).toMatchObject({ status: 'failed' })
    expect(engine.waiting).toBe(0)
    const message = await engine.lost
    expect(await engine.ask(question('overview'), patient)).toEqual({ kind: 'lost', message })
    expect(log.join('')).toContain('the worker ended')
  })

  it('while it loads fails the load', async () => {
    logged()
    const engine = start([await fileOf(...manyWorkloads(100))])
    const load = expect(engine.loaded).rejects.toEqual(new EngineLost(notLoaded))
    await engine.stop()
    await load
  })

  it('for want of memory says that it was memory', async () => {
    const log = logged()
    const file = await fileOf(...manyWorkloads(3000))
    const engine = new WorkerEngine({ kind: 'manifests', paths: [file] }, () => undefined, { heap: 24 })
    await expect(engine.loaded).rejects.toThrow(
      'this input needs more memory than the 24 MiB that podtrust may take here',
    )
    expect(log.join('')).toContain('heap out of memory')
  })
})

describe('somebody who asked and went away', () => {
  it('is forgotten', async () => {
    const engine = await loaded(...manyWorkloads(100))
    const impatient = new AbortController()
    const left = engine.ask(question('connections', 'limit=500'), impatient.signal)
    impatient.abort(new Error('gone'))
    await expect(left).rejects.toThrow('gone')
    expect(engine.waiting).toBe(0)
    await expect(engine.ask(question('overview'), impatient.signal)).rejects.toThrow('gone')
    // What was asked for is not gone on with, so this one has the worker for itself.
    await engine.ask(question('overview'), patient)
    expect(engine.waiting).toBe(0)
  })

  it('gets an answer that nobody reads, and the log stays empty', async () => {
    const log = logged()
    const engine = await loaded(...manyWorkloads(100))
    await serveBy(engine)
    const { GET } = await import('@/app/api/connections/route')
    const leaving = new AbortController()
    const request = new Request('http://localhost:3000/api/connections?limit=500', { signal: leaving.signal })
    const answer = GET(request)
    while (engine.waiting < 1) await setImmediate()
    leaving.abort()
    expect(await (await answer).text()).toBe('')
    expect(log).toEqual([])
  })
})

describe('a worker that reads the source again', () => {
  it('tells what is new against the one before, which goes on answering', async () => {
    const file = await fileOf(pod('shop/web'), pod('shop/db'))
    const before = start([file])
    await before.loaded
    expect(before.changes).toBeUndefined()
    await writeFile(file, [pod('shop/web'), pod('shop/db'), pod('shop/api')].join('\n---\n'))
    const after = start([file], undefined, before)
    await after.loaded
    // The new one talks with both others and with the internet, each way.
    expect(after.changes).toEqual({
      connections: { added: 6, removed: 0, changed: 0 },
      objects: { added: 1, removed: 0, changed: 0 },
    })
    expect(read(await before.ask(question('overview'), patient))).toMatchObject({ workloads: 2 })
    expect(read(await after.ask(question('overview'), patient))).toMatchObject({ workloads: 3 })
  })

  it('tells of more objects than go over at once', async () => {
    const file = await fileOf(...manyWorkloads(700))
    const before = start([file])
    await before.loaded
    await writeFile(file, manyWorkloads(701).join('\n---\n'))
    const after = start([file], undefined, before)
    await after.loaded
    expect(after.changes?.objects).toEqual(
      changesBetween(captureOf(manyWorkloads(700)), analyze(captureOf(manyWorkloads(701)))).objects,
    )
  })

  it('tells nothing where the one before has ended', async () => {
    logged()
    const file = await fileOf(pod('shop/web'))
    const before = start([file])
    await before.loaded
    await before.stop()
    const after = start([file], undefined, before)
    await after.loaded
    expect(after.changes).toBeUndefined()
  })

  it('lets the one before go when nobody waits for it any more, without a word', async () => {
    const log = logged()
    const engine = await loaded(...manyWorkloads(100))
    const waiting = engine.ask(question('connections', 'limit=500'), patient)
    await engine.retire()
    expect((await waiting).kind).toBe('answer')
    await engine.lost
    expect(log).toEqual([])
  })
})

describe('a worker of an upload', () => {
  it('reads what is sent to it, and is gone when it is closed', async () => {
    const log = logged()
    const engine = new WorkerEngine({ kind: 'upload' }, () => undefined, { heap: 512 })
    engine.send({ kind: 'file', path: 'shop/web.yaml' })
    engine.send({ kind: 'file', path: 'shop/db.yaml' })
    engine.send({ kind: 'bytes', file: 1, bytes: new TextEncoder().encode(pod('shop/db')) })
    for (const piece of [pod('shop/web').slice(0, 20), pod('shop/web').slice(20)])
      engine.send({ kind: 'bytes', file: 0, bytes: new TextEncoder().encode(piece) })
    engine.send({ kind: 'sent' })
    await engine.loaded
    expect(read(await engine.ask(question('overview'), patient))).toMatchObject({
      source: { kind: 'upload', label: 'folder shop' },
      workloads: 2,
    })
    await engine.close()
    expect(await engine.lost).toBe('this upload was closed meanwhile')
    expect(log).toEqual([])
  })

  it('takes no more memory than it may, and nobody else notices', async () => {
    const log = logged()
    const other = await loaded(pod('shop/web'))
    const engine = new WorkerEngine({ kind: 'upload' }, () => undefined, { heap: 24 })
    engine.send({ kind: 'file', path: 'a.yaml' })
    const bytes = new TextEncoder().encode(manyWorkloads(3000).join('\n---\n'))
    engine.send({ kind: 'bytes', file: 0, bytes })
    engine.send({ kind: 'sent' })
    await expect(engine.loaded).rejects.toThrow(
      'these files need more memory than the 24 MiB that an upload may take here; open fewer of them',
    )
    expect(log.join('')).toContain('heap out of memory')
    expect((await other.ask(question('overview'), patient)).kind).toBe('answer')
  })
})
