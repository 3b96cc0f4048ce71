import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderOf } from '../../test/kit/command-line'
import { refuse } from '../../test/kit/fake-api-server'
import { fakeCluster, fakeNamespace, fakePod, fakePolicy, readFake } from '../../test/kit/live-cluster'
import type { Capture } from '../model/capture'
import { captureText, writeCapture } from './capture-file'
import { readManifests } from './manifests'

/** A capture with gaps of every kind, a problem, and an object of a name that the API server would not take. */
async function taken(): Promise<Capture> {
  const server = await fakeCluster({
    Namespace: [fakeNamespace('shop', { team: 'a', ['__proto__']: 'x' })],
    Pod: [fakePod('shop', 'web'), fakePod('gone', 'Bad_Name'), fakePod('shop', 'proto', { kind: 'Pod' })],
    NetworkPolicy: [
      fakePolicy('shop', 'deny'),
      { metadata: { name: 'odd', namespace: 'shop', labels: { a: 1 } }, spec: {} },
    ],
  })
  server.fault = ({ path }, response) => /services|ingresses/.test(path) && refuse(response, 403, 'no')
  return readFake(server)
}

const textOf = (capture: Capture): string => [...captureText(capture)].join('')

const reopen = async (text: string): Promise<Capture> =>
  readManifests([join(await folderOf({ 'all.json': text }), 'all.json')])

describe('a capture file', () => {
  it('gives what was captured: objects, gaps, problems, facts, source and time', async () => {
    const capture = await taken()
    const kinds = new Set(capture.gaps.map(({ kind }) => kind))
    expect(kinds).toEqual(new Set(['unlisted', 'policy', 'namespace-labels']))
    expect(new Set(capture.problems.map(({ code }) => code))).toEqual(
      new Set(['bad-label', 'bad-name', 'mistyped']),
    )
    expect(await reopen(textOf(capture))).toEqual(capture)
  })

  it('gives it again when it is opened and saved again', async () => {
    const text = textOf(await reopen(textOf(await taken())))
    expect(textOf(await reopen(text))).toBe(text)
  })

  it('holds no environment and nothing else that is not kept', async () => {
    const text = textOf(await taken())
    expect(text).not.toContain('hush')
    expect(text).not.toContain('env')
  })

  it('has one object on each line, behind a head and the opening of a list', async () => {
    const capture = await taken()
    const lines = textOf(capture).trimEnd().split('\n')
    expect(lines).toHaveLength(2 + capture.objects.length + 1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ apiVersion: 'podtrust.dev/v1alpha1', kind: 'Capture' })
  })

  it('of an empty cluster is no bad input', async () => {
    const capture = { ...(await taken()), objects: [], problems: [] }
    expect(await reopen(textOf(capture))).toEqual(capture)
  })
})

describe('what else may be opened with it', () => {
  const policy = 'apiVersion: v1\nkind: Pod\nmetadata: {name: more, namespace: shop}\n'

  it('keeps its own place, and the gaps stay', async () => {
    const capture = await taken()
    const folder = await folderOf({ 'a.json': textOf(capture), 'b.yaml': policy })
    const both = await readManifests([folder])
    expect(both.source).toEqual({ kind: 'manifests', label: folder })
    expect(both).toMatchObject({
      capturedAt: capture.capturedAt,
      cluster: capture.cluster,
      gaps: capture.gaps,
    })
    expect(both.objects.at(-1)?.origin).toEqual({ file: join(folder, 'b.yaml'), document: 1, line: 1 })
    expect(both.objects[0]?.origin).toBeUndefined()
  })

  it('may be another capture: of both only what neither has is not installed', async () => {
    const capture = await taken()
    const other = {
      ...capture,
      capturedAt: '2020-01-01T00:00:00.000Z',
      cluster: { notInstalled: ['cilium.io'] },
      gaps: [],
    }
    const both = await reopen(`${textOf(capture)}${textOf(other)}`)
    expect(both).toMatchObject({
      source: { kind: 'manifests' },
      capturedAt: '2020-01-01T00:00:00.000Z',
      cluster: { notInstalled: ['cilium.io'] },
      gaps: capture.gaps,
    })
  })
})

describe('a capture file that is not whole', () => {
  it('of another version is bad input', async () => {
    const text = textOf(await taken()).replace('podtrust.dev/v1alpha1', 'podtrust.dev/v2')
    await expect(reopen(text)).rejects.toThrow(
      /all\.json` is a capture of version `v2`, and this podtrust reads `v1alpha1`: capture the cluster again/,
    )
  })

  it.each<[string, (text: string) => string]>([
    ['whose head lacks its gaps', text => text.replace('"gaps":[', '"holes":[')],
    ['whose head has a gap that nobody knows', text => text.replace('"kind":"unlisted"', '"kind":"hole"')],
    ['that ends after its head', text => `${text.split('\n')[0]}\n`],
    ['that lacks an object', text => text.replace(/\n\{"apiVersion":"v1","kind":"Pod".*/, '')],
    ['that ends in the middle', text => text.slice(0, -40)],
  ])('%s may hide any policy', async (_, spoil) => {
    const capture = await taken()
    const spoilt = spoil(textOf(capture))
    expect(spoilt).not.toBe(textOf(capture))
    const read = await reopen(spoilt)
    expect(read.gaps).toContainEqual(
      expect.objectContaining({ kind: 'policy', object: expect.objectContaining({ group: '' }) as object }),
    )
    expect(read.problems.some(({ effect }) => effect === 'unknown')).toBe(true)
  })
})

it('a capture file whose head does not parse hides any policy from what is opened with it', async () => {
  const folder = await folderOf({
    'a.json': textOf(await taken()).replace('"label":', '"label" '),
    'b.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: more, namespace: shop}\n',
  })
  expect((await readManifests([folder])).gaps).toEqual([
    expect.objectContaining({ kind: 'policy', object: expect.objectContaining({ group: '' }) as object }),
  ])
  await expect(readManifests([join(folder, 'a.json')])).rejects.toThrow(/^nothing could be loaded/)
})

describe('writing', () => {
  it('takes the place of the old file at once, for its owner alone', async () => {
    const capture = await taken()
    const folder = await folderOf({ 'cap.json': 'old' })
    await writeCapture(capture, join(folder, 'cap.json'))
    expect(await readFile(join(folder, 'cap.json'), 'utf8')).toBe(textOf(capture))
    expect((await stat(join(folder, 'cap.json'))).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['cap.json'])
  })

  it('leaves nothing behind where it cannot be done', async () => {
    const folder = await folderOf({})
    await mkdir(join(folder, 'taken'))
    await writeFile(join(folder, 'taken', 'x'), '')
    const capture = await taken()
    await expect(writeCapture(capture, join(folder, 'taken'))).rejects.toThrow(
      /taken` cannot be written: it is a folder$/,
    )
    await expect(writeCapture(capture, join(folder, 'none', 'x'))).rejects.toThrow(/its folder is not there$/)
    expect(await readdir(folder)).toEqual(['taken'])
    await chmod(folder, 0o755)
  })
})
