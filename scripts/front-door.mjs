/**
 * What is turned away before Next sees it: requests that it fails on, or answers by itself, without the guard
 * (app/server/guard.ts) having been asked. Every refusal is a problem document with the headers of the others.
 */

const titles = {
  'bad-request': 'Bad request',
  'method-not-allowed': 'Method not allowed',
  'request-timeout': 'Too slow',
  'too-large': 'Too large',
}

/** Methods that Next makes requests of; of another one no guard of ours would see any. */
const known = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** What is for addresses that are for more than reading, as the guard says for the methods above (lib/api/endpoints.ts). */
const changing = { '/api/captures': 'DELETE, POST, OPTIONS', '/api/again': 'POST, OPTIONS' }

/** Answers a request that must not go further, and says whether it did. */
export function turnAway(request, response) {
  const refusal = refusalOf(request)
  if (!refusal) return false
  const { status, headers, body } = answerOf(refusal)
  response.writeHead(status, headers)
  response.end(request.method === 'HEAD' ? undefined : body)
  return true
}

/** Answers what is no HTTP, on the socket that it came from. */
export function turnAwayGarbage(error, socket) {
  if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy()
  const { status, headers, body } = answerOf(garbage[error.code] ?? noHttp)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(
    `HTTP/1.1 ${status} ${reasons[status]}\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

const noHttp = { kind: 'bad-request', status: 400, detail: 'this is no HTTP request' }

/** By Node's error code. */
const garbage = {
  HPE_HEADER_OVERFLOW: {
    kind: 'too-large',
    status: 431,
    detail: 'address and headers together are longer than 16 KiB',
  },
  HPE_INVALID_METHOD: {
    kind: 'bad-request',
    status: 400,
    detail: 'there is no such method; methods are written in capitals',
  },
  HPE_INVALID_URL: { kind: 'bad-request', status: 400, detail: 'the address holds what no address may hold' },
  ERR_HTTP_REQUEST_TIMEOUT: {
    kind: 'request-timeout',
    status: 408,
    detail: 'the request did not come to its end in time',
  },
}

const reasons = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' }

function refusalOf({ method, url, rawHeaders }) {
  const bad = detail => ({ kind: 'bad-request', status: 400, detail })
  if (!known.has(method)) {
    const allow = changing[url.split('?', 1)[0]] ?? 'GET, HEAD, OPTIONS'
    return {
      kind: 'method-not-allowed',
      status: 405,
      detail: `${method} is not for this address: use ${allow}`,
      headers: { allow },
    }
  }
  const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host')
  if (hosts.length > 1) return bad('the header `host` is given twice')
  // Without one, nobody could tell by what name a browser was led here.
  if (hosts.length === 0) return bad('the header `host` is missing')
  // As a proxy is asked, or with another host than the header says.
  if (!/^\/(?![/\\])/.test(url)) return bad('the address must be a path, such as `/api/overview`')
  const [path] = url.split('?', 1)
  if (path.includes('\\')) return bad('the path holds a backslash')
  const plain = decoded(path)
  if (plain === undefined) return bad('the path holds a `%` that stands for no character')
  if (/[\0-\x1f\x7f]/.test(plain)) return bad('the path holds a control character')
  return undefined
}

function decoded(path) {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

function answerOf({ kind, status, detail, headers = {} }) {
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      connection: 'close',
      ...headers,
    },
    body: JSON.stringify({
      type: `tag:podtrust.dev,2026:problems/${kind}`,
      title: titles[kind],
      status,
      detail,
    }),
  }
}
