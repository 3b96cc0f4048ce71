import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BadInput } from './bad-input'
import { isManifest } from './file-names'

/** A file to read, or a path that leads to none, with the reason as a clause without subject. */
export type FoundFile =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin' }
  | { readonly kind: 'unreadable'; readonly path: string; readonly reason: string }

/**
 * The files that paths name: files, folders (all `.yaml`, `.yml` and `.json` in them, in alphabetical order, hidden
 * folders and node_modules left out) and `-` for standard input. Every file once, however many links lead to it. Throws
 * BadInput where a path does not exist.
 */
export async function findFiles(paths: readonly string[]): Promise<FoundFile[]> {
  const found: FoundFile[] = []
  const seen = new Set<string>()
  for (const path of paths) await walk(path, true, found, seen)
  return found
}

/** Adds what a path names; `named` by the user rather than found in a folder. */
async function walk(path: string, named: boolean, found: FoundFile[], seen: Set<string>): Promise<void> {
  if (named && (path === '-' || path === '/dev/stdin')) {
    if (!seen.has('-')) found.push({ kind: 'stdin' })
    seen.add('-')
    return
  }
  try {
    const status = await stat(path)
    // A pipe has no path of its own.
    const real = status.isFIFO() ? path : await realpath(path)
    if (seen.has(real)) return
    seen.add(real)
    if (status.isDirectory()) await walkFolder(path, found, seen)
    else if (!named && !isManifest(path)) return
    // Pipes that the user names have a writer, `<(kubectl get …)`; one found in a folder would be waited for in vain.
    else if (status.isFile() || (named && status.isFIFO())) found.push({ kind: 'file', path })
    else found.push({ kind: 'unreadable', path, reason: 'is a pipe, a socket or a device, not a file' })
  } catch (error) {
    if (named && codeOf(error) === 'ENOENT') throw new BadInput(`\`${path}\`: no such file or folder`)
    if (named || isManifest(path)) found.push({ kind: 'unreadable', path, reason: reasonOf(error) })
  }
}

async function walkFolder(path: string, found: FoundFile[], seen: Set<string>): Promise<void> {
  let entries: string[]
  try {
    entries = await readdir(path)
  } catch (error) {
    found.push({ kind: 'unreadable', path, reason: reasonOf(error) })
    return
  }
  for (const entry of entries.sort())
    if (!entry.startsWith('.') && entry !== 'node_modules') await walk(join(path, entry), false, found, seen)
}

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}

/** Why the system would not let a file be read, as a clause without subject. Throws what is no answer of the system. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error)
  if (code === undefined) throw error
  return reasons.get(code) ?? `cannot be read (${code})`
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'cannot be read: permission denied'],
  ['EPERM', 'cannot be read: permission denied'],
  ['ENOENT', 'is a link to a file that is not there'],
  ['ELOOP', 'is a link that leads back to itself'],
  ['ERR_FS_FILE_TOO_LARGE', 'is larger than 2 GiB'],
])
