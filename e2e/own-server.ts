import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'

/** A server of one test alone, which may be changed, filled and ended. */
export interface OwnServer {
  readonly port: number
  readonly url: string
  readonly process: ChildProcess
}

const root = join(import.meta.dirname, '..')

/** Starts the dashboard, by `npm start` where that is what is tested, and waits until it answers. */
export async function startServer(
  manifests: readonly string[],
  by: 'node' | 'npm' = 'node',
): Promise<OwnServer> {
  return start(
    manifests.flatMap(path => ['--manifests', path]),
    by,
  )
}

/** The same for a live cluster. */
export const startClusterServer = (kubeconfig: string): Promise<OwnServer> =>
  start(['--kubeconfig', kubeconfig], 'node')

async function start(source: readonly string[], by: 'node' | 'npm'): Promise<OwnServer> {
  const port = await freePort()
  const flags = ['--port', `${port}`, ...source]
  const [command, ...args] =
    by === 'npm' ? ['npm', 'start', '--', ...flags] : [process.execPath, 'scripts/serve.mjs', ...flags]
  const server = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const url = `http://127.0.0.1:${port}`
  for await (const line of server.stdout) if (String(line).includes('podtrust is ready')) break
  server.stdout.resume()
  return { port, url, process: server }
}

/** Ends it as an operator would; gives the exit code. */
export async function stopServer({ process: server }: OwnServer): Promise<unknown> {
  if (server.exitCode !== null) return server.exitCode
  server.kill('SIGTERM')
  const [code] = (await once(server, 'close')) as unknown[]
  return code
}

async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

export interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** Sends what a browser would not let a test send. */
export function ask(
  { port }: OwnServer,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body: Iterable<string | Uint8Array> = [],
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (text += part))
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: text }),
      )
    })
    asking.on('error', reject)
    void (async () => {
      for (const piece of body) if (!asking.write(piece)) await once(asking, 'drain').catch(() => undefined)
      asking.end()
    })()
  })
}
