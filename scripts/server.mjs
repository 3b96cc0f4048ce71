import { createServer } from 'node:http'
import next from 'next'
import { turnAway, turnAwayGarbage } from './front-door.mjs'
import { root } from './install.mjs'
import { whenOrphaned } from './orphan.mjs'
import { staticFiles } from './static-files.mjs'

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

const app = next({ dev: false, dir: root, hostname: host, port: Number(port) })
const answer = app.getRequestHandler()
const answerFile = staticFiles()

const server = createServer(
  {
    headersTimeout,
    requestTimeout,
    keepAliveTimeout,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: 16 * 1024,
    // The front door asks for one, in words.
    requireHostHeader: false,
  },
  (request, response) => {
    if (turnAway(request, response)) return
    answerFile(request, response, () => void answer(request, response))
  },
)
server.on('clientError', turnAwayGarbage)

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
