import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Sent } from './messages'
import { RequestProblem } from './problem'
import { receive, type Patience, type ReceiveLimits } from './receive'

const limits: ReceiveLimits = { sent: 10_000, files: 3 }
const patience: Patience = { idle: 200, whole: 400 }

const type = 'multipart/form-data; boundary=X'

/** Browsers know no type for what they send as it comes. */
function sending(
  body: ReadableStream<Uint8Array>,
  headers: Readonly<Record<string, string>> = { 'content-type': type },
): Request {
  const init = { method: 'POST', body, duplex: 'half', headers }
  return new Request('http://localhost:3000/api/captures', init)
}

/** A request whose body comes in these pieces, each after so many milliseconds. */
function request(
  pieces: readonly (string | Uint8Array)[],
  headers: Readonly<Record<string, string>> = {},
  pause = 0,
): Request {
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      for (const piece of pieces) {
        if (pause > 0) await setTimeout(pause)
        controller.enqueue(Buffer.from(piece))
      }
      controller.close()
    },
  })
  return sending(body, { 'content-type': type, ...headers })
}

const part = (name: string, contents: string): string =>
  `--X\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/yaml\r\n\r\n${contents}\r\n`
const end = '--X--\r\n'

/** Files by name, as they were passed on. */
async function taken(from: Request): Promise<Record<string, string>> {
  const files: [string, Uint8Array[]][] = []
  const told: string[] = []
  await receive(
    from,
    (sent: Sent) => {
      told.push(sent.kind)
      if (sent.kind === 'file') files.push([sent.path, []])
      else if (sent.kind === 'bytes') files[sent.file]?.[1].push(sent.bytes)
    },
    limits,
    patience,
  )
  expect(told.at(-1)).toBe('sent')
  expect(told.filter(kind => kind === 'sent')).toHaveLength(1)
  return Object.fromEntries(files.map(([name, pieces]) => [name, Buffer.concat(pieces).toString()]))
}

async function refused(from: Request): Promise<[string, string]> {
  const passed: Sent[] = []
  const error: unknown = await receive(from, sent => passed.push(sent), limits, patience).catch(
    (reason: unknown) => reason,
  )
  if (!(error instanceof RequestProblem)) throw new Error('it was taken', { cause: error })
  // Nobody may take it for all.
  expect(passed.some(({ kind }) => kind === 'sent')).toBe(false)
  return [error.kind, error.message]
}

describe('an upload', () => {
  it('is passed on file by file, under the names that it has', async () => {
    const whole = [part('shop/web.yaml', 'a: 1'), part('grüße/日本.yaml', 'ü: 2'), part('e', ''), end].join(
      '',
    )
    const expected = { 'shop/web.yaml': 'a: 1', 'grüße/日本.yaml': 'ü: 2', e: '' }
    expect(await taken(request([whole]))).toEqual(expected)
    // Cut anywhere.
    const bytes = Buffer.from(whole)
    const singly = Array.from({ length: bytes.length }, (_, at) => bytes.subarray(at, at + 1))
    expect(await taken(request(singly))).toEqual(expected)
  })

  it('keeps names for what they are', async () => {
    for (const name of ['../../etc/passwd', 'C:\\x.yaml', '/etc/passwd', '__proto__', '%2e%2e/x', "'; x"])
      expect(Object.keys(await taken(request([part(name, 'a'), end])))).toEqual([name])
  })

  it('may be as much as is allowed', async () => {
    expect((await taken(request([part('a', 'x'.repeat(10_000)), end])))['a']).toHaveLength(10_000)
  })
})

