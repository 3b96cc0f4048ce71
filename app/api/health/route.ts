import { guarded, json } from '@/app/server/answer'
import { holder } from '@/app/server/holder'
import { readQuery } from '@/app/server/query'
import { endpoints } from '@/lib/api/endpoints'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = guarded(async ({ url }) => {
  readQuery(url, endpoints.health.query)
  return json({ status: holder().state.kind })
})
