import type { z } from 'zod'
import type { Endpoint } from '@/lib/api/endpoints'
import { logError } from './log'
import { problemResponse, RequestProblem } from './problem'
import { readQuery } from './query'
import { ready } from './ready'
import type { Workspace } from './workspace'

type Handler = (request: Request) => Promise<Response>

/** The frame of every route: reads the parameters, waits for the load, answers as JSON or says why not. */
export const answer = <Query extends z.ZodObject, Answer extends z.ZodType>(
  endpoint: Endpoint<Query, Answer>,
  give: (workspace: Workspace, query: z.output<Query>) => z.input<Answer> | Promise<z.input<Answer>>,
): Handler =>
  guarded(async request => {
    const query = readQuery(request.url, endpoint.query)
    const workspace = await ready()
    return workspace instanceof Response ? workspace : json(await give(workspace, query))
  })

/** Answers that change with every load are nobody's to keep. */
export const json = (value: unknown): Response =>
  Response.json(value, { headers: { 'cache-control': 'no-store' } })

/** Turns what goes wrong into problem documents; what nobody foresaw goes to the log and not to the client. */
export const guarded =
  (handle: Handler): Handler =>
  async request => {
    try {
      return await handle(request)
    } catch (error) {
      if (error instanceof RequestProblem) return problemResponse(error.kind, error.message)
      logError('a request could not be answered', error)
      return problemResponse('unexpected', 'an error of podtrust itself kept this from being answered')
    }
  }
