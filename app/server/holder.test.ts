import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { overviewAnswer, problemDocument } from '@/lib/api/contract'
import { BadInput } from '@/lib/sources/bad-input'
import { ensureBundle } from '@/scripts/bundle.mjs'
import { engineOf } from '@/test/kit/api'
import { pod } from '@/test/kit/manifests'
import { captureOf } from '@/test/kit/world'
import { Holder, holder } from './holder'
import { readPathList } from './manifests'
import { ready } from './ready'
import { readSource } from './source'

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
      onProgress({ step: 'reading', file: 'shop/web.yaml', filesRead: 2, files: 9, objects: 1204 })
      return never()
    })
    expect((await refusalOf(reading)).detail).toBe(
      'still reading `shop/web.yaml`, file 3 of 9; 1,204 objects so far',
    )
    const judging = new Holder(onProgress => {
      onProgress({ step: 'judging', done: 120, of: 400 })
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
