import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Parser } from 'tar/parse'
import type { ReadEntry } from 'tar/read-entry'
import { fromBufferPromise, getFileNameLowLevel, type Entry as ZipEntry, type ZipFile } from 'yauzl'
import { BadInput } from './bad-input'

/** Something that an archive holds, folders left out. Paths are as they were written, and may say anything. */
export type ArchiveEntry =
  | { readonly kind: 'file'; readonly path: string; readonly bytes: Uint8Array }
  /** A file that nobody wanted. */
  | { readonly kind: 'unwanted'; readonly path: string }
  /** `target` is relative to where the link stands, or to the archive where `from` says so; absent where it is not told. */
  | {
      readonly kind: 'link'
      readonly path: string
      readonly target?: string
      readonly from: 'folder' | 'archive'
    }
  /** `reason` is a clause without subject. */
  | { readonly kind: 'unreadable'; readonly path: string; readonly reason: string }

/** What unpacking may come to. The bytes are those of all archives of an upload together, and are counted here. */
export class Unpacked {
  private bytes = 0
  private entries = 0

  constructor(
    private readonly mostBytes: number,
    private readonly mostEntries: number,
  ) {}

  /** Throws BadInput where this is too much. */
  add(bytes: number, archive: string): void {
    this.bytes += bytes
    if (this.bytes > this.mostBytes)
      throw new BadInput(
        `\`${archive}\` unpacks to more than ${Math.floor(this.mostBytes / mebibyte)} MiB, and no more may be opened in the browser; unpack it and name the folder after --manifests`,
      )
  }

  addEntry(archive: string): void {
    this.entries += 1
    if (this.entries > this.mostEntries)
      throw new BadInput(
        `\`${archive}\` holds more than ${this.mostEntries.toLocaleString('en-US')} files; leave out what are no manifests`,
      )
  }
}

const mebibyte = 1024 * 1024

/** An archive that unpacks to so many times its size is none that somebody made of manifests; small ones may. */
const mostRatio = 200
const harmless = 16 * mebibyte

/** Why an archive could not be unpacked to its end: a clause without subject. What came before is good. */
export class BrokenArchive extends Error {
  override readonly name = 'BrokenArchive'
}

export type ArchiveKind = 'tar' | 'tar.gz' | 'zip'

/** What the first bytes of a file say that it is; undefined where it is no archive that is unpacked here. */
export async function archiveKind(chunks: readonly Uint8Array[]): Promise<ArchiveKind | undefined> {
  const start = firstBytes(chunks, blockSize)
  if (startsWith(start, [0x50, 0x4b, 0x03, 0x04]) || startsWith(start, [0x50, 0x4b, 0x05, 0x06])) return 'zip'
  if (isTarBlock(start)) return 'tar'
  if (startsWith(start, [0x1f, 0x8b])) return isTarBlock(await firstUnzipped(chunks)) ? 'tar.gz' : undefined
  return undefined
}

const blockSize = 512

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte)

/** A header of a tar archive, POSIX or GNU. */
const isTarBlock = (block: Uint8Array): boolean =>
  Buffer.from(block.subarray(257, 262)).toString('latin1') === 'ustar'

function firstBytes(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const first: Uint8Array[] = []
  let found = 0
  for (const chunk of chunks) {
    if (found >= length) break
    first.push(chunk)
    found += chunk.length
  }
  return Buffer.concat(first).subarray(0, length)
}

async function firstUnzipped(chunks: readonly Uint8Array[]): Promise<Uint8Array> {
  const found: Uint8Array[] = []
  try {
    for await (const piece of unzipped(chunks)) {
      found.push(piece)
      if (found.reduce((sum, { length }) => sum + length, 0) >= blockSize) break
    }
  } catch (error) {
    if (!(error instanceof BrokenArchive)) throw error
  }
  return Buffer.concat(found).subarray(0, blockSize)
}

async function* unzipped(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  const unzip = Readable.from(chunks).pipe(createGunzip())
  try {
    for await (const piece of unzip) yield piece as Uint8Array
  } catch (error) {
    throw new BrokenArchive(
      error instanceof Error ? `is cut off or damaged (${error.message})` : 'is damaged',
    )
  }
}

/**
 * Unpacks an archive in memory; of files that are not `wanted` only the names are told. Throws BrokenArchive at the place
 * where it goes on no more, and BadInput where it comes to too much.
 */
