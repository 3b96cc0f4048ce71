import { empty, guarded, json } from '@/app/server/answer'
import { refuseBody } from '@/app/server/body'
import { captures, noSuchCapture } from '@/app/server/captures'
import { readParameters } from '@/app/server/query'
import { openUpload } from '@/app/server/upload'
import { endpoints } from '@/lib/api/endpoints'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

/** Opens what is sent as a capture. The proxy lets this address through, because it would hold a copy of all that is sent. */
export const POST = guarded(async request => {
  readParameters(request.url, endpoints.openCapture)
  return json({ id: await openUpload(request) }, 201)
})

/** Other methods are told which there are; the proxy does so for other addresses. */
const otherwise = guarded(async () => empty(204))
export { otherwise as GET, otherwise as HEAD, otherwise as OPTIONS, otherwise as PATCH, otherwise as PUT }

/** Forgets an opened capture. */
export const DELETE = guarded(async request => {
  refuseBody(request)
  const { capture } = readParameters(request.url, endpoints.closeCapture).parameters
  if (!captures().close(capture)) throw noSuchCapture()
  return empty(204)
})
