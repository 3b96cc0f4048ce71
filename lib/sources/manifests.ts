import { constants } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import type { Capture, CaptureSource } from '../model/capture'
import { BadInput } from './bad-input'
import { Collector, placeText } from './collect'
import { decode } from './decode'
import { findFiles, reasonOf, type FoundFile } from './files'
import { readText } from './read-text'
import { reportUnread } from './unread'

/** How far reading has come. */
export interface Progress {
  /** What is read in pieces: files, or the kinds of a cluster; absent = files. */
  readonly unit?: 'kind'
  /** What is being read now: a path, or `Pods`. */
  readonly file: string
  readonly filesRead: number
  readonly files: number
  readonly objects: number
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
  { onProgress, signal }: ReadOptions = {},
): Promise<Capture> {
  const files = await findFiles(paths)
  const collector = new Collector()
  let paused = performance.now()
  for (const [at, found] of files.entries()) {
    const file = found.kind === 'stdin' ? '-' : found.path
    const report = (): void =>
      onProgress?.({ file, filesRead: at, files: files.length, objects: collector.size })
    report()
    for (const _ of readFound(found, await fetch(found), collector)) {
      if (performance.now() - paused < turn) continue
      signal?.throwIfAborted()
      report()
      await setImmediate()
      paused = performance.now()
    }
  }
  if (collector.size === 0) throw nothingLoaded(source, collector)
  return collector.capture(source)
}

/** The bytes of a file, or why there are none. */
async function fetch(found: FoundFile): Promise<Uint8Array | string> {
  if (found.kind === 'unreadable') return found.reason
  try {
    return found.kind === 'stdin' ? await readStdin() : await readFile(found.path)
  } catch (error) {
    return reasonOf(error)
  }
}

function* readFound(found: FoundFile, bytes: Uint8Array | string, into: Collector): Generator<void> {
  const file = found.kind === 'stdin' ? '-' : found.path
  const refuse = (code: string, reason: string, remedy: string): void =>
    reportUnread(
      { kinds: [], apiVersions: [] },
      { code, message: `the file ${reason}`, remedy },
      { origin: { file, document: 1, line: 1 }, text: `file ${file}` },
      into,
    )
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
  yield* readText(decoded.text, file, into, decoded.clean)
}

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