export async function* unpack(
  name: string,
  kind: ArchiveKind,
  chunks: readonly Uint8Array[],
  wanted: (path: string) => boolean,
  unpacked: Unpacked,
): AsyncGenerator<ArchiveEntry> {
  const size = chunks.reduce((sum, { length }) => sum + length, 0)
  let own = 0
  const count = (bytes: number): void => {
    own += bytes
    if (own > harmless && own > size * mostRatio)
      throw new BadInput(
        `\`${name}\` unpacks to more than ${mostRatio} times its size, as archives do that are made to do harm; unpack it and look at it first`,
      )
    unpacked.add(bytes, name)
  }
  const entries =
    kind === 'zip'
      ? unpackZip(Buffer.concat(chunks), wanted, count)
      : unpackTar(kind === 'tar' ? chunks : unzipped(chunks), wanted, count)
  for await (const entry of entries) {
    unpacked.addEntry(name)
    yield entry
  }
}

async function* unpackTar(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  wanted: (path: string) => boolean,
  count: (bytes: number) => void,
): AsyncGenerator<ArchiveEntry> {
  const found: ArchiveEntry[] = []
  let broken: string | undefined
  const parser = new Parser()
  parser.on('warn', (_code: string, message: string | Error) => {
    broken ??= message instanceof Error ? message.message : message
  })
  parser.on('ignoredEntry', ({ path }: { readonly path: string }) => {
    found.push({ kind: 'unreadable', path, reason: 'is of a type that is not read' })
  })
  parser.on('entry', (entry: ReadEntry) => {
    const { path, type, linkpath } = entry
    if (type === 'Directory' || type === 'GNUDumpDir') entry.resume()
    else if (type === 'SymbolicLink' || type === 'Link') {
      found.push({
        kind: 'link',
        path,
        ...(linkpath !== undefined && { target: linkpath }),
        from: type === 'Link' ? 'archive' : 'folder',
      })
      entry.resume()
    } else if (type !== 'File' && type !== 'OldFile' && type !== 'ContiguousFile') {
      found.push({ kind: 'unreadable', path, reason: 'is a pipe, a socket or a device, not a file' })
      entry.resume()
    } else if (!wanted(path)) {
      found.push({ kind: 'unwanted', path })
      entry.resume()
    } else {
      const pieces: Uint8Array[] = []
      entry.on('data', piece => pieces.push(piece))
      entry.on('end', () => found.push({ kind: 'file', path, bytes: Buffer.concat(pieces) }))
    }
  })
  for await (const piece of bytes) {
    count(piece.length)
    parser.write(Buffer.from(piece.buffer, piece.byteOffset, piece.length))
    yield* found.splice(0)
    if (broken !== undefined) throw new BrokenArchive(`is damaged (${broken})`)
  }
  parser.end()
  yield* found.splice(0)
  if (broken !== undefined) throw new BrokenArchive(`is cut off or damaged (${broken})`)
}

async function* unpackZip(
  bytes: Buffer,
  wanted: (path: string) => boolean,
  count: (bytes: number) => void,
): AsyncGenerator<ArchiveEntry> {
  // Names are looked at by whoever shows them: none of them is a reason to read no further.
  const zip = await fromBufferPromise(bytes, { decodeStrings: false }).catch(damaged)
  const entries = zip.eachEntry()[Symbol.asyncIterator]()
  for (;;) {
    const step = await entries.next().catch(damaged)
    if (step.done) return
    const entry = step.value
    const path = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
    if (/[/\\]$/.test(path)) continue
    const link = isLink(entry)
    if (!link && !wanted(path)) yield { kind: 'unwanted', path }
    else if (entry.isEncrypted()) yield { kind: 'unreadable', path, reason: 'is encrypted' }
    else if (!entry.canDecodeFileData())
      yield { kind: 'unreadable', path, reason: 'is packed in a way that is not read' }
    else {
      const contents = await contentsOf(zip, entry, count)
      if (!contents) yield { kind: 'unreadable', path, reason: 'is damaged' }
      else if (link) yield { kind: 'link', path, target: contents.toString('utf8'), from: 'folder' }
      else yield { kind: 'file', path, bytes: contents }
    }
  }
}

const damaged = (error: unknown): never => {
  throw new BrokenArchive(`is damaged (${error instanceof Error ? error.message : String(error)})`)
}

/** A symbolic link, where it was packed by a system that has them; its contents are its target. */
const isLink = ({ externalFileAttributes }: ZipEntry): boolean =>
  ((externalFileAttributes >>> 16) & 0o170000) === 0o120000

/** Undefined where it is damaged; what is counted may throw. */
async function contentsOf(
  zip: ZipFile,
  entry: ZipEntry,
  count: (bytes: number) => void,
): Promise<Buffer | undefined> {
  const pieces: Uint8Array[] = []
  try {
    const stream = await zip.openReadStreamPromise(entry)
    for await (const piece of stream) {
      pieces.push(piece as Uint8Array)
      count((piece as Uint8Array).length)
    }
  } catch (error) {
    if (error instanceof BadInput) throw error
    return undefined
  }
  return Buffer.concat(pieces)
}
