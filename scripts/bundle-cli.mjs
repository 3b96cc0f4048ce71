import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Makes the command line runnable by Node 20, which runs no TypeScript: one module out of lib/cli/main.ts. */

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const source = join(root, 'lib')
const bundle = join(root, '.podtrust', 'cli.mjs')

/** Bundles when a source is newer than the last bundle; gives the path of the bundle. */
export async function ensureBundle() {
  const newest = await newestChange([source, join(root, 'package.json'), fileURLToPath(import.meta.url)])
  const made = await changedAt(bundle)
  if (made === undefined || (newest !== undefined && newest > made)) await makeBundle()
  return pathToFileURL(bundle).href
}

/** Bundles now. What changes meanwhile is newer than the bundle, whose date is that of the beginning. */
export async function makeBundle() {
  const { build } = await import('esbuild')
  const started = new Date()
  const draft = `${bundle}.${process.pid}`
  await mkdir(dirname(bundle), { recursive: true })
  try {
    await build({
      entryPoints: [join(source, 'cli', 'main.ts')],
      outfile: draft,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      packages: 'external',
      logLevel: 'silent',
    })
    await utimes(draft, started, started)
    await rename(draft, bundle)
  } finally {
    await rm(draft, { force: true })
  }
}

/** When something in these files and folders changed last; a folder changes when an entry comes or goes. */
async function newestChange(paths) {
  const dates = await Promise.all(
    paths.map(async path => {
      const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
      const inside = entries
        .filter(
          entry => entry.isDirectory() || (entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts')),
        )
        .map(entry => join(path, entry.name))
      return [await changedAt(path), await newestChange(inside)]
    }),
  )
  const known = dates.flat().filter(date => date !== undefined)
  return known.length > 0 ? Math.max(...known) : undefined
}

const changedAt = async path => (await stat(path).catch(() => undefined))?.mtimeMs

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await makeBundle()
