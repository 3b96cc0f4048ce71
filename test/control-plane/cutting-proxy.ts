import type { IncomingMessage, ServerResponse } from 'node:http'
import { Agent, createServer, request, type Server } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll } from 'vitest'
import type { ControlPlane } from './control-plane'

/** What goes wrong with an answer on its way. Bytes are those of its body as it is sent, compressed perhaps. */
export type Cut =
  /** The body ends early: `end` looks like a whole answer, `reset` is a connection that breaks. */
  | { readonly kind: 'truncate'; readonly bytes: number; readonly by: 'end' | 'reset' }
  /** The body stops and nothing more comes, nor does the connection end. */
  | { readonly kind: 'stall'; readonly bytes: number }
  /** The connection breaks before anything is answered. */
  | { readonly kind: 'reset' }
  /** Another answer, as from a load balancer; the API server is not asked. */
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    }
  /**
   * Nothing goes wrong here, but something happens before the API server is asked: when no other request is under way, and
   * one such as `after` was answered.
   */
  | { readonly kind: 'meanwhile'; readonly act: () => Promise<void>; readonly after: RegExp }

type Shortening = Extract<Cut, { readonly bytes: number }>

export interface Fault {
  /** Of the path and query. */
  readonly at: RegExp
  readonly cut: Cut
  /** How often it happens before things are well again; always unless said. */
  readonly times?: number
}

/** A proxy for the tests of one file, gone when they are over. */
export async function cuttingProxy(plane: ControlPlane): Promise<CuttingProxy> {
  const proxy = new CuttingProxy(plane, await plane.certificate())
  afterAll(() => proxy.stop())
  await proxy.listen()
  return proxy
}

/** Stands before the API server with the server's own certificate, and damages answers as it is told. */
export class CuttingProxy {
  readonly #server: Server
  readonly #agent: Agent
  /** The connections under TLS, by the port that the client has. */
  readonly #connections = new Map<number, Socket>()
  #faults: { readonly fault: Fault; left: number }[] = []
  #damaged = 0
  /** Requests without an answer yet. */
  #underWay = 0
  /** Paths of answers since the last `damage`. */
  #answered: string[] = []

  constructor(
    private readonly plane: ControlPlane,
    certificate: { readonly cert: string; readonly key: string },
  ) {
    this.#agent = new Agent({ keepAlive: true, ca: plane.server.ca })
    this.#server = createServer(certificate, (asked, answer) => {
      this.#underWay++
      answer.on('finish', () => this.#answered.push(asked.url ?? ''))
      answer.on('close', () => this.#underWay--)
      this.#serve(asked, answer)
    })
    this.#server.on('connection', (connection: Socket) => {
      const port = connection.remotePort ?? 0
      this.#connections.set(port, connection)
      connection.on('close', () => this.#connections.delete(port))
    })
  }

  async listen(): Promise<void> {
    await new Promise<void>(listening => this.#server.listen(0, '127.0.0.1', listening))
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** From now on these things go wrong, and no others; the first that fits a request happens. */
  damage(...faults: readonly Fault[]): void {
    this.#faults = faults.map(fault => ({ fault, left: fault.times ?? Infinity }))
    this.#damaged = 0
    this.#answered = []
  }

  /** How many answers were damaged since then; one that was shorter than its cut was not. */
  get damaged(): number {
    return this.#damaged
  }

  async stop(): Promise<void> {
    this.#agent.destroy()
    this.#server.closeAllConnections()
    await new Promise(closed => this.#server.close(closed))
  }

  #serve(asked: IncomingMessage, answer: ServerResponse): void {
    const cut = this.#cutFor(asked.url ?? '')
    if (cut?.kind === 'reset') return this.#reset(asked)
    if (cut?.kind === 'answer') {
      this.#damaged++
      answer.writeHead(cut.status, cut.headers).end(cut.body)
      return
    }
    if (cut?.kind === 'meanwhile') {
      this.#damaged++
      void this.#quiet(cut.after)
        .then(cut.act)
        .then(() => this.#ask(asked, answer))
      return
    }
    this.#ask(asked, answer, cut)
  }

  /** Asks the API server, and gives its answer, less what the cut takes. */
  #ask(asked: IncomingMessage, answer: ServerResponse, cut?: Shortening): void {
    const { method, url, headers } = asked
    const { port } = this.plane.server
    const sent = request(
      { host: '127.0.0.1', port, method, path: url, headers, agent: this.#agent },
      real => {
        // What is cut short may have no length of its own, or its end would show.
        const { 'content-length': _length, ...rest } = real.headers
        answer.writeHead(
          real.statusCode ?? 502,
          cut?.kind === 'truncate' && cut.by === 'end' ? rest : real.headers,
        )
        if (cut) this.#pass(real, answer, cut, asked)
        else real.pipe(answer)
      },
    )
    sent.on('error', () => asked.socket.destroy())
    answer.on('close', () => sent.destroy())
    asked.pipe(sent)
  }

  #cutFor(path: string): Cut | undefined {
    const found = this.#faults.find(({ fault, left }) => left > 0 && fault.at.test(path))
    if (found) found.left--
    return found?.fault.cut
  }

  async #quiet(after: RegExp): Promise<void> {
    while (this.#underWay > 1 || !this.#answered.some(path => after.test(path))) await wait(20)
  }

  /** Passes on as many bytes as the cut leaves. */
  #pass(real: IncomingMessage, answer: ServerResponse, cut: Shortening, asked: IncomingMessage): void {
    let left = cut.bytes
    answer.flushHeaders()
    real.on('data', (part: Buffer) => {
      if (left < 0) return
      answer.write(part.subarray(0, left))
      left -= part.length
      if (left >= 0) return
      if (cut.kind === 'truncate' && cut.by === 'reset') {
        // What was written goes out first.
        setTimeout(() => this.#reset(asked), 50)
        return
      }
      this.#damaged++
      if (cut.kind === 'truncate') answer.end()
    })
    real.on('end', () => {
      if (left >= 0) answer.end()
    })
  }

  /** Breaks the connection (RST). */
  #reset(asked: IncomingMessage): void {
    this.#damaged++
    this.#connections.get(asked.socket.remotePort ?? 0)?.resetAndDestroy()
  }
}
