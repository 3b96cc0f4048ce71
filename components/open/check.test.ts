import { describe, expect, it } from 'vitest'
import { uploadLimits } from '@/lib/api/capture-contract'
import { credentialsIn, leftOutText, refusalOf } from './check'
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

describe('a kubeconfig', () => {
  const manifests = Array.from({ length: 40 }, (_, i) => ({
    path: `${i}.yaml`,
    file: new File(['kind: Pod\n'], `${i}.yaml`),
  }))
  const kubeconfig = { path: 'ops/config', file: new File(['kind: Config\nusers: []\n'], 'config') }
  const { signal } = new AbortController()

  it('is refused wherever it stands among the others', async () => {
    for (const at of [0, 17, 40]) {
      const files = manifests.toSpliced(at, 0, kubeconfig)
      expect((await credentialsIn(pick({ files }), () => undefined, signal))?.detail).toContain('ops/config')
    }
  })

  it('is not seen where there is none, and every file is looked at', async () => {
    const seen: number[] = []
    expect(await credentialsIn(pick({ files: manifests }), at => seen.push(at), signal)).toBeUndefined()
    expect(seen).toEqual([16, 32, 40])
  })

  it('is looked for only as long as somebody waits', async () => {
    const stop = new AbortController()
    stop.abort(new Error('cancelled'))
    await expect(credentialsIn(pick({}), () => undefined, stop.signal)).rejects.toThrow('cancelled')
  })
})
