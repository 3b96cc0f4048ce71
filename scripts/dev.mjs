import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { context } from 'esbuild'
import { bundleOptions, ensureBundle } from './bundle.mjs'
import { quietly, root } from './install.mjs'

/**
 * `npm run dev`: Next renders the pages anew on every change. The worker behind them is a module of its own, so when that
 * one changes the server starts again and loads again.
 */

const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
const argv = [next, 'dev', '--hostname', '127.0.0.1', ...process.argv.slice(2)]

let server
let stopping = false

function start() {
  const child = spawn(process.execPath, argv, { cwd: root, env: quietly, stdio: 'inherit' })
  child.on('exit', code => {
    // It was not stopped for another one, so this is the end.
    if (child !== server) return
    process.exitCode = code ?? 0
    void watcher.dispose()
  })
  server = child
}

async function restart() {
  const old = server
  server = undefined
  if (old.exitCode === null)
    await new Promise(done => {
      old.on('exit', done)
      old.kill('SIGTERM')
    })
  if (!stopping) start()
}

let made
let writing = Promise.resolve()

/** Writes a bundle that differs from the last one, and starts the server with it. */
async function take({ path, contents, hash }) {
  if (hash === made) return
  made = hash
  await writeFile(path, contents)
  if (server) await restart()
}

await ensureBundle('worker')
const options = bundleOptions('worker')
const watcher = await context({
  ...options,
  logLevel: 'warning',
  write: false,
  plugins: [
    ...options.plugins,
    {
      name: 'take',
      setup: build =>
        build.onEnd(({ outputFiles }) => {
          for (const file of outputFiles ?? []) writing = writing.then(() => take(file))
        }),
    },
  ],
})
await watcher.rebuild()
await writing
start()
await watcher.watch()
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    stopping = true
    server?.kill(signal)
  })
