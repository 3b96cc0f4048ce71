import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { run } from '../../lib/cli/run'

/** What one command line came to. */
export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs one command line in this process, on streams of its own. */
export async function podtrust(...argv: readonly string[]): Promise<Outcome> {
  let [out, err] = ['', '']
  const code = await run(argv, { out: text => (out += text), err: text => (err += text) })
  return { code, out, err }
}

/** A folder with these files (name → text), gone when the test is over. */
export async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'podtrust-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  return folder
}

/** A file with these YAML documents, gone when the test is over. */
export const fileOf = async (...documents: readonly string[]): Promise<string> =>
  join(await folderOf({ 'all.yaml': documents.join('\n---\n') }), 'all.yaml')