describe('what is no upload', () => {
  it.each([
    ['application/json', 'unsupported-media-type', 'files are taken as multipart/form-data only'],
    ['text/plain', 'unsupported-media-type', 'files are taken as multipart/form-data only'],
    [
      'application/x-www-form-urlencoded',
      'unsupported-media-type',
      'files are taken as multipart/form-data only',
    ],
    ['multipart/form-data', 'unsupported-media-type', 'files are taken as multipart/form-data only'],
    ['multipart/mixed; boundary=X', 'unsupported-media-type', 'files are taken as multipart/form-data only'],
    [
      'x multipart/form-data; boundary=X',
      'unsupported-media-type',
      'files are taken as multipart/form-data only',
    ],
  ])('of type %s is refused', async (given, kind, message) => {
    expect(await refused(request([part('a', 'x'), end], { 'content-type': given }))).toEqual([kind, message])
  })

  it.each(['gzip', 'br', 'deflate', 'GZIP', 'identity, gzip'])('packed as %s is refused', async encoding => {
    expect(await refused(request([part('a', 'x'), end], { 'content-encoding': encoding }))).toEqual([
      'unsupported-media-type',
      'a body that is packed as a whole is not taken; send an archive as a file',
    ])
  })

  it.each([
    ['nothing', []],
    ['no part', [end]],
    ['no multipart', ['{"a": 1}']],
    ['a part that breaks off', [part('a', 'x').slice(0, -4)]],
    ['a header that breaks off', ['--X\r\nContent-Disp']],
  ])('but %s', async (_, pieces) => {
    const [kind, message] = await refused(request(pieces))
    expect(kind).toBe('bad-request')
    expect(message).toMatch(
      /^(?:nothing was sent; choose a file|what was sent is no multipart\/form-data, or breaks off)$/,
    )
  })

  it.each([
    ['a field', '--X\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n'],
    ['an empty name', part('', 'x')],
    [
      'a type and no name',
      '--X\r\nContent-Disposition: form-data; name="x"\r\nContent-Type: application/octet-stream\r\n\r\n1\r\n',
    ],
  ])('but %s', async (_, piece) => {
    expect(await refused(request([piece, end]))).toEqual([
      'bad-request',
      'a part has no file name; every part must be a file',
    ])
  })
})

describe('too much', () => {
  it('is said by its length before a byte is read', async () => {
    const said = request([part('a', 'x'), end], { 'content-length': '20000000' })
    expect((await refused(said))[0]).toBe('too-large')
    expect(said.bodyUsed).toBe(false)
  })

  it('is counted where its length is not said, in one file and in several', async () => {
    for (const pieces of [
      [part('a', 'x'.repeat(10_001)), end],
      [part('a', 'x'.repeat(5_000)), part('b', 'x'.repeat(5_001)), end],
    ])
      expect(await refused(request(pieces))).toEqual([
        'too-large',
        'this is more than the 0 MiB that may be opened in the browser; pack it, send less of it, or name it after --manifests',
      ])
  })

  it('is told when all of it has come, so that nobody is cut off who still sends', async () => {
    let asked = 0
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          await setTimeout(1)
          if (asked++ === 20) controller.close()
          else controller.enqueue(Buffer.from(asked === 1 ? part('a', 'x'.repeat(10_001)) : 'x'))
        },
      },
      { highWaterMark: 0 },
    )
    expect((await refused(sending(body)))[0]).toBe('too-large')
    expect(asked).toBe(21)
  })

  it('are many files', async () => {
    expect(await refused(request([...'abcd'].map(name => part(name, 'x')).concat(end)))).toEqual([
      'too-large',
      'these are more than the 3 files that may be opened in the browser; send an archive of them, or name their folder after --manifests',
    ])
  })
})

describe('too slow', () => {
  it('is who says nothing for long', async () => {
    const silent = new ReadableStream<Uint8Array>({
      start: controller => controller.enqueue(Buffer.from(part('a', 'x'))),
    })
    expect(await refused(sending(silent))).toEqual([
      'request-timeout',
      'what was sent came too slowly, or not to its end; send it again',
    ])
  })

  it('is who says a little again and again', async () => {
    const drops = Array.from({ length: 100 }, () => 'x')
    expect((await refused(request([part('a', ''), ...drops], {}, 50)))[0]).toBe('request-timeout')
  })
})
