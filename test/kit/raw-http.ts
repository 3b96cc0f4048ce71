import { connect } from 'node:net'

/** One answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/**
 * Sends lines of text as a request to a port of this machine and gives what comes back until the other side hangs up, for
 * requests that no client would make. Status 0 = it hung up without a word.
 */
export const sendRaw = (port: number, ...lines: readonly string[]): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (part: string) => (text += part))
    socket.on('error', reject)
    socket.on('close', () => resolve(readAnswer(text)))
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  })

function readAnswer(text: string): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [first = '', ...fields] = head.split('\r\n')
  const headers = new Map(
    fields.map(field => {
      const colon = field.indexOf(':')
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()] as const
    }),
  )
  const body = rest.join('\r\n\r\n')
  return {
    status: Number(first.split(' ')[1] ?? 0),
    headers,
    body: headers.get('transfer-encoding') === 'chunked' ? unchunked(body) : body,
  }
}

/** Chunks are counted in bytes, and all that is asked of them here is text. */
function unchunked(body: string): string {
  let rest = Buffer.from(body)
  const parts: Buffer[] = []
  for (;;) {
    const end = rest.indexOf('\r\n')
    const size = parseInt(rest.subarray(0, end).toString(), 16)
    if (end < 0 || !(size > 0)) return Buffer.concat(parts).toString()
    parts.push(rest.subarray(end + 2, end + 2 + size))
    rest = rest.subarray(end + 4 + size)
  }
}
