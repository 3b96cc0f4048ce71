import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { tarGzOf, tarOf, zipOf, type Packed } from '../../test/kit/archives'
import { namespace, networkPolicy, pod } from '../../test/kit/manifests'
import type { Capture } from '../model/capture'
import { refText } from '../model/object'
import { BadInput } from './bad-input'
import { readManifests } from './manifests'
import { readUpload, type SentFile, type UploadLimits } from './upload'

const limits: UploadLimits = { unpacked: 64 * 2 ** 20, files: 100, documents: 1000 }

/** In pieces of a size that falls anywhere. */
function sent(path: string, contents: string | Uint8Array): SentFile {
  const bytes = Buffer.from(contents)
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += 1000) chunks.push(bytes.subarray(at, at + 1000))
  return { path, chunks }
}

const read = (...files: readonly SentFile[]): Promise<Capture> => readUpload(files, limits)

/** Text that does not get smaller by packing. */
const noise = (at: number): string => createHash('sha256').update(`${at}`).digest('hex')

const names = ({ objects }: Capture): string[] => objects.map(({ ref }) => refText(ref))

const complaints = ({ problems }: Capture): string[] =>
  problems.map(({ code, message }) => `${code}: ${message}`)

const refusal = async (...files: readonly SentFile[]): Promise<string> => {
  const error: unknown = await read(...files).catch((reason: unknown) => reason)
  if (error instanceof BadInput) return error.message
  throw new Error('it was read', { cause: error })
}

const shop: readonly Packed[] = [
  { path: 'shop/', type: 'Directory' },
  { path: 'shop/web.yaml', contents: pod('shop/web') },
  { path: 'shop/a/db.yml', contents: pod('shop/db') },
  { path: 'shop/README.md', contents: '# nothing' },
]
const zipped = shop.map(({ path, contents }) => ({ path, ...(contents !== undefined && { contents }) }))

