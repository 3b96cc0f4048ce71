import { describe, expect, it } from 'vitest'
import { uploadLimits } from '@/lib/api/upload-limits'
import { leftOutText, lookInto, refusalOf } from './check'
import type { LeftOut, Pick } from './pick'

const nothing: LeftOut = { hidden: 0, modules: 0, endings: new Map() }
const pick = (change: Partial<Pick>): Pick => ({
  files: [{ path: 'a.yaml', file: new File(['kind: Pod\n'], 'a.yaml') }],
  bytes: 10,
  leftOut: nothing,
  ...change,
})

describe('what is left out is told', () => {
  it.each<[Partial<LeftOut>, string | undefined]>([
    [{}, undefined],
    [{ hidden: 1 }, '1 hidden file or folder is left out.'],
    [
      {
        hidden: 3,
        modules: 1,
        endings: new Map([
          ['.md', 4],
          ['.png', 1200],
          ['', 1],
        ]),
      },
      '1,205 files of other kinds (1,200 .png, 4 .md and 1 without ending), 3 hidden files and folders and 1 folder node_modules are left out.',
    ],
    [{ endings: new Map([['.a\u202eb', 1]]) }, '1 file of other kinds (1 .a\\u202eb) is left out.'],
  ])('%j', (leftOut, text) => {
    expect(leftOutText({ ...nothing, ...leftOut })).toBe(text)
  })
})

describe('what cannot be sent is refused with its numbers', () => {
  it('lets pass what is within the limits', () => {
    expect(refusalOf(pick({ bytes: uploadLimits.sent }))).toBeUndefined()
  })

  it('too large', () => {
    expect(refusalOf(pick({ bytes: 2 * uploadLimits.sent }))).toMatchObject({
      title: 'Too large to send',
      detail: '1 file of 200 MiB together; at most 100 MiB can be sent at a time.',
    })
  })

  it('too many', () => {
    const file = { path: 'a.yaml', file: new File([], 'a.yaml') }
    expect(
      refusalOf(pick({ files: Array.from({ length: uploadLimits.files + 1 }, () => file) }))?.detail,
    ).toBe('20,001 files; at most 20,000 files can be sent at a time.')
  })

  it('nothing', () => {
    expect(refusalOf(pick({ files: [], leftOut: { ...nothing, modules: 1 } }))?.detail).toBe(
      'There is no .yaml, .yml or .json file in it. 1 folder node_modules is left out.',
    )
  })
})

describe('looking into the files', () => {
  const manifests = Array.from({ length: 40 }, (_, i) => ({
    path: `${i}.yaml`,
    file: new File([`kind: Pod # ${i}`], `${i}.yaml`),
  }))
  const text = 'kind: Config\nusers: []\n'
  const { signal } = new AbortController()

  it.each([0, 17, 40])('finds a kubeconfig at place %i', async at => {
    const files = manifests.toSpliced(at, 0, { path: 'ops/config', file: new File([text], 'config') })
    const looked = await lookInto(pick({ files }), () => undefined, signal)
    expect(looked).toMatchObject({
      kind: 'refused',
      refusal: { title: expect.stringContaining('kubeconfig') as string },
    })
    expect(JSON.stringify(looked)).toContain('ops/config')
  })

  it('finds one at the beginning of a large file', async () => {
    const large = { path: 'a', file: new File([text, '#'.repeat(2 ** 20)], 'a') }
    expect((await lookInto(pick({ files: [large] }), () => undefined, signal)).kind).toBe('refused')
  })

  it('reads what is small, and leaves what is large where it is', async () => {
    const seen: number[] = []
    const large = new File(['#'.repeat(2 ** 20 + 1)], 'large.yaml')
    const files = [...manifests, { path: 'large.yaml', file: large }]
    const looked = await lookInto(pick({ files }), at => seen.push(at), signal)
    expect(seen).toEqual([16, 32, 41])
    if (looked.kind === 'refused') throw new Error('it is refused')
    expect(looked.files.map(({ path }) => path)).toEqual(files.map(({ path }) => path))
    expect(looked.files[7]?.contents).toEqual(new TextEncoder().encode('kind: Pod # 7'))
    expect(looked.files[40]?.contents).toBe(large)
  })

  it('goes on only as long as somebody waits', async () => {
    const stop = new AbortController()
    stop.abort(new Error('cancelled'))
    await expect(lookInto(pick({}), () => undefined, stop.signal)).rejects.toThrow('cancelled')
  })
})
