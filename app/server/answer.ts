import { endpoints } from '@/lib/api/endpoints'
import { holderOf } from './captures'
import type { EndpointName, Query, Reply } from './engine'
import { apiHeaders, refusal } from './guard'
import type { Holder } from './holder'
import { logError } from './log'
import { problemResponse, RequestProblem } from './problem'
import { readParameters } from './query'
import { ready } from './ready'

type Handler = (request: Request) => Promise<Response>

/**
 * The frame of every question: reads the parameters, waits for the load, has the engine answer (answers.ts) and passes
 * its bytes on, or says why there are none.
 */
export const answer = (endpoint: EndpointName): Handler =>
  guarded(async ({ url, signal }) => {
    const { capture, parameters } = readParameters(url, endpoints[endpoint])
    const reply = await ask(holderOf(capture), { endpoint, parameters }, signal)
    // Closed while it was asked: gone, as for whoever asks a moment later.
    if (!(reply instanceof Response) && reply.kind === 'lost') holderOf(capture)
    return reply instanceof Response ? reply : responseOf(reply)
  })

async function ask(holder: Holder, query: Query, signal: AbortSignal): Promise<Reply | Response> {
  const engine = await ready(holder)
  if (engine instanceof Response) return engine
  const reply = await engine.ask(query, signal)
  const { state } = holder
  // It made way for another one, which knows more.
  if (reply.kind === 'lost' && state.kind === 'ready' && state.engine !== engine)
    return state.engine.ask(query, signal)
  return reply
}

export function responseOf(reply: Reply): Response {
  switch (reply.kind) {
    case 'answer':
      return new Response(reply.bytes, { headers: { ...unkept, 'content-type': 'application/json' } })
    case 'refused':
      return problemResponse(reply.problem, reply.detail)
    case 'lost':
      return problemResponse('load-failed', reply.message)
    case 'broken':
      return unexpected(reply.stack)
  }
}

/** Answers that change with every load are nobody's to keep. */
export const unkept = { 'cache-control': 'no-store' }

export const json = (value: unknown, status = 200): Response =>
  Response.json(value, { status, headers: unkept })

/** An answer that says no more than that it is done, or begun. */
export const empty = (status: 202 | 204): Response => new Response(null, { status, headers: unkept })

/**
 * Turns strangers away, whatever stands before the route; turns what goes wrong into problem documents; what nobody
 * foresaw goes to the log and not to the client.
 */
export const guarded =
  (handle: Handler): Handler =>
  async request => {
    const given = await answerSafely(handle, request)
    for (const [name, value] of Object.entries(apiHeaders)) given.headers.set(name, value)
    return given
  }

async function answerSafely(handle: Handler, request: Request): Promise<Response> {
  try {
    return refusal(request) ?? (await handle(request))
  } catch (error) {
    if (error instanceof RequestProblem) return problemResponse(error.kind, error.message, error.headers)
    // Whoever asked went away: nobody reads this, and nothing went wrong.
    if (request.signal.aborted && error === request.signal.reason) return new Response(null)
    return unexpected(error)
  }
}

function unexpected(error: unknown): Response {
  logError('a request could not be answered', error)
  return problemResponse('unexpected', 'an error of podtrust itself kept this from being answered')
}
