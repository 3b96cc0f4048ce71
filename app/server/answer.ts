import { endpoints } from '@/lib/api/endpoints'
import type { EndpointName, Reply } from './engine'
import { logError } from './log'
import { problemResponse, RequestProblem } from './problem'
import { readQuery } from './query'
import { ready } from './ready'

type Handler = (request: Request) => Promise<Response>

/**
 * The frame of every route: reads the parameters, waits for the load, has the engine answer (answers.ts) and passes its
 * bytes on, or says why there are none.
 */
export const answer = (endpoint: EndpointName): Handler =>
  guarded(async ({ url, signal }) => {
    const parameters = readQuery(url, endpoints[endpoint].query)
    const engine = await ready()
    if (engine instanceof Response) return engine
    return responseOf(await engine.ask({ endpoint, parameters }, signal))
  })

function responseOf(reply: Reply): Response {
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
const unkept = { 'cache-control': 'no-store' }

export const json = (value: unknown): Response => Response.json(value, { headers: unkept })

/** Turns what goes wrong into problem documents; what nobody foresaw goes to the log and not to the client. */
export const guarded =
  (handle: Handler): Handler =>
  async request => {
    try {
      return await handle(request)
    } catch (error) {
      if (error instanceof RequestProblem) return problemResponse(error.kind, error.message)
      // Whoever asked went away: nobody reads this, and nothing went wrong.
      if (request.signal.aborted && error === request.signal.reason) return new Response(null)
      return unexpected(error)
    }
  }

function unexpected(error: unknown): Response {
  logError('a request could not be answered', error)
  return problemResponse('unexpected', 'an error of podtrust itself kept this from being answered')
}
