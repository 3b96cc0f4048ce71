import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Capture, CaptureSource } from '../model/capture'
import { BadInput } from './bad-input'
import { Collector } from './collect'
import { decode } from './decode'
import { readText } from './read-text'

/** How far reading has come. */
export interface Progress {
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
 * BadInput where a path does not exist or nothing at all could be loaded. Sizes are bounded by memory alone.
 */
export async function readManifests(paths: readonly string[], options: ReadOptions = {}): Promise<Capture> {
  return readPaths(paths, { kind: 'manifests', label: paths.join(', ') }, options)
}

/** `readManifests` under another source's name. */
export async function readPaths(
  paths: readonly string[],
  source: CaptureSource,
  { onProgress, signal }: ReadOptions = {},
): Promise<Capture> {
  const files = await listFiles(paths)
  const collector = new Collector()
  let paused = performance.now()
  for (const [at, file] of files.entries()) {
    const report = (): void =>
      onProgress?.({ file, filesRead: at, files: files.length, objects: collector.size })
    report()
    const decoded = decode(file === '-' ? await readStdin() : await readFile(file))
    if (decoded.kind === 'binary') continue
    for (const _ of readText(decoded.text, file, collector)) {
      if (performance.now() - paused < turn) continue
      signal?.throwIfAborted()
      report()
      await setImmediate()
      paused = performance.now()
    }
  }
  if (collector.size === 0) throw new BadInput(`nothing to read in \`${source.label}\``)
  return collector.capture(source)
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}

async function listFiles(paths: readonly string[]): Promise<string[]> {
  const files: string[] = []
  const seen = new Set<string>()
  for (const path of paths)
    if (path === '-') files.push(path)
    else await walk(path, files, seen)
  return files
}

/** Adds a file, or the manifests of a folder; every file once, however many links lead to it. */
async function walk(path: string, files: string[], seen: Set<string>): Promise<void> {
  const real = await realpath(path).catch(() => {
    throw new BadInput(`\`${path}\`: no such file or folder`)
  })
  if (seen.has(real)) return
  seen.add(real)
  if (!(await stat(real)).isDirectory()) {
    files.push(path)
    return
  }
  for (const entry of (await readdir(path)).sort()) {
    if (entry.startsWith('.') || entry === 'node_modules') continue
    const inside = join(path, entry)
    if ((await stat(inside)).isDirectory() || /\.(?:ya?ml|json)$/i.test(entry))
      await walk(inside, files, seen)
  }
}
