import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** A podtrust of a test's own, which shows a folder that the test changes. */
export interface OwnServer {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Starts podtrust on a free port; the dashboard is built already, because the other servers of the tests run. */
export async function startServer(manifests: string): Promise<OwnServer> {
  const port = await freePort()
  const server = spawn(
    process.execPath,
    [join(root, 'scripts', 'serve.mjs'), '--port', String(port), '--manifests', manifests],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = new Promise<void>(resolve => server.on('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (data: Buffer) => {
      if (data.includes('podtrust is ready')) resolve()
    })
    void ended.then(() => reject(new Error('the server ended before it was ready')))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.kill('SIGTERM')
      return ended
    },
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => {
        if (typeof address === 'object' && address) resolve(address.port)
        else reject(new Error('no port is free'))
      })
    })
  })
