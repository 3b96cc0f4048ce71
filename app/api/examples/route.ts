import { guarded, json } from '@/app/server/answer'
import { refuseBody } from '@/app/server/body'
import { openExample } from '@/app/server/example'
import { readParameters } from '@/app/server/query'
import { endpoints } from '@/lib/api/endpoints'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

/** Opens a cluster that ships with podtrust; how far that is, health tells. */
export const POST = guarded(async request => {
  refuseBody(request)
  const { name } = readParameters(request.url, endpoints.openExample).parameters
  return json({ id: openExample(name) }, 201)
})
