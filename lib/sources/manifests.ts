import { constants } from 'node:buffer'
import { readFile as readBytes } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import type { Capture, CaptureSource } from '../model/capture'
import type { KindCount } from '../model/kind-tally'
import { BadInput } from './bad-input'
import { Collector, placeText } from './collect'
import { decode } from './decode'
import { findFiles, reasonOf, type FoundFile } from './files'
import { readText } from './read-text'
import { reportUnread, type Complaint } from './unread'

/** How far reading has come. */
export interface Progress {
  /** What is read in pieces: files, or the kinds of a cluster; absent = files. */
  readonly unit?: 'kind'
  /** What is being read now: a path, or `Pods`. */
  readonly file: string
  readonly filesRead: number
  readonly files: number
  readonly objects: number
  /** The same by kind. */
  readonly kinds: readonly KindCount[]
}

export interface ReadOptions {
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

/** How long reading may hold the event loop before others get their turn, in milliseconds. */
const turn = 20

/**
 * Reads manifests: files, folders (all `.yaml`, `.yml` and `.json` in them, in alphabetical order, hidden folders and
 * node_modules left out) and `-` for standard input. What cannot be read is in the capture's gaps and problems; throws
 * BadInput where a path does not exist or nothing at all could be loaded. Sizes are bounded by memory alone, and the
 * event loop is let go every 20 ms.
 */
export async function readManifests(paths: readonly string[], options: ReadOptions = {}): Promise<Capture> {
  return readPaths(
    paths,
    { kind: 'manifests', label: paths.map(path => (path === '-' ? 'standard input' : path)).join(', ') },
    options,
  )
}

/** `readManifests` under another source's name. */
export async function readPaths(
  paths: readonly string[],
  source: CaptureSource,
  options: ReadOptions = {},
): Promise<Capture> {
  const found = await findFiles(paths)
  const files = found.map(file => ({
    name: file.kind === 'stdin' ? '-' : file.path,
    bytes: () => fetch(file),
  }))
  return readFiles(files, source, options)
}

/** A file under the name that it is to be called by; its bytes, or a clause without subject that says why there are none. */
export interface NamedFile {
  readonly name: string
  readonly bytes: () => Promise<Uint8Array | string>
}

/** Reads files in this order; `collector` may hold what was wrong before. */
export async function readFiles(
  files: readonly NamedFile[],
  source: CaptureSource,
  { onProgress, signal, mostDocuments = Infinity }: ReadOptions & { readonly mostDocuments?: number } = {},
  collector = new Collector(),
): Promise<Capture> {
  let paused = performance.now()
  let documents = 0
  for (const [at, { name: file, bytes }] of files.entries()) {
    const report = (): void =>
      onProgress?.({
        file,
        filesRead: at,
        files: files.length,
        objects: collector.size,
        kinds: collector.kinds.counts,
      })
    report()
    const counted = (text: string): void => {
      documents += documentsIn(text)
    }
    for (const _ of readFile(file, await bytes(), collector, counted)) {
      if (documents > mostDocuments) throw tooMany(source, mostDocuments)
      if (performance.now() - paused < turn) continue
      signal?.throwIfAborted()
      report()
      await setImmediate()
      paused = performance.now()
    }
    // Items of lists.
    if (collector.size > mostDocuments) throw tooMany(source, mostDocuments)
  }
  if (collector.isEmpty) throw nothingLoaded(source, collector)
  return collector.capture(source)
}

/** The bytes of a file, or why there are none. */
async function fetch(found: FoundFile): Promise<Uint8Array | string> {
  if (found.kind === 'unreadable') return found.reason
  try {
    return found.kind === 'stdin' ? await readStdin() : await readBytes(found.path)
  } catch (error) {
    return reasonOf(error)
  }
}

function* readFile(
  file: string,
  bytes: Uint8Array | string,
  into: Collector,
  onText: (text: string) => void,
): Generator<void> {
  const refuse = (code: string, reason: string, remedy: string): void =>
    refuseFile(file, { code, message: `the file ${reason}`, remedy }, into)
  if (typeof bytes === 'string') return refuse('unreadable-file', bytes, 'make it readable, or leave it out')
  if (bytes.length > constants.MAX_STRING_LENGTH)
    return refuse('unreadable-file', 'is larger than 512 MiB', 'split it')
  const decoded = yield* decode(bytes)
  if (decoded.kind === 'binary')
    return refuse(
      'binary-file',
      `is ${decoded.what}, not text`,
      'unpack it or save it as UTF-8, or leave it out',
    )
  onText(decoded.text)
  yield
  yield* readText(decoded.text, file, into, decoded.clean)
}

/** Reports a file of which nothing could be read, so that it may hold anything. */
export const refuseFile = (file: string, complaint: Complaint, into: Collector): void =>
  reportUnread(
    { kinds: [], apiVersions: [] },
    complaint,
    { origin: { file, document: 1, line: 1 }, text: `file ${file}` },
    into,
  )

/** How many documents a text may hold, by the lines that part them. */
function documentsIn(text: string): number {
  let documents = 1
  for (let at = text.indexOf('\n---'); at >= 0; at = text.indexOf('\n---', at + 4)) documents += 1
  return documents
}

const tooMany = ({ label }: CaptureSource, most: number): BadInput =>
  new BadInput(
    `\`${label}\` holds more than ${most.toLocaleString('en-US')} documents, and that many may be opened in the browser; name it after --manifests instead`,
  )

/** One sentence with the first reason, since nothing else will be printed. */
function nothingLoaded(source: CaptureSource, { complaints }: Collector): BadInput {
  const first = complaints.find(({ effect }) => effect !== 'none') ?? complaints[0]
  const others = complaints.length - 1
  if (!first) return new BadInput(`nothing to read in \`${source.label}\`: it holds no manifests`)
  const more = others > 0 ? ` (and ${others} more ${others === 1 ? 'problem' : 'problems'})` : ''
  return new BadInput(
    `nothing could be loaded from \`${source.label}\`: ${placeText(first.origin)}: ${first.message}; ${first.remedy}${more}`,
  )
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}
