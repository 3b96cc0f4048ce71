import { readdir, readFile, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { root } from './install.mjs'

/**
 * Scripts, styles and fonts of the pages, as the build left them. Their names hold a hash of their contents, so what is
 * under a name never changes: it is compressed once, when it is built, and answered from memory without Next, which
 * compresses anew for each request.
 */

const folder = join(root, '.next', 'static')
const compressed = '.br'

const types = {
  '.js': 'application/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
  '.woff2': 'font/woff2',
}

/** Fonts are compressed as they are. */
const isText = path => path.endsWith('.js') || path.endsWith('.css')

/** Headers of every such answer: those of all others (app/server/guard.ts), and that it may be kept. */
const always = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'public, max-age=31536000, immutable',
  vary: 'Accept-Encoding',
}

/** Writes beside every script and style what it is compressed. */
export async function compressFiles(from = folder) {
  const press = promisify(brotliCompress)
  const files = (await filesOf(from)).filter(isText)
  await Promise.all(
    files.map(async path => {
      const text = await readFile(path)
      const params = { [constants.BROTLI_PARAM_SIZE_HINT]: text.length }
      await writeFile(path + compressed, await press(text, { params }))
    }),
  )
}

/**
 * Reads all of them; gives what answers a request for one, and says whether it did. Whatever is not plainly such a request
 * is left to those behind: another host, a method that is not for it, a part of a file, somebody who takes nothing compressed.
 */
export async function staticFiles(from = folder) {
  const known = new Map()
  for (const path of await filesOf(from)) {
    const type = types[extname(path)]
    if (type === undefined) continue
    const bytes = await readFile(isText(path) ? path + compressed : path).catch(() => undefined)
    if (!bytes) continue
    known.set(`/_next/static${path.slice(from.length)}`, {
      bytes,
      headers: {
        ...always,
        'content-type': type,
        'content-length': bytes.length,
        ...(isText(path) && { 'content-encoding': 'br' }),
      },
    })
  }
  return (request, response) => {
    const { method, url, headers } = request
    const file = known.get(url)
    if (!file || (method !== 'GET' && method !== 'HEAD') || headers.range !== undefined) return false
    if (!loopback.test(headers.host ?? '')) return false
    if (file.headers['content-encoding'] && !takesBrotli(headers['accept-encoding'])) return false
    response.writeHead(200, file.headers)
    response.end(method === 'HEAD' ? undefined : file.bytes)
    return true
  }
}

/** The names that the guard lets in. */
const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/

/** `gzip, deflate, br, zstd`; whoever weighs what they take (`br;q=0`) is left to those behind. */
const takesBrotli = (accepted = '') => accepted.split(',').some(each => each.trim() === 'br')

async function filesOf(path) {
  const entries = await readdir(path, { withFileTypes: true, recursive: true })
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
}
