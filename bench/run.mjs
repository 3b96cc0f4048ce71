import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/**
 * `npm run bench`, or `node bench/run.mjs COMMAND`: bench/README.md says what there is. Nothing asserts on a time.
 * Measurements run in processes of their own, which find what is bundled here.
 */
const root = join(import.meta.dirname, '..')
const outfile = join(root, '.podtrust', 'bench.mjs')
const argv = process.argv.slice(2)
if (!['task', 'serve-cluster'].includes(argv[0])) {
  await mkdir(join(root, '.podtrust'), { recursive: true })
  await build({
    entryPoints: [join(root, 'bench', 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  })
}
try {
  const { main } = await import(pathToFileURL(outfile).href)
  // The limits of the worker that judges behind the server (app/server/memory.ts).
  const limits = ['--max-old-space-size=8192', '--max-semi-space-size=64']
  await main(argv, [process.execPath, ...limits, fileURLToPath(import.meta.url)])
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
