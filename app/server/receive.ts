import { once } from 'node:events'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { uploadLimits } from '@/lib/api/upload-limits'
import { numberText } from '@/lib/words/number'
import type { Sent } from './messages'
import { RequestProblem } from './problem'

/** Bounds of what is taken in. */
export interface ReceiveLimits {
  /** In bytes. */
  readonly sent: number
  readonly files: number
}

/** How long a client may take, in milliseconds. */
export interface Patience {
  /** Without a byte. */
  readonly idle: number
  readonly whole: number
}

const patience: Patience = { idle: 30_000, whole: 600_000 }

/** Bytes beside the files, for each that may come: its name and what frames it. */
const framing = 1024

/**
 * Throws what is wrong with a request before a byte of it is read: how it says that it is made, and how long it says
 * that it is.
 */
export function checkUpload({ headers }: Request, limits: ReceiveLimits = uploadLimits): void {
  const encoding = headers.get('content-encoding') ?? 'identity'
  if (encoding.toLowerCase() !== 'identity')
    throw unsupported('a body that is packed as a whole is not taken; send an archive as a file')
  if (!/^multipart\/form-data\s*;.*\bboundary=/i.test(headers.get('content-type') ?? ''))
    throw unsupported('files are taken as multipart/form-data only')
  if (Number(headers.get('content-length') ?? 0) > limits.sent + framing * limits.files)
    throw tooLarge(limits)
}

/**
 * Reads an upload and passes its files on, piece by piece as they come in. Throws a problem of the request where it is
 * none, comes to too much or takes too long; the rest of it is then read and dropped, so that the answer arrives.
 */
export async function receive(
  request: Request,
  pass: (part: Sent) => void,
  limits: ReceiveLimits = uploadLimits,
  { idle, whole }: Patience = patience,
): Promise<void> {
  checkUpload(request, limits)
  const reader = request.body?.getReader()
  if (!reader) throw bad('nothing was sent; choose a file')
  const parser = new UploadParser(request.headers.get('content-type') ?? '', pass, limits)
  const deadline = performance.now() + whole
  try {
    for (;;) {
      const wait = Math.min(idle, deadline - performance.now())
      const { done, value } = await within(reader.read(), wait)
      if (done) break
      await parser.write(value)
    }
    await parser.end()
  } catch (error) {
    parser.destroy()
    // Where the client is gone, nobody reads this.
    if (!(error instanceof RequestProblem)) throw malformed()
    const drained = drain(reader)
    // Who sends nothing more looks for the answer already; under anybody else the connection would close too early.
    if (error.kind !== 'request-timeout') await drained
    throw error
  }
}

/** Multipart that comes piece by piece; the first thing that is wrong with it is thrown by the call that meets it. */
class UploadParser {
  private readonly busboy: BusboyInstance
  private readonly ended: Promise<void>
  private problem: RequestProblem | undefined
  private bytes = 0
  private files = 0

  constructor(
    contentType: string,
    private readonly pass: (part: Sent) => void,
    limits: ReceiveLimits,
  ) {
    const { files } = limits
    this.busboy = new Busboy({
      headers: { 'content-type': contentType },
      preservePath: true,
      limits: { files, fields: 0, parts: files, headerPairs: 20, fieldSize: 0 },
    })
    this.busboy.on('file', (_, stream, name: string | undefined) => {
      const file = this.files++
      if (name === undefined || name === '') this.fail(nameless())
      else pass({ kind: 'file', path: name })
      stream.on('data', (piece: Uint8Array) => {
        this.bytes += piece.length
        if (this.bytes > limits.sent) this.fail(tooLarge(limits))
        // A copy, since the whole of what it is a part of would go over with it.
        else if (!this.problem) pass({ kind: 'bytes', file, bytes: new Uint8Array(piece) })
      })
      stream.on('error', () => this.fail(malformed()))
    })
    this.busboy.on('fieldsLimit', () => this.fail(nameless()))
    for (const event of ['filesLimit', 'partsLimit'] as const)
      this.busboy.on(event, () => this.fail(tooMany(limits)))
    this.ended = new Promise(resolve => {
      this.busboy.on('finish', resolve)
      this.busboy.on('close', resolve)
      this.busboy.on('error', () => {
        this.fail(malformed())
        resolve()
      })
    })
  }

  async write(piece: Uint8Array): Promise<void> {
    if (!this.busboy.write(Buffer.from(piece.buffer, piece.byteOffset, piece.length)))
      await Promise.race([once(this.busboy, 'drain'), this.ended])
    this.check()
  }

  /** Nothing comes any more. */
  async end(): Promise<void> {
    this.busboy.end()
    await this.ended
    this.check()
    if (this.files === 0) throw bad('nothing was sent; choose a file')
    this.pass({ kind: 'sent' })
  }

  destroy(): void {
    this.busboy.destroy()
  }

  private fail(problem: RequestProblem): void {
    this.problem ??= problem
  }

  private check(): void {
    if (this.problem) throw this.problem
  }
}

/** What comes of a promise; throws a timeout where that takes longer than so many milliseconds. */
async function within<T>(promise: Promise<T>, wait: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooSlow()), Math.max(0, wait))
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** How long the rest of a refused upload is read, in milliseconds; a client that sends on after that is cut off. */
const draining = 5_000

/** Reads and drops, because most clients look for an answer only when they have sent all. */
async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const deadline = performance.now() + draining
  try {
    while (!(await within(reader.read(), deadline - performance.now())).done);
  } catch {
    await reader.cancel().catch(() => undefined)
  }
}

const bad = (detail: string): RequestProblem => new RequestProblem('bad-request', detail)

const nameless = (): RequestProblem => bad('a part has no file name; every part must be a file')

const malformed = (): RequestProblem => bad('what was sent is no multipart/form-data, or breaks off')

const unsupported = (detail: string): RequestProblem => new RequestProblem('unsupported-media-type', detail)

const tooSlow = (): RequestProblem =>
  new RequestProblem('request-timeout', 'what was sent came too slowly, or not to its end; send it again')

const tooLarge = ({ sent }: ReceiveLimits): RequestProblem =>
  new RequestProblem(
    'too-large',
    `this is more than the ${Math.floor(sent / 2 ** 20)} MiB that may be opened in the browser; pack it, send less of it, or name it after --manifests`,
  )

const tooMany = ({ files }: ReceiveLimits): RequestProblem =>
  new RequestProblem(
    'too-large',
    `these are more than the ${numberText(files)} files that may be opened in the browser; send an archive of them, or name their folder after --manifests`,
  )
