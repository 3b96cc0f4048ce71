import { describe, expect, it } from 'vitest'
import { multipartOf, type FileToOpen } from './multipart'

const bytes = (text: string) => new TextEncoder().encode(text)

/** What another reader of multipart makes of it. */
async function readBack(files: readonly FileToOpen[]) {
  const boundary = 'podtrust-1'
  const body = await multipartOf(files, boundary)
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
  const form = await new Response(body, { headers }).formData()
  const sent = form.getAll('file').filter(value => value instanceof File)
  return Promise.all(sent.map(async file => [file.name, await file.text()]))
}

describe('files as multipart/form-data', () => {
  it('arrive under their paths, as they were', async () => {
    expect(
      await readBack([
        { path: 'shop/base/a.yaml', contents: bytes('kind: Pod\r\n--podtrust\r\n') },
        { path: 'b.yaml', contents: new Blob(['kind: Pod']) },
        { path: 'münze.yaml', contents: bytes('') },
      ]),
    ).toEqual([
      ['shop/base/a.yaml', 'kind: Pod\r\n--podtrust\r\n'],
      ['b.yaml', 'kind: Pod'],
      ['münze.yaml', ''],
    ])
  })

  it('arrive when they are more than one piece', async () => {
    const files = Array.from({ length: 5 }, (_, i) => ({
      path: `${i}.yaml`,
      contents: bytes(String(i).repeat(700_000)),
    }))
    expect(await readBack(files)).toEqual(files.map(({ path }, i) => [path, String(i).repeat(700_000)]))
    const many = Array.from({ length: 1001 }, (_, i) => ({ path: `${i}.yaml`, contents: bytes(`${i}`) }))
    expect(await readBack(many)).toEqual(many.map(({ path }, i) => [path, `${i}`]))
  })

  it('can be called what would break the frame', async () => {
    const text = await (
      await multipartOf([{ path: 'a"; filename="b\r\nx: y', contents: bytes('') }], 'podtrust-1')
    ).text()
    expect(text).toContain('filename="a%22; filename=%22b%0D%0Ax: y"\r\n')
  })

  it('are made only as long as somebody waits', async () => {
    const stop = new AbortController()
    stop.abort(new Error('cancelled'))
    const large = { path: 'a', contents: new Uint8Array(2 * 1024 * 1024) }
    await expect(multipartOf([large], 'podtrust-1', stop.signal)).rejects.toThrow('cancelled')
  })
})
