import { mkdtemp, writeFile } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { overviewAnswer } from '@/lib/api/overview-contract'
import { problemDocument } from '@/lib/api/problem-contract'
import { BadInput } from '@/lib/sources/bad-input'
import { ensureBundle } from '@/scripts/bundle.mjs'
import { ask, engineOf, send, serveLoads } from '@/test/kit/api'
import { pod } from '@/test/kit/manifests'
import { manyWorkloads } from '@/test/kit/many-workloads'
import { captureOf } from '@/test/kit/world'
import type { Engine } from './engine'
import { healthOf } from './health'
import { Holder, holder, type Load } from './holder'
import { readPathList } from './manifests'
import { ready } from './ready'
import { readSource } from './source'
import { EngineLost } from './worker-engine'

const never = (): Promise<never> => new Promise(() => undefined)

async function refusalOf(
  from: Holder,
): Promise<{ status: number; detail: string; type: string; retry: string | null }> {
  const answer = await ready(from, 5)
  if (!(answer instanceof Response)) throw new Error('it is ready')
  const { status, detail, type } = problemDocument.parse(await answer.json())
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  return { status, detail, type, retry: answer.headers.get('retry-after') }
}

describe('the holder', () => {
  beforeAll(() => ensureBundle('worker'))
  afterEach(() => vi.restoreAllMocks())

  it('has those wait who come while it loads', async () => {
    const engine = engineOf(captureOf([pod('shop/web')]))
    let finish = (): void => undefined
    const loading = new Holder(
      () =>
        new Promise(resolve => {
          finish = () => resolve(engine)
        }),
    )
    expect(loading.state.kind).toBe('loading')
    const waiting = ready(loading, 10_000)
    finish()
    expect(await waiting).toBe(engine)
  })

  it('sends away those who would wait too long, and says how far it is', async () => {
    expect(await refusalOf(new Holder(never))).toMatchObject({
      status: 503,
      retry: '1',
      detail: 'still looking for what to read',
    })
    const reading = new Holder(onProgress => {
      onProgress({ step: 'reading', file: 'shop/web.yaml', filesRead: 2, files: 9, objects: 1204, kinds: [] })
      return never()
    })
    expect((await refusalOf(reading)).detail).toBe(
      'still reading `shop/web.yaml`, file 3 of 9; 1,204 objects so far',
    )
    const judging = new Holder(onProgress => {
      onProgress({ step: 'judging', done: 120, of: 400, kinds: [] })
      return never()
    })
    expect((await refusalOf(judging)).detail).toBe(
      'everything is read; judging who may talk to whom, 120 of 400',
    )
  })

  it('repeats what is wrong with the input, and does not ask to come back', async () => {
    const failed = new Holder(() => Promise.reject(new BadInput('`nowhere`: no such file or folder')))
    expect(await refusalOf(failed)).toEqual({
      status: 503,
      detail: '`nowhere`: no such file or folder',
      type: 'tag:podtrust.dev,2026:problems/load-failed',
      retry: null,
    })
  })

  it('says so when what was loaded is lost', async () => {
    const engine = {
      ...engineOf(captureOf([pod('shop/web')])),
      lost: Promise.resolve('it ended'),
    }
    const lost = new Holder(() => Promise.resolve(engine))
    await lost.settled
    await engine.lost
    expect(await refusalOf(lost)).toMatchObject({ status: 503, detail: 'it ended', retry: null })
  })

  it('keeps its own errors to itself and its log', async () => {
    const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const { detail } = await refusalOf(new Holder(() => Promise.reject(new Error('ENOENT /secret/place'))))
    expect(detail).not.toContain('secret')
    expect(log).toHaveBeenCalledOnce()
  })

  it('is one for the whole process, whichever module asks', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'podtrust-'))
    await writeFile(join(folder, 'pod.yaml'), pod('shop/web'))
    vi.stubEnv('PODTRUST_MANIFESTS', JSON.stringify([folder]))
    const first = holder()
    vi.resetModules()
    const again = await import('./holder')
    expect(again.holder()).toBe(first)
    const engine = await ready(first, 60_000)
    if (engine instanceof Response) throw new Error(await engine.text())
    const reply = await engine.ask({ endpoint: 'overview', parameters: {} }, new AbortController().signal)
    if (reply.kind !== 'answer') throw new Error(reply.kind)
    expect(overviewAnswer.parse(JSON.parse(new TextDecoder().decode(reply.bytes))).workloads).toBe(1)
  })
})

