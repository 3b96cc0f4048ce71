import { setTimeout } from 'node:timers/promises'
import { version } from '../../../package.json'
import { asString, isMap, own, type Json } from '../../model/json'
import type { UnlistedWhy } from '../../model/capture'
import type { Connection } from './connection'
import type { Exchange } from './exchange'
import { defaultLimits, type Limits } from './limits'

/** Why a request has no answer that is of use. */
export interface Failure {
  readonly why: UnlistedWhy
  /** One clause. */
  readonly reason: string
  /** What would help where the whole cluster cannot be read. */
  readonly cure?: string
  /** The answer would be too large: a smaller page may do. */
  readonly tooLarge?: true
}

export type Got =
  | { readonly kind: 'body'; readonly body: Buffer }
  /** There is no such thing. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** How patient a client is; times in milliseconds. */
export interface Pace {
  /** The first pause before a request is made again; every further one is twice as long. */
  readonly first: number
  readonly longest: number
  /** The longest that a server may ask to wait. */
  readonly obeyed: number
  /** How often one request is made at most. */
  readonly tries: number
}

const defaultPace: Pace = { first: 250, longest: 8000, obeyed: 30_000, tries: 5 }

const headers = {
  accept: 'application/json',
  'accept-encoding': 'gzip',
  'user-agent': `podtrust/${version}`,
}

/** How long the first answer is waited for, in milliseconds. */
const greeting = 15_000

/** Requests in a row that came to nothing, after which a server that does not answer is not asked again. */
const enough = 3

export interface ClientOptions {
  readonly limits?: Partial<Limits>
  readonly pace?: Partial<Pace>
  readonly signal?: AbortSignal
}

/**
 * Asks one API server, by GET and nothing else. Requests that fail for the moment are made again, the pauses between
 * them those that the server asks for, or longer and longer ones (checklist-security.md 5.1).
 */
export class Client {
  private readonly limits: Limits
  private readonly pace: Pace
  private readonly signal: AbortSignal | undefined
  /** Requests in a row that were given up, and the last one's failure. */
  private lost = 0
  private last: Failure | undefined
  private gone: Promise<boolean> | undefined

  constructor(
    private readonly connection: Connection,
    { limits, pace, signal }: ClientOptions = {},
  ) {
    this.limits = { ...defaultLimits, ...limits }
    this.pace = { ...defaultPace, ...pace }
    this.signal = signal
  }

  /** Throws only where the signal is aborted. */
  async get(path: string): Promise<Got> {
    if (this.last && this.lost >= enough && isSilence(this.last) && (await this.isGone()))
      return { kind: 'failed', failure: this.last }
    return this.ask(path, this.limits)
  }

  private async ask(path: string, limits: Limits): Promise<Got> {
    // Where others waited in vain, one try is enough to see whether things are better.
    const tries = this.lost === 0 ? this.pace.tries : 1
    for (let made = 1; ; made++) {
      const { got, pause } = await this.once(path, made, limits)
      if (pause !== undefined && made < tries && pause <= this.pace.obeyed) {
        await setTimeout(pause, undefined, { signal: this.signal })
        continue
      }
      const lost = got.kind === 'failed' && (pause !== undefined || isSilence(got.failure))
      this.lost = lost ? this.lost + 1 : 0
      this.last = lost ? got.failure : undefined
      return got
    }
  }

  /** The first word with a server: one that is not well is not waited for as long as in the middle of a reading. */
  greet(): Promise<Got> {
    return this.ask('/version', { ...this.limits, begin: Math.min(this.limits.begin, greeting) })
  }

  /** Whether the server answers nothing at all; some kinds may hang alone. Asked once, unless it answers. */
  private async isGone(): Promise<boolean> {
    this.gone ??= this.once('/version', this.pace.tries, {
      ...this.limits,
      begin: Math.min(this.limits.begin, greeting),
    }).then(({ got }) => got.kind === 'failed' && isSilence(got.failure))
    const gone = await this.gone
    if (!gone) this.gone = undefined
    return gone
  }

  /** One request; `pause` says how long to wait before another, and is absent where another would change nothing. */
  private async once(path: string, made: number, limits: Limits): Promise<{ got: Got; pause?: number }> {
    const result = await this.connection.send(path, headers, limits, this.signal)
    if (result.kind === 'failed') {
      const { why, reason, cure } = result
      if (why === 'too-large') return { got: failure({ why: 'cut-off', reason, tooLarge: true }) }
      const got = failure({ why, reason, ...(cure !== undefined && { cure }) })
      if (why === 'unauthorized') return { got }
      // A certificate or an address does not become right by itself, a server that starts does.
      const hopeless = cure !== undefined && !/refused/.test(reason)
      return hopeless || (why === 'timeout' && made > 1) ? { got } : { got, pause: this.backoff(made) }
    }
    return this.judge(result, made)
  }

  private judge(answer: Extract<Exchange, { kind: 'answer' }>, made: number): { got: Got; pause?: number } {
    const { status, body } = answer
    if (status === 200) return { got: { kind: 'body', body } }
    const reason = `the API server answers ${status}${messageIn(body)}`
    if (status === 401) {
      this.connection.forget()
      return made === 1 ? { ...failed('unauthorized', reason), pause: 0 } : failed('unauthorized', reason)
    }
    if (status === 403) return failed('forbidden', reason)
    if (status === 404) return { got: { kind: 'absent' } }
    if (status === 410) return failed('expired', reason)
    const busy = status === 429 || (status >= 500 && status !== 501 && status !== 505)
    if (!busy) return failed('server-error', reason)
    return { ...failed('server-error', reason), pause: askedFor(answer.retryAfter) ?? this.backoff(made) }
  }

  /** With a random part, so that those who were turned away together do not come back together. */
  private backoff(made: number): number {
    return Math.min(this.pace.longest, this.pace.first * 2 ** (made - 1)) * (0.5 + Math.random() / 2)
  }
}

const failure = (failure: Failure): Got => ({ kind: 'failed', failure })

const failed = (why: UnlistedWhy, reason: string): { got: Got } => ({ got: failure({ why, reason }) })

const isSilence = ({ why }: Failure): boolean => why === 'unreachable' || why === 'timeout'

/** Milliseconds that a `Retry-After` asks for. */
function askedFor(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  const seconds = /^\d{1,6}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds)
}

/** What a Status object or a line of text says, short. */
function messageIn(body: Buffer): string {
  const text = body.toString('utf8', 0, 4096)
  let message: string | undefined = text.split('\n')[0]
  try {
    const status = JSON.parse(text) as Json
    message = isMap(status) ? asString(own(status, 'message')) : undefined
  } catch {
    // A text is told as it is, less what is markup.
    if (/^\s*</.test(text)) message = undefined
  }
  const short = message?.replace(/\s+/g, ' ').trim().slice(0, 300)
  return short ? `: ${short}` : ''
}
