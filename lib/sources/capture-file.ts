import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Capture } from '../model/capture'
import { captureGroup, captureKind, captureVersion } from './capture-head'
import { BadInput } from './bad-input'
import { reasonOf } from './files'

/** Characters that are written at once. */
const piece = 1 << 20

/**
 * A capture as JSON text, in pieces: a document that says where it comes from and what is missing, then a list of the
 * objects, one a line. It holds what the capture holds and nothing more, so no Secret and no environment value, and is
 * read like any manifest.
 */
export function* captureText({
  source,
  capturedAt,
  cluster,
  objects,
  gaps,
  problems,
}: Capture): Generator<string> {
  const head = {
    apiVersion: `${captureGroup}/${captureVersion}`,
    kind: captureKind,
    label: source.label,
    capturedAt,
    objects: objects.length,
    cluster,
    gaps,
    problems,
  }
  let text = `${JSON.stringify(head)}\n{"apiVersion":"v1","kind":"List","items":[`
  for (const [at, { body }] of objects.entries()) {
    text += `${at === 0 ? '' : ','}\n${JSON.stringify(body)}`
    if (text.length < piece) continue
    yield text
    text = ''
  }
  yield `${text}\n]}\n`
}

/**
 * Writes a capture to a file, whole or not at all: whoever opens the file meanwhile finds the old one. Only its owner may
 * read it, because it says where a cluster is open. Throws BadInput where that cannot be.
 */
export async function writeCapture(capture: Capture, file: string): Promise<void> {
  const draft = join(dirname(file), `.${randomUUID()}.podtrust`)
  try {
    const handle = await open(draft, 'wx', 0o600)
    try {
      for (const text of captureText(capture)) await handle.write(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw new BadInput(`\`${file}\` cannot be written: ${clause(error)}`)
  }
}

function clause(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  switch (code) {
    case undefined:
      throw error
    case 'ENOENT':
      return 'its folder is not there'
    case 'EISDIR':
    case 'ENOTEMPTY':
      return 'it is a folder'
    case 'ENOSPC':
      return 'the disk is full'
    default:
      return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'permission denied' : reasonOf(error)
  }
}