describe('reading again', () => {
  const changes = {
    connections: { added: 1, removed: 0, changed: 0 },
    objects: { added: 1, removed: 0, changed: 0 },
  }
  const engine = (workloads: number, more: Partial<Engine> = {}): Engine => ({
    ...engineOf(captureOf(manyWorkloads(workloads))),
    ...more,
  })

  /** Loads that end when the test says so, one after the other. */
  function loads(): { readonly load: Load; readonly next: () => Promise<Loading> } {
    const started: Loading[] = []
    const waiting: ((loading: Loading) => void)[] = []
    return {
      load: onProgress =>
        new Promise((finish, fail) => {
          const loading = { onProgress, finish, fail }
          const first = waiting.shift()
          if (first) first(loading)
          else started.push(loading)
        }),
      next: () => {
        const first = started.shift()
        return first ? Promise.resolve(first) : new Promise(resolve => waiting.push(resolve))
      },
    }
  }
  interface Loading {
    readonly onProgress: Parameters<Load>[0]
    readonly finish: (engine: Engine) => void
    readonly fail: (error: Error) => void
  }

  async function opened(room?: () => boolean) {
    const { load, next } = loads()
    const opening = new Holder(load, { ...(room && { room }) })
    const retire = vi.fn(() => Promise.resolve())
    const first = engine(1, { retire })
    const loading = await next()
    loading.finish(first)
    await opening.settled
    return { holder: opening, next, first, retire }
  }

  it('shows what was read before until it is done, then what is new', async () => {
    const { holder: held, next, first, retire } = await opened()
    expect(healthOf(held)).toEqual({ status: 'ready', reading: 1, again: { state: 'no' } })
    held.readAgain()
    // Asked twice, it is done once.
    held.readAgain()
    const loading = await next()
    expect(healthOf(held).again).toEqual({ state: 'running', detail: 'still looking for what to read' })
    loading.onProgress({
      step: 'judging',
      done: 3,
      of: 9,
      kinds: [{ group: '', kind: 'Pod', count: 9 }],
    })
    expect(healthOf(held)).toEqual({
      status: 'ready',
      reading: 1,
      again: {
        state: 'running',
        detail: 'everything is read; judging who may talk to whom, 3 of 9',
        progress: {
          step: 'judging',
          done: 3,
          of: 9,
          read: expect.arrayContaining([
            { name: 'Pods', count: 9 },
            { name: 'Istio', count: 0 },
          ]) as unknown,
        },
      },
    })
    expect(await ready(held, 5)).toBe(first)
    const second = engine(2, { changes })
    loading.finish(second)
    await setImmediate()
    expect(healthOf(held)).toEqual({ status: 'ready', reading: 2, again: { state: 'no' }, changes })
    expect(await ready(held, 5)).toBe(second)
    expect(retire).toHaveBeenCalledOnce()
  })

  it('that fails leaves what was read before, and says why', async () => {
    const { holder: held, next, first } = await opened()
    for (const [error, said] of [
      [new BadInput('`shop`: no such file or folder'), '`shop`: no such file or folder'],
      [
        new EngineLost('it needs more memory', true),
        'there is not memory enough to read it a second time beside what is shown; start podtrust again to see what is new',
      ],
    ] as const) {
      held.readAgain()
      const loading = await next()
      loading.fail(error)
      await setImmediate()
      expect(healthOf(held)).toEqual({
        status: 'ready',
        reading: 1,
        again: { state: 'failed', detail: said },
      })
      expect(await ready(held, 5)).toBe(first)
    }
    held.readAgain()
    const loading = await next()
    loading.finish(engine(2))
    await setImmediate()
    expect(healthOf(held)).toMatchObject({ reading: 2, again: { state: 'no' } })
  })

  it('is not begun where memory would not hold both', async () => {
    const { holder: held } = await opened(() => false)
    held.readAgain()
    expect(healthOf(held)).toMatchObject({
      status: 'ready',
      again: { state: 'failed', detail: expect.stringContaining('not memory enough') as string },
    })
  })

  it('is reading for the first time where nothing could be read', async () => {
    const { load, next } = loads()
    const held = new Holder(load)
    const broken = await next()
    broken.fail(new BadInput('nothing there'))
    await held.settled
    expect(healthOf(held)).toEqual({
      status: 'failed',
      detail: 'nothing there',
      reading: 0,
      again: { state: 'no' },
    })
    held.readAgain()
    expect(healthOf(held)).toMatchObject({ status: 'loading', reading: 0 })
    const good = await next()
    good.finish(engine(1))
    await held.settled
    expect(healthOf(held)).toEqual({ status: 'ready', reading: 1, again: { state: 'no' } })
  })

  it('is asked for by a route, and no matter to an engine that made way', async () => {
    let told: (message: string) => void = () => undefined
    const first = engine(1, { lost: new Promise(resolve => (told = resolve)) })
    const second = engine(2, { changes })
    const engines = [first, second]
    const held = await serveLoads(() => Promise.resolve(engines.shift() ?? second))
    expect((await send('POST', '/api/again')).status).toBe(202)
    await setImmediate()
    told('it ended')
    await setImmediate()
    expect((await ask('/api/health')).body).toEqual(healthOf(held))
    expect(healthOf(held)).toMatchObject({ status: 'ready', reading: 2, changes })
  })

  it('answers a question anew whose engine made way in between', async () => {
    const second = engine(2)
    const first = engine(1, {
      ask: () => {
        held.state = { kind: 'ready', engine: second }
        return Promise.resolve({ kind: 'lost', message: 'it ended' })
      },
    })
    const held = await serveLoads(() => Promise.resolve(first))
    expect((await ask('/api/overview')).status).toBe(200)
  })

  it('is refused where the source can be read once only', async () => {
    await serveLoads(() => Promise.resolve(engine(1)), { once: 'only once' })
    const answer = await send('POST', '/api/again')
    expect([answer.status, problemDocument.parse(await answer.json()).detail]).toEqual([409, 'only once'])
  })
})

describe('the source', () => {
  it.each(['', 'shop', '{}', '[]', '[1]', '"shop"', '[null]'])('is refused where it reads %j', text => {
    expect(() => readPathList(text)).toThrow(BadInput)
    expect(() => readPathList(text)).toThrow('must be a JSON list of paths')
  })

  it('is what the variable lists, or the demo where there is none', () => {
    expect(readPathList('["shop","-"]')).toEqual(['shop', '-'])
    expect(readPathList(undefined)).toBeUndefined()
  })

  it('is called by the shorter of its names', async () => {
    const { source } = await readSource(
      { kind: 'manifests', paths: [join(process.cwd(), 'public/examples/textbook')] },
      {},
    )
    expect(source).toEqual({ kind: 'manifests', label: 'public/examples/textbook' })
  })

  it('fails with the user’s words', async () => {
    await expect(readSource({ kind: 'manifests', paths: ['/no/such/place'] }, {})).rejects.toThrow(BadInput)
  })
})
