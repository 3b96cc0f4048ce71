import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import sirv from 'sirv'
import { root } from './install.mjs'

/**
 * Scripts, styles and fonts of the pages, as the build left them. Their names hold a hash of their contents, so what is
 * under a name never changes: it is compressed once, when it is built, and answered without Next, which compresses anew
 * for each request.
 */

const folder = join(root, '.next', 'static')
const prefix = '/_next/static'
const yearInSeconds = 31_536_000

/** Headers of every such answer: those of all others (app/server/guard.ts). */
const always = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** Writes beside every script and style what it is compressed; fonts are compressed as they are. */
export async function compressFiles(from = folder) {
  const press = promisify(brotliCompress)
  const entries = await readdir(from, { withFileTypes: true, recursive: true })
  const texts = entries.filter(entry => entry.isFile() && /\.(js|css)$/.test(entry.name))
  await Promise.all(
    texts.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name)
      const text = await readFile(path)
      const params = { [constants.BROTLI_PARAM_SIZE_HINT]: text.length }
      await writeFile(`${path}.br`, await press(text, { params }))
    }),
  )
}

/**
 * Gives what answers a request for one of them. Whatever is not plainly such a request is left to those behind: another host, a
 * method that is not for it, a part of a file, a path that is written otherwise.
 */
export function staticFiles(from = folder) {
  const answer = sirv(from, {
    brotli: true,
    maxAge: yearInSeconds,
    immutable: true,
    extensions: [],
    setHeaders: response => {
      for (const [name, value] of Object.entries(always)) response.setHeader(name, value)
    },
  })
  return (request, response, behind) => {
    const { url } = request
    if (!isForFile(request)) return behind()
    request.url = url.slice(prefix.length)
    answer(request, response, () => {
      request.url = url
      behind()
    })
  }
}

/** The names that the guard lets in. */
const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/

const isForFile = ({ method, url, headers }) =>
  (method === 'GET' || method === 'HEAD') &&
  headers.range === undefined &&
  loopback.test(headers.host ?? '') &&
  /^\/_next\/static\/(?:[\w~-]+\/)*[\w~.-]+\.(?:js|css|woff2)$/.test(url)
