import type { IncomingHttpHeaders } from 'node:http'
import { Agent, request } from 'node:https'
import { asString, field, type Json } from '../../lib/model/json'

/** What an API server answered. */
export class Answer {
  constructor(
    readonly status: number,
    readonly headers: IncomingHttpHeaders,
    readonly text: string,
  ) {}

  get ok(): boolean {
    return this.status >= 200 && this.status < 300
  }

  get body(): Json {
    return JSON.parse(this.text) as Json
  }
}

export interface Sent {
  readonly body?: Json
  /** Of the body; `application/json` unless said. */
  readonly type?: string
  /** Milliseconds after which nobody waits any more; 30 seconds unless said. */
  readonly patience?: number
}

/** How a request came out: the status of its answer, or the code of what failed (`ECONNRESET`; `ABORT_ERR`: out of patience). */
export const outcomeOf = (asked: Promise<Answer>): Promise<number | string> =>
  asked.then(
    ({ status }) => status,
    (error: unknown) => asString(field(error as Json, 'code')) ?? 'failed',
  )

/** Where an API server is and whose certificates it has. */
export interface Server {
  readonly port: number
  readonly ca: string
}

export const json = 'application/json'
export const applyPatch = 'application/apply-patch+yaml'
export const mergePatch = 'application/merge-patch+json'

/** A plain client, as somebody with this token; without one, as nobody. It is no part of podtrust and tells what is on the wire. */
export class Client {
  readonly #agent: Agent

  constructor(
    private readonly server: Server,
    private readonly token?: string,
  ) {
    this.#agent = new Agent({ keepAlive: true, ca: server.ca })
  }

  get(path: string, sent: Sent = {}): Promise<Answer> {
    return this.send('GET', path, sent)
  }

  /** Sends one request; rejects where the connection fails, never for what the answer says. */
  send(method: string, path: string, { body, type = json, patience = 30_000 }: Sent = {}): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body)
    return new Promise((done, fail) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port: this.server.port,
          method,
          path,
          agent: this.#agent,
          signal: AbortSignal.timeout(patience),
          headers: {
            accept: json,
            ...(this.token !== undefined && { authorization: `Bearer ${this.token}` }),
            ...(text !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(text) }),
          },
        },
        answer => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.on('error', fail)
          answer.on('end', () =>
            done(new Answer(answer.statusCode ?? 0, answer.headers, Buffer.concat(parts).toString('utf8'))),
          )
        },
      )
      sent.on('error', fail)
      sent.end(text)
    })
  }

  /** As `send`, where anything but success is a fault of the test itself. */
  async must(method: string, path: string, sent: Sent = {}): Promise<Json> {
    const answer = await this.send(method, path, sent)
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${answer.text.trim()}`)
    return answer.body
  }

  close(): void {
    this.#agent.destroy()
  }
}
