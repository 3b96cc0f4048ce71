import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * Makes what runs outside of Next runnable by Node 20, which runs no TypeScript: one module each, `.podtrust/NAME.mjs`,
 * out of the command line and the worker that reads, judges and answers behind the server. The packages that they use go
 * in too, because one file starts faster than the hundreds that they are made of.
 */

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** By name: where a bundle begins, the folders that it is made of, and the bundles that it loads when it needs them. */
const bundles = {
  cli: { entry: 'lib/cli/main.ts', folders: ['lib'], needs: ['connection'] },
  worker: { entry: 'app/server/worker.ts', folders: ['lib', 'app/server'], needs: ['connection'] },
  // The Kubernetes client is as large as all else, and only a live cluster asks for it.
  connection: { entry: 'lib/sources/cluster/connection.ts', folders: ['lib'], needs: [] },
}

/** Bundles when a source is newer than the last bundle, what it needs included; gives the address of the bundle. */
export async function ensureBundle(name) {
  const sources = [...bundles[name].folders, 'package.json', 'package-lock.json', 'tsconfig.json'].map(path =>
    join(root, path),
  )
  const newest = await newestChange([...sources, fileURLToPath(import.meta.url)])
  for (const one of [...bundles[name].needs, name]) {
    const made = await changedAt(bundlePath(one))
    if (made === undefined || (newest !== undefined && newest > made)) await makeBundle(one)
  }
  return pathToFileURL(bundlePath(name)).href
}

/** Where the server (app/server/worker-engine.ts) and `bin` look for it. */
const bundlePath = name => join(root, '.podtrust', `${name}.mjs`)

/** What esbuild makes a bundle from. */
export const bundleOptions = name => ({
  absWorkingDir: root,
  entryPoints: [join(root, bundles[name].entry)],
  outfile: bundlePath(name),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // What is written as CommonJS asks for Node's own modules by a function that ES modules lack.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url)",
  },
  logLevel: 'silent',
  plugins: bundles[name].needs.map(apart),
})

/** Leaves what `import('./NAME')` loads in the bundle of that name, beside this one. */
const apart = name => ({
  name: `apart-${name}`,
  setup: build =>
    build.onResolve({ filter: new RegExp(`^\\./${name}$`) }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${name}.mjs`, external: true } : undefined,
    ),
})

/** Bundles now. What changes meanwhile is newer than the bundle, whose date is that of the beginning. */
async function makeBundle(name) {
  const { build } = await import('esbuild')
  const started = new Date()
  const bundle = bundlePath(name)
  const draft = `${bundle}.${process.pid}`
  await mkdir(dirname(bundle), { recursive: true })
  try {
    await build({ ...bundleOptions(name), outfile: draft })
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
