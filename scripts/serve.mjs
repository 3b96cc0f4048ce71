import { spawn } from 'node:child_process'
import { access } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ensureBuilt } from './build.mjs'
import { quietly, root } from './install.mjs'
import { whenOrphaned } from './orphan.mjs'

/**
 * Starts the dashboard: `node scripts/serve.mjs [--manifests PATH]… [--port N] [--host H]`, or with a live cluster
 * (`--kubeconfig`). Paths are meant from where the command was typed; `-` is standard input. Says on stdout when the page
 * can be opened.
 */

const usage =
  'usage: npm start -- [--manifests PATH… | --kubeconfig FILE [--context NAME] [--namespaces A,B]] [--port N] [--host HOST]'

class UsageError extends Error {}

/** Checks what was typed; throws UsageError with what would be right. */
export async function readOptions(argv, folder) {
  const { values, positionals } = parse(argv)
  const port = Number(values.port ?? 3000)
  if (!/^\d+$/.test(values.port ?? '3000') || port < 1 || port > 65535)
    throw new UsageError(`--port must be a number from 1 to 65535, not \`${values.port}\``)
  const host = values.host ?? '127.0.0.1'
  if (!isLoopback(host))
    throw new UsageError(
      `--host \`${host}\` is refused: the dashboard has no login yet, and whoever reaches it would see where this cluster is open; use 127.0.0.1, ::1 or localhost`,
    )
  if (positionals.length > 0 && !values.manifests)
    throw new UsageError(
      `\`${positionals[0]}\` is not expected here; name files and folders after --manifests`,
    )
  const paths = values.manifests
    ? [...values.manifests, ...positionals].map(path => absolute(path, folder))
    : undefined
  for (const path of paths ?? [])
    if (path !== '-') await access(path).catch(() => fail(`--manifests \`${path}\`: no such file or folder`))
  return { port, host, paths, cluster: await readCluster(values, folder) }
}

/** The cluster to be read (lib/sources/cluster/choice.ts); undefined where none is named. */
async function readCluster({ manifests, kubeconfig, context, namespaces }, folder) {
  if (kubeconfig === undefined && context === undefined && namespaces === undefined) return undefined
  if (manifests) fail('--manifests and a live cluster are two sources; name one of them')
  if (context !== undefined && kubeconfig === undefined)
    fail('--context is about a live cluster: name it with --kubeconfig FILE')
  const file = kubeconfig === undefined ? undefined : absolute(kubeconfig, folder)
  if (file !== undefined) await access(file).catch(() => fail(`--kubeconfig \`${file}\`: no such file`))
  const names = namespaces?.split(',').map(name => name.trim())
  for (const name of names ?? [])
    if (!/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
      fail(`--namespaces must be names with commas between them; \`${name}\` is none`)
  return {
    ...(file !== undefined && { kubeconfig: file }),
    ...(context !== undefined && { context }),
    ...(names && { namespaces: names }),
  }
}

function parse(argv) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        manifests: { type: 'string', multiple: true },
        kubeconfig: { type: 'string' },
        context: { type: 'string' },
        namespaces: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
      },
    })
  } catch (error) {
    throw new UsageError(`${error.message.split('. ')[0]}; ${usage}`)
  }
}

function fail(message) {
  throw new UsageError(message)
}

const absolute = (path, folder) => (path === '-' ? path : resolve(folder, path))

export const isLoopback = host => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

/** Builds when needed and runs the server until it is stopped; gives the exit code. */
export async function serve(argv) {
  const { port, host, paths, cluster } = await readOptions(argv, process.env.INIT_CWD ?? process.cwd())
  await ensureFree(port, host)
  await ensureBuilt()
  const env = {
    ...quietly,
    NODE_ENV: 'production',
    ...(paths && { PODTRUST_MANIFESTS: JSON.stringify(paths) }),
    ...(cluster && { PODTRUST_CLUSTER: JSON.stringify(cluster) }),
  }
  const server = spawn(process.execPath, [join(root, 'scripts', 'server.mjs'), host, String(port)], {
    cwd: root,
    env,
    stdio: ['inherit', 'ignore', 'inherit'],
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
  // npm tells its shell to end, and the shell does not pass it on.
  if (process.env.npm_lifecycle_event !== undefined) whenOrphaned(() => server.kill('SIGTERM'))
  const ended = new Promise(done => server.on('close', code => done(code ?? 0)))
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const ready = await Promise.race([answers(address), ended.then(() => false)])
  if (ready) console.log(`podtrust is ready: ${address}`)
  return ended
}

/** Waits until the server answers at all; whether the cluster is loaded yet is for the page to say. */
async function answers(address) {
  for (;;) {
    try {
      await fetch(`${address}/api/health`)
      return true
    } catch {
      await new Promise(again => setTimeout(again, 50))
    }
  }
}

const ensureFree = (port, host) =>
  new Promise((done, refuse) => {
    const probe = createServer()
    probe.on('error', ({ code }) =>
      refuse(
        new UsageError(
          code === 'EADDRINUSE'
            ? `port ${port} is in use; choose another with --port N`
            : `cannot listen on ${host}:${port} (${code})`,
        ),
      ),
    )
    probe.listen(port, host, () => probe.close(done))
  })

/** Runs a script's main function, with errors as one line. */
export async function runMain(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = error instanceof UsageError ? 2 : 1
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  await runMain(() => serve(process.argv.slice(2)))