describe('an upload', () => {
  it.each([
    ['tar', tarOf(shop)],
    ['tar.gz', tarGzOf(shop)],
    ['zip', zipOf(zipped)],
  ])('is read out of a %s, whatever it is called, in the order of a folder', async (_, archive) => {
    const capture = await read(sent('shop.bin', archive))
    expect(names(capture)).toEqual(['Pod shop/db', 'Pod shop/web'])
    expect(capture.source).toEqual({ kind: 'upload', label: 'shop.bin' })
    expect(capture.objects[0]?.origin).toEqual({ file: 'shop.bin/shop/a/db.yml', document: 1, line: 1 })
    expect(complaints(capture)).toEqual([
      'no-manifest: files that end in none of `.yaml`, `.yml` and `.json` are not read: `shop.bin/shop/README.md`',
    ])
    expect(capture.gaps).toEqual([])
  })

  it('of a folder is what the folder is on disk', async () => {
    const folder = 'public/examples/textbook'
    const disk = await readManifests([folder])
    const { readdir, readFile } = await import('node:fs/promises')
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = await Promise.all(
      entries
        .filter(entry => entry.isFile())
        .map(async ({ parentPath, name }) =>
          sent(`${parentPath}/${name}`, await readFile(`${parentPath}/${name}`)),
        ),
    )
    // However the browser hands them over.
    const upload = await read(...files.reverse())
    expect(names(upload)).toEqual(names(disk))
    expect(upload.objects.map(({ origin }) => origin?.file)).toEqual(
      disk.objects.map(({ origin }) => origin?.file),
    )
    expect(upload.source.label).toBe('folder public')
  })

  it.each([
    ['pasted text', [sent('pasted.yaml', pod('a/b'))]],
    ['b.yaml', [sent('b.yaml', pod('a/b'))]],
    ['folder x', [sent('x/b.yaml', pod('a/b')), sent('x/y/c.yaml', pod('a/c'))]],
    ['2 files', [sent('x/b.yaml', pod('a/b')), sent('c.yaml', pod('a/c'))]],
  ])('is called %s', async (label, files) => {
    expect((await read(...files)).source.label).toBe(label)
  })

  it('leaves out what a folder is read without, and what macOS adds', async () => {
    const hidden = ['x/.git/a.yaml', 'x/node_modules/b.yaml', 'x/._c.yaml', '__MACOSX/x/d.yaml']
    const files = hidden.map(path => sent(path, pod('a/hidden')))
    const capture = await read(sent('x/e.yaml', pod('a/b')), ...files)
    expect([names(capture), complaints(capture)]).toEqual([['Pod a/b'], []])
    const archived = await read(
      sent('x.zip', zipOf([...hidden, 'x/e.yaml'].map(path => ({ path, contents: pod('a/b') })))),
    )
    expect([names(archived), complaints(archived)]).toEqual([['Pod a/b'], []])
  })

  it('reads the only file whatever it is called, and of several the manifests', async () => {
    expect(names(await read(sent('kubectl-output', pod('a/b'))))).toEqual(['Pod a/b'])
    const capture = await read(sent('kubectl-output', pod('a/b')), sent('c.yaml', pod('a/c')))
    expect(names(capture)).toEqual(['Pod a/c'])
    expect(complaints(capture)).toEqual([
      'no-manifest: files that end in none of `.yaml`, `.yml` and `.json` are not read: `kubectl-output`',
    ])
  })

  it('counts what it passes over in one line', async () => {
    const others = Array.from({ length: 40 }, (_, at) => sent(`x/${at}.txt`, 'x'))
    expect(complaints(await read(sent('x/a.yaml', pod('a/b')), ...others))).toEqual([
      'no-manifest: files that end in none of `.yaml`, `.yml` and `.json` are not read: `x/0.txt`, `x/1.txt`, `x/2.txt` and 37 more',
    ])
  })

  it('tells how far it is, and can be stopped', async () => {
    const told: string[] = []
    await readUpload([sent('shop.zip', zipOf(zipped))], limits, { onProgress: ({ file }) => told.push(file) })
    expect(told).toEqual(['shop.zip', 'shop.zip/shop/a/db.yml', 'shop.zip/shop/web.yaml'])
    await expect(
      readUpload([sent('a.yaml', pod('a/b'))], limits, { signal: AbortSignal.abort() }),
    ).rejects.toThrow('aborted')
  })
})

