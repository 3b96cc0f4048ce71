import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { connectionFault } from './connection-fault'
import type { Limits } from './limits'

/** What came of one request. Reasons are clauses. */
export type Exchange =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly type: string
      /** Seconds, or a date. */
      readonly retryAfter: string | undefined
      readonly body: Buffer
    }
  | {
      readonly kind: 'failed'
      readonly why: 'timeout' | 'cut-off' | 'unreachable' | 'unauthorized' | 'too-large'
      readonly reason: string
      /** What would help, where it is no matter of trying again. */
      readonly cure?: string
    }

/** Sends one GET and takes the answer to its end. Redirects are not followed. Throws only where the signal is aborted. */
export function exchange(
  url: URL,
  options: RequestOptions,
  limits: Limits,
  signal?: AbortSignal,
): Promise<Exchange> {
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    let sent: ClientRequest
    try {
      sent = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, { ...options, method: 'GET' })
    } catch (error) {
      // Certificates and headers that are no such thing.
      resolve({
        kind: 'failed',
        ...connectionFault(error instanceof Error ? error : new Error(String(error)), url),
      })
      return
    }
    let late: NodeJS.Timeout | undefined
    const settle = (): void => {
      clearTimeout(late)
      clearTimeout(whole)
      signal?.removeEventListener('abort', abort)
    }
    const end = (result: Exchange): void => {
      settle()
      resolve(result)
      if (result.kind === 'failed') sent.destroy()
    }
    const within = (time: number, what: string): void => {
      clearTimeout(late)
      late = setTimeout(() => end(timeout(what, time)), time)
    }
    const whole = setTimeout(() => end(timeout('the answer is not complete', limits.whole)), limits.whole)
    const abort = (): void => {
      settle()
      reject(signal?.reason as Error)
      sent.destroy()
    }
    signal?.addEventListener('abort', abort, { once: true })

    within(limits.connect, 'there is no connection')
    const connected = (): void => within(limits.begin, 'there is no answer')
    sent.on('socket', socket => {
      if (!socket.connecting) connected()
      else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', connected)
    })
    sent.on('error', error => end({ kind: 'failed', ...connectionFault(error, url) }))
    sent.on('response', answer => {
      const next = (): void => within(limits.idle, 'the answer stops in the middle')
      next()
      collect(answer, limits.bytes, next).then(
        body => end({ kind: 'answer', ...headOf(answer), body }),
        (error: unknown) => end(error instanceof TooLarge ? tooLarge(limits) : cutOff),
      )
    })
    sent.end()
  })
}

const timeout = (what: string, time: number): Exchange => ({
  kind: 'failed',
  why: 'timeout',
  reason: `${what} after ${time / 1000} s`,
})

const cutOff: Exchange = { kind: 'failed', why: 'cut-off', reason: 'the answer ends in the middle' }

const tooLarge = ({ bytes }: Limits): Exchange => ({
  kind: 'failed',
  why: 'too-large',
  reason: `the answer is larger than ${Math.round(bytes / (1 << 20))} MiB`,
})

class TooLarge extends Error {}

const headOf = ({
  statusCode = 0,
  headers,
}: IncomingMessage): { status: number; type: string; retryAfter: string | undefined } => ({
  status: statusCode,
  type: headers['content-type'] ?? '',
  retryAfter: headers['retry-after'],
})

/** The body, unpacked. Rejects where it ends early, does not unpack or is larger than allowed. */
function collect(answer: IncomingMessage, most: number, onPiece: () => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const packed = answer.headers['content-encoding'] === 'gzip'
    const plain: Readable = packed ? answer.pipe(createGunzip()) : answer
    const pieces: Buffer[] = []
    let length = 0
    answer.on('error', reject)
    answer.on('aborted', () => reject(new Error('aborted')))
    if (packed) plain.on('error', reject)
    plain.on('data', (piece: Buffer) => {
      onPiece()
      length += piece.length
      if (length > most) reject(new TooLarge())
      else pieces.push(piece)
    })
    plain.on('end', () =>
      answer.complete ? resolve(Buffer.concat(pieces, length)) : reject(new Error('early')),
    )
  })
}
