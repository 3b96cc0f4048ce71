import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ensureBundle } from './bundle.mjs'
import { root, runPackage } from './install.mjs'
import { compressFiles } from './static-files.mjs'

/** What the pages are made of. Tests and documents are not. */
const sources = [
  'app',
  'components',
  'lib',
  'public',
  'instrumentation.ts',
  'proxy.ts',
  'scripts/static-files.mjs',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
]

const stamp = join(root, '.next', 'podtrust-sources')

/** Builds the dashboard and its worker when their sources changed since the last build. Throws where the build fails. */
export async function ensureBuilt() {
  await ensureBundle('worker')
  const now = await digest()
  if ((await readFile(stamp, 'utf8').catch(() => '')) === now) return
  console.error('building the dashboard…')
  const code = await runPackage('next/dist/bin/next', ['build'], { stdio: ['ignore', 2, 2] })
  if (code !== 0) throw new Error('the build failed; its message is above')
  await compressFiles()
  await mkdir(dirname(stamp), { recursive: true })
  await writeFile(stamp, now)
}

async function digest() {
  const hash = createHash('sha256').update(process.version)
  for (const source of sources)
    for (const file of await filesOf(source)) hash.update(file).update(await readFile(join(root, file)))
  return hash.digest('hex')
}

async function filesOf(path) {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch(({ code }) => code)
  if (entries === 'ENOTDIR') return [path]
  if (!Array.isArray(entries)) return []
  const files = await Promise.all(entries.map(({ name }) => filesOf(`${path}/${name}`)))
  return files
    .flat()
    .filter(file => !/\.test\.tsx?$/.test(file))
    .sort()
}