describe('what may not be as it seems', () => {
  const good: Packed = { path: 'ok.yaml', contents: pod('a/ok') }

  it.each([
    ['../../etc/passwd.yaml', 'etc/passwd.yaml'],
    ['/etc/cron.d/x.yaml', 'etc/cron.d/x.yaml'],
    ['C:\\Windows\\x.yaml', 'Windows/x.yaml'],
    ['a/../../b.yaml', 'a/b.yaml'],
    ['\u202Egnp.yaml', '\uFFFDgnp.yaml'],
    ['a\u0000b.yaml', 'a\uFFFDb.yaml'],
    ['__proto__/constructor.yaml', '__proto__/constructor.yaml'],
  ])('the name %j is a label, shown as %j', async (path, shown) => {
    const told =
      shown === path
        ? []
        : [
            `odd-name: names that lead out of their folder or hold signs that cannot be shown are shown without: \`x.zip/${shown}\``,
          ]
    const inZip = await read(sent('x.zip', zipOf([{ path, contents: pod('a/b') }])))
    expect([inZip.objects[0]?.origin?.file, complaints(inZip)]).toEqual([`x.zip/${shown}`, told])
    const alone = await read(sent(path, pod('a/b')))
    expect([alone.objects[0]?.origin?.file, alone.source.label]).toEqual([shown, shown])
    // A name ends at its first NUL byte in a tar archive.
    if (path.includes('\0')) return
    const inTar = await read(sent('x.tar', tarOf([{ path, contents: pod('a/b') }])))
    expect([inTar.objects[0]?.origin?.file, complaints(inTar).length]).toEqual([
      `x.tar/${shown}`,
      told.length,
    ])
  })

  it('is told short where a name is long', async () => {
    const capture = await read(sent(`${'x'.repeat(5000)}.yaml`, pod('a/b')))
    expect(capture.source.label.length).toBeLessThan(600)
  })

  it('are links: what they lead to is read where it stands', async () => {
    const target = { path: 'real/a.yaml', contents: pod('a/b') }
    for (const archive of [
      tarOf([target, { path: 'link.yaml', type: 'SymbolicLink', target: 'real/a.yaml' }]),
      tarOf([target, { path: 'x/link.yaml', type: 'SymbolicLink', target: '../real/a.yaml' }]),
      tarOf([target, { path: 'x/link.yaml', type: 'Link', target: 'real/a.yaml' }]),
      zipOf([target, { path: 'link.yaml', target: 'real/a.yaml' }]),
    ]) {
      const capture = await read(sent('x', archive))
      expect([names(capture), capture.gaps.length]).toEqual([['Pod a/b'], 0])
      expect(complaints(capture)[0]).toMatch(
        /^link: links are not read, and what they lead to is, .*link\.yaml`$/,
      )
    }
  })

  it.each(['/etc/shadow.yaml', '../../outside.yaml', 'gone.yaml'])(
    'are links to %s, which may have stood for anything',
    async target => {
      for (const archive of [
        tarOf([good, { path: 'x/link.yaml', type: 'SymbolicLink', target }]),
        zipOf([good, { path: 'x/link.yaml', target }]),
      ]) {
        const capture = await read(sent('x', archive))
        expect(complaints(capture)).toEqual([
          'unreadable-file: the file is a link to a file that is not in the archive',
        ])
        expect(capture.gaps).toMatchObject([{ kind: 'policy', origin: { file: 'x/x/link.yaml' } }])
      }
    },
  )

  it('are devices and pipes', async () => {
    const capture = await read(
      sent(
        'x.tar',
        tarOf([good, { path: 'dev.yaml', type: 'CharacterDevice' }, { path: 'p.yaml', type: 'FIFO' }]),
      ),
    )
    expect(names(capture)).toEqual(['Pod a/ok'])
    expect(complaints(capture)).toEqual([
      'unreadable-file: the file is a pipe, a socket or a device, not a file',
      'unreadable-file: the file is a pipe, a socket or a device, not a file',
    ])
  })

  it('are archives in archives', async () => {
    const capture = await read(sent('x.tar', tarOf([good, { path: 'inner.zip', contents: zipOf([good]) }])))
    expect(names(capture)).toEqual(['Pod a/ok'])
    expect(complaints(capture)).toEqual([
      'nested-archive: archives inside of an archive are not unpacked: `x.tar/inner.zip`',
    ])
    expect(capture.problems[0]?.effect).toBe('left-out')
  })

  it('is an encrypted entry, of which nothing is known', async () => {
    const capture = await read(
      sent('ok.yaml', pod('a/ok')),
      sent('x.zip', zipOf([{ path: 'a.yaml' }], 0x0801)),
    )
    expect(complaints(capture)).toEqual(['unreadable-file: the file is encrypted'])
    expect(capture.gaps).toHaveLength(1)
  })

  it('is a file of another kind under the name of a manifest', async () => {
    const capture = await read(sent('ok.yaml', pod('a/ok')), sent('x.yaml', gzipSync(pod('a/b'))))
    expect(complaints(capture)).toEqual(['binary-file: the file is a gzip archive, not text'])
    expect(capture.gaps).toHaveLength(1)
  })
})

describe('an archive that breaks off', () => {
  const policies = Array.from({ length: 20 }, (_, at) => ({
    path: `${at}.yaml`,
    contents: networkPolicy(`shop/p-${at}`, `{podSelector: {matchLabels: {at: x${noise(at).slice(0, 60)}}}}`),
  }))

  it.each([
    ['tar', tarOf(policies)],
    ['tar.gz', tarGzOf(policies)],
  ])('is read as far as it goes, and the rest is unknown: %s', async (_, archive) => {
    const capture = await read(sent('x', archive.subarray(0, archive.length / 2)))
    expect(names(capture).length).toBeGreaterThan(0)
    expect(names(capture).length).toBeLessThan(20)
    expect(capture.gaps).toMatchObject([{ kind: 'policy', object: { group: '' }, origin: { file: 'x' } }])
    expect(complaints(capture)[0]).toMatch(
      /^broken-archive: the archive is (?:cut off or )?damaged \(.+\), and what it held beyond that is not known$/,
    )
  })

  it('is refused where its list of contents is gone', async () => {
    const archive = zipOf(policies)
    expect(await refusal(sent('x.zip', archive.subarray(0, archive.length / 2)))).toMatch(
      /^nothing could be loaded from `x\.zip`: x\.zip, document 1, line 1: the archive is damaged/,
    )
  })

  it('is told where one file of it is damaged', async () => {
    const archive = zipOf([
      { path: 'a.yaml', contents: pod('a/a') },
      { path: 'b.yaml', contents: pod('a/b') },
    ])
    archive.fill(0xff, 40, 60)
    const capture = await read(sent('x.zip', archive))
    expect(names(capture)).toEqual(['Pod a/b'])
    expect(complaints(capture)).toEqual(['unreadable-file: the file is damaged'])
    expect(capture.gaps).toHaveLength(1)
  })
})

describe('too much', () => {
  it('is an archive that unpacks to many times its size', async () => {
    const bomb = [{ path: 'a.yaml', contents: Buffer.alloc(18 * 2 ** 20, '#') }]
    for (const archive of [tarGzOf(bomb), zipOf(bomb)])
      expect(await refusal(sent('bomb', archive))).toBe(
        '`bomb` unpacks to more than 200 times its size, as archives do that are made to do harm; unpack it and look at it first',
      )
  })

  it('is what several archives unpack to together', async () => {
    const lines = Array.from({ length: 60_000 }, (_, at) => noise(at)).join('\n# ')
    const archive = tarGzOf([{ path: 'a.yaml', contents: `# ${lines}\n` }])
    await expect(
      readUpload([sent('a', archive), sent('b', archive)], { ...limits, unpacked: 4 * 2 ** 20 }),
    ).rejects.toThrow('`b` unpacks to more than 4 MiB, and no more may be opened in the browser')
  })

  it('are many files, in an archive and beside it', async () => {
    const many = Array.from({ length: 101 }, (_, at) => ({ path: `${at}.yaml`, contents: '{}' }))
    expect(await refusal(sent('x.tar', tarOf(many)))).toContain('more than 100 manifests are too many')
    const others = Array.from({ length: 1001 }, (_, at) => ({ path: `${at}.txt` }))
    expect(await refusal(sent('x.tar', tarOf(others)))).toBe(
      '`x.tar` holds more than 1,000 files; leave out what are no manifests',
    )
  })

  it('are many documents, of one file or many, and many items of lists', async () => {
    const half = Array.from({ length: 501 }, () => 'a: 1').join('\n---\n')
    expect(await refusal(sent('a.yaml', half), sent('b.yaml', half))).toBe(
      '`2 files` holds more than 1,000 documents, and that many may be opened in the browser; name it after --manifests instead',
    )
    const items = Array.from({ length: 1001 }, (_, at) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: `n-${at}` },
    }))
    expect(
      await refusal(sent('l.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))),
    ).toContain('holds more than 1,000 documents')
  })

  it('is nothing at all', async () => {
    expect(await refusal(sent('a.txt', ''), sent('b.txt', ''))).toContain(
      'nothing could be loaded from `2 files`',
    )
    expect(await refusal(sent('x.tar', tarOf([{ path: 'x/', type: 'Directory' }])))).toContain('x.tar')
  })

  it('is not a cluster of many namespaces', async () => {
    expect(
      (await read(sent('a.yaml', [...'abc'].map(name => namespace(name)).join('\n---\n')))).objects,
    ).toHaveLength(3)
  })
})
