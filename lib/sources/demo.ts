import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Capture } from '../model/capture'
import { readPaths } from './manifests'

/** The demo cluster: a shop of our own writing, shipped with the program. */
export const readDemo = (): Promise<Capture> => readExample('demo')

/** One of the clusters that ship with the program, a folder of `public/examples`; names come from code, not users. */
export async function readExample(name: 'demo' | 'textbook'): Promise<Capture> {
  const folder = join(packageRoot(), 'public', 'examples', name)
  return readPaths([relative(process.cwd(), folder) || '.'], { kind: 'demo', label: name })
}

/**
 * The folder whose package.json is ours: the working directory (`next start` and the tests run there) or one above
 * this module, which may be bundled (`.podtrust/cli.mjs`).
 */
function packageRoot(): string {
  for (const start of [process.cwd(), dirname(fileURLToPath(import.meta.url))])
    for (let folder = start; ; folder = dirname(folder)) {
      if (isOurs(folder)) return folder
      if (folder === dirname(folder)) break
    }
  throw new Error('the examples are not where this program is: no package.json of podtrust above it')
}

function isOurs(folder: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return (
      typeof manifest === 'object' && manifest !== null && 'name' in manifest && manifest.name === 'podtrust'
    )
  } catch {
    return false
  }
}
