import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** `npm run bench`: prints what bench/load.ts measures. Nothing asserts on a time. */
const root = join(import.meta.dirname, '..')
const outfile = join(root, '.podtrust', 'bench.mjs')
await mkdir(join(root, '.podtrust'), { recursive: true })
await build({
  entryPoints: [join(root, 'bench', 'load.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
})
await import(pathToFileURL(outfile).href)
