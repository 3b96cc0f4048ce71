import { empty, guarded } from '@/app/server/answer'
import { refuseBody } from '@/app/server/body'
import { holderOf } from '@/app/server/captures'
import { RequestProblem } from '@/app/server/problem'
import { readParameters } from '@/app/server/query'
import { endpoints } from '@/lib/api/endpoints'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

/** Reads the source again; how that goes is told by health. */
export const POST = guarded(async request => {
  refuseBody(request)
  const holder = holderOf(readParameters(request.url, endpoints.readAgain).capture)
  if (holder.once !== undefined) throw new RequestProblem('cannot-reread', holder.once)
  holder.readAgain()
  return empty(202)
})
