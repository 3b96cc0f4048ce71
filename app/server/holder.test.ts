import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { problemDocument } from '@/lib/api/contract'
import { finish as finishStepwise } from '@/lib/model/stepwise'
import { BadInput } from '@/lib/sources/bad-input'
import { pod } from '@/test/kit/manifests'
import { captureOf } from '@/test/kit/world'
import { Holder, holder } from './holder'
import { ready } from './ready'
import { readSource } from './source'
import { openWorkspace } from './workspace'

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
  afterEach(() => vi.restoreAllMocks())

  it('has those wait who come while it loads', async () => {
    const workspace = finishStepwise(openWorkspace(captureOf([pod('shop/web')])))
    let finish = (): void => undefined
    const loading = new Holder(
      () =>
        new Promise(resolve => {
          finish = () => resolve(workspace)
        }),
    )
    expect(loading.state.kind).toBe('loading')
    const waiting = ready(loading, 10_000)
    finish()
    expect(await waiting).toBe(workspace)
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
    const workspace = await ready(first)
    expect(workspace instanceof Response ? workspace.status : workspace.overview.workloads).toBe(1)
  })
})

describe('the source', () => {
  it.each(['', 'shop', '{}', '[]', '[1]', '"shop"', '[null]'])('is refused where it reads %j', async text => {
    await expect(readSource(text, {})).rejects.toThrow('must be a JSON list of paths')
  })

  it('is called by the shorter of its names', async () => {
    const { source } = await readSource(JSON.stringify([join(process.cwd(), 'public/examples/textbook')]), {})
    expect(source).toEqual({ kind: 'manifests', label: 'public/examples/textbook' })
  })

  it('fails with the user’s words', async () => {
    await expect(readSource('["/no/such/place"]', {})).rejects.toThrow(BadInput)
  })
})
