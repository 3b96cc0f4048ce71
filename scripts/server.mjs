import { createServer } from 'node:http'
import next from 'next'
import { root } from './install.mjs'
import { whenOrphaned } from './orphan.mjs'

/**
 * The HTTP server of the dashboard: `node scripts/server.mjs HOST PORT`, with the pages built and the environment set
 * (serve.mjs does both). Next answers; who may take how long is said here, and how it ends.
 */

const [host, port] = process.argv.slice(2)

/** How long it may take whoever asks to say what they want, in milliseconds; browsers take a few. */
const headersTimeout = 10_000

/** The same with all that is sent. An upload has its own, shorter bounds (app/server/receive.ts). */
const requestTimeout = 660_000

/** How long a connection is kept that nobody uses. */
const keepAliveTimeout = 5_000

/** How long requests that are being answered when it is told to end may take. */
const draining = 10_000

/** Methods that Next hands on. */
const known = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** What is for addresses that are for more than reading, as the guard says for the methods above (lib/api/endpoints.ts). */
const changing = { '/api/captures': 'DELETE, POST, OPTIONS', '/api/again': 'POST, OPTIONS' }

const app = next({ dev: false, dir: root, hostname: host, port: Number(port) })
const answer = app.getRequestHandler()

const server = createServer(
  {
    headersTimeout,
    requestTimeout,
    keepAliveTimeout,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: 16 * 1024,
  },
  (request, response) => {
    if (known.has(request.method)) void answer(request, response)
    else refuseMethod(request, response)
  },
)

/** Next makes no request of another method, and so no guard of ours would see it. */
function refuseMethod({ method, url }, response) {
  const [path] = url.split('?')
  const allow = changing[path] ?? 'GET, HEAD, OPTIONS'
  response.writeHead(405, {
    allow,
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(
    JSON.stringify({
      type: 'tag:podtrust.dev,2026:problems/method-not-allowed',
      title: 'Method not allowed',
      status: 405,
      detail: `${method} is not for this address: use ${allow}`,
    }),
  )
}

/** Lets those finish who wait for an answer, but not for ever. */
function end() {
  server.close(() => process.exit(0))
  setTimeout(() => process.exit(0), draining).unref()
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end)

// Whoever started this may be killed without a chance to tell.
whenOrphaned(end)

await app.prepare()
server.listen(Number(port), host)
